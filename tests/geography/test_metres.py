"""Points in metres are those of the library, in whichever thread somebody asks."""

from __future__ import annotations

from threading import Thread

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from hotspot import geography


@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:29903"])
def test_any_thread_gets_what_the_library_says(crs):
    lon, lat = np.array([-5.9, -6.2, -7.0]), np.array([54.6, 54.5, 55.0])
    expected = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    got = [geography.in_metres(lon, lat, crs)]
    other = Thread(target=lambda: got.append(geography.in_metres(lon, lat, crs)))
    other.start()
    other.join()
    assert len(got) == 2  # what a thread fails at, nobody else hears of
    for one in got:
        assert (np.array(one) == np.array(expected)).all()


def test_no_points_are_no_points():
    none = np.empty(0)
    assert [len(part) for part in geography.in_metres(none, none, "EPSG:27700")] == [0, 0]


def test_shapes_in_metres_are_those_of_the_library():
    shapes = np.array([shapely.box(-1.5, 52.9, -1.4, 53.0), shapely.MultiPoint([(-1.2, 52.8), (-1.3, 52.7)]), None])
    expected = gpd.GeoSeries(shapes, crs="EPSG:4326").to_crs("EPSG:27700").array
    moved = geography.shapes_in_metres(shapes, "EPSG:27700")
    assert shapely.to_wkb(moved).tolist() == shapely.to_wkb(np.asarray(expected)).tolist()
