"""What does not depend on the question, made once; and the question with every default said."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any, TypeVar, cast

import pandas as pd
import pyarrow as pa

from hotspot import access, config, cube, geography, incidents
from hotspot.access import LOCAL, Scope
from hotspot.config import AreaProfile, Parameters, Settings
from hotspot.errors import DataError
from hotspot.pipeline.reading import incident_table, opened, reference_tables

_ONE_AT_A_TIME = Lock()  # a second reader waits for what the first one is preparing, and does not prepare it again

Made = TypeVar("Made")
# What a cube asks of the records that it does not count: which months are held, and where anyone recorded anything.
SEEN = ["source", "month", "local", "lad_code", "csp_code", "no_location", "lon", "lat"]


@dataclass(frozen=True, eq=False)
class Prepared:
    """Everything about an area that does not depend on the parameters of an analysis.

    Attributes
    ----------
    kept : dict
        What was worked out from the rest on the way and holds for every question; use ``once``.
    """

    profile: AreaProfile
    areas: geography.Areas
    incidents: incidents.Incidents
    streets: pd.DataFrame
    tables: Mapping[str, pa.Table]
    digest: str
    notices: tuple[str, ...]
    kept: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made under a key before, or make it: for what no question changes."""
        if key not in self.kept:
            self.kept[key] = make()
        return cast(Made, self.kept[key])

    @property
    def seen(self) -> pd.DataFrame:
        """Return every record, with the few columns by which a cube knows its months and its places."""
        return self.once("seen", lambda: self.incidents.frame[SEEN])

    def ground(self, everything: pd.DataFrame, areas: geography.Areas, parameters: Parameters) -> cube.Ground:
        """Return the hexagons of the area, kept for each resolution; those of chosen partnerships are made anew."""
        if parameters.csps:
            return cube.ground(everything, areas, parameters)
        key = ("ground", parameters.resolution, parameters.mask)
        return self.once(key, lambda: cube.ground(everything, areas, parameters))


@lru_cache(maxsize=4)
def _prepared(area: str, settings: Settings, scope: Scope, digest: str) -> Prepared:
    # The digest of the store is part of the key, so that an added file is seen by the next question.
    profile = config.profile(area, settings.home)
    store = opened(area, settings)
    tables = reference_tables(store)
    shut = {source: why for source, why in access.shut(scope).items() if source in profile.sources}
    raw = incident_table(store, [source for source in profile.sources if source not in shut])
    if raw.num_rows == 0:
        raise DataError(
            " ".join([f"No records of {profile.name} are held.", *shut.values()]),
            f"Add the files of {', '.join(profile.sources)}: python -m hotspot add FOLDER.",
        )
    areas = geography.areas(tables, profile)
    clean = incidents.clean(raw, areas, profile, facilities=tables["facilities"])
    notices = (*store.notices, *shut.values())
    return Prepared(profile, areas, clean, incidents.streets(clean.frame), tables, store.digest, notices)


def prepare(area: str, settings: Settings, scope: Scope = LOCAL) -> Prepared:
    """Return the clean incidents and places of an area, from memory where nothing has changed.

    Raises
    ------
    HotspotError
        There is no such area, no records of it are held, or its boundaries are missing.
    """
    with _ONE_AT_A_TIME:
        return _prepared(area, settings, scope, opened(area, settings).digest)


def completed(parameters: Parameters, held: Prepared) -> Parameters:
    """Return the parameters with every default said: the sources and the months that are really used."""
    return held.once(("completed", parameters), lambda: _completed(parameters, held))


def _completed(parameters: Parameters, held: Prepared) -> Parameters:
    offence = parameters.offence or next(iter(held.profile.measures))
    offered = incidents.sources_offering(held.incidents, held.profile.measure(offence))
    sources = tuple(
        source
        for source in offered
        if not parameters.sources or any(source.startswith(asked) for asked in parameters.sources)
    )
    if not sources:
        raise DataError(
            f"No source called {', '.join(parameters.sources)} is held for {held.profile.name}.",
            f"Choose one of: {', '.join(held.incidents.sources)}.",
        )
    asked = parameters.changed(offence=offence, sources=sources)
    period = incidents.period(incidents.of_sources(held.seen, asked), asked)
    return asked.changed(start=asked.start or period.first, end=asked.end or period.last)


def reference_of(parameters: Parameters) -> Parameters:
    """Return the parameters that count for the reference area: chosen CSPs narrow it only where it is the district."""
    return parameters if parameters.reference == "district" else parameters.changed(csps=())
