"""What no question changes of the places that may be asked for next, made before anybody asks."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from hotspot import access, disclosure, measures
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters, Settings
from hotspot.pipeline.counting import recounting
from hotspot.pipeline.naming import named_places, points_in
from hotspot.pipeline.preparing import completed, prepare
from hotspot.pipeline.selecting import selected

SIZES = (8, 7, 6)  # of hexagons: those that the filters offer, and one coarser by which a label is checked


def make_ready(area: str, *, settings: Settings, scope: Scope = LOCAL, between: Callable[[], None]) -> None:
    """Make what is kept of an area whatever is asked: where its places lie, what they are called, which adjoin.

    The first question by neighbourhood, by larger hexagons or for a density then takes no longer than the next. No more
    is kept than those questions would keep themselves. Of records that the reader sees in one cut only there is no
    other to make ready.

    Parameters
    ----------
    area : str
        The key of the area.
    between : callable
        Called between two steps, each of some tenths of a second at most.
    """
    held = prepare(area, settings, scope)
    plain = completed(Parameters(area), held)
    if not disclosure.may_see_raw(plain.sources, scope):
        return
    import_module("hotspot.stats.density")
    recount = recounting(selected(held, plain), held, plain)
    for asked in _units(plain, access.finest(plain.sources, scope)):
        between()
        counts = recount(asked)
        between()
        measures.neighbourhoods(counts, held.areas, asked.rings, held.lately)
        between()
        named_places(counts, held)
        between()
        points_in(counts, held)


def _units(plain: Parameters, finest: int) -> list[Parameters]:
    """Return the same question by neighbourhood and by hexagons of each size that the records are precise for."""
    sizes = [plain.changed(geography="h3", resolution=size) for size in SIZES if size <= finest]
    return [plain.changed(geography="lsoa"), *sizes]
