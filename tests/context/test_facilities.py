"""Facilities in plain words, open ones only, placed by their postcode where they have no coordinates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyproj import Transformer

from hotspot import context

LISTED = [
    ("Youth Club", "youth club"), ("youth centre", "youth club"), ("Youth session", "youth session"),
    ("Family Hub", "family hub"), ("Children's Centre", "family hub"), ("Primary School", "school"),
    ("school", "school"), ("Sports centre", "sports ground"), ("sports ground", "sports ground"), ("Park", "park"),
    ("GP", "GP surgery"), ("GP practice", "GP surgery"), ("A&E", "A&E"), ("Emergency Department", "A&E"),
    ("Street lighting", "street lighting"), ("CCTV camera", "CCTV"), ("Taxi rank", "taxi rank"),
    ("bus stops", "bus stop"), ("Premises Licence ", "licensed premises"), ("Static Library", "library"),
    ("Prison Library", "prison library"), ("food bank", "food bank"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "plain"), LISTED)
def test_a_type_is_told_in_plain_words(said, plain):
    assert context.plain_type(said) == plain


def table(rows):
    columns = ["name", "type", "lon", "lat", "postcode", "status"]
    frame = pd.DataFrame(rows, columns=columns).astype({"lon": float, "lat": float})
    return pa.Table.from_pandas(frame, preserve_index=False)


def test_closed_moving_and_repeated_ones_do_not_count_and_the_reader_is_told():
    rows = [
        ("Old", "Static Library", -1.5, 52.9, None, "closed 2013"),
        ("Van", "Mobile Library", -1.5, 52.9, None, None),
        ("Kept", "Static Library", -1.5, 52.9, None, None),
        ("KEPT", "library", -1.50001, 52.90001, None, "Current"),
        ("Close To The Edge", "pub", -1.6, 52.9, None, "open"),
        ("Lost", "youth club", None, None, None, None),
        ("Hoped For", "youth session", -1.5, 52.9, None, "Aspirational"),
        ("Starting", "youth session", -1.5, 52.9, None, "developing"),
    ]
    found, said = context.facilities({"facilities": table(rows)})
    assert found["name"].tolist() == ["Kept", "Close To The Edge", "Starting"]
    assert found["type_key"].tolist() == ["library", "licensed_premises", "youth_session"]
    assert any("closed, so they do not count: 1." in text for text in said)
    assert any("only planned, so they do not count: 1." in text for text in said)
    assert any("left out: 1 (" in text for text in said)


def test_a_postcode_places_what_has_no_coordinates():
    postcodes = pa.table(
        {"postcode": ["DE1 0FD", "DE10HN"], "easting": [436031.0, 437000.0], "northing": [335411.0] * 2}
    )
    rows = [
        ("One", "library", None, None, "de10fd", None),
        ("Two", "library", None, None, "XX9 9XX", None),
        ("Three", "library", -1.5, 52.9, "DE1 0HN", None),
    ]
    found, said = context.facilities({"facilities": table(rows), "postcodes": postcodes})
    assert found["name"].tolist() == ["One", "Three"]
    lon, lat = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True).transform(436031, 335411)
    assert found.loc[0, ["lon", "lat"]].tolist() == pytest.approx([lon, lat])
    assert found.loc[1, ["lon", "lat"]].tolist() == [-1.5, 52.9]  # its own coordinates stand
    assert len(said) == 1


def test_no_list_is_said():
    found, said = context.facilities({})
    assert found.empty and "No list of facilities" in said[0]
    assert context.reach([-1.5], [52.9], found, "EPSG:27700").shape == (1, 0)


def test_reach_is_the_nearest_by_every_distance_measured():
    rng = np.random.default_rng(5)
    metres = Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)
    places = pd.DataFrame({
        "name": [f"F{k}" for k in range(40)], "type_key": np.where(np.arange(40) % 3 == 0, "library", "park"),
        "lon": rng.uniform(-1.6, -1.4, 40), "lat": rng.uniform(52.8, 53.0, 40),
    })  # fmt: skip
    lon, lat = rng.uniform(-1.6, -1.4, 25), rng.uniform(52.8, 53.0, 25)
    found = context.reach(lon, lat, places, "EPSG:27700")
    for kind in ("library", "park"):
        mine = places[places["type_key"] == kind].reset_index(drop=True)
        fx, fy = metres.transform(mine["lon"], mine["lat"])
        for k in range(25):
            x, y = metres.transform(lon[k], lat[k])
            away = [((x - a) ** 2 + (y - b) ** 2) ** 0.5 for a, b in zip(fx, fy, strict=True)]
            assert found.at[k, f"{kind}_m"] == pytest.approx(min(away))
            assert found.at[k, kind] == mine["name"][int(np.argmin(away))]


def test_a_point_nowhere_has_no_reach_and_only_asked_types_are_told():
    places = pd.DataFrame({"name": ["A", "B"], "type_key": ["park", "library"], "lon": [-1.5] * 2, "lat": [52.9] * 2})
    found = context.reach([np.nan, -1.5], [52.9, 52.9], places, "EPSG:27700", kinds=["park"])
    assert list(found) == ["park_m", "park"]
    assert np.isnan(found.at[0, "park_m"]) and pd.isna(found.at[0, "park"]) and found.at[1, "park_m"] == 0
