"""What ships clean is what cleaning makes of the tables that ship, and is read only while that is so."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal, assert_geoseries_equal

from hotspot import config, demo
from hotspot.access import LOCAL
from hotspot.config import Parameters, Settings
from hotspot.demo import ready
from hotspot.pipeline import analysis, preparing, shipping
from hotspot.pipeline.analysis import analyse

PROFILE = config.profile("demo")
DIGEST = preparing.shipped().digest


@pytest.fixture(scope="module")
def anew() -> ready.Ready:
    return shipping.made_ready()


@pytest.fixture(scope="module")
def ships() -> ready.Ready:
    held = ready.read(DIGEST, PROFILE)
    assert held is not None, "what ships clean was made from other tables or code: python -m hotspot demo --rebuild"
    return held


def test_the_records_are_those_that_cleaning_makes(ships: ready.Ready, anew: ready.Ready) -> None:
    assert ships.incidents.sources == anew.incidents.sources
    for name in ("frame", "institutions", "quality"):
        pd.testing.assert_frame_equal(
            getattr(ships.incidents, name), getattr(anew.incidents, name), check_column_type=False
        )
    pd.testing.assert_frame_equal(ships.streets, anew.streets, check_column_type=False)


def test_the_places_are_those_of_the_tables(ships: ready.Ready, anew: ready.Ready) -> None:
    for name in ("lsoa", "csp", "lad"):
        assert_geodataframe_equal(getattr(ships.areas, name), getattr(anew.areas, name))
    pd.testing.assert_frame_equal(ships.areas.lookup11, anew.areas.lookup11, check_column_type=False)
    assert ships.areas.outline.equals_exact(anew.areas.outline, 0)
    assert (ships.areas.crs, ships.areas.notes) == (anew.areas.crs, anew.areas.notes)


def test_the_hexagons_and_their_names_are_those_of_the_records(ships: ready.Ready, anew: ready.Ready) -> None:
    assert_geodataframe_equal(ships.named, anew.named)
    assert set(ships.grounds) == set(anew.grounds) == set(ready.RESOLUTIONS)
    for resolution, ground in anew.grounds.items():
        held = ships.grounds[resolution]
        assert np.array_equal(held.cells, ground.cells) and np.array_equal(held.area_km2, ground.area_km2)
        assert_geoseries_equal(held.outlines, ground.outlines)


def test_the_first_answer_is_the_one_that_is_worked_out_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, settings = Parameters(area="demo"), Settings(tmp_path)
    shipped = analyse(asked, settings=settings)
    monkeypatch.setattr(analysis, "prepare", lambda *_: preparing.demonstration_anew())
    anew = analyse(asked, settings=settings)
    assert_geodataframe_equal(shipped.findings.locations, anew.findings.locations)
    pd.testing.assert_frame_equal(shipped.findings.places, anew.findings.places)
    assert shipped.notes == anew.notes and shipped.run_card == anew.run_card


@pytest.fixture
def kept(tmp_path: Path, ships: ready.Ready) -> Path:
    few = dataclasses.replace(ships.incidents, frame=ships.incidents.frame.head(50))
    ready.save(ships._replace(incidents=few), DIGEST, PROFILE, tmp_path)
    return tmp_path


def test_what_is_written_is_read_again(kept: Path, ships: ready.Ready) -> None:
    held = ready.read(DIGEST, PROFILE, kept)
    assert held is not None
    pd.testing.assert_frame_equal(held.incidents.frame, ships.incidents.frame.head(50))


def test_other_tables_another_profile_or_other_code_leave_it_unread(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ready.read("demo-000000000000", PROFILE, kept) is None
    assert ready.read(DIGEST, dataclasses.replace(PROFILE, csps=PROFILE.csps[:3]), kept) is None
    monkeypatch.setattr(ready, "_code", lambda: ("def clean(): ...",))
    assert ready.read(DIGEST, PROFILE, kept) is None
    assert ready.read(DIGEST, PROFILE, kept / "nowhere") is None


def test_a_copy_that_lacks_a_file_is_not_read(kept: Path) -> None:
    (kept / "streets.arrow").unlink()
    assert ready.read(DIGEST, PROFILE, kept) is None


def test_half_a_writing_is_not_read(kept: Path, ships: ready.Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(ready.feather, "write_feather", full)
    with pytest.raises(OSError, match="No space"):
        ready.save(ships, DIGEST, PROFILE, kept)
    assert ready.read(DIGEST, PROFILE, kept) is None


def test_a_closed_source_is_not_read_with_the_rest(tmp_path: Path) -> None:
    closed = (("demo/ed", "closed for this role"),)
    held = preparing._prepared("demo", Settings(tmp_path), closed, DIGEST)
    assert (
        "demo/ed" not in held.incidents.sources and len(held.incidents.frame) < demo.tables()["hour_records"].num_rows
    )
    whole = preparing.prepare("demo", Settings(tmp_path), LOCAL)
    rest = whole.incidents.frame[whole.incidents.frame["source"] != "demo/ed"]
    assert np.array_equal(np.sort(rest["record_id"]), np.sort(held.incidents.frame["record_id"]))
