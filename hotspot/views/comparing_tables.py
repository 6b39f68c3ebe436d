"""The numbers of a comparison as tables, a file and sentences: what stands beside the two maps."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hotspot.findings import VERDICTS, days_of
from hotspot.findings.figures import ends, signed, span
from hotspot.views import files, words
from hotspot.views.comparing import (
    MONTH_DAYS,
    Comparison,
    as_counts,
    both_of,
    counted_days,
    listed,
    months_of,
    of_periods,
    sides,
    titles,
)

BOTH_CHANCE = (
    "An interval is what chance alone leaves open; it supposes that records come singly. 'Perhaps' means that the "
    "interval leaves out 0 but that so many places are compared that some would do so by chance; 'clearly' holds "
    "against that too (false discovery rate of 5 %)."
)
SEASON = "The two periods are not the same months of the year: part of a difference may be the season."
PICKED_OUT = "A place that stood out in one period will, on average, be quieter in the next with nobody doing anything."
RESIDENTS = (
    "Rates are per resident: a district with a busy town centre counts the visitors' records and not the visitors. "
    "Hexagons on a border count whole for one district on the map; the figures in the table count each record under "
    "its own."
)


def table(both: Comparison) -> pd.DataFrame:
    """Return the numbers of the maps: two periods place by place, two districts quarter by quarter."""
    return _place_table(both) if of_periods(both) else _quarter_table(both)


def _place_table(both: Comparison) -> pd.DataFrame:
    held, (a, b) = listed(both), titles(both)
    days = [days_of(one.findings) for one in both_of(both)]
    shown = pd.DataFrame({"No.": np.arange(1, len(held) + 1), "Place": held["name"], "District": held["csp_name"]})
    shown[_cap(a)], shown[_cap(b)] = held["first"].astype("Int64"), held["second"].astype("Int64")
    if not as_counts(both):
        shown[f"In {MONTH_DAYS} days: {a}"] = (held["first"] / days[0] * MONTH_DAYS).round(1)
        shown[f"In {MONTH_DAYS} days: {b}"] = (held["second"] / days[1] * MONTH_DAYS).round(1)
    shown[f"More or fewer over {days[0]} {counted_days(both)}"] = [signed(one) for one in held["change"]]
    shown["95 % interval"] = [ends(*pair) for pair in zip(held["low"], held["high"], strict=True)]
    shown["In words"] = held["verdict"].map(VERDICTS)
    return shown


def _quarter_table(both: Comparison) -> pd.DataFrame:
    held, (a, b) = both.together, titles(both)
    spans = [
        _cap(words.span(start, end).removeprefix("from "))
        for start, end in zip(held["start"], held["end"], strict=True)
    ]
    return pd.DataFrame(
        {
            # In few letters, and so the difference: what is left is room for headings that say of what the rates are.
            "When": [*spans[:-1], "All together"],
            f"Records: {a}": held["first"].astype("Int64"),
            f"Records: {b}": held["second"].astype("Int64"),
            f"Per 1,000 residents a year: {a}": held["rate_first"].round(1),
            f"Per 1,000 residents a year: {b}": held["rate_second"].round(1),
            "Difference": [signed(one, 1) for one in held["change"]],
            "95 % interval": [ends(*pair, 1) for pair in zip(held["low"], held["high"], strict=True)],
            "In words": held["verdict"].map(VERDICTS),
        }
    )


def district_places(both: Comparison) -> pd.DataFrame:
    """Return the places of two districts in one list, most recorded first: the table of both maps."""
    parts = [
        pd.DataFrame(
            {
                "District": side.title,
                "Place": side.locations["name"],
                "Records": side.locations["count"].astype("Int64"),
                "95 % interval": [
                    span(low, high) for low, high in zip(side.locations["lower"], side.locations["upper"], strict=True)
                ],
            }
        )
        for side in sides(both)
    ]
    return pd.concat(parts).sort_values("Records", ascending=False, kind="stable")


def csv(both: Comparison) -> bytes:
    """Return the comparison as CSV bytes, in figures: a row a place, or a row a quarter and the whole last."""
    if of_periods(both):
        held = pd.DataFrame(listed(both).drop(columns="geometry")).reset_index(names="location")
        held.insert(1, "days_second", days_of(both.second.findings))
        held.insert(1, "days_first", days_of(both.first.findings))
    else:
        held = both.together.copy()
    a, b = titles(both)
    texts = [name for name in ("name", "csp_name") if name in held]
    safe = held.assign(**{name: held[name].map(files.guarded) for name in texts})
    safe["in_words"] = held["verdict"].map(VERDICTS)
    safe["compared"] = files.guarded(f"{a} against {b}")
    written = safe.drop(columns="verdict").to_csv(index=False, lineterminator="\n", float_format="%.6g")
    return b"\xef\xbb\xbf" + bytes(written.encode("utf-8"))


def _cap(text: str) -> str:
    return text[:1].upper() + text[1:]


def headline(both: Comparison) -> str:
    """Return the comparison in a sentence or two."""
    return _of_places(both) if of_periods(both) else _of_districts(both)


def _of_places(both: Comparison) -> str:
    held, (a, b) = listed(both), titles(both)
    if held.empty:
        return "Nothing is recorded in either period."
    more, fewer = int((held["verdict"] == 2).sum()), int((held["verdict"] == -2).sum())
    unit = "place" if len(held) == 1 else "places"
    clear = f"{more + fewer:,}" if more + fewer else "none"
    opening = f"In {clear} of {len(held):,} {unit} the two periods differ clearly"
    told = words.listed([f"{n:,} with {word}" for n, word in ((more, "more"), (fewer, "fewer")) if n] or [""])
    row = both.together.iloc[-1]
    change = f"{signed(row['change'])} day for day ({ends(row['low'], row['high'])})"
    lost = "point on the map" if both.first.parameters.geography == "h3" else "neighbourhood"
    counts = f"{int(row['first']):,} in {a}, {int(row['second']):,} in {b}"
    together = f"All together {counts} (records without a {lost} are left out): {change}"
    return f"{opening}{f': {told}' if told else ''}. {together}: {VERDICTS[int(row['verdict'])]}."


def _of_districts(both: Comparison) -> str:
    row, (a, b) = both.together.iloc[-1], titles(both)
    quarters = both.together.iloc[:-1]["verdict"]
    more, fewer = int((quarters == 2).sum()), int((quarters == -2).sum())
    said = (
        f"{a} records {row['rate_first']:,.1f} per 1,000 residents a year, {b} {row['rate_second']:,.1f}: "
        f"{signed(row['change'], 1)} ({ends(row['low'], row['high'], 1)}), {VERDICTS[int(row['verdict'])]}."
    )
    if len(quarters) == 0:
        return said
    return f"{said} Of {len(quarters)} quarters {a} has clearly more in {more} and clearly fewer in {fewer}."


def notes(both: Comparison) -> list[str]:
    """Return what a reader must know beside the comparison."""
    if not of_periods(both):
        return [BOTH_CHANCE, RESIDENTS]
    one, other, same = months_of(both)
    days = [days_of(each.findings) for each in both_of(both)]
    said = [BOTH_CHANCE, PICKED_OUT]
    if one != other:
        said.insert(0, SEASON)
    if not same:
        lengths = f"{days[0]} and {days[1]} {counted_days(both)}"
        said.insert(0, f"The periods are of {lengths}: the maps show records in {MONTH_DAYS} days.")
    return said
