"""What no question changes of the places that may be asked for next, made before anybody asks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from hotspot import access, disclosure, measures
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import HotspotError
from hotspot.pipeline.counting import recounting
from hotspot.pipeline.naming import named_places, points_in
from hotspot.pipeline.offering import offered
from hotspot.pipeline.preparing import Prepared, completed, prepare
from hotspot.pipeline.selecting import selected

MOST_MEASURES = 8  # of which the records that count are picked out: the first of the profile
SIZES = (8, 7, 6)  # of hexagons: those that the filters offer, and one coarser by which a label is checked


def make_ready(area: str, *, settings: Settings, scope: Scope = LOCAL, between: Callable[[], None]) -> None:
    """Make what is kept of an area whatever is asked: where its places lie, what they are called, which adjoin.

    The first question by neighbourhood, by larger hexagons, for a density or another measure then takes no longer than
    the next. No more is kept than those questions would keep themselves. Of records that the reader sees in one cut
    only there is no other to make ready.

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
    for offence in [*held.profile.measures][:MOST_MEASURES]:
        between()
        with suppress(HotspotError):  # nothing of it is held: who asks for it is told
            _counted(Parameters(area, offence=offence), held, settings)
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


def _counted(asked: Parameters, held: Prepared, settings: Settings) -> None:
    """Make ready which records count by a measure, and what can be chosen beside it."""
    offered(asked, settings=settings, scope=held.scope)
    whole = completed(asked, held)
    if disclosure.may_see_raw(whole.sources, held.scope):
        selected(held, whole)


def _units(plain: Parameters, finest: int) -> list[Parameters]:
    """Return the same question by neighbourhood and by hexagons of each size that the records are precise for."""
    sizes = [plain.changed(geography="h3", resolution=size) for size in SIZES if size <= finest]
    return [plain.changed(geography="lsoa"), *sizes]
