"""Who else knows: sources side by side as a table and a sentence."""

from __future__ import annotations

import pandas as pd

from hotspot.findings.hours import number
from hotspot.findings.side_by_side import WhoElse, short
from hotspot.measures.sources_side_by_side import CLEARLY
from hotspot.views import words

WIDE = 10.0  # an interval whose ends lie further apart than this is no number for a meeting


def compared(who: WhoElse) -> str:
    """Return what is compared with what, and when a place is marked, in words."""
    first, *others = list(who.sources)
    counted = "; ".join(f"{short(source)}: {title.lower()}" for source, title in who.sources.items())
    told = words.listed([short(source) for source in others])
    return (
        f"Counted in the {len(who.months)} months to {who.months[-1]} that all hold, by the widest measure of each: "
        f"{counted}. For each place, {told} records are divided by {short(first)} records, and that is divided by the "
        "same for the rest of the area: 1 is as elsewhere, 3 is three times as many. Hidden here: at least "
        f"{CLEARLY:g} times even at the low end of the 95 % range. Records are never joined."
    )


def who_table(who: WhoElse) -> pd.DataFrame:
    """Return one row a place: what each source holds, and how the others stand to the first."""
    first, *others = list(who.sources)
    keys = list(dict.fromkeys(who.table["location"]))
    table = pd.DataFrame({"Place": who.table.drop_duplicates("location").set_index("location")["name"].reindex(keys)})
    found = who.table.groupby("location")["word"].agg(set)
    table["What it says"] = [_verdict(found[key]) for key in keys]
    for source in (first, *others):
        table[short(source).capitalize()] = [
            number(n, controlled=who.controlled) for n in who.counts[source].reindex(keys)
        ]
    for source in others:
        mine = who.table[who.table["source"] == source].set_index("location")
        table[f"{short(source).capitalize()} to {short(first)}"] = [
            _times(mine, key, controlled=who.controlled) for key in keys
        ]
    return table


def _times(mine: pd.DataFrame, key: str, *, controlled: bool) -> str:
    if key not in mine.index or controlled:
        return "–"
    row = mine.loc[key]
    return told_times(row["ratio"], row["low"], row["high"])


def told_times(ratio: float, low: float, high: float) -> str:
    """Return how many times as many, with its range; in words where the range is too wide to be a number.

    >>> told_times(2.0, 1.4, 2.9), told_times(24.6, 4.1, 1005.0), told_times(1.8, 0.2, 9.0)
    ('2.0 (1.4–2.9)', 'at least 4.1, too few to say how much', 'too few to say')
    >>> told_times(0.1, 0.01, 0.6)
    'at most 0.6, too few to say how much'
    """
    if high <= WIDE * low:
        return f"{ratio:,.1f} ({low:,.1f}–{high:,.1f})"
    if low > 1:
        return f"at least {low:,.1f}, too few to say how much"
    return f"at most {high:,.1f}, too few to say how much" if high < 1 else "too few to say"


def _verdict(found: set[str]) -> str:
    if "hidden" in found:
        return "hidden here"
    return "others see less" if "ahead" in found else ""


def who_line(who: WhoElse, location: str) -> str:
    """Return what every source holds of one place, in a sentence; the word only where its interval allows it."""
    if location not in who.counts.index:
        return ""
    held = [
        f"{short(source)} {number(n, controlled=who.controlled)} ({who.sources[source].lower()})"
        for source, n in who.counts.loc[location].items()
    ]
    said = f"In the {len(who.months)} months that all hold: {', '.join(held)}."
    told = who.at(location)
    clear = told[told["word"] != ""]["said"]
    return " ".join([said, *clear.tolist()]) if len(clear) else said
