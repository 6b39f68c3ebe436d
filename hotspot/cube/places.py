"""The places of a cube: which there are, where they lie, and which of them an incident belongs to.

The mask, the list of places that are counted in, is never "where this selection has incidents": on real data that
choice changes half of all labels, and it moves with every filter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from hotspot import grid
from hotspot.config import Parameters
from hotspot.cube.tally import count_cells, row_of, tally
from hotspot.errors import DataError, ParameterError
from hotspot.geography import Areas
from hotspot.incidents import is_snapped
from hotspot.language import sentence

MOST_CELLS = 250_000  # a county of 3,500 km² at resolution 10
MOST_COUNTS = 3_000_000  # some ten to thirty seconds of work; a county by month over ten years is a third of it
FINEST_SNAPPED = 8  # the finest H3 resolution at which points moved to map points may be judged


@dataclass(frozen=True)
class Places:
    """The places that are counted in, and the counts.

    Attributes
    ----------
    locations, counts, outlines, area_km2, mask
        As in ``Cube``.
    said : tuple of str
        A sentence where incidents fall outside the mask.
    """

    locations: tuple[str, ...]
    counts: NDArray[np.int32]
    outlines: gpd.GeoSeries
    area_km2: NDArray[np.float64]
    mask: str
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """The hexagons that are counted in, whatever is counted: the same for every selection.

    Attributes
    ----------
    cells : array of uint64, sorted
    outlines, area_km2
        As in ``Cube``.
    placed : Placed, optional
        Which of them the records lie in, where that is known already.
    """

    cells: grid.Cells
    outlines: gpd.GeoSeries
    area_km2: NDArray[np.float64]
    placed: Placed | None = field(default=None, repr=False)

    @cached_property
    def locations(self) -> tuple[str, ...]:
        """The names of the cells."""
        return tuple(self.outlines.index)


@dataclass(frozen=True)
class Placed:
    """In which hexagon the records of a table lie, worked out once for all questions about them.

    Attributes
    ----------
    records : Index
        The labels of the records, each once.
    row : int32 array
        The row of the hexagon of each, -1 for none.
    """

    records: pd.Index[Any]
    row: NDArray[np.int32]

    def of(self, records: pd.Index[Any]) -> NDArray[np.int64] | None:
        """Return the rows of some of these records; nothing where one is not among them."""
        at = self.records.get_indexer(records)
        return None if (at < 0).any() else self.row[at].astype(np.int64)


@dataclass(frozen=True)
class Question:
    """What is to be counted where: the arguments of every kind of place."""

    selected: pd.DataFrame
    step: NDArray[np.int64]
    n_steps: int
    everything: pd.DataFrame
    areas: Areas
    parameters: Parameters
    ground: Callable[[pd.DataFrame, Areas, Parameters], Ground]


def hexagons(asked: Question) -> Places:
    """Return counts by H3 cell.

    Raises
    ------
    ParameterError
        The resolution is finer than the points of the source are true, or there would be too many counts.
    DataError
        No record lies in the area.
    """
    resolution = asked.parameters.resolution
    _refuse_too_fine(asked.selected, resolution)
    ground = asked.ground(asked.everything, asked.areas, asked.parameters)
    _refuse_too_many(len(ground.outlines) * asked.n_steps, MOST_COUNTS, "counts (hexagons times steps)")
    lon, lat = asked.selected["lon"].to_numpy(), asked.selected["lat"].to_numpy()
    row = None if ground.placed is None else ground.placed.of(asked.selected.index)
    if row is None:
        _, counts = count_cells(lon, lat, asked.step, resolution, asked.n_steps, mask=ground.cells)
    else:
        counts = tally(row, asked.step, len(ground.cells), asked.n_steps)
    lying = asked.step >= 0
    # Those of no hexagon are looked at alone: to add up all counts again takes longer.
    counted = int(counts.sum()) if row is None else int(np.count_nonzero(lying & (row >= 0)))
    elsewhere = int(np.count_nonzero(lying & np.isfinite(lon))) - counted
    told = sentence("{n} incidents lie in cells outside the mask and are left out.", n=f"{elsewhere:,}")
    said = (told,) if elsewhere else ()
    return Places(ground.locations, counts, ground.outlines, ground.area_km2, asked.parameters.mask, said)


def _refuse_too_fine(selected: pd.DataFrame, resolution: int) -> None:
    if resolution <= FINEST_SNAPPED:
        return
    snapped = [str(source) for source in selected["source"].unique() if is_snapped(str(source))]
    if snapped:
        raise ParameterError(
            f"H3 resolution {resolution} is finer than the map points of {snapped[0]} allow.",
            f"Choose {FINEST_SNAPPED} or less: published points stand for a street, not for the place itself.",
        )


def ground(everything: pd.DataFrame, areas: Areas, parameters: Parameters) -> Ground:
    """Return the hexagons of an area: those of its records, or with the mask ``whole`` all of them.

    It depends on resolution, mask and partnerships alone, so whoever asks many questions may keep it.

    Raises
    ------
    DataError
        No record lies in the area.
    """
    cells = _inhabited(everything, parameters) if parameters.mask == "inhabited" else _whole(areas, parameters)
    if cells.size == 0:
        raise DataError("No cell of the area holds a record.", "Add records with a location, or use the mask 'whole'.")
    _refuse_too_many(cells.size, MOST_CELLS, "hexagons")
    return Ground(cells, grid.outlines(cells), grid.area_km2(cells))


def placed(cells: pd.Series[int], ground: Ground) -> Placed:
    """Return in which hexagon of a ground each record lies, given its cell of that resolution by its label."""
    return Placed(cells.index, row_of(cells.to_numpy(), ground.cells).astype(np.int32))


def _refuse_too_many(asked: int, most: int, what: str) -> None:
    """Refuse a question, before any of it is worked out, that would fill the memory of an ordinary computer."""
    if asked > most:
        raise ParameterError(
            f"This asks for {asked:,} {what}; the most is {most:,}.",
            "Choose larger hexagons, longer steps or fewer districts.",
        )


def _inhabited(frame: pd.DataFrame, parameters: Parameters) -> grid.Cells:
    """Return every cell that holds a record of the area, of any type at any date: the same for every selection."""
    inside = frame["lad_code"].notna() & ~frame["no_location"]
    if parameters.csps:
        inside &= frame["csp_code"].isin(parameters.csps)
    points = frame.loc[inside, ["lon", "lat"]].drop_duplicates()
    found = grid.cells(points["lon"].to_numpy(), points["lat"].to_numpy(), parameters.resolution)
    return np.unique(found)


def _whole(areas: Areas, parameters: Parameters) -> grid.Cells:
    csps = parameters.csps
    shape = shapely.union_all(areas.csp.geometry.loc[list(csps)]) if csps else areas.outline
    return grid.cells_inside(shape, parameters.resolution)


def neighbourhoods(asked: Question) -> Places:
    """Return counts by LSOA 2021: every LSOA of the area, or of the partnerships asked for."""
    lsoa = asked.areas.lsoa
    if asked.parameters.csps:
        lsoa = lsoa[lsoa["csp_code"].isin(asked.parameters.csps)]
    return _by_code(asked, lsoa.geometry, "lsoa", lsoa["area_km2"])


def partnerships(asked: Question) -> Places:
    """Return counts by Community Safety Partnership; an ambiguous one is left out."""
    csp = asked.areas.csp[~asked.areas.csp["ambiguous"]]
    if asked.parameters.csps:
        csp = csp[csp.index.isin(asked.parameters.csps)]
    return _by_code(asked, csp.geometry, "csp_code", asked.areas.lsoa.groupby("csp_code")["area_km2"].sum())


def districts(asked: Question) -> Places:
    """Return counts by local authority district."""
    return _by_code(asked, asked.areas.lad.geometry, "lad_code", asked.areas.lsoa.groupby("lad_code")["area_km2"].sum())


def _by_code(asked: Question, outlines: gpd.GeoSeries, column: str, area_km2: pd.Series) -> Places:
    place = outlines.index.get_indexer(asked.selected[column])
    counts = tally(place, asked.step, len(outlines), asked.n_steps)
    return Places(
        tuple(outlines.index), counts, outlines, area_km2.reindex(outlines.index).to_numpy(dtype=float), "all"
    )


PLACES: dict[str, Callable[[Question], Places]] = {
    "h3": hexagons,
    "lsoa": neighbourhoods,
    "csp": partnerships,
    "lad": districts,
}
