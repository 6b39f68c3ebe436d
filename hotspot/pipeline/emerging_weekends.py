"""The flow for emerging hot spots whose step is one weekend."""

from __future__ import annotations

from dataclasses import dataclass

from hotspot import cube, disclosure, findings, incidents, measures
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import DataError
from hotspot.findings import Findings
from hotspot.pipeline.base_map import Base, base_of
from hotspot.pipeline.counting import ever_coarser
from hotspot.pipeline.evening import ready_for
from hotspot.pipeline.naming import named_places
from hotspot.pipeline.preparing import prepare, reference_of


@dataclass(frozen=True)
class WeekendSpots:
    """Emerging hot spots of weekend nights; ``findings`` is None where they were refused, and ``refused`` says why."""

    parameters: Parameters
    findings: Findings | None
    base: Base
    refused: str

    @property
    def sources(self) -> tuple[str, ...]:
        """Return whose records were counted."""
        return self.parameters.sources


def weekend_spots(parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL) -> WeekendSpots:
    """Return the emerging hot spots whose step is one weekend, coarsened until a neighbourhood expects five incidents.

    Only incidents of Friday and Saturday nights, 18:00 to 05:59, whose hour is known count. Steps go from 1 to 2, 4 and
    13 weekends; where even those expect too little, larger hexagons are tried, also in place of neighbourhoods; then it
    is refused.
    """
    digest = prepare(parameters.area, settings, scope).digest
    ready = ready_for(parameters, "weekend_nights", settings, scope, digest)
    held, asked = ready.held, ready.asked.changed(step="weekend", method="emerging")
    rows = incidents.select(held.incidents, held.profile, reference_of(asked))
    mine = rows[rows.index.isin(ready.inside["row"])]
    base = base_of(held)
    refused = ""
    for tried in ever_coarser(asked):
        try:
            counts = cube.cube(mine, held.seen, held.areas, reference_of(tried), known=held)
            measured = measures.measure(counts, held.areas, tried)
        except DataError as error:
            refused = refused or str(error)
            continue
        released = disclosure.release(measured, sources=tried.sources, scope=scope)
        found = findings.findings(released, named_places(counts, held))
        return WeekendSpots(tried, found, base, "")
    return WeekendSpots(asked, None, base, refused)
