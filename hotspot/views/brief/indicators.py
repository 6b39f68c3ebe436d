"""Indicators that no map can compute: typed in, set beside the period before, and not judged where they are too few."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hotspot import stats
from hotspot.findings.figures import ends, signed
from hotspot.views.brief.speech import Speech

FEW = 30  # counts below this cannot show a change that anybody could act on


def judged(held: pd.DataFrame, say: Speech) -> pd.DataFrame:
    """Return each indicator's latest value, the one before, and what may be said of the two.

    A count below 30 in both periods is too few to judge. A share is compared with the interval of the difference of two
    shares, a count with that of two counts; a number without its numerator is shown and not judged.

    Parameters
    ----------
    held : DataFrame
        ``name``, ``period``, ``value``, ``numerator``, ``denominator``, ``unit``, ``source``, as the register has them.
    say : Speech
        The language of the words.

    Returns
    -------
    DataFrame
        ``name``, ``period``, ``value``, ``before``, ``judged``, ``source``, all text, in the order first typed in.
    """
    rows = []
    for name, mine in held.groupby("name", sort=False):
        ordered = mine.sort_values("period", kind="stable")
        last, before = ordered.iloc[-1], ordered.iloc[-2] if len(ordered) > 1 else None
        earlier = "–" if before is None else f"{_value(before)} ({before['period']})"
        rows.append((str(name), str(last["period"]), _value(last), earlier, _word(last, before, say), last["source"]))
    return pd.DataFrame(rows, columns=["name", "period", "value", "before", "judged", "source"])


def _value(row: pd.Series) -> str:
    value = f"{row['value']:,.10g}" if pd.notna(row["value"]) else "–"
    part = f" ({row['numerator']:,.0f} of {row['denominator']:,.0f})" if pd.notna(row["denominator"]) else ""
    return f"{value} {row['unit']}{part}".strip()


def _count(row: Any) -> float:
    """Return the number of people or events behind a value; NaN where it is a rate that does not say."""
    if pd.notna(row["numerator"]):
        return float(row["numerator"])
    whole = pd.notna(row["value"]) and float(row["value"]).is_integer()
    share = any(mark in str(row["unit"]).lower() for mark in ("%", "per ", "rate"))
    return float(row["value"]) if whole and not share else float("nan")


def _word(last: pd.Series, before: pd.Series | None, say: Speech) -> str:
    count = _count(last)
    if before is None:
        return say("too_few") if count < FEW else say("one_period")
    earlier = _count(before)
    if max(count, earlier) < FEW:
        return say("too_few")
    if pd.isna(count) or pd.isna(earlier):
        return say("no_numerator")
    if pd.notna(last["denominator"]) and pd.notna(before["denominator"]):
        told = stats.share_difference((earlier, before["denominator"]), (count, last["denominator"]))
        said = f"{signed(100 * told.estimate)} ({ends(100 * told.low, 100 * told.high)}) points"
    else:
        told = stats.count_difference(earlier, count)
        said = f"{signed(told.estimate)} ({ends(told.low, told.high)})"
    return f"{said}: {say('not_clear') if not told.clear else say('more' if told.estimate > 0 else 'fewer')}"
