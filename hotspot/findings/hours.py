"""Hours, weekends and sources side by side: released tables named, ordered and put into sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from hotspot.disclosure import TableRelease, controlled_count
from hotspot.findings.figures import clear_digits, figure, signed
from hotspot.language import in_english, phrase, to_phrase
from hotspot.measures.shifts import Cover, shift_cover
from hotspot.nights import Preset

FEW = 8  # incidents of both years together, below which an interval is too wide to help anyone
WEEKDAYS = (
    to_phrase("Monday"), to_phrase("Tuesday"), to_phrase("Wednesday"), to_phrase("Thursday"), to_phrase("Friday"),
    to_phrase("Saturday"), to_phrase("Sunday"),
)  # fmt: skip
DIRECTIONS = {
    1.0: to_phrase("more than last year"),
    -1.0: to_phrase("fewer than last year"),
    0.0: to_phrase("not clearly different"),
}
MOVES = {1.0: to_phrase("later"), -1.0: to_phrase("earlier"), 0.0: to_phrase("not clearly moved")}
BANDED = to_phrase("fewer than 8")


@dataclass(frozen=True)
class Told:
    """What belongs to a window and holds no incident: nothing here needs a release.

    Attributes
    ----------
    preset, where, level, first, last, closing, notes
        As in ``Hours``.
    late : int
        The hour from which an incident counts as late.
    """

    preset: Preset
    where: str
    level: str
    first: pd.Timestamp
    last: pd.Timestamp
    late: int
    closing: pd.Series
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Hours:
    """What was found of a window of the week, ready to be shown.

    Attributes
    ----------
    preset : Preset
        The window.
    where : str
        The place whose hours are shown, in words.
    level : str
        ``area``, ``district`` or ``place``: what ``where`` is.
    first, last : Timestamp
        First and last night of the grid.
    by : str
        ``hour``, or ``band`` in a controlled release.
    grid : DataFrame
        ``weekday``, ``hour``, ``count``, ``nights``, ``hours``, ``per_night``, ``lower``, ``upper``.
    bands : GeoDataFrame, index location
        Name, outline and one column for each band, of the whole area; empty places are 0.
    located : Series
        Incidents with a location of the place shown, by band.
    band_names : tuple of str
        Those columns in order of the night.
    change : Series
        Here: ``count`` (on the grid's nights), ``now``, ``before``, ``nights``, ``nights_held``, ``difference``,
        ``low``, ``high`` and the like, as ``measures.weekends`` has them; ``change_said`` and ``moved_said`` say them.
    places : DataFrame
        The busiest places: ``location``, ``name``, ``count``, the columns of ``change``, ``premises``, ``closing``,
        ``last_closing``, ``per_100_premises``.
    weekends : DataFrame
        Every pair of weekends with both counts; only ``alike`` ones are compared.
    closing : Series
        Licensed premises here by closing hour.
    left_out : DataFrame
        ``reason``, ``count``, ``within``: what became of every incident recorded here. ``within`` is False for a clock
        time that stands for "not known" and lies outside the window.
    placeholders : DataFrame
        Share of times at 00:00 and 12:00 by source.
    notes : tuple of str
        Sentences that belong beside these numbers.
    controlled : bool
        True where disclosure control changed anything.
    """

    preset: Preset
    where: str
    level: str
    first: pd.Timestamp
    last: pd.Timestamp
    by: str
    grid: pd.DataFrame
    bands: gpd.GeoDataFrame
    located: pd.Series
    band_names: tuple[str, ...]
    change: pd.Series
    places: pd.DataFrame
    weekends: pd.DataFrame
    closing: pd.Series
    left_out: pd.DataFrame
    placeholders: pd.DataFrame
    notes: tuple[str, ...]
    controlled: bool

    @property
    def edges(self) -> tuple[int, ...]:
        """Return where an hour or band of the grid begins, and where the last ends: a shift may begin or end there."""
        return (*sorted(int(hour) for hour in self.grid["hour"].unique()), self.preset.ends)

    @property
    def occasions(self) -> int:
        """Return how many nights or days the grid was counted on; 0 where that may not be said."""
        nights = self.grid.groupby("weekday")["nights"].first()
        return 0 if nights.isna().any() else int(nights.sum())

    def cover(self, starts: int, ends: int) -> Cover:
        """Return what a shift would meet, and the best of its length; where only bands may leave, both of bands."""
        return shift_cover(self.grid, starts, ends, last=self.preset.ends)


def clock(hour: float) -> str:
    """Return hours after the midnight that begins a night's date as a clock shows them.

    >>> clock(26), clock(23.75)
    ('02:00', '23:45')
    """
    minutes = round(hour * 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def told_change(row: Mapping[str, float]) -> str:
    """Return a difference in words: a direction only where its interval leaves out 0.

    >>> told_change({"direction": 0.0, "difference": 9.0, "low": -2.0, "high": 20.0})
    '+9 (−2 to +20): not clearly different'
    >>> told_change({"direction": 1.0, "difference": float("nan")})
    'more than last year'
    >>> told_change({"direction": 0.0, "difference": 2.0, "now": 3.0, "before": 1.0})
    'too few to say: 3 now, 1 then'
    """
    if math.isnan(row["direction"]):
        return phrase("nothing alike last year to compare with")
    few = row.get("now", FEW) + row.get("before", FEW) < FEW and not math.isnan(row["difference"])
    if few and not row["direction"]:
        gaps = {"now": figure(row["now"]), "then": figure(row["before"])}
        return phrase("too few to say: {now} now, {then} then").format(**gaps)
    word = phrase(DIRECTIONS[row["direction"]])
    if math.isnan(row["difference"]):
        return word
    return f"{signed(row['difference'])} ({told_range(row['low'], row['high'])}): {word}"


def told_range(low: float, high: float) -> str:
    """Return the interval of a difference in the reader's language; one that leaves out 0 never ends at 0.

    >>> told_range(-10.8, 55.7)
    '−11 to +56'
    """
    digits = clear_digits(low, high)
    return phrase("{low} to {high}").format(low=signed(low, digits), high=signed(high, digits))


def told_move(row: Mapping[str, float], late: float) -> str:
    """Return whether the busy hours moved, in words.

    >>> row = {"later": 1.0, "late_low": 0.14, "late_high": 0.73, "late_now": 0.5, "late_earlier": 0.0}
    >>> told_move(row | {"busy_now": 25.0, "busy_earlier": 23.0}, 26)
    'later: 50 % from 02:00 on, before 0 % (+14 to +73 points); busiest 01:00-04:00, before 23:00-02:00'
    """
    if math.isnan(row["later"]):
        return phrase("too few to say whether the hours moved")
    word = phrase(MOVES[row["later"]])
    if math.isnan(row["late_now"]):
        return word
    said = phrase("{word}: {now} % from {late} on, before {then} % ({range} points); busiest {busy}, before {was}")
    return said.format(word=word, **told_lateness(row, late))


def told_lateness(row: Mapping[str, float], late: float) -> dict[str, str]:
    """Return the figures of whether busy hours moved as they are printed: shares, their difference, busiest hours."""
    return {
        "late": clock(late),
        "now": f"{100 * row['late_now']:,.0f}",
        "then": f"{100 * row['late_earlier']:,.0f}",
        "range": told_range(100 * row["late_low"], 100 * row["late_high"]),
        "busy": f"{clock(row['busy_now'])}-{clock(row['busy_now'] + 3)}",
        "was": f"{clock(row['busy_earlier'])}-{clock(row['busy_earlier'] + 3)}",
    }


def told_cover(cover: Cover) -> str:
    """Return what a shift covers: "covers 54 % of incidents; 23:00-03:00 would cover 71 %".

    >>> told_cover(Cover(0.54, 22, 26, 0.71, 23))
    'A shift 22:00-02:00 covers 54 % of incidents; 23:00-03:00 would cover 71 %.'
    """
    if math.isnan(cover.share):
        return phrase("Nothing is recorded in these hours, so no shift can be judged.")
    length = cover.ends - cover.starts
    gaps = {
        "shift": f"{clock(cover.starts)}-{clock(cover.ends)}",
        "share": f"{100 * cover.share:,.0f}",
        "best": f"{clock(cover.best_starts)}-{clock(cover.best_starts + length)}",
        "most": f"{100 * cover.best_share:,.0f}",
    }
    if cover.best_starts == cover.starts or gaps["most"] == gaps["share"]:
        alone = phrase("A shift {shift} covers {share} % of incidents; no other hours of the same length cover more.")
        return alone.format(**gaps)
    return phrase("A shift {shift} covers {share} % of incidents; {best} would cover {most} %.").format(**gaps)


def number(value: float, *, controlled: bool) -> str:
    """Return a sum of incidents as this audience may see it.

    >>> number(12.5, controlled=False), number(4, controlled=True)
    ('12', 'fewer than 8')
    """
    if math.isnan(value):
        return "–"
    return phrase(controlled_count(round(value))) if controlled else f"{round(value):,}"


def hours(released: Mapping[str, TableRelease], named: gpd.GeoDataFrame, told: Told) -> Hours:
    """Return the findings of a window from released tables.

    Parameters
    ----------
    released : mapping
        ``grid``, ``bands``, ``located``, ``change``, ``places``, ``weekends``, ``left_out``, ``placeholders``: what may
        leave.
    named : GeoDataFrame
        Index = location, with ``name`` and outline.
    told : Told
        What is public: window, place, dates, premises and sentences.
    """
    if not all(isinstance(one, TableRelease) for one in released.values()):
        raise TypeError("Findings are made from a disclosure.TableRelease only.")
    tables = {name: one.table for name, one in released.items()}
    bands = tables["bands"]
    names = tuple(str(name) for name in bands.columns)
    controlled = any(one.controlled for one in released.values())
    places = _worded(tables["places"], told)
    places["name"] = places["location"].map(named["name"])
    change = _worded(tables["change"], told).iloc[0]
    by = "band" if controlled else "hour"
    located = gpd.GeoDataFrame(bands.join(named[["name", "geometry"]]), geometry="geometry", crs=named.crs)
    return Hours(
        told.preset, told.where, told.level, told.first, told.last, by, tables["grid"], located,
        tables["located"].iloc[0], names, change, places, tables["weekends"], told.closing, tables["left_out"],
        tables["placeholders"], told.notes, controlled,
    )  # fmt: skip


@in_english  # what is kept is kept for every reader: a page says it again in its own language
def _worded(table: pd.DataFrame, told: Told) -> pd.DataFrame:
    rows = table.to_dict("records")
    return table.assign(
        change_said=[told_change(row) for row in rows], moved_said=[told_move(row, told.late) for row in rows]
    )
