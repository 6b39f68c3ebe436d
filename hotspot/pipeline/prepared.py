"""What is held of an area and does not depend on the question, with what was worked out from it on the way."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from hotspot import cube, disclosure, geography, grid, incidents, measures
from hotspot.access import LOCAL, Scope
from hotspot.config import AreaProfile, Parameters
from hotspot.pipeline.recent import Recent

Made = TypeVar("Made")
# What a cube asks of the records that it does not count: which months are held, and where anyone recorded anything.
SEEN = ["source", "month", "local", "lad_code", "csp_code", "no_location", "lon", "lat"]
MOST_KEPT = 32  # things shared by some questions: of 50,000 hexagons one takes up to 15 MB


@dataclass(frozen=True, eq=False)
class Prepared:
    """Everything about an area that does not depend on the parameters of an analysis.

    Attributes
    ----------
    scope : Scope
        For whom it was prepared.
    sensitive : DataFrame
        Sexual and domestic records that this reader sees by partnership alone; ``incidents`` is without them.
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
    scope: Scope = LOCAL
    sensitive: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
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

    @property
    def banded(self) -> tuple[str, ...]:
        """The sources of which this reader sees bands only: nothing else may be drawn or named by their records."""
        return disclosure.controlled_of(self.incidents.sources, self.scope)

    @property
    def naming(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the records and the streets by which places may be named for this reader."""
        if not self.banded:
            return self.incidents.frame, self.streets
        return self.once(("naming", self.banded, len(self.sensitive)), self._naming)

    def _naming(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        frame = self.incidents.frame
        told = frame[~frame["source"].isin(self.banded)]
        return told, incidents.streets(told)

    @property
    def without(self) -> tuple[str, ...]:
        """The sources whose sexual and domestic records ``incidents`` is without: what is kept of it must name them."""
        return disclosure.by_partnership_only(self.incidents.sources, self.scope) if len(self.sensitive) else ()

    def lately(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made under a key lately, or make it: for what some questions share, which may be many."""
        return self.once("lately", lambda: Recent(MOST_KEPT)).once(key, make)

    def span(self, everything: pd.DataFrame, parameters: Parameters) -> cube.Span:
        """Return which months are held of the sources of a question; of every record, whoever asks."""
        return self.once(("span", parameters.sources), lambda: cube.span(everything, parameters))

    def ground(self, everything: pd.DataFrame, areas: geography.Areas, parameters: Parameters) -> cube.Ground:
        """Return the hexagons of the area and which of them the records lie in, kept for each resolution.

        A record that the reader may see in bands only makes no hexagon: one that is there for its sake would show where
        it lies, on the map of any other source too.
        """
        key = ground_key(parameters.resolution, parameters.mask, self.banded, len(self.sensitive))
        # Whose records are taken out decides which records there are to place, even where as many are left.
        mine = ("placed", key, parameters.csps, self.without)
        return self.lately(mine, lambda: self._placed(key, everything, areas, parameters))

    def _placed(
        self, key: Hashable, everything: pd.DataFrame, areas: geography.Areas, parameters: Parameters
    ) -> cube.Ground:
        def make() -> cube.Ground:
            shown = everything[~everything["source"].isin(self.banded)] if self.banded else everything
            return cube.ground(shown[~shown.index.isin(self.sensitive.index)], areas, parameters)

        # Of chosen partnerships there are many choices: those are kept lately, not for good.
        ground = make() if parameters.csps else self.once(key, make)
        return dataclasses.replace(ground, placed=cube.placed(self._cells(parameters.resolution), ground))

    def _cells(self, resolution: int) -> pd.Series[int]:
        """Return the hexagon of each record at a resolution: looked up by spot, of which many records share one."""

        def make() -> pd.Series[int]:
            spot, points = self._spots()
            here = np.append(grid.cells(points.real, points.imag, resolution), grid.NOWHERE)
            return pd.Series(here[spot], self.incidents.frame.index)  # a record without a place has the spot -1

        return self.lately(("cells", resolution, self.without), make)

    def _spots(self) -> tuple[NDArray[np.integer], NDArray[np.complex128]]:
        """Return the spot of each record, -1 for none, and longitude and latitude of the spots as a complex number."""

        def make() -> tuple[NDArray[np.integer], NDArray[np.complex128]]:
            frame = self.incidents.frame
            spot, points = pd.factorize(frame["lon"].to_numpy() + 1j * frame["lat"].to_numpy())
            return spot, np.asarray(points)

        return self.lately(("spots", self.without), make)

    def spots_in_metres(self, records: pd.Index[Any]) -> measures.Spots:
        """Return on which spots some of the records lie, each of which has a location; projected once for all."""
        spot, points = self._spots()
        crs = self.areas.crs
        x_m, y_m = self.lately(("metres", self.without), lambda: geography.in_metres(points.real, points.imag, crs))
        each, mine = pd.factorize(spot[self.incidents.frame.index.get_indexer(records)])
        return measures.Spots(each, x_m[mine], y_m[mine])


def ground_key(resolution: int, mask: str, banded: tuple[str, ...], sensitive: int) -> Hashable:
    """Return the key of the hexagons of a resolution: what is in bands and how much is taken out decide them too."""
    return "ground", resolution, mask, banded, sensitive


def named_key(resolution: int | None, banded: tuple[str, ...]) -> Hashable:
    """Return the key of the names of hexagons: what this reader sees in bands names none."""
    return "named", resolution, banded
