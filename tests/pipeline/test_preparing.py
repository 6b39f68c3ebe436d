"""What holds for every question is worked out once; what a question changes never is taken from another."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotspot import cube, pipeline
from hotspot.config import Parameters, Settings

SETTINGS = Settings(Path("none"))
ASKED = Parameters("demo", resolution=7)


@pytest.fixture
def held() -> pipeline.Prepared:
    return pipeline.prepare("demo", SETTINGS)


def test_something_is_made_once(held: pipeline.Prepared) -> None:
    made = [held.once("a test's own", lambda: object()) for _ in range(2)]
    assert made[0] is made[1]
    assert held.once("another", lambda: object()) is not made[0]


def test_ground_kept_equals_ground_made(held: pipeline.Prepared) -> None:
    csp = str(held.areas.csp.index[0])
    for asked in (ASKED, ASKED.changed(mask="whole"), ASKED.changed(csps=(csp,)), ASKED.changed(resolution=6), ASKED):
        kept, made = (make(held.seen, held.areas, asked) for make in (held.ground, cube.ground))
        assert kept.cells.tolist() == made.cells.tolist()
        assert kept.outlines.index.tolist() == made.outlines.index.tolist()
    assert held.ground(held.seen, held.areas, ASKED) is held.ground(held.seen, held.areas, ASKED.changed(alpha=0.05))


def test_a_second_question_gets_the_same_answer_as_a_first(held: pipeline.Prepared) -> None:
    first = pipeline.analyse(ASKED, settings=SETTINGS).findings
    held.kept.clear()
    again = pipeline.analyse(ASKED, settings=SETTINGS).findings
    assert first.locations.equals(again.locations)
    assert (first.counts == again.counts).all()


def test_what_is_by_neighbourhood_is_made_when_first_asked_for_and_once() -> None:
    answer = pipeline.analyse(ASKED, settings=SETTINGS)
    assert answer.by_lsoa() is answer.by_lsoa()
    assert answer.lsoas["count"].sum() == answer.by_lsoa().counts.sum()
    assert answer.districts["count"].sum() == answer.lsoas["count"].sum()
    alone = pipeline.analyse(ASKED.changed(geography="lsoa"), settings=SETTINGS)
    columns = ["name", "count", "rate", "trend_word"]
    assert answer.lsoas[columns].equals(alone.lsoas[columns])
