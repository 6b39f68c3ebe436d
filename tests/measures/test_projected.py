"""Points in metres are those of the library, in whichever thread somebody asks."""

from __future__ import annotations

from threading import Thread

import numpy as np
import pytest
from pyproj import Transformer

from hotspot import measures


@pytest.mark.parametrize("crs", ["EPSG:27700", "EPSG:29903"])
def test_any_thread_gets_what_the_library_says(crs):
    lon, lat = np.array([-5.9, -6.2, -7.0]), np.array([54.6, 54.5, 55.0])
    expected = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
    got = [measures.in_metres(lon, lat, crs)]
    other = Thread(target=lambda: got.append(measures.in_metres(lon, lat, crs)))
    other.start()
    other.join()
    for one in got:
        assert (np.array(one) == np.array(expected)).all()


def test_no_points_are_no_points():
    none = np.empty(0)
    assert [len(part) for part in measures.in_metres(none, none, "EPSG:27700")] == [0, 0]
