"""The middles of places are those of the library, whether they were worked out before or not."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from hotspot.views import middles

METRES, OTHER = "EPSG:27700", "EPSG:32630"


@pytest.fixture
def places() -> gpd.GeoDataFrame:
    shapes = [shapely.box(-1.5 + k / 10, 53, -1.45 + k / 10, 53.05 + k / 100) for k in range(6)]
    return gpd.GeoDataFrame(geometry=shapes, index=[f"cell {k}" for k in range(6)], crs="EPSG:4326")


def by_definition(places: gpd.GeoDataFrame, crs: str) -> np.ndarray:
    points = places.geometry.representative_point().to_crs(crs)
    return np.array([points.x, points.y])


def same(places: gpd.GeoDataFrame, crs: str = METRES) -> bool:
    return bool((np.array(middles.middles(places, crs)) == by_definition(places, crs)).all())


def test_all_a_part_and_another_order_are_where_they_lie(places):
    for some in (places, places, places.iloc[[4, 1]], places.iloc[::-1], places.iloc[:0]):
        assert same(some)


def test_a_part_of_what_is_known_is_not_worked_out_again(places, monkeypatch):
    middles.middles(places, METRES)
    monkeypatch.setattr(middles.geography, "in_metres", lambda *_: pytest.fail("asked again"))
    assert len(middles.middles(places.iloc[2:4], METRES)[0]) == 2


def test_other_shapes_under_the_same_names_and_another_projection_are_worked_out_anew(places):
    assert same(places) and same(places, OTHER) and same(places)
    assert same(places.set_geometry(places.geometry.translate(0.3, 0.1)))
    assert same(places.set_axis([*places.index[1:], "new"], axis=0))
