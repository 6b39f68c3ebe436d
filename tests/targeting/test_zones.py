"""Zones are held against places of their own size, over the same area, and no record counts twice."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as distributions

from hotspot.errors import DataError, ParameterError
from hotspot.targeting import zones
from hotspot.targeting.coverage import belonging, best, laid, share_interval, taken

_spec = importlib.util.spec_from_file_location("zone_ground", Path(__file__).with_name("zone_ground.py"))
assert _spec is not None and _spec.loader is not None
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)

KEYS = made.cells()
MIDDLES = made.inner(KEYS)


def checked(shapes: Any, counts: np.ndarray, **more: Any) -> zones.Checked:
    more = {"built_up_km2": 10.0, "crs": made.CRS} | more
    return zones.held(shapes, made.findings(KEYS, counts), **more)


def on(counts: np.ndarray, key: str, each: int, steps: slice = slice(None)) -> np.ndarray:
    """Return the counts with some more in every hexagon of the place round one."""
    result = counts.copy()
    rows = [KEYS.index(name) for name in made.disc(key, KEYS)]
    for row in rows:
        result[row, steps] += each
    return result


@pytest.fixture
def nothing() -> np.ndarray:
    return np.zeros((len(KEYS), 24), dtype=np.int64)


def test_a_zone_drawn_round_the_only_hot_place_stays(nothing: np.ndarray) -> None:
    counts = on(on(nothing, MIDDLES[0], 2), MIDDLES[1], 1)
    found = checked(made.series(North=made.area_of(made.disc(MIDDLES[0], KEYS))), counts)
    assert found.by == "share" and found.total == 12 * 7 * 3
    assert found.places == pytest.approx(1.0)
    zone = found.zones.loc["North"]
    assert zone["count"] == pytest.approx(24 * 14, rel=1e-3) and zone["verdict"] == "keep"
    assert found.totals.loc["zones", "share"] == pytest.approx(2 / 3, rel=1e-3)
    assert found.totals.loc["beforehand", "share"] == pytest.approx(2 / 3, rel=1e-3)
    assert found.totals.loc["beforehand", "more_low"] <= 0
    assert zone["years_best"] == zone["years"] == 2
    assert found.best["verdict"].tolist() == ["held"] and found.swaps.empty


def test_an_empty_zone_goes_and_the_full_place_comes(nothing: np.ndarray) -> None:
    counts = on(on(nothing, MIDDLES[0], 5), MIDDLES[2], 5)
    shapes = made.series(
        Full=made.area_of(made.disc(MIDDLES[0], KEYS)), Empty=made.area_of(made.disc(MIDDLES[1], KEYS))
    )
    found = checked(shapes, counts)
    assert found.zones["verdict"].to_dict() == {"Full": "keep", "Empty": "drop"}
    assert found.totals["share"].round(3).tolist() == [0.5, 1.0, 1.0]
    swap = found.swaps.iloc[0]
    assert (swap["drop"], swap["location"], swap["clear"]) == ("Empty", MIDDLES[2], True)
    assert swap["gain_a_year"] == pytest.approx(7 * 5 * 12, rel=0.01)
    assert found.built_up_share == pytest.approx(found.area_km2 / 10.0)


def test_what_could_be_known_is_parted_from_hindsight(nothing: np.ndarray) -> None:
    counts = on(on(nothing, MIDDLES[0], 4, slice(0, 12)), MIDDLES[1], 4, slice(12, 24))
    found = checked(made.series(Elsewhere=made.area_of(made.disc(MIDDLES[2], KEYS))), counts)
    assert found.totals["held"].round().tolist() == [0, 0, 7 * 4 * 12]


def test_overlapping_zones_count_a_record_once(nothing: np.ndarray) -> None:
    counts = on(nothing, MIDDLES[0], 3)
    shape = made.area_of(made.disc(MIDDLES[0], KEYS))
    found = checked(made.series(One=shape, Same=shape), counts)
    assert found.totals.loc["zones", "share"] == pytest.approx(1.0, rel=1e-6)
    assert found.zones["overlaps"].tolist() == ["Same", "One"]
    assert found.places == pytest.approx(2.0) and found.place_km2 == pytest.approx(found.area_km2 / 2)


def test_a_zone_where_nobody_is_says_so(nothing: np.ndarray) -> None:
    counts = on(nothing, MIDDLES[0], 3)
    far = shapely.box(-3.0, 50.0, -2.99, 50.01)
    found = checked(made.series(Here=made.area_of(made.disc(MIDDLES[0], KEYS)), Far=far), counts)
    assert found.zones.loc["Far", "verdict"] == "outside" and found.zones.loc["Far", "count"] == 0


def test_a_zone_smaller_than_a_hexagon_is_its_hexagon() -> None:
    keys = made.cells(8)
    counts = np.ones((len(keys), 24), dtype=np.int64)
    middle = shapely.centroid(made.area_of(keys[3:4]))
    small = made.series(Corner=middle.buffer(0.001))
    found = zones.held(small, made.findings(keys, counts), built_up_km2=10.0, crs=made.CRS)
    assert found.by == "centre" and found.zones.loc["Corner", "hexagons"] == 1
    assert found.zones.loc["Corner", "count"] == 24 and found.resolution == 8
    assert found.area_km2 < 0.1 < found.place_km2


def test_shares_of_a_hexagon_by_definition() -> None:
    keys = KEYS[:60]
    cells = made.findings(keys, np.ones((60, 2))).locations.geometry.to_crs(made.CRS)
    whole = shapely.union_all(cells.to_numpy())
    west, south, east, north = whole.bounds
    cut = west + 0.37 * (east - west)
    halves = gpd.GeoSeries([shapely.box(west, south, cut, north), shapely.box(cut, south, east, north)], crs=made.CRS)
    found = belonging(halves, cells, "share")
    slow = np.array([[cell.intersection(half).area / cell.area for cell in cells] for half in halves])
    assert np.allclose(found, slow) and np.allclose(found.sum(axis=0), 1)
    whole_cells = belonging(halves, cells, "centre")
    assert set(np.unique(whole_cells)) <= {0.0, 1.0} and np.allclose(whole_cells.sum(axis=0), 1)


@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 2**16), many=st.integers(1, 4))
def test_both_sides_cover_the_same_area_and_the_order_of_zones_is_nothing(seed: int, many: int) -> None:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(0.3, (len(KEYS), 24))
    shapes = made.series(**{f"Z{n}": made.area_of(made.disc(MIDDLES[n], KEYS)) for n in range(many)})
    found = made.findings(KEYS, counts)
    cells = found.locations.geometry.to_crs(made.CRS)
    ground, _ = laid(shapes.to_crs(made.CRS), cells, found, None)
    cover = taken(ground, best(ground, counts.sum(axis=1)))
    inside = cover <= 1 + 1e-9
    assert inside.all()
    assert cover.sum() * np.median(cells.area) / 1e6 <= ground.zones_km2 * 1.01  # less only at the edge of the patch
    one, other = checked(shapes, counts), checked(shapes[::-1], counts)
    assert np.allclose(one.totals, other.totals)
    assert one.zones["count"].to_dict() == pytest.approx(other.zones["count"].to_dict())
    twice = checked(shapes, 2 * counts)
    assert np.allclose(one.totals["share"], twice.totals["share"])
    assert (twice.totals["high"] - twice.totals["low"] <= one.totals["high"] - one.totals["low"] + 1e-12).all()


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (3, 10), (10, 10), (31, 100), (814, 2620)])
def test_the_interval_is_the_exact_binomial_one(part: int, whole: int) -> None:
    exact = distributions.binomtest(part, whole).proportion_ci(0.95, method="exact")
    assert share_interval(part, whole) == pytest.approx((exact.low, exact.high))


def test_what_cannot_be_judged_is_refused(nothing: np.ndarray) -> None:
    shapes = made.series(A=made.area_of(KEYS[:7]))
    counts = on(nothing, MIDDLES[0], 1)
    held = made.findings(KEYS, counts, controlled=True)
    with pytest.raises(DataError, match="bands only"):
        zones.held(shapes, held, built_up_km2=1.0, crs=made.CRS)
    by_area = made.findings(KEYS, counts)
    by_area.locations.index = [f"E{n:08d}" for n in range(len(KEYS))]
    with pytest.raises(ParameterError, match="judged on hexagons"):
        zones.held(shapes, by_area, built_up_km2=1.0, crs=made.CRS)
    with pytest.raises(DataError, match="Nothing was recorded"):
        checked(shapes, nothing)
    with pytest.raises(DataError, match="0 zones"):
        checked(shapes.iloc[:0], counts)
    with pytest.raises(DataError, match="Only one step"):
        checked(shapes, counts[:, :1])
