"""Counting the same records under one setting after another, in chosen hours and by weekends too."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from hotspot import cube, findings, incidents, nights
from hotspot.config import Parameters
from hotspot.errors import DataError
from hotspot.pipeline.preparing import Prepared, reference_of

COARSEST = 6  # the largest hexagons that steps of weekends take


def recounting(counted: pd.DataFrame, held: Prepared, asked: Parameters) -> Callable[[Parameters], cube.Cube]:
    """Return what counts these incidents under other settings; each cube is made once."""
    made: dict[Parameters, cube.Cube] = {}
    days = _days_of_hours(asked, held)

    def recount(other: Parameters) -> cube.Cube:
        # Neither the window nor the level that a score is read at changes a count.
        asked = reference_of(other).changed(window="entire_cube", alpha=0.10)
        if asked not in made:
            # The mask is of every record held, whatever is asked: it must not move with a filter.
            whole = cube.cube(counted, held.seen, held.areas, asked, known=held)
            made[asked] = whole if days is None or asked.step == "weekend" else cube.on_occasions(whole, days)
        return made[asked]

    return recount


def _days_of_hours(asked: Parameters, held: Prepared) -> pd.DatetimeIndex | None:
    """Return the days on which the chosen hours came round; None where every hour counts."""
    if not asked.by_the_hour:
        return None
    return incidents.occasions(incidents.of_sources(held.incidents.frame, asked), held.profile, asked)


def coarse_enough(asked: Parameters, recount: Callable[[Parameters], cube.Cube]) -> tuple[Parameters, cube.Cube]:
    """Return the counts that were asked for; steps of weekends take larger hexagons where a neighbourhood is too small.

    Raises
    ------
    HotspotError
        What the counts themselves refuse; of weekends, what the chosen size refuses if no larger one does better.
    """
    if asked.step != "weekend":
        return asked, recount(asked)
    refused: list[DataError] = []
    for tried in ever_coarser(asked):
        try:
            return tried, recount(tried)
        except DataError as error:
            refused.append(error)
    raise refused[0]


def ever_coarser(asked: Parameters) -> list[Parameters]:
    """Return the question as it is, then by larger and larger hexagons, in place of neighbourhoods too."""
    first = [] if asked.geography == "h3" else [asked]
    sizes = range(asked.resolution, min(asked.resolution, COARSEST) - 1, -1)
    return [*first, *(asked.changed(geography="h3", resolution=size) for size in sizes)]


def hours_said(held: Prepared, asked: Parameters) -> str:
    """Return which hours were counted and what became of every other record; nothing where every hour counts."""
    if not asked.by_the_hour:
        return ""
    title = nights.hour_choice(asked.hours, asked.hour_band).title
    return findings.hours_sentence(title, *incidents.beside_hours(held.incidents, held.profile, reference_of(asked)))
