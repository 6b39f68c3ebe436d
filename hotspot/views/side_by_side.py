"""Who else knows: sources side by side as a table and a sentence."""

from __future__ import annotations

import pandas as pd

from hotspot.findings.hours import number
from hotspot.findings.side_by_side import WhoElse, short, told_balance
from hotspot.language import listed, phrase, phrase_many, to_phrase
from hotspot.measures.sources_side_by_side import CLEARLY

WIDE = 10.0  # an interval whose ends lie further apart than this is no number for a meeting


SERVICES = (to_phrase("police"), to_phrase("ambulance"), to_phrase("hospital"))
HEADINGS = (to_phrase("What it says"), to_phrase("Police"), to_phrase("Ambulance"), to_phrase("Hospital"))


def compared(who: WhoElse) -> str:
    """Return what is compared with what, and when a place is marked, in words."""
    first, *others = list(who.sources)
    gaps = {
        "n": len(who.months),
        "last": who.months[-1],
        "counted": "; ".join(f"{service(source)}: {_title(title)}" for source, title in who.sources.items()),
        "others": listed([service(source) for source in others]),
        "first": service(first),
        "times": f"{CLEARLY:g}",
    }
    return phrase(
        "Counted in the {n} months to {last} that all hold, by the widest measure of each: {counted}. For each place, "
        "{others} records are divided by {first} records, and that is divided by the same for the rest of the area: 1 "
        "is as elsewhere, 3 is three times as many. Hidden here: at least {times} times even at the low end of the "
        "95 % range. Records are never joined."
    ).format(**gaps)


def service(source: str) -> str:
    """Return a source as one word of a sentence, in the reader's language."""
    return phrase(short(source))


def _title(title: str) -> str:
    """Return what is counted of a source, inside a sentence."""
    return phrase(title).lower()


def who_table(who: WhoElse) -> pd.DataFrame:
    """Return one row a place: what each source holds, and how the others stand to the first."""
    first, *others = list(who.sources)
    keys = list(dict.fromkeys(who.table["location"]))
    table = pd.DataFrame({"Place": who.table.drop_duplicates("location").set_index("location")["name"].reindex(keys)})
    found = who.table.groupby("location")["word"].agg(set)
    table["What it says"] = [_verdict(found[key]) for key in keys]
    for source in (first, *others):
        table[service(source).capitalize()] = [
            number(n, controlled=who.controlled) for n in who.counts[source].reindex(keys)
        ]
    for source in others:
        mine = who.table[who.table["source"] == source].set_index("location")
        to = phrase("{one} to {other}").format(one=service(source).capitalize(), other=service(first))
        table[to] = [_times(mine, key, controlled=who.controlled) for key in keys]
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
        return phrase("at least {n}, too few to say how much").format(n=f"{low:,.1f}")
    least = phrase("at most {n}, too few to say how much").format(n=f"{high:,.1f}")
    return least if high < 1 else phrase("too few to say")


def _verdict(found: set[str]) -> str:
    if "hidden" in found:
        return phrase("hidden here")
    return phrase("others see less") if "ahead" in found else ""


def who_line(who: WhoElse, location: str) -> str:
    """Return what every source holds of one place, in a sentence; the word only where its interval allows it."""
    if location not in who.counts.index:
        return ""
    held = [
        f"{service(source)} {number(n, controlled=who.controlled)} ({_title(who.sources[source])})"
        for source, n in who.counts.loc[location].items()
    ]
    said = phrase_many(
        "In the month that all hold: {held}.", "In the {n} months that all hold: {held}.", len(who.months)
    )
    told, first = who.at(location), next(iter(who.sources))
    clear = told[told["word"] != ""]
    balances = [
        told_balance(word, ratio, service(source), service(first))
        for word, ratio, source in zip(clear["word"], clear["ratio"], clear["source"], strict=True)
    ]
    return " ".join([said.format(n=len(who.months), held=", ".join(held)), *balances])
