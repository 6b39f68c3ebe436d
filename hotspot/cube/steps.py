"""Steps of time: equal in length, ending with the data, a partial one at the old end dropped and said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import nights
from hotspot.config import Parameters
from hotspot.errors import DataError, ParameterError
from hotspot.incidents import Period
from hotspot.language import to_phrase

MONTHS = ("month", "quarter")
WEEKENDS = (1, 2, 4, 13)  # how many weekends one step may take together
NIGHTS_A_WEEKEND = 2
UNEVEN = to_phrase("Calendar months differ in length by up to a tenth: scores use counts per day; counts are whole.")
_Made = tuple[list["Step"], int, str]  # steps, how many units were left over before them, the unit
_DAY_PRECISE = ("day", "hour", "minute")


@dataclass(frozen=True)
class Step:
    """One step of time.

    Attributes
    ----------
    start, end : date
        First and last day, both included. A step of weekend nights starts on a Friday and ends on a Saturday night.
    label : str
        What a reader calls it.
    days : int
        Its exposure: days, or nights where only weekend nights count.
    """

    start: date
    end: date
    label: str
    days: int


def needed_precision(step: str) -> tuple[str, ...]:
    """Return the precisions of time that can be put into such a step."""
    if step in MONTHS:
        return ("month", *_DAY_PRECISE)
    return nights.HOUR_PRECISIONS if step == "weekend" else _DAY_PRECISE


def usable(selected: pd.DataFrame, step: str) -> NDArray[np.bool_]:
    """Return which incidents are timed well enough for a step.

    Raises
    ------
    ParameterError
        None of the source's records is: published police data knows only the month.
    """
    fits = _one_of(selected["precision"], needed_precision(step))
    if len(selected) and not fits.any():
        known = selected["precision"].mode().iloc[0]
        raise ParameterError(
            f"The records of {selected['source'].iloc[0]} give the {known} only, too coarse for steps of '{step}'.",
            "Choose steps of a month or a quarter.",
        )
    return np.asarray(fits)


def _one_of(texts: pd.Series[str], wanted: tuple[str, ...]) -> NDArray[np.bool_]:
    if not isinstance(texts.dtype, pd.CategoricalDtype):
        return np.asarray(texts.isin(wanted), dtype=bool)
    # A category is looked up once, not once for each record; what is missing has the code -1.
    known = np.array([*(one in wanted for one in texts.cat.categories), False])
    return np.asarray(known[texts.cat.codes.to_numpy()])


def first_and_last(newest: pd.Timestamp, months: Period, parameters: Parameters) -> tuple[date, date]:
    """Return the first and last day that are counted; the last is the newest of the data, or the one asked for."""
    first = pd.Timestamp(parameters.start if len(parameters.start) > 7 else months.first)
    last = _last_day(months.last)
    if len(parameters.end) > 7:
        last = pd.Timestamp(parameters.end)
    if pd.notna(newest) and parameters.step not in MONTHS:
        last = min(last, newest.normalize())
    return first.date(), last.date()


@lru_cache(maxsize=256)
def _last_day(month: str) -> pd.Timestamp:
    return pd.Period(month, freq="M").end_time.normalize()


@lru_cache(maxsize=256)
def steps_between(first: date, last: date, step: str, *, together: int = 1) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return the steps from one day to another, the last one ending with the last day, and what to say.

    Parameters
    ----------
    first, last : date
        Both included; for months and quarters any day of the month stands for it.
    step : str
        ``month``, ``quarter``, ``day``, ``week``, ``28d`` or ``weekend``.
    together : int
        How many of these make one step.

    Returns
    -------
    steps : tuple of Step
    said : tuple of str
        Sentences: what was dropped at the old end, and that months differ in length.

    Raises
    ------
    DataError
        There is not one whole step between the two days.

    >>> steps, said = steps_between(date(2025, 1, 1), date(2025, 1, 31), "28d")
    >>> steps[0].label, said
    ('4 Jan 2025 to 31 Jan 2025', ('The first 3 days, from 1 Jan 2025, are left out: they make no whole step.',))
    """
    make, length = _MADE[step]
    made, over, unit = make(first, last, length * together)
    if not made:
        raise DataError(
            f"There is not one whole step of '{step}' from {_said(first)} to {_said(last)}.",
            "Choose a longer period or a shorter step.",
        )
    dropped = f"The first {over} {unit}s, from {_said(first)}, are left out: they make no whole step."
    if over == 1:
        dropped = f"The first {unit}, {_said(first)}, is left out: it makes no whole step."
    said = (dropped if over else "", UNEVEN if step in MONTHS else "")
    return tuple(made), tuple(sentence for sentence in said if sentence)


def _months(first: date, last: date, length: int) -> _Made:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)  # counted from the year 0
    over = len(months) % length
    made = []
    for month in months[over:][length - 1 :: length]:
        start, end = _first_of(month - length + 1), _first_of(month)
        label = f"{end:%b %Y}" if length == 1 else f"{start:%b %Y} to {end:%b %Y}"
        made.append(_step(start, _first_of(month + 1) - timedelta(days=1), label))
    return made, over, "month"


def _first_of(month: int) -> date:
    """Return the first day of a month that is counted from the year 0."""
    return date(month // 12, month % 12 + 1, 1)


def _days(first: date, last: date, length: int) -> _Made:
    days = pd.date_range(first, last, freq="D")
    over = len(days) % length
    pairs = zip(days[over::length], days[over + length - 1 :: length], strict=True)
    labels = [(a, b, _said(a) if length == 1 else f"{_said(a)} to {_said(b)}") for a, b in pairs]
    return [_step(a.date(), b.date(), label) for a, b, label in labels], over, "day"


def _weekends(first: date, last: date, length: int) -> _Made:
    fridays = pd.date_range(first, last, freq="W-FRI")
    # A Saturday night ends on Sunday at 06:00, so the data must reach the Sunday.
    whole = fridays[fridays + pd.Timedelta(days=2) <= pd.Timestamp(last)]
    over = len(whole) % length
    made = []
    for start, end in zip(whole[over::length], whole[over + length - 1 :: length], strict=True):
        night = (end + pd.Timedelta(days=1)).date()
        label = f"weekend of {_said(start)}" if length == 1 else f"{length} weekends from {_said(start)}"
        made.append(Step(start.date(), night, label, NIGHTS_A_WEEKEND * length))
    return made, over, "weekend"


_MADE: dict[str, tuple[Callable[[date, date, int], _Made], int]] = {
    "month": (_months, 1),
    "quarter": (_months, 3),
    "day": (_days, 1),
    "week": (_days, 7),
    "28d": (_days, 28),
    "weekend": (_weekends, 1),
}


def _step(start: date, end: date, label: str) -> Step:
    return Step(start, end, label, (end - start).days + 1)


def _said(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def step_of(selected: pd.DataFrame, steps: Sequence[Step], step: str) -> NDArray[np.int64]:
    """Return the step of each incident, -1 for none.

    Incidents known to the month are placed by their month, others by their day; on weekend nights by the night, from
    18:00 to 05:59, that began on a Friday or Saturday.
    """
    moment = _key(selected, step).to_numpy()
    starts = np.array([made.start for made in steps], dtype="datetime64[D]")
    after = np.array([made.end for made in steps], dtype="datetime64[D]") + 1
    # As whole numbers of one unit they are looked up at once; a missing time is the lowest, before every step.
    when, first, beyond = (each.astype(moment.dtype, copy=False).view(np.int64) for each in (moment, starts, after))
    # Records of one month follow one another: each run of them is looked up once.
    runs = np.flatnonzero(np.append(np.ones(len(when[:1]), dtype=bool), when[1:] != when[:-1]))
    at = np.searchsorted(first, when[runs], side="right") - 1
    inside = (at >= 0) & (when[runs] < beyond[np.maximum(at, 0)])
    return np.repeat(np.where(inside, at, -1), np.diff(runs, append=len(when)))


def _key(selected: pd.DataFrame, step: str) -> pd.Series:
    """Return the day by which each incident finds its step, missing where it belongs to none.

    Where hours were chosen, that is the day on which they began: half past two on the first of a month is the night of
    the last of the month before.
    """
    local: pd.Series = selected["local"]
    if "night" in selected:
        return selected["night"]
    if step in MONTHS:
        return selected["month"]
    if step != "weekend":
        return local.dt.normalize()
    night = nights.night_of(local)
    hour = local.dt.hour
    return night.where(night.dt.day_of_week.isin([4, 5]) & ((hour >= 18) | (hour < 6)))


def within(selected: pd.DataFrame, steps: Sequence[Step], step: str) -> pd.DataFrame:
    """Return the incidents that lie in some step: those that a cube of these steps counts, wherever they are."""
    fits = usable(selected, step)
    timed = selected if fits.all() else selected[fits]
    inside = step_of(timed, steps, step) >= 0
    return timed if inside.all() else timed[inside]
