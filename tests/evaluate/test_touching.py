"""Where an entry of the register is, and which other entries make a place unfit to compare with."""

from __future__ import annotations

from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from hotspot import evaluate, grid

YARD = "88194424c5fffff"
CELLS = [YARD, "88194424c1fffff", "8819442691fffff"]


@pytest.fixture
def places() -> gpd.GeoDataFrame:
    outlines = grid.outlines(CELLS)
    return gpd.GeoDataFrame(
        {"name": CELLS}, index=pd.Index(CELLS, name="location"), geometry=outlines.to_numpy(), crs=4326
    )


def test_by_its_own_hexagons(places: gpd.GeoDataFrame) -> None:
    assert evaluate.located(places, {"cells": [YARD]}) == (YARD,)
    assert evaluate.located(places, {"cells": [], "shape": None}) == ()
    assert evaluate.located(places, {"cells": ["E01000001"]}) == ()  # of a small area, while hexagons are shown
    assert evaluate.located(places, {"cells": float("nan"), "shape": float("nan"), "lon": None, "lat": None}) == ()


def test_smaller_and_larger_hexagons_find_the_place_that_holds_them(places: gpd.GeoDataFrame) -> None:
    lon, lat = grid.centres([YARD])
    small, large = (grid.names(grid.cells(lon, lat, size)).tolist() for size in (10, 6))
    assert evaluate.located(places, {"cells": small}) == (YARD,)
    assert YARD in evaluate.located(places, {"cells": large})


def test_a_drawn_area_takes_the_places_whose_middle_it_holds(places: gpd.GeoDataFrame) -> None:
    whole = places.geometry[YARD].buffer(0.0005)
    shape = shapely.geometry.mapping(whole)
    feature = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": shape}]}
    assert evaluate.located(places, {"shape": shape}) == evaluate.located(places, {"shape": feature}) == (YARD,)
    corner = shapely.geometry.mapping(shapely.Point(grid.centres([YARD])).buffer(0.0001))
    assert evaluate.located(places, {"shape": corner}) == (YARD,)
    far = shapely.geometry.mapping(shapely.box(0, 0, 1, 1))
    assert evaluate.located(places, {"shape": far}) == ()


def test_a_point_is_in_one_place(places: gpd.GeoDataFrame) -> None:
    (lon,), (lat,) = grid.centres([YARD])
    assert evaluate.located(places, {"lon": lon, "lat": lat}) == (YARD,)
    assert evaluate.located(places, {"lon": 0.0, "lat": 0.0}) == ()


def entry(**changes: Any) -> dict[str, Any]:
    held = {"key": "k", "cells": [YARD], "shape": None, "status": "done", "start": None, "end": None, "due": None}
    return {**held, "meeting": None, **changes}


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({"start": date(2025, 3, 1), "end": date(2025, 4, 1)}, True),
        ({"start": date(2025, 3, 1)}, True),  # still running
        ({"start": date(2026, 3, 1)}, False),
        ({"end": date(2023, 3, 1)}, False),
        ({"due": date(2025, 5, 1)}, True),
        ({"meeting": date(2026, 5, 1)}, False),
        ({}, True),  # no day said: it may have been then
        ({"status": "dropped"}, False),
        ({"status": "proposed"}, False),
        ({"status": "aspirational"}, False),
        ({"key": "mine"}, False),
    ],
)
def test_only_what_was_done_in_that_time_counts(
    places: gpd.GeoDataFrame, changes: dict[str, Any], counts: bool
) -> None:
    entries = pd.DataFrame([entry(**changes)], dtype=object)
    found = evaluate.touched(places, entries, date(2024, 7, 1), date(2025, 12, 31), but=("mine",))
    assert found == ((YARD,) if counts else ())
