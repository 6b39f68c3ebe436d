"""The density of an area: mended at its border where asked, on an area small enough to reckon."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from hotspot import geography, stats
from hotspot.measures import Spots, Surface, surface_of_spots

CRS = "EPSG:27700"
WEST, SOUTH, SIDE = 400_000.0, 300_000.0, 4_000.0


def square() -> shapely.Polygon:
    """A square of 4 km in degrees."""
    to_metres = geography.to_metres(CRS)
    box = shapely.segmentize(shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE), 100)
    return shapely.transform(
        box, lambda xy: np.column_stack(to_metres.transform(xy[:, 0], xy[:, 1], direction="INVERSE"))
    )


def spread(n: int = 40_000) -> tuple[np.ndarray, np.ndarray]:
    """Points spread evenly over the square, 2,500 a km2, in degrees."""
    rng = np.random.default_rng(3)
    x, y = WEST + SIDE * rng.random(n), SOUTH + SIDE * rng.random(n)
    return geography.to_metres(CRS).transform(x, y, direction="INVERSE")


def drawn(**how: object) -> Surface:
    """The density of those points, each on a spot of its own."""
    where = geography.in_metres(*spread(), CRS)
    return surface_of_spots(Spots(np.arange(len(where[0])), *where), CRS, asked=500, snapped=False, **how)


def at(made: Surface, x_m: float, y_m: float) -> float:
    assert made.density is not None
    row, column = int((y_m - made.y_min_m) / made.step_m), int((x_m - made.x_min_m) / made.step_m)
    return float(made.density[row, column] * 1e6)


def test_an_even_spread_is_even_up_to_the_border_once_mended() -> None:
    plain = drawn()
    mended = drawn(inside=square())
    middle, border = (WEST + 2_000, SOUTH + 2_000), (WEST + 60, SOUTH + 2_000)
    assert at(plain, *middle) == pytest.approx(2_500, rel=0.1) == at(mended, *middle)
    assert at(plain, *border) < 1_700
    assert at(mended, *border) == pytest.approx(2_500, rel=0.1)
    assert (plain.corrected, mended.corrected) == (False, True)


def test_nothing_is_left_outside_and_the_total_stays_about_the_same() -> None:
    plain = drawn()
    mended = drawn(inside=square())
    assert at(plain, WEST - 150, SOUTH + 2_000) > 0 == at(mended, WEST - 150, SOUTH + 2_000)
    total = [made.density.sum() * made.step_m**2 for made in (plain, mended) if made.density is not None]
    assert total == pytest.approx([40_000, 40_000], rel=0.03)
    assert mended.classes.shape == plain.classes.shape


def test_records_on_one_spot_are_as_many_hills_there() -> None:
    """As moved points lie: many records on few spots, in any order, give the sum of the hills of each record."""
    lon, lat = spread(60)
    which = np.random.default_rng(5).integers(60, size=2_000)
    spots = Spots(which, *geography.in_metres(lon, lat, CRS))
    made = surface_of_spots(spots, CRS, asked=500, snapped=False)
    x, y = geography.to_metres(CRS).transform(lon[which], lat[which])
    cells = stats.Grid(made.x_min_m, made.y_min_m, made.step_m, *made.classes.shape[::-1])
    each = stats.kernel_density(x, y, cells, bandwidth_m=500)
    np.testing.assert_allclose(made.density, each, rtol=0, atol=1e-12 * each.max())
    ruled = surface_of_spots(spots, CRS, snapped=False)
    assert ruled.bandwidth_m == pytest.approx(stats.quartic_bandwidth(x, y), rel=1e-12)
