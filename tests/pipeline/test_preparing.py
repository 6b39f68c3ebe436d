"""What holds for every question is worked out once; what a question changes never is taken from another."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotspot import cube, pipeline
from hotspot.config import Parameters, Settings
from hotspot.config.profile_files import shipped_text

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


def test_a_changed_profile_is_counted_by_at_the_next_question(tmp_path: Path) -> None:
    asked, home = Parameters("demo", offence="own"), Settings(tmp_path)
    profile = tmp_path / "profiles" / "demo.toml"
    profile.parent.mkdir()

    def counted(categories: str) -> tuple[int, str]:
        own = f'[measures.own]\ntitle = "Own"\ncategories = {{ demo = [{categories}] }}\n'
        profile.write_text(f"{shipped_text('demo')}\n{own}", encoding="utf-8")
        answer = pipeline.analyse(asked, settings=home)
        return int(answer.findings.counts.sum()), answer.run_card["data version"]

    robbery, both = counted('"Robbery"'), counted('"Robbery", "Homicide"')
    assert 0 < robbery[0] < both[0] and robbery[1] != both[1]
