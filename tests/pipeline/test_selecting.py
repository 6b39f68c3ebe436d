"""What is kept between questions gives each of them what it would get alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotspot import cube, incidents, pipeline
from hotspot.config import Parameters, Settings
from hotspot.pipeline.preparing import completed
from hotspot.pipeline.selecting import COLUMNS, selected, without_place

SETTINGS = Settings(Path("none"))
QUESTIONS = [
    {},
    {"end": "2025-10"},
    {"start": "2024-03", "offence": "all_violence"},
    {"hours": "weekend_nights"},
    {"step": "quarter", "resolution": 7},
    {"mask": "whole", "resolution": 7},
]


@pytest.fixture
def held() -> pipeline.Prepared:
    return pipeline.prepare("demo", SETTINGS)


@pytest.fixture(params=QUESTIONS, ids=str)
def asked(request: pytest.FixtureRequest, held: pipeline.Prepared) -> Parameters:
    return completed(Parameters("demo", **request.param), held)


@pytest.mark.parametrize("institutions", [False, True])
def test_the_records_are_those_of_a_question_alone(
    held: pipeline.Prepared, asked: Parameters, institutions: bool
) -> None:
    kept = selected(held, asked, institutions=institutions)
    alone = incidents.select(held.incidents, held.profile, asked, institutions=institutions)
    assert kept[list(COLUMNS)].equals(alone[list(COLUMNS)])


def test_districts_that_are_their_own_reference_narrow_the_records(held: pipeline.Prepared) -> None:
    csp = str(held.areas.csp.index[0])
    asked = completed(Parameters("demo", csps=(csp,), reference="district"), held)
    kept = selected(held, asked)
    assert set(kept["csp_code"]) == {csp}
    assert kept.index.equals(incidents.select(held.incidents, held.profile, asked).index)


def test_what_is_lost_is_that_of_a_question_alone(held: pipeline.Prepared, asked: Parameters) -> None:
    assert without_place(held, asked) == incidents.without_place(held.incidents, held.profile, asked)


def test_a_cube_from_what_is_kept_is_that_of_a_question_alone(held: pipeline.Prepared, asked: Parameters) -> None:
    rows = selected(held, asked)
    kept = cube.cube(rows, held.seen, held.areas, asked, known=held)
    alone = cube.cube(rows, held.seen, held.areas, asked)
    assert (kept.locations, kept.steps, kept.notes) == (alone.locations, alone.steps, alone.notes)
    assert (kept.counts == alone.counts).all()


def test_records_that_are_not_among_those_placed_are_placed_anew(held: pipeline.Prepared) -> None:
    asked = completed(Parameters("demo"), held)
    rows = selected(held, asked)
    moved = rows.set_axis(rows.index + len(held.incidents.frame), axis=0)
    made = [cube.cube(one, held.seen, held.areas, asked, known=held).counts for one in (rows, moved)]
    assert (made[0] == made[1]).all()
