"""Kernel density of the incidents of an area, in classes that a map can show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from hotspot import stats
from hotspot.errors import DataError, ParameterError
from hotspot.geography import shapes_in_metres

SNAPPED_FLOOR_M = 200.0
CLASS_BREAKS = (1.0, 2.0, 3.0, 5.0)  # multiples of the mean density over the ground that has any
MOST_CELLS_A_SIDE = 800


class Spots(NamedTuple):
    """On which spot each incident lies, and where the spots are.

    Attributes
    ----------
    spot : integer array (n,)
        The row of each incident's spot, which are numbered as they come.
    x_m, y_m : arrays (k,)
        Eastings and northings of the spots, in metres.
    """

    spot: NDArray[np.integer]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]


@dataclass(frozen=True)
class Surface:
    """A density over a square grid.

    Attributes
    ----------
    x_min_m, y_min_m, step_m : float
        South-west corner and cell size, in metres of ``crs``.
    crs : str
        The projected reference system.
    density : float array (n_y, n_x) or None
        Incidents per square metre, row 0 south; None in a controlled release, where only classes may leave.
    classes : int8 array (n_y, n_x)
        0 none, 1 up to the mean density of the ground that has any, then up to 2, 3 and 5 times, and above.
    bandwidth_m : float
        Radius of the quartic kernel. The map is as much a picture of this number as of the data: always shown.
    chosen_by : str
        ``rule``, ``floor`` (snapped points allow no less) or ``reader``.
    corrected : bool
        True where the drop at the area's border was mended; outside the area there is then no density.
    """

    x_min_m: float
    y_min_m: float
    step_m: float
    crs: str
    density: NDArray[np.float64] | None
    classes: NDArray[np.int8]
    bandwidth_m: float
    chosen_by: str
    corrected: bool = False


def bandwidth(
    x_m: NDArray[np.float64], y_m: NDArray[np.float64], asked: float | None, *, snapped: bool
) -> tuple[float, str]:
    """Return the radius in metres and who chose it.

    Raises
    ------
    ParameterError
        A reader asks for less than 200 m on points that were moved to anonymous map points: the detail would be that
        of the snap list, not of the incidents.

    >>> bandwidth(np.zeros(1), np.zeros(1), 150.0, snapped=False)
    (150.0, 'reader')
    """
    floor = SNAPPED_FLOOR_M if snapped else 1.0
    if asked is not None:
        if asked < floor:
            raise ParameterError(
                f"A radius of {asked:g} m is finer than this source's anonymised points allow.",
                f"Choose {SNAPPED_FLOOR_M:g} m or more.",
            )
        return float(asked), "reader"
    ruled = float(stats.quartic_bandwidth(x_m, y_m))
    return (ruled, "rule") if ruled >= floor else (floor, "floor")


def surface_of_spots(
    spots: Spots, crs: str, *, asked: float | None = None, snapped: bool = True, inside: Any = None
) -> Surface:
    """Return the quartic density of incidents, one unit each.

    Points that were moved lie many on one spot: each spot is projected and given its hill once.

    Parameters
    ----------
    spots, crs
        Where the incidents lie, in metres of which projected system.
    asked, snapped
        As for ``bandwidth``.
    inside : shapely geometry, optional
        The area in degrees: the density is mended at its border (see ``stats.edge_factor``) and ends there.

    Raises
    ------
    DataError
        Fewer than two located incidents.
    """
    spot, x_m, y_m = spots
    if len(spot) < 2:
        raise DataError("A density needs at least two incidents with a location.", "Choose a longer period or area.")
    radius, chosen_by = bandwidth(x_m[spot], y_m[spot], asked, snapped=snapped)
    west, south = x_m.min() - radius, y_m.min() - radius
    width, height = x_m.max() + radius - west, y_m.max() + radius - south
    step = max(radius / 5, max(width, height) / MOST_CELLS_A_SIDE)
    cells = stats.Grid(west, south, step, math.ceil(width / step), math.ceil(height / step))
    density = stats.kernel_density(x_m, y_m, cells, bandwidth_m=radius, weights=np.bincount(spot))
    if inside is not None:
        density = _mended(density, cells, shapes_in_metres(inside, crs), radius)
    return Surface(west, south, step, crs, density, classes_of(density), radius, chosen_by, inside is not None)


def _mended(density: NDArray[np.float64], cells: stats.Grid, area: Any, radius: float) -> NDArray[np.float64]:
    """Return the density divided by the share of each hill that lies inside the area, and none outside."""
    shapely.prepare(area)
    inside = shapely.contains_xy(area, *np.meshgrid(cells.x_centres_m, cells.y_centres_m))
    factor = stats.edge_factor(cells, inside, radius)
    return np.divide(density, factor, out=np.zeros(density.shape), where=inside & (factor > 0))


def classes_of(density: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return five classes by multiples of the mean density over the ground that has any.

    >>> classes_of(np.array([[0.0, 1.0, 1.0, 4.0]])).tolist()
    [[0, 1, 1, 2]]
    """
    some = density[density > density.max() * 1e-6] if density.size and density.max() > 0 else density[:0]
    if not some.size:
        return np.zeros(density.shape, dtype=np.int8)
    classed = np.digitize(density, np.array(CLASS_BREAKS) * some.mean(), right=True) + 1
    return np.where(density > density.max() * 1e-6, classed, 0).astype(np.int8)
