"""Twelve tasks of the three users, done through the real interface; ``tasks.md`` tells them in the users' words.

Each ends with its outcome, the right answer on the screen or in a file, and leaves its clicks and seconds in
``artefacts/tasks.json``. How long one may take is the benchmark's matter: ``python -m benchmarks tasks``.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.browser.looking import AT_REST, ROWS, seen

LONG = 120_000
TOLD = Path(__file__).with_name("tasks.md")
CASTLE = re.compile("Castle ward, Merrowgate")
FORCE = "Month,Reported by,Longitude,Latitude,Location,LSOA code,Crime type"


class Desk:
    """A page with somebody at it: every click is counted, and a field that is filled in counts as one."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self._url = page, url
        self.clicks, self._begun = 0, 0.0

    @property
    def seconds(self) -> float:
        """Seconds since the page was opened."""
        return time.monotonic() - self._begun

    def open(self, path: str) -> None:
        """Open a page as from a bookmark: the clock starts, nothing is clicked yet."""
        self.clicks, self._begun = 0, time.monotonic()
        self.page.goto(self._url + path, wait_until="commit")

    def ready(self, what: Locator) -> Locator:
        """Return one thing once it is there, alone of its name, and the page waits for its reader."""
        what.wait_for(timeout=LONG)
        self.page.wait_for_function(AT_REST, timeout=LONG)
        return what

    def click(self, what: Locator) -> None:
        """Click once."""
        self.ready(what).click(timeout=LONG)
        self.clicks += 1

    def fill(self, what: Locator, text: str) -> None:
        """Type into a field."""
        self.ready(what).fill(text, timeout=LONG)
        self.clicks += 1

    def choose(self, field: str, option: str | re.Pattern[str]) -> None:
        """Choose from a list: two clicks. A list opened while the page is still being drawn closes; then again."""
        box = self.page.get_by_role("combobox", name=field, exact=True)
        for _ in range(8):
            self.ready(box).click(timeout=LONG)
            with contextlib.suppress(TimeoutError):
                self.page.get_by_role("option", name=option).click(timeout=15_000)
                break
            self.page.keyboard.press("Escape")
        else:
            pytest.fail(f"{field} offers no {option}")
        self.clicks += 2

    def file(self, button: Locator) -> bytes:
        """Click on a download and return what came."""
        self.ready(button)
        with self.page.expect_download(timeout=LONG) as taken:
            self.click(button)
        return taken.value.path().read_bytes()

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """Return the button of that name; two of them would be a mistake of the page's or of the task's."""
        return self.page.get_by_role("button", name=name)

    def row(self, name: re.Pattern[str]) -> Locator:
        """Return the line of a place in the list: the map and its buttons name the place too."""
        return self.page.locator(ROWS).filter(has_text=name)

    def link(self, name: str) -> Locator:
        """Return the menu's link to a page."""
        return self.page.get_by_role("link", name=name, exact=True)

    def says(self, selector: str, *texts: str | re.Pattern[str]) -> None:
        """Hold that a part of the page says this."""
        for text in texts:
            expect(self.page.locator(selector).first).to_contain_text(text, timeout=LONG)


def what_is_new_on_the_wall(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.says(".hs-headline", "need a decision", "New: Mill Lane ward", "Castle ward")
    seen(desk.page, re.compile("Since 10 December 2025: .*joined the list"))
    desk.click(desk.button("Wall view"))
    headline = desk.page.locator(".hs-headline")
    expect(desk.page.get_by_text("Change what is shown")).to_have_count(0, timeout=LONG)
    desk.says(".hs-headline", "New: Mill Lane ward")
    assert headline.evaluate("line => parseFloat(getComputedStyle(line).fontSize)") >= 36


def did_the_patrols_work(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.click(desk.link("Did it work"))
    desk.says(".hs-headline", "57 before, 39 after", "no effect can be claimed")


def task_castle_hill(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.click(desk.row(CASTLE))
    desk.says("#hs-place", CASTLE, "new")
    page = desk.page
    seen(page, "7 actions: 5 done, 1 late, 1 dropped")
    desk.click(page.get_by_text(re.compile("^Task it: Castle ward")))
    desk.fill(page.get_by_label("What will be done?", exact=True), "Marshals outside the clubs at closing time")
    desk.fill(page.get_by_label("Owner (a role or a team)"), "Night-time economy team")
    desk.click(page.get_by_test_id("stDateInput").filter(has_text="Review on").get_by_role("spinbutton").first)
    page.keyboard.type("31012026", delay=30)
    desk.fill(page.get_by_role("textbox", name="Saved by (your role or team, no names)"), "Tasking chair")
    desk.click(page.get_by_role("button", name="Task it", exact=True))
    seen(page, "Saved: Marshals outside the clubs")
    seen(page, "Marshals outside the clubs at closing time · Night-time economy team")
    desk.click(desk.link("Did it work"))
    rows = list(csv.DictReader(io.StringIO(desk.file(desk.button("actions.csv")).decode("utf-8-sig"))))
    kept = next(row for row in rows if row["what"].startswith("Marshals outside"))
    assert (kept["owner"], kept["review"][:10]) == ("Night-time economy team", "2026-01-31")
    assert CASTLE.search(kept["place"])


def print_the_brief(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.click(desk.page.get_by_text("A brief for the meeting"))
    desk.click(desk.button("Prepare the brief"))
    paper = pypdfium2.PdfDocument(desk.file(desk.button(re.compile(r"\.pdf"))))
    assert len(paper) == 1
    said = " ".join(paper[0].get_textpage().get_text_range().split())
    new = re.search(r"New: (Mill Lane ward)", desk.page.locator(".hs-headline").inner_text())
    assert new and new[1] in said


def the_peak_hour_at_castle_hill(desk: Desk) -> None:
    desk.open("/weekend?area=demo")
    desk.choose("Where", CASTLE)
    desk.says(".hs-second", "Busiest 01:00-04:00")
    expect(desk.page.get_by_role("heading", name=re.compile("^Hour by hour, Castle ward"))).to_be_visible(timeout=LONG)


def against_last_years_weekends(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.click(desk.link("Weekend nights"))
    desk.says(".hs-headline", "the same weekend nights last year", "not clearly different")
    headline = desk.page.locator(".hs-headline").inner_text()
    said = re.search(r"last year (\+\d+ \(−\d+ to \+\d+\)): not clearly different", headline)
    assert said
    seen(desk.page, f"Demonstration: a fictional place: {said[1]}: not clearly different.")  # nights one by one, below


def the_best_shift_for_marshals(desk: Desk) -> None:
    desk.open("/weekend?area=demo")
    desk.choose("Where", CASTLE)
    desk.says(".hs-second", "Busiest 01:00-04:00")
    told = seen(desk.page, re.compile("A shift 22:00-02:00 covers .*would cover")).inner_text()
    now, start, end, best = re.findall(r"(\d+)\s%.*?(\d\d):00-(\d\d):00 would cover (\d+)\s%", told)[0]
    assert int(best) > int(now)
    desk.choose("Shift from", f"{start}:00")
    desk.choose("Shift to", f"{end}:00")
    seen(desk.page, f"A shift {start}:00-{end}:00 covers {best} %")


def a_sheet_for_the_licensing_policy(desk: Desk) -> None:
    desk.open("/weekend?area=demo")
    sheet = desk.file(desk.button("Licensing sheet (page to print)")).decode()
    assert "Demonstration." in sheet and "not evidence against any one premises" in sheet
    assert "Hospital" in sheet and "Castle Hill" in sheet


def my_rate_against_the_others(desk: Desk) -> None:
    desk.open("/district?area=demo")
    desk.choose("My district", "Safer Merrowgate")
    paragraph = desk.page.get_by_test_id("stCode").filter(has_text="Safer Merrowgate").first
    expect(paragraph).to_contain_text("Safer Merrowgate", timeout=LONG)
    expect(paragraph).to_contain_text("per 1,000", timeout=LONG)
    desk.ready(paragraph).hover()  # only then is there a button to copy with
    desk.click(paragraph.get_by_role("button", name="Copy to clipboard"))
    assert (
        desk.page.evaluate("navigator.clipboard.readText()").strip() == paragraph.locator("code").inner_text().strip()
    )


def a_table_of_neighbourhoods(desk: Desk) -> None:
    desk.open("/district?area=demo")
    said = desk.file(desk.button("surroundings_by_neighbourhood.csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(said)))
    assert sum(bool(re.search("D01|ward", ",".join(row))) for row in rows) >= 700


def a_place_without_a_youth_session(desk: Desk) -> None:
    desk.open("/act?area=demo")
    desk.click(desk.button("7. Eastgate bus interchange"))
    desk.says(".hs-panel", "No youth session or youth club within 1.2 km")


def this_months_drop(desk: Desk) -> None:
    rows = [f"2026-01,Derbyshire Constabulary,-1.47,52.92,On or near High Street {n},,Robbery" for n in range(12)]
    desk.open("/data?area=demo")
    chooser = desk.page.locator('[data-testid="stFileUploaderDropzoneInput"]').first
    chooser.wait_for(state="attached", timeout=LONG)
    desk.page.wait_for_function(AT_REST, timeout=LONG)
    table = "\n".join([FORCE, *rows]).encode()
    chooser.set_input_files({"name": "2026-01-derbyshire-street.csv", "mimeType": "text/csv", "buffer": table})
    desk.clicks += 1
    desk.click(desk.button("Add these files"))
    seen(desk.page, "12 read, 12 kept")


TASKS: dict[str, Callable[[Desk], None]] = {
    "M1": what_is_new_on_the_wall,
    "M2": did_the_patrols_work,
    "M3": task_castle_hill,
    "M4": print_the_brief,
    "N1": the_peak_hour_at_castle_hill,
    "N2": against_last_years_weekends,
    "N3": the_best_shift_for_marshals,
    "N4": a_sheet_for_the_licensing_policy,
    "O1": my_rate_against_the_others,
    "O2": a_table_of_neighbourhoods,
    "O3": a_place_without_a_youth_session,
    "O4": this_months_drop,  # last: from then on the machine holds something of its own
}


@pytest.fixture(scope="module")
def url(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Serve a data folder of their own: what another test has tasked is agreed, and no longer asks for a decision."""
    return serve(tmp_path_factory.mktemp("tasks_home"))


@pytest.fixture
def desk(url: str, page: Page, request: pytest.FixtureRequest, serve: Callable[..., str], tmp_path: Path) -> Desk:
    """Return a page to work at; a task that is tried once more begins where nobody has tasked anything."""
    again = getattr(request.node, "execution_count", 1) > 1
    return Desk(page, serve(tmp_path) if again else url)


@pytest.fixture(scope="module")
def done(artefacts: Path) -> Iterator[dict[str, dict[str, float]]]:
    """What was done, written down at the end."""
    told: dict[str, dict[str, float]] = {}
    yield told
    (artefacts / "tasks.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("task", TASKS)
def test_a_task_is_done(task: str, desk: Desk, done: dict[str, dict[str, float]], artefacts: Path) -> None:
    try:
        TASKS[task](desk)
        done[task] = {"clicks": desk.clicks, "seconds": round(desk.seconds, 1)}
    finally:
        desk.page.screenshot(path=artefacts / f"task-{task}.png", timeout=LONG)


def test_every_task_is_told_in_the_users_words() -> None:
    told = TOLD.read_text(encoding="utf-8")
    assert re.findall(r"^- \*\*(\w\d)\*\*", told, re.MULTILINE) == list(TASKS)
    assert all(f"| {task} |" in told for task in TASKS)
