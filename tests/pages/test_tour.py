"""The five-minute walk: each step is true of the page it leads to, and is the step that docs/demo.md tells."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from hotspot.ui.tour import AREA, STEPS, Step
from tests.pages.made_pages import PAGES, texts

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "demo.md").read_text(encoding="utf-8")
SEEN = {
    1: ("Merrow General Hospital", "Gull Point Prison", "Set aside: 3 institutions", "721"),
    2: ("Castle Hill", "+17 (+7 to +28)", "later: 51 % from 02:00 on, before 9 %"),
    3: ("Eastgate bus interchange", "Weekday afternoons in term: 71 %", "no youth session within 1.2 km"),
    4: ("Station Yard", "57 before, 39 after", "The place compared with fell too", "no effect can be claimed"),
    5: ("Kingsway", "Police activity finds these records", "no place is put up for a decision"),
    6: ("Chapel Wharf", "Who else knows", "police 25", "ambulance 66", "hospital 111"),
    7: ("Wragmoor", "Saltrigg", "No place stands out."),
}


@pytest.fixture
def demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))


def opened(name: str, **query: str) -> AppTest:
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=300)
    for key, value in query.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def everything(page: AppTest) -> str:
    """Return all that the page says, tables and folded parts included, without the walk's own strip."""
    tables = [table.value.to_csv() for table in page.dataframe]
    folds = [one.label for one in page.expander]
    said = unescape(re.sub(r"<[^>]+>", " ", "\n".join([texts(page), *tables, *folds])))
    said = said.replace("\N{NO-BREAK SPACE}", " ")  # before the sign for per cent
    return "\n".join(line for line in said.splitlines() if "The five-minute walk" not in line)


def section(number: int) -> tuple[str, str]:
    """Return title and text of a step as the document tells it."""
    title, _, text = DOCUMENT.split(f"\n## {number}. ")[1].split("\n## ")[0].partition("\n")
    return title, re.sub(r"\s+", " ", text)


def numbers(step: Step) -> set[str]:
    return {found.rstrip(".,:") for found in re.findall(r"\d[\d:.,]*", step.said)}


def test_the_document_tells_the_same_steps_in_the_same_order() -> None:
    titles = re.findall(r"^## \d+\. (.+)$", DOCUMENT, flags=re.MULTILINE)
    assert titles == [step.title for step in STEPS]


@pytest.mark.parametrize("number", SEEN)
def test_what_a_step_says_stands_on_the_page_it_leads_to(number: int, demonstration: None) -> None:
    step = STEPS[number - 1]
    page = opened(step.page, **AREA, **step.link, tour=str(number))
    said = everything(page)
    assert [text for text in SEEN[number] if text not in said] == []
    told = said + section(number)[1]
    assert {figure for figure in numbers(step) if figure not in told} == set()
    strip = next(one.value for one in page.markdown if "The five-minute walk" in one.value)
    assert f"{number} of 7" in strip and step.title in strip
    labels = {one.label for one in page.button}
    assert ("Next" in labels) == (number < 7) and ("Back" in labels) == (number > 1)
    assert {"Show me again", "End the walk"} <= labels and "Take the five-minute walk" not in labels


def test_the_walk_is_offered_taken_and_left(demonstration: None) -> None:
    page = opened("methods", tour="2")
    assert {"Show me", "Next", "Back", "End the walk"} <= {one.label for one in page.button}
    next(one for one in page.button if one.label == "End the walk").click().run()
    assert not any("walk" in one.value for one in page.markdown if one.value.startswith("**The five"))
    assert "tour" not in page.query_params


@pytest.mark.parametrize("nonsense", ["0", "8", "-1", "two", "²", "999999999999999999999"])
def test_a_step_that_does_not_exist_is_no_walk(nonsense: str, demonstration: None) -> None:
    page = opened("methods", tour=nonsense)
    assert not any("walk" in one.label for one in page.button)
