"""A part of the area: the same numbers as a plain filter gives, and never another cut of a restricted source."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from hotspot import cube, disclosure, findings, geography, grid, pipeline
from hotspot.access import LOCAL
from hotspot.config import Parameters, Settings
from hotspot.errors import AccessError, HotspotError, ParameterError, SourceError
from hotspot.pipeline import chosen, naming, outlines, preparing

SETTINGS = Settings(Path("none"))
ASKED = Parameters("demo", resolution=7, method="gi_star")
NOW = datetime(2026, 1, 5, 9, 0)


@pytest.fixture(scope="module")
def whole() -> pipeline.Analysis:
    return pipeline.analyse(ASKED, settings=SETTINGS)


@pytest.fixture(scope="module")
def held() -> pipeline.Prepared:
    return pipeline.prepare("demo", SETTINGS)


def geojson(shape: shapely.Geometry) -> bytes:
    one = {"type": "Feature", "properties": {"a": 1}, "geometry": shapely.geometry.mapping(shape)}
    return json.dumps({"type": "FeatureCollection", "features": [one]}).encode()


def test_a_district_and_its_wards_by_neighbourhood_hold_what_their_codes_say(held) -> None:
    by_lsoa = ASKED.changed(geography="lsoa")
    frame = pipeline.analyse(by_lsoa, settings=SETTINGS).findings
    counts = dict(zip(frame.locations.index, frame.counts.sum(axis=1), strict=True))
    lsoa = held.areas.lsoa
    for lad in ("D07000003", "D07000004"):
        found = pipeline.analyse(by_lsoa.changed(lads=(lad,)), settings=SETTINGS)
        mine = lsoa.index[lsoa["lad_code"] == lad]
        assert set(found.findings.locations.index) == set(mine)
        assert found.findings.counts.sum() == sum(counts[code] for code in mine)
        assert found.where == (str(held.areas.lad.at[lad, "name"]),)
    wards = chosen.ward_of(held)
    ward = str(wards.iloc[0])
    found = pipeline.analyse(by_lsoa.changed(wards=(ward,)), settings=SETTINGS).findings
    assert set(found.locations.index) == set(wards.index[wards == ward])


def test_the_wards_of_a_district_make_the_district(whole) -> None:
    names = chosen.names_of(pipeline.prepare("demo", SETTINGS))
    lad = pipeline.analyse(ASKED.changed(lads=("D07000003",)), settings=SETTINGS).findings
    frame = pipeline.prepare("demo", SETTINGS).areas.lsoa
    wards = chosen.ward_of(pipeline.prepare("demo", SETTINGS))[frame["lad_code"] == "D07000003"].unique()
    both = pipeline.analyse(ASKED.changed(wards=tuple(wards)), settings=SETTINGS).findings
    assert set(both.locations.index) == set(lad.locations.index)
    assert set(wards) <= set(names["wards"])
    kept = whole.findings.locations.index.get_indexer(lad.locations.index)
    assert (whole.findings.counts[kept] == lad.counts).all()  # scored and counted for the whole area
    assert np.array_equal(whole.findings.locations["z"].to_numpy()[kept], lad.locations["z"].to_numpy())


def test_whole_hexagons_of_a_choice_are_told_from_its_own_records() -> None:
    wards = chosen.names_of(pipeline.prepare("demo", SETTINGS))["wards"]
    told = {}
    for code, name in wards.items():
        found = pipeline.analyse(ASKED.changed(wards=(code,)), settings=SETTINGS)
        by_lsoa = pipeline.analyse(ASKED.changed(wards=(code,), geography="lsoa"), settings=SETTINGS).findings
        whole, each = found.findings.counts.sum(), by_lsoa.counts.sum()
        said = [note for note in found.findings.notes if note.startswith("Chosen by ward")]
        assert (said == []) == (whole == each)
        assert not any(note.startswith("Chosen by") for note in by_lsoa.notes)
        if said:
            assert f": {name}. Whole hexagons give {whole:,} records" in said[0] and said[0].endswith(
                f"it is {each:,}."
            )
            told[code] = said[0]
        if len(told) == 2:
            break
    assert len(told) == 2


def test_an_outline_keeps_what_lies_in_it_with_at_least_half_its_area(whole, tmp_path) -> None:
    settings = Settings(tmp_path)
    cells = whole.findings.locations
    middle = cells.geometry.iloc[100].centroid
    shape = middle.buffer(0.06)
    read = outlines.read_outline(geojson(shape), "demo", settings)
    key = outlines.keep_outline(read, "Town centre", "demo", settings, at=NOW, by="Analyst")
    assert key == outlines.keep_outline(read, "Again", "demo", settings, at=NOW, by="Analyst")
    assert [(one.key, one.name) for one in outlines.own_outlines("demo", settings)] == [(key, "Town centre")]
    found = pipeline.analyse(ASKED.changed(outline=key), settings=settings)
    share = [cell.intersection(shape).area / cell.area for cell in cells.geometry]
    assert set(found.findings.locations.index) == {
        key for key, part in zip(cells.index, share, strict=True) if part >= 0.5
    }
    assert 3 < len(found.findings.locations) < len(cells)
    assert found.where == ("the outline Town centre",)
    assert str(round(middle.x, 3)) not in json.dumps(found.parameters.to_query())


def test_a_part_as_its_own_reference_is_scored_in_it_alone(whole, tmp_path) -> None:
    alone = pipeline.analyse(ASKED.changed(lads=("D07000001",), reference="district"), settings=SETTINGS).findings
    cells = whole.findings.locations.reindex(alone.locations.index)
    assert not np.allclose(alone.locations["z"], cells["z"], equal_nan=True)
    frame = pipeline.prepare("demo", SETTINGS).incidents.frame
    asked = preparing.completed(ASKED, pipeline.prepare("demo", SETTINGS))
    measure = pipeline.prepare("demo", SETTINGS).profile.measure(asked.offence)
    rows = frame[
        frame["source"].isin(asked.sources)
        & frame["category"].isin(measure.categories["demo"])
        & (frame["lad_code"] == "D07000001")
        & ~frame["institution"]
        & ~frame["repeated_id"]
        & ~frame["no_location"]
    ]
    assert alone.counts.sum() == len(rows)


def test_an_outline_as_its_own_reference_counts_every_record_in_it(held, tmp_path) -> None:
    """Also a record whose neighbourhood lies mostly outside the outline: its hexagon still needs a name."""
    settings = Settings(tmp_path)
    shape = held.areas.outline.centroid.buffer(0.03)
    key = outlines.keep_outline(
        outlines.read_outline(geojson(shape), "demo", settings), "Small", "demo", settings, at=NOW, by="Analyst"
    )
    alone = pipeline.analyse(ASKED.changed(outline=key, reference="district"), settings=settings).findings
    asked = preparing.completed(ASKED, held)
    frame = held.incidents.frame
    rows = frame[
        frame["source"].isin(asked.sources)
        & frame["category"].isin(held.profile.measure(asked.offence).categories["demo"])
        & ~frame["institution"]
        & ~frame["repeated_id"]
        & shapely.contains_xy(shape, frame["lon"], frame["lat"])
    ]
    mostly = held.areas.lsoa.index[chosen.mostly_within(held.areas.lsoa.geometry, shape)]
    assert not rows["lsoa"].isin(mostly).all()  # else this shows nothing
    assert alone.counts.sum() == len(rows) and alone.locations["name"].str.len().gt(0).all()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"lads": ("D07999999",)}, "no district D07999999"),
        ({"wards": ("E05000001", "D05000001")}, "no ward E05000001"),
        ({"outline": "0123456789ab"}, "not held here.*same file gets the same key"),
        ({"csps": ("E22000001",)}, "no district E22000001"),
    ],
)
def test_a_part_of_elsewhere_is_refused(query, said) -> None:
    with pytest.raises(ParameterError, match=said):
        pipeline.analyse(ASKED.changed(**query), settings=SETTINGS)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not json", "JSON"),
        (geojson(shapely.Point(1.2, 54.0)), "no area"),
        (geojson(shapely.box(-3, 51, -2.9, 51.1)), "lies outside"),
        (b"x" * 3_000_000, "larger than 2 MB"),
    ],
)
def test_an_outline_that_cannot_be_used_is_refused_and_nothing_is_kept(data, said, tmp_path) -> None:
    with pytest.raises(SourceError, match=said):
        outlines.read_outline(data, "demo", Settings(tmp_path))
    assert outlines.own_outlines("demo", Settings(tmp_path)) == ()


def test_the_name_of_an_outline_says_nothing_of_a_person(tmp_path) -> None:
    shape = outlines.read_outline(geojson(shapely.Point(1.2, 54.03).buffer(0.05)), "demo", Settings(tmp_path))
    with pytest.raises(HotspotError, match="nothing about a person"):
        outlines.keep_outline(shape, "around 07700 900123", "demo", Settings(tmp_path), at=NOW, by="Analyst")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"lads": ("L1",)}, "local authority districts cannot be changed to 1 of them.*Leave .* at its default"),
        ({"wards": ("W1", "W2")}, "the choice of wards cannot be changed to 2 of them"),
        ({"outline": "0123456789ab"}, "the outline cannot be changed"),
        ({"hours": "weekend_nights"}, "the choice of days and nights cannot be changed to weekend_nights"),
        ({"hour_band": "21-00"}, "the choice of hours cannot be changed"),
    ],
)
def test_a_restricted_source_has_one_cut_whatever_is_chosen(query, said) -> None:
    with pytest.raises(AccessError, match=f"{said}.*subtracted from one another|{said}"):
        disclosure.fitted(Parameters("x", **query), ["ed/royal"], ("2024-01", "2025-12"), LOCAL)
    assert disclosure.fitted(Parameters("x", csps=("C1",)), ["ed/royal"], ("2024-01", "2025-12"), LOCAL).csps == ("C1",)


def test_a_held_source_without_the_measure_says_which_measure_it_has() -> None:
    with pytest.raises(HotspotError, match=r"demo/ambulance is held, but .*choose: Ambulance call-outs"):
        pipeline.analyse(Parameters("demo", sources=("demo/ambulance",)), settings=SETTINGS)
    with pytest.raises(HotspotError, match=r"No source called fire/x is held"):
        pipeline.analyse(Parameters("demo", sources=("fire/x",)), settings=SETTINGS)


def test_a_hexagon_is_of_the_neighbourhood_its_records_state_or_it_lies_in(held) -> None:
    cells = tuple(held.ground(held.seen, held.areas, ASKED).locations)
    stated = naming.homes_of(cells, 7, held)["lsoa"]
    lsoa = naming.lsoas_of(cells, 7, held)
    assert lsoa.equals(stated) and lsoa.notna().all()
    own = cube.homes(cube.stated(held.incidents.frame), cells, 7)["lsoa"]
    lon, lat = grid.centres(list(cells))
    for row in np.flatnonzero(own.isna()):
        assert lsoa.iloc[row] == geography.nearest_lsoa(lon[row], lat[row], held.areas)[0]
    assert (lsoa[own.notna()] == own.dropna()).all()


def test_another_ward_asks_nothing_anew_about_the_hexagons(monkeypatch) -> None:
    mine = preparing.prepare("demo", SETTINGS)
    first, second, *_ = chosen.names_of(mine)["wards"]
    pipeline.analyse(ASKED.changed(wards=(first,)), settings=SETTINGS)
    monkeypatch.setattr(chosen, "lsoas_of", lambda *_: pytest.fail("asked again"))
    other = pipeline.analyse(ASKED.changed(wards=(second,)), settings=SETTINGS)
    assert len(other.findings.locations)


@pytest.mark.parametrize("changes", [{}, {"method": "emerging"}, {"geography": "lsoa", "method": "emerging"}], ids=str)
def test_a_part_is_what_is_left_of_the_whole_ranked_among_itself(changes, held) -> None:
    asked = ASKED.changed(**changes)
    ward = next(iter(chosen.names_of(held)["wards"]))
    csp = held.areas.lsoa["csp_code"][chosen.ward_of(held) == ward].iloc[0]
    whole = pipeline.analyse(asked, settings=SETTINGS)
    for choice in ({"wards": (ward,)}, {"csps": (csp,)}, {"csps": (csp,), "wards": (ward,)}):
        mine = pipeline.analyse(asked.changed(**choice), settings=SETTINGS)
        kept = chosen.listed(whole.findings.locations, asked.changed(**choice), held, None, cut=False)
        assert kept is not None and 0 < kept.sum() < len(kept)
        left = findings.only(whole.findings, kept)
        for name in ("locations", "places", "peaks"):
            pd.testing.assert_frame_equal(getattr(mine.findings, name), getattr(left, name))
        for name in ("counts", "z", "bins"):
            np.testing.assert_array_equal(getattr(mine.findings, name), getattr(left, name))
        assert (mine.findings.neighbours != left.neighbours).nnz == 0
        assert findings.NARROWED in mine.notes and findings.NARROWED not in whole.notes
        pd.testing.assert_frame_equal(mine.by_lsoa().locations, whole.by_lsoa().locations)  # of all places, as before
