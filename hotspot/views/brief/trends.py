"""The trend over all months and this year against last, always said together: one without the other misleads.

Month by month a slow fall can show that two years held against each other do not; a sudden rise the other way round.
The two are answers to two questions, so neither page nor paper says one of them alone.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from hotspot import stats
from hotspot.views.brief import facts, parts
from hotspot.views.brief.given import Pack
from hotspot.views.brief.speech import Speech

DIRECTIONS = {"rising": 1, "falling": -1}


def said(word: Any, before: float, this: float, say: Speech) -> str:
    """Return both answers in a sentence, and why they may differ where they do.

    Parameters
    ----------
    word : str
        The trend month by month: rising, falling, no clear trend.
    before, this : float
        Records of the 12 months before, and of the last 12; NaN where they are not held.
    say : Speech
        The language.

    Examples
    --------
    >>> said("falling", 998, 923, Speech("en"))[:93]
    'Month by month: falling. The last 12 months against the 12 before: −75 (−162 to +12): not cle'
    >>> said("no clear trend", float("nan"), 923, Speech("en"))
    'Month by month: no clear trend.'
    """
    monthly = say("trend_alone", trend=str(word))
    if pd.isna(before) or pd.isna(this):
        return monthly
    told = f"{monthly} {say('trend_year', change=parts.change(before, this, say))}"
    return told if _direction(word) == _clear(before, this) else f"{told} {say('trend_differs')}"


def _direction(word: Any) -> int:
    return DIRECTIONS.get(str(word).split(" (")[0], 0)


def _clear(before: float, this: float) -> int:
    found = stats.count_difference(before, this)
    return 0 if not found.clear else 1 if found.estimate > 0 else -1


def of_pack(pack: Pack) -> str:
    """Return the sentence for a pack's partnership and its measure, from the same row as the pack's table."""
    held, key = pack.year.table, pack.analysis.measure.key
    mine = held[(held["group"] == "measure") & (held["key"] == key) & ~held["controlled"].astype(bool)]
    before, this = (float(mine[name].iloc[0]) if len(mine) else float("nan") for name in ("before", "this"))
    return said(pack.analysis.districts.at[pack.csp, "trend_word"], before, this, facts.speech(pack))
