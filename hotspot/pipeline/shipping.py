"""Writing the demonstration as preparing leaves it, so that no start has to prepare it."""

from __future__ import annotations

from hotspot import config
from hotspot.config import Parameters
from hotspot.demo import ready
from hotspot.pipeline.naming import hexagons
from hotspot.pipeline.preparing import demonstration_anew
from hotspot.pipeline.reading import DEMO, shipped


def made_ready() -> ready.Ready:
    """Return what does not depend on any question, made anew from the tables that ship."""
    held = demonstration_anew()
    grounds = {
        resolution: held.ground(held.seen, held.areas, Parameters(area=DEMO, resolution=resolution))
        for resolution in ready.RESOLUTIONS
    }
    named = hexagons(grounds[8].outlines, grounds[8].area_km2, 8, held)
    return ready.Ready(held.areas, held.incidents, held.streets, grounds, named)


def ship_clean() -> None:
    """Write it beside the code that reads it."""
    shipped.cache_clear()
    ready.save(made_ready(), shipped().digest, config.profile(DEMO))
