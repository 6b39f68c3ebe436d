"""The cube against a slow loop over rows, and the promises about its mask, gaps and refusals."""

from __future__ import annotations

from collections import Counter

import h3
import numpy as np
import pandas as pd
import pytest
import shapely

from hotspot import cube, incidents
from hotspot.config import Parameters
from hotspot.cube import places
from hotspot.errors import DataError, ParameterError
from tests import made_area
from tests.made_area import SOURCE, middle, records

MONTHS = ["2024-10", "2025-01", "2025-02", "2025-03"]


def scattered(n=400, seed=5):
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(n):
        code = str(rng.choice(made_area.CODES[:4]))
        lon, lat = middle(code)
        made.append(
            {
                "lsoa_code": code,
                "lon": lon + rng.uniform(-0.006, 0.006),
                "lat": lat + rng.uniform(-0.006, 0.006),
                "month": str(rng.choice(MONTHS)),
                "category": str(rng.choice(["Robbery", "Possession of weapons", "Anti-social behaviour"])),
            }
        )
    return made


@pytest.fixture(scope="module")
def held():
    return made_area.areas(("P1",))


@pytest.fixture(scope="module")
def found(held):
    rows = [*scattered(), {"lsoa_code": "E01000001", "lon": None, "lat": None, "category": "Robbery"}]
    return incidents.clean(records(rows), held, made_area.profile(("P1",)), sources=[SOURCE])


def counted(held, found, geography_=None, **asked):
    asked = Parameters(area="made", **asked)
    chosen = incidents.select(found, made_area.profile(("P1",)), asked)
    return cube.cube(chosen, found.frame, held, asked, geography=geography_)


def test_cells_by_definition(held, found):
    made = counted(held, found, resolution=8)
    frame = found.frame
    mask = sorted({h3.latlng_to_cell(y, x, 8) for x, y in zip(frame.lon, frame.lat, strict=True) if x == x})
    chosen = frame[(frame.category == "Robbery") & (frame.month >= "2025-01-01") & frame.lon.notna()]
    slow = Counter((h3.latlng_to_cell(row.lat, row.lon, 8), row.month.month - 1) for row in chosen.itertuples())
    assert list(made.locations) == mask
    assert made.counts.tolist() == [[slow[cell, step] for step in range(3)] for cell in mask]
    assert made.outlines.index.tolist() == mask
    assert made.sparseness == sum(slow[cell, step] == 0 for cell in mask for step in range(3)) / (3 * len(mask))
    assert any("records counted, 1 have no point on the map" in note for note in made.notes)


def test_lsoas_partnerships_and_districts_by_definition(held, found):
    frame = found.frame
    chosen = frame[(frame.category == "Robbery") & (frame.month >= "2025-01-01")]
    for kind, column, locations in (
        ("lsoa", "lsoa", held.lsoa.index),
        ("csp", "csp_code", ["P1"]),
        ("lad", "lad_code", ["D1", "D2"]),
    ):
        made = counted(held, found, kind)
        slow = Counter(zip(chosen[column], chosen.month.dt.month - 1, strict=True))
        assert list(made.locations) == list(locations)
        assert made.counts.tolist() == [[slow[place, step] for step in range(3)] for place in locations]
        assert made.area_km2.sum() == pytest.approx(held.lsoa["area_km2"].sum())


def test_the_mask_is_the_same_for_every_selection_and_date(held, found):
    cubes = [
        counted(held, found),
        counted(held, found, offence="possession"),
        counted(held, found, start="2025-03"),
        counted(held, found, end="2024-10"),
    ]
    assert len({made.locations for made in cubes}) == 1
    assert cubes[0].mask == "inhabited"


def test_the_whole_mask_holds_every_cell_whose_middle_is_inside(held, found):
    made = counted(held, found, mask="whole", resolution=8)
    lonlat = [h3.cell_to_latlng(cell)[::-1] for cell in made.locations]
    assert all(held.outline.contains(shapely.Point(point)) for point in lonlat)
    left_out = counted(held, found, resolution=8).counts.sum() - made.counts.sum()
    assert left_out > 0
    assert any(note.startswith(f"{left_out} incidents lie in cells outside the mask") for note in made.notes)


def test_partnerships_narrow_the_mask():
    held = made_area.areas()
    rows = [{"lsoa_code": code, "lon": middle(code)[0]} for code in made_area.CODES[:6]]
    found = incidents.clean(records(rows), held, made_area.profile(), sources=[SOURCE])
    asked = Parameters(area="made", csps=("P1",))
    chosen = incidents.select(found, made_area.profile(), asked)
    narrow = cube.cube(chosen, found.frame, held, asked)
    wide = cube.cube(chosen, found.frame, held, asked.changed(csps=()))
    assert set(narrow.locations) < set(wide.locations)
    assert narrow.counts.sum() == wide.counts.sum() == 4
    assert cube.cube(chosen, found.frame, held, asked, geography="lsoa").locations == (
        *made_area.CODES[:4],
        "E01000007",
    )
    # P2 and P3 share a district, so they get no figures at all.
    assert cube.cube(chosen, found.frame, held, asked.changed(csps=()), geography="csp").locations == ("P1",)


def test_order_of_rows_changes_nothing(held, found):
    asked = Parameters(area="made")
    chosen = incidents.select(found, made_area.profile(("P1",)), asked)
    turned = cube.cube(chosen.sample(frac=1, random_state=1), found.frame.sample(frac=1, random_state=2), held, asked)
    made = cube.cube(chosen, found.frame, held, asked)
    assert made.locations == turned.locations
    assert (made.counts == turned.counts).all()


def test_a_gap_is_refused_by_name(held, found):
    with pytest.raises(DataError, match="2024-11 to 2024-12"):
        counted(held, found, start="2024-10")
    assert [step.label for step in counted(held, found).steps] == ["Jan 2025", "Feb 2025", "Mar 2025"]
    chosen = found.frame.iloc[:10]
    with pytest.raises(DataError, match="2024-11 to 2024-12"):
        cube.cube(chosen, found.frame, held, Parameters(area="made", start="2024-10"))


def test_a_day_stands_for_its_whole_month_and_that_is_said(held, found):
    made = counted(held, found, start="2025-01-15", end="2025-03-31")
    assert made.counts.tolist() == counted(held, found).counts.tolist()
    assert "Whole months are counted, so that of 2025-01-15 counts in full." in made.notes
    assert not any("Whole months" in note for note in counted(held, found, start="2025-01-01").notes)


def test_snapped_points_refuse_a_finer_resolution_and_a_finer_step(held, found):
    with pytest.raises(ParameterError, match="resolution 9 is finer"):
        counted(held, found, resolution=9)
    with pytest.raises(ParameterError, match="too coarse for steps of 'week'"):
        counted(held, found, step="week")


def nightly(held, n, seed=6):
    """The clean records of an ambulance service, each on a random minute of 2025, all in the first LSOA."""
    rng = np.random.default_rng(seed)
    moment = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(0, 365 * 24 * 60, n), unit="min")
    raw = incidents.clean(records([{}] * n), held, made_area.profile(("P1",)), sources=[SOURCE]).frame
    month = moment.to_period("M").to_timestamp().astype("datetime64[ns]")
    return raw.assign(source="ambulance/made", precision="minute", local=moment.astype("datetime64[ns]"), month=month)


@pytest.mark.parametrize(("most", "what"), [("MOST_CELLS", "hexagons"), ("MOST_COUNTS", "hexagons times steps")])
def test_a_question_that_would_fill_the_memory_is_refused_before_it_is_counted(held, found, monkeypatch, most, what):
    made = counted(held, found, resolution=8)
    size = len(made.locations) if most == "MOST_CELLS" else made.counts.size
    monkeypatch.setattr(places, most, size)
    counted(held, found, resolution=8)
    monkeypatch.setattr(places, most, size - 1)
    monkeypatch.setattr(places, "count_cells", None)
    with pytest.raises(ParameterError, match=what):
        counted(held, found, resolution=8)


def test_weekend_steps_are_joined_until_a_neighbourhood_expects_five(held):
    frame = nightly(held, 120)
    night = (frame["local"] - pd.Timedelta(hours=6)).dt.normalize()
    mine = night.dt.day_of_week.isin([4, 5]) & ((frame["local"].dt.hour >= 18) | (frame["local"].dt.hour < 6))
    made = cube.cube(frame, frame, held, Parameters(area="made", step="weekend"))
    together = made.steps[0].days // 2
    assert together > 1
    # All records are at one point, so the neighbourhood is that one cell.
    whole = mine & (night >= pd.Timestamp(made.steps[0].start)) & (night <= pd.Timestamp(made.steps[-1].end))
    assert made.counts.sum() == whole.sum()
    assert made.counts.mean() >= 5
    assert any(f"One step is {together} weekends" in note for note in made.notes)


def test_too_few_for_any_step_of_weekends_is_refused(held):
    frame = nightly(held, 40)
    with pytest.raises(DataError, match="Even at 13 weekends a step"):
        cube.cube(frame, frame, held, Parameters(area="made", step="weekend"))


def test_an_area_without_records_is_refused(held):
    rows = [{"lsoa_code": "E01000005"}]
    found = incidents.clean(records(rows), held, made_area.profile(("P1",)), sources=[SOURCE])
    with pytest.raises(DataError, match="No cell of the area holds a record"):
        counted(held, found)


@pytest.mark.parametrize("months", [3, 4, 8, 12])
@pytest.mark.parametrize("kind", ["h3", "lsoa"])
def test_quarters_added_up_from_months_are_the_quarters_counted(held, months, kind):
    rng = np.random.default_rng(months)
    labels = [str(month) for month in pd.period_range(end="2025-08", periods=months, freq="M")]
    rows = [row | {"month": labels[rng.integers(months)]} for row in scattered(200, seed=months)]
    rows += [rows[0] | {"month": month} for month in labels]  # every month is held
    found = incidents.clean(records(rows), held, made_area.profile(("P1",)), sources=[SOURCE])
    by_month = counted(held, found, geography_=kind, resolution=8)
    added, whole = cube.in_quarters(by_month), counted(held, found, geography_=kind, resolution=8, step="quarter")
    assert added.steps == whole.steps and added.locations == whole.locations
    np.testing.assert_array_equal(added.counts, whole.counts)
    assert added.counts.dtype == whole.counts.dtype and added.sparseness == whole.sparseness


def test_less_than_three_months_make_no_quarter(held, found):
    with pytest.raises(DataError, match="not one whole step"):
        cube.in_quarters(counted(held, found, resolution=8, start="2025-02", end="2025-03"))
