"""Dates and times as people type them, into wall time, with how exact each row is.

A date and a time are read apart, whether they stand in one column or two, because a time is often missing, and a row
without one is a row known to the day and never a midnight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from hotspot.nights import precision_of
from hotspot.sources.columns import Mask, text

DATE_FORMATS = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%Y", "%Y/%m/%d", "%Y%m%d"),
    *("%d-%b-%Y", "%d %b %Y", "%d-%b-%y", "%d %B %Y", "%Y-%m"),
)
YEARS = (1900, 2100)
MONTH_FIRST = "%m/%d/%Y"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?"
_OFFSET = r"\s*(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?"
_AT_END = rf"^(?P<date>.*?)(?:[T ,]+{_CLOCK}{_OFFSET})?$"
_ALONE = rf"^(?:\d{{4}}-\d\d-\d\d[T ])?{_CLOCK}{_OFFSET}$"
_DIGITS = r"^(?P<hour>\d{1,2}?)(?P<minute>\d{2})?$"  # 1430, 930, 7
LIKELY = 0.9
_PARTS = ["hour", "minute", "half", "offset"]


@dataclass(frozen=True)
class Moments:
    """Times of the rows of a file.

    Attributes
    ----------
    local : datetime64[ns] array (n,)
        Wall time, NaT where no date from 1900 to 2100 can be read.
    timed : bool array (n,)
        Whether a time of day was given and could be read.
    blank, unreadable : bool array (n,)
        No date at all; something that is no date.
    unreadable_time : bool array (n,)
        A date, and something in place of the time that is none ("unknown", 99:99).
    """

    local: NDArray[np.datetime64]
    timed: Mask
    blank: Mask
    unreadable: Mask
    unreadable_time: Mask


def moments(columns: Sequence[pa.ChunkedArray], date_format: str, zone: str) -> Moments:
    """Return the times that one column (date and time), or two (date, time) say.

    Parameters
    ----------
    columns : sequence of 1 or 2 columns
        Of any type; dates with a time in the first win over the second.
    date_format : str
        One of ``DATE_FORMATS``.
    zone : str
        Times that state an offset are brought to the clocks of this zone.
    """
    frame = _pieces(columns)
    day = pd.to_datetime(frame["date"], format=date_format, errors="coerce")
    day = day.where(day.dt.year.between(*YEARS))  # beyond three centuries nanoseconds would wrap round to another year
    clock, known = _clock(frame)
    local = (day + clock).to_numpy(dtype="datetime64[ns]").copy()
    stated = frame["offset"].notna().to_numpy() & known & day.notna().to_numpy()
    if stated.any():
        local[stated] = _brought(local[stated], frame.loc[stated, "offset"], zone)
    blank = frame["date"].isna().to_numpy()
    dated = day.notna().to_numpy()
    said = frame["said"].notna().to_numpy()
    return Moments(local, known & dated, blank, ~blank & ~dated, dated & said & ~known)


def precisions(found: Moments) -> NDArray[np.object_]:
    """Return how exact each row is: that of the file's times for a row with a time, ``day`` for one without.

    The file is judged as a whole, because one row cannot tell: a real midnight looks like a missing time.
    """
    timed = found.timed & ~np.isnat(found.local)
    dates = pd.Series(found.local[~np.isnat(found.local)])
    without = "month" if len(dates) and (dates.dt.day == 1).all() and len(dates) > 31 else "day"
    result = np.full(len(found.local), without, dtype=object)
    result[timed] = precision_of(pd.Series(found.local[timed])) if timed.any() else "day"
    result[np.isnat(found.local)] = "none"
    return result


def guess_format(column: pa.ChunkedArray, least: float = LIKELY) -> str | None:
    """Return how the dates of a column are written, None where fewer than a share of its values are dates.

    Where day and month cannot be told apart (no day is above 12) the day comes first, as in Britain.
    """
    dates = _pieces([column])["date"].dropna().drop_duplicates()
    if dates.empty:
        return None
    shares = {one: pd.to_datetime(dates, format=one, errors="coerce").notna().mean() for one in DATE_FORMATS}
    best = max(shares, key=lambda one: shares[one])
    return best if shares[best] >= least else None


def has_times(column: pa.ChunkedArray, *, alone: bool) -> bool:
    """Return whether a column says a time of day in most rows: on its own, or after a date."""
    words = _texts(column).dropna().drop_duplicates()
    if words.empty:
        return False
    found = words.str.extract(_ALONE if alone else _AT_END)["hour"].notna()
    if alone and not found.any():
        found = words.str.fullmatch(r"\d{3,4}") & (pd.to_numeric(words, errors="coerce") < 2400)
    return bool(found.mean() >= 0.5)


def _texts(column: pa.ChunkedArray) -> pd.Series:
    return text(column).to_pandas().astype("str")


def _pieces(columns: Sequence[pa.ChunkedArray]) -> pd.DataFrame:
    """Return date, hour, minute, half, offset as texts, and what stood in place of a time."""
    words = _texts(columns[0])
    each, distinct = pd.factorize(words)
    parts = pd.Series(distinct, dtype="str").str.extract(_AT_END)
    frame = parts.reindex(each).set_axis(words.index)  # position -1, a blank, becomes a missing row
    frame["date"] = frame["date"].str.strip().replace("", np.nan)
    frame["said"] = frame["hour"]
    return frame if len(columns) == 1 else _with_time(frame, _texts(columns[1]))


def _with_time(frame: pd.DataFrame, words: pd.Series) -> pd.DataFrame:
    each, distinct = pd.factorize(words)
    told = pd.Series(distinct, dtype="str")
    found = told.str.extract(_ALONE)
    digits = told.str.extract(_DIGITS)
    for name in ("hour", "minute"):
        found[name] = found[name].fillna(digits[name])
    found["minute"] = found["minute"].fillna(digits["hour"].where(digits["hour"].notna()).map(lambda _: "00"))
    second = found.reindex(each).set_axis(words.index)
    own = frame["hour"].notna() & ~((frame["hour"].isin(["0", "00"])) & (frame["minute"] == "00"))
    merged = frame.assign(**{name: frame[name].where(own, second[name]) for name in _PARTS})
    return merged.assign(said=frame["hour"].where(own, words))


def _clock(frame: pd.DataFrame) -> tuple[pd.Series, Mask]:
    hour, minute = (pd.to_numeric(frame[name], errors="coerce") for name in ("hour", "minute"))
    half = frame["half"].str.lower().str[0]
    hour = (hour % 12 + 12 * (half == "p")).where(half.notna() & hour.between(1, 12), hour)
    known = (hour.between(0, 23) & minute.between(0, 59)).to_numpy()
    return pd.to_timedelta((hour * 60 + minute).where(known, 0), unit="min"), known


def _brought(local: NDArray[np.datetime64], offset: pd.Series, zone: str) -> NDArray[np.datetime64]:
    signed = offset.replace({"Z": "+0000", "UTC": "+0000"}).str.replace(":", "")
    minutes = (pd.to_numeric(signed.str[1:3]) * 60 + pd.to_numeric(signed.str[3:5])).to_numpy()
    minutes = np.where(signed.str[0] == "-", -minutes, minutes)
    utc = pd.DatetimeIndex(local - minutes.astype("timedelta64[m]")).tz_localize("UTC")
    return np.asarray(utc.tz_convert(zone).tz_localize(None), dtype="datetime64[ns]")
