"""What a reader may choose from: parts of the area, sources, fixed windows of time, and whether hours are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from hotspot import disclosure, incidents, nights
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters, Settings
from hotspot.pipeline.chosen import names_of
from hotspot.pipeline.preparing import Prepared, offering, prepare

LAST_MONTHS = (3, 6, 12)
WEEKS_DAYS = 28


@dataclass(frozen=True)
class FixedWindow:
    """A stretch of time that can be chosen in one go.

    Attributes
    ----------
    kind : str
        ``run`` (the last unbroken run of months), ``weeks`` (the last four), ``months`` (the last so many),
        ``quarter``, ``year_before`` (the same months a year earlier) or ``registered`` (of a restricted source).
    start, end : str
        First and last month or day; both empty for the run.
    step : str
        The step that fits it.
    """

    kind: str
    start: str
    end: str
    step: str = "month"


@dataclass(frozen=True)
class Offered:
    """What can be chosen of one area, for one reader.

    Attributes
    ----------
    parts : mapping
        Code and name of the partnerships (``csps``), districts (``lads``) and wards (``wards``) of the area.
    groups : mapping
        Name and codes of the area's groups of partnerships.
    sources : mapping
        Every source that is held, with the keys of the measures it offers.
    months : tuple of str
        The months that the chosen sources all hold.
    windows : tuple of FixedWindow
        The stretches of time that make sense for them.
    hours : bool
        Whether the hour of any of their records is known.
    restricted : str
        The source that is shown in one cut only; empty where none is.
    place : (str, int) or None
        Geography and H3 resolution in which such a source is shown; None where the reader chooses.
    """

    parts: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[str, ...]]
    months: tuple[str, ...]
    windows: tuple[FixedWindow, ...]
    hours: bool
    restricted: str
    place: tuple[str, int] | None = None


def offered(parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL) -> Offered:
    """Return what can be chosen beside what was chosen; worked out once for each combination of sources.

    Raises
    ------
    HotspotError
        Nothing is held of the area.
    """
    held = prepare(parameters.area, settings, scope)
    asked = (parameters.sources, parameters.offence)
    found = held.once(("offered", scope, len(held.incidents.frame), asked), lambda: _offered(parameters, held))
    before = () if found.restricted else _year_before(parameters, found.months)
    return replace(found, windows=(*found.windows, *before))


def _offered(asked: Parameters, held: Prepared) -> Offered:
    measures = held.profile.measures
    each = {source: _offers(held, source) for source in held.incidents.sources}
    counted = _counted(asked, held, each)
    restricted = next(iter(disclosure.controlled_of(counted, held.scope)), "") if len(counted) == 1 else ""
    seen = held.seen[held.seen["source"].isin(counted)]
    months = incidents.months_held(seen) if len(seen) else ()
    frame = held.incidents.frame
    known = frame.loc[frame["source"].isin(counted), "precision"].isin(nights.HOUR_PRECISIONS)
    windows = _registered(restricted, months, held) if restricted else _windows(months, seen, days=known.any())
    return Offered(
        parts=names_of(held),
        groups=held.profile.groups,
        sources={source: tuple(key for key in measures if key in keys) for source, keys in each.items()},
        months=months,
        windows=windows if months else (),
        hours=bool(known.any()) and not restricted,
        restricted=restricted,
        place=disclosure.terms(restricted, held.scope).place if restricted else None,
    )


def _offers(held: Prepared, source: str) -> tuple[str, ...]:
    return tuple(key for key, one in held.profile.measures.items() if source in offering(held, one))


def _counted(asked: Parameters, held: Prepared, each: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the sources that this question counts, as ``completed`` settles them."""
    mine = [source for source, keys in each.items() if asked.offence in keys]
    if asked.sources:
        return tuple(source for source in mine if any(source.startswith(said) for said in asked.sources))
    shut = disclosure.controlled_of(mine, held.scope)
    return tuple(source for source in mine if source not in shut) or tuple(mine[:1])


def _registered(source: str, months: Sequence[str], held: Prepared) -> tuple[FixedWindow, ...]:
    """Return the windows in which a restricted source may be seen, the newest first."""
    if not months:
        return ()
    run = incidents.last_unbroken(months)
    pairs = disclosure.terms(source, held.scope).windows(*run)
    return tuple(FixedWindow("registered", first, last) for first, last in reversed(pairs))


def _windows(months: Sequence[str], seen: pd.DataFrame, *, days: bool) -> tuple[FixedWindow, ...]:
    if not months:
        return ()
    first, last = incidents.last_unbroken(months)
    found = [FixedWindow("run", "", "")]
    if days:
        found += _weeks(seen)
    found += [FixedWindow("months", start, last) for start in (_back(last, n) for n in LAST_MONTHS) if start >= first]
    quarter = str(pd.Period(last, "M").asfreq("Q").asfreq("M", "start"))
    if quarter >= first:
        found.append(FixedWindow("quarter", quarter, last))
    return tuple(found)


def _back(last: str, months: int) -> str:
    return str(pd.Period(last, "M") - (months - 1))


def _weeks(seen: pd.DataFrame) -> list[FixedWindow]:
    """Return the four weeks to the last day on which anything is recorded, by week."""
    end = seen["local"].max()
    if pd.isna(end):
        return []
    start = end - pd.Timedelta(days=WEEKS_DAYS - 1)
    return [FixedWindow("weeks", f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}", "week")]


def _year_before(asked: Parameters, months: Sequence[str]) -> list[FixedWindow]:
    """Return the chosen months a year earlier, where months were chosen and all of them are held then."""
    if len(asked.start) != len("2025-01") or len(asked.end) != len("2025-01"):
        return []
    first, last = (pd.Period(month, "M") - 12 for month in (asked.start, asked.end))
    if not {str(month) for month in pd.period_range(first, last, freq="M")} <= set(months):
        return []
    return [FixedWindow("year_before", str(first), str(last))]
