"""Who else knows: sources side by side as a table and a sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hotspot.findings.hours import number
from hotspot.findings.side_by_side import WhoElse, short


def who_table(who: WhoElse) -> pd.DataFrame:
    """Return one row a place: what each source holds, and how the others stand to the first."""
    first, *others = list(who.sources)
    keys = list(dict.fromkeys(who.table["location"]))
    table = pd.DataFrame({"Place": who.table.drop_duplicates("location").set_index("location")["name"].reindex(keys)})
    for source in (first, *others):
        table[f"{short(source).capitalize()} records"] = [
            number(n, controlled=who.controlled) for n in who.counts[source].reindex(keys)
        ]
    for source in others:
        mine = who.table[who.table["source"] == source].set_index("location")
        table[f"{short(source).capitalize()} against {short(first)}, elsewhere = 1"] = [
            _times(mine, key, controlled=who.controlled) for key in keys
        ]
    words_ = who.table.groupby("location")["word"].agg(set)
    table["What it says"] = [_verdict(words_[key]) for key in keys]
    return table


def _times(mine: pd.DataFrame, key: str, *, controlled: bool) -> str:
    if key not in mine.index or controlled:
        return "–"
    row = mine.loc[key]
    return f"{_short_ratio(row['ratio'])} ({_short_ratio(row['low'])}–{_short_ratio(row['high'])})"


def _short_ratio(value: float) -> str:
    return "many" if np.isinf(value) else f"{value:.1f}"


def _verdict(found: set[str]) -> str:
    if "hidden" in found:
        return "hidden here"
    return "others see less" if "ahead" in found else ""


def who_line(who: WhoElse, location: str) -> str:
    """Return what every source holds of one place, in a sentence; the word only where its interval allows it."""
    if location not in who.counts.index:
        return ""
    held = [f"{short(source)} {number(n, controlled=who.controlled)}" for source, n in who.counts.loc[location].items()]
    said = f"In the {len(who.months)} months that all hold: {', '.join(held)}."
    told = who.at(location)
    clear = told[told["word"] != ""]["said"]
    return " ".join([said, *clear.tolist()]) if len(clear) else said
