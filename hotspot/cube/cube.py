"""Incidents at places in steps, as one block of counts. Source: methods document, section 1."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import grid
from hotspot.config import Parameters
from hotspot.cube import steps as time
from hotspot.cube.places import PLACES, Ground, Places, Question
from hotspot.cube.places import ground as make_ground
from hotspot.cube.steps import Step
from hotspot.errors import DataError
from hotspot.geography import Areas, contiguity
from hotspot.incidents import months_held, of_sources, period_of
from hotspot.language import sentence, to_phrase

NO_POINT = to_phrase(
    "Of the {all} records counted, {n} have no point on the map: they are in the totals of districts and in no hexagon."
)
NO_NEIGHBOURHOOD = to_phrase(
    "Of the {all} records counted, {n} have no neighbourhood: they are in the totals of districts and in no "
    "neighbourhood."
)
LEAST_EXPECTED = 5.0  # below this many expected incidents in a neighbourhood the normal approximation is poor


@dataclass(frozen=True)
class Cube:
    """How many incidents at each place in each step.

    Attributes
    ----------
    locations : tuple of str
        H3 cells or codes, sorted: row i of every array belongs to ``locations[i]``.
    steps : tuple of Step
        Oldest first: column j belongs to ``steps[j]``.
    counts : int32 array of shape (n, t)
        Empty bins are 0.
    geography : str
        ``h3``, ``lsoa``, ``csp`` or ``lad``.
    resolution : int or None
        Of the H3 cells.
    mask : str
        Which places are in it: ``inhabited``, ``whole`` or ``all``.
    outlines : GeoSeries, EPSG:4326, index ``locations``
    area_km2 : array of shape (n,)
    notes : tuple of str
        What a reader must know about these counts.
    sparseness : float
        Share of bins that are 0. Near 1 means that scores rest on few incidents.
    """

    locations: tuple[str, ...]
    steps: tuple[Step, ...]
    counts: NDArray[np.int32]
    geography: str
    resolution: int | None
    mask: str
    outlines: gpd.GeoSeries
    area_km2: NDArray[np.float64]
    notes: tuple[str, ...]
    sparseness: float


@dataclass(frozen=True)
class Counted:
    """Steps, places with their counts, and what was left out or made coarser on the way."""

    steps: tuple[Step, ...]
    places: Places
    said: tuple[str, ...]


class Known(Protocol):
    """What somebody keeps who asks many questions of the same incidents."""

    def span(self, everything: pd.DataFrame, parameters: Parameters) -> Span:
        """Return which months are held of the sources of a question."""

    def ground(self, everything: pd.DataFrame, areas: Areas, parameters: Parameters) -> Ground:
        """Return the hexagons of an area."""


@dataclass(frozen=True)
class Span:
    """Which months some sources hold, and the newest time in them (missing where only months are known)."""

    months: tuple[str, ...]
    newest: pd.Timestamp


def span(everything: pd.DataFrame, parameters: Parameters) -> Span:
    """Return which months are held of the sources that an analysis names."""
    held = of_sources(everything, parameters)
    return Span(months_held(held), held["local"].max())


class _Anew:
    """Keeps nothing: a single cube needs everything once."""

    span = staticmethod(span)
    ground = staticmethod(make_ground)


def cube(
    selected: pd.DataFrame,
    everything: pd.DataFrame,
    areas: Areas,
    parameters: Parameters,
    *,
    geography: str | None = None,
    known: Known | None = None,
) -> Cube:
    """Return the cube of some incidents.

    Parameters
    ----------
    selected : DataFrame
        What to count, as ``incidents.select`` returns it: each record once, institutions set aside.
    everything : DataFrame
        All incidents of the area (``incidents.frame``): it decides which months are held and which cells anyone has
        ever recorded anything in, so that both stay the same whatever is selected.
    areas : Areas
        The area's places.
    parameters : Parameters
        Dates, step, geography, resolution, mask, partnerships.
    geography : str, optional
        ``h3``, ``lsoa``, ``csp`` or ``lad`` in place of that of the parameters.
    known : Known, optional
        What one who asks many questions of the same incidents has kept of them; without it, it is worked out.

    Raises
    ------
    DataError
        A month between start and end is not held (the gap is named), there is no whole step, or no place.
    ParameterError
        The source is not precise enough in time or place for the step or resolution.
    """
    kind = geography or parameters.geography
    keeper = known or _Anew()
    held = keeper.span(everything, parameters)
    first, last = time.first_and_last(held.newest, period_of(held.months, parameters), parameters)
    fits = time.usable(selected, parameters.step)
    timed = selected if fits.all() else selected[fits]

    def counted(together: int) -> Counted:
        steps, said = time.steps_between(first, last, parameters.step, together=together)
        at = time.step_of(timed, steps, parameters.step)
        asked = Question(timed, at, len(steps), everything, areas, parameters, keeper.ground)
        return Counted(steps, PLACES[kind](asked), said)

    if parameters.step == "weekend":
        found = _coarse_enough(counted, lambda places: _reach(places, kind, areas, parameters.rings))
    else:
        found = counted(1)
    said = [*_whole_months(parameters), *found.said, *_notes(selected, timed, kind), *found.places.said]
    return _assembled(found, kind, parameters, said)


def in_quarters(months: Cube) -> Cube:
    """Return the counts of a cube of months by quarter, the last one ending with the last month.

    The same counts and steps as a cube of quarters has, without reading a record again. Its notes are those of the
    months: what is left out at the old end is not told, so it is for comparing, not for a reader.

    Raises
    ------
    DataError
        There are fewer than three months.
    """
    steps, _ = time.steps_between(months.steps[0].start, months.steps[-1].end, "quarter")
    whole = months.counts[:, -3 * len(steps) :]
    counts = whole[:, ::3] + whole[:, 1::3] + whole[:, 2::3]
    return dataclasses.replace(months, steps=steps, counts=counts, sparseness=_sparseness(counts))


def _sparseness(counts: NDArray[np.int32]) -> float:
    """Return the share of bins that are 0."""
    return (counts.size - int(np.count_nonzero(counts))) / counts.size if counts.size else float("nan")


def _assembled(found: Counted, kind: str, parameters: Parameters, notes: list[str]) -> Cube:
    steps, places = found.steps, found.places
    return Cube(
        places.locations,
        steps,
        places.counts,
        kind,
        parameters.resolution if kind == "h3" else None,
        places.mask,
        places.outlines,
        places.area_km2,
        tuple(notes),
        _sparseness(places.counts),
    )


def _coarse_enough(counted: Callable[[int], Counted], reach: Callable[[Places], float]) -> Counted:
    """Return the cube of the shortest step of whole weekends at which a neighbourhood expects five incidents."""
    for weekends in time.WEEKENDS:
        found = counted(weekends)
        expected = float(found.places.counts.mean()) * reach(found.places)
        if expected >= LEAST_EXPECTED:
            said = sentence(
                "One step is {n} weekends: with fewer, a neighbourhood expects under five incidents.", n=weekends
            )
            return dataclasses.replace(found, said=(*found.said, said)) if weekends > 1 else found
    raise DataError(
        f"Even at {time.WEEKENDS[-1]} weekends a step, a neighbourhood expects {expected:.1f} incidents, under five.",
        "The page Weekend nights takes larger hexagons by itself; here choose steps of a month.",
    )


def _reach(places: Places, kind: str, areas: Areas, rings: int) -> float:
    """Return how many places a neighbourhood holds on average; districts and partnerships stand alone."""
    if kind == "h3":
        return float(grid.neighbours(list(places.locations), rings).sum() / len(places.locations))
    if kind == "lsoa":
        return float(contiguity(places.locations, areas).sum() / len(places.locations))
    return 1.0


def _whole_months(parameters: Parameters) -> list[str]:
    """Return a sentence where a day was asked for but months are counted."""
    if parameters.step not in time.MONTHS:
        return []
    inside = [text for text in (parameters.start, parameters.end) if len(text) > 7]
    cut = [text for text in inside if text == parameters.end and not pd.Timestamp(text).is_month_end]
    cut += [text for text in inside if text == parameters.start and not pd.Timestamp(text).is_month_start]
    told = sentence(
        "Whole months are counted, so that of {months} counts in full.", months=" and of ".join(sorted(cut))
    )
    return [told] if cut else []


def _notes(selected: pd.DataFrame, timed: pd.DataFrame, kind: str) -> list[str]:
    """Return what a reader must know about the counts, as sentences."""
    said: list[str] = []
    untimed = len(selected) - len(timed)
    if untimed:
        gaps = {"n": f"{untimed:,}", "all": f"{len(selected):,}"}
        said.append(sentence("{n} of {all} incidents are not timed well enough for this step.", **gaps))
    nowhere = int(timed["no_location"].sum()) if kind == "h3" else int(timed["lsoa"].isna().sum())
    if nowhere:
        gaps = {"all": f"{len(timed):,}", "n": f"{nowhere:,}"}
        said.append(sentence(NO_POINT if kind == "h3" else NO_NEIGHBOURHOOD, **gaps))
    return said
