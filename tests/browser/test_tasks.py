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

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from tests.browser.conftest import outside

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

    def click(self, what: Locator) -> None:
        """Click once."""
        what.click(timeout=LONG)
        self.clicks += 1

    def fill(self, what: Locator, text: str) -> None:
        """Type into a field."""
        what.fill(text, timeout=LONG)
        self.clicks += 1

    def choose(self, field: str, option: str | re.Pattern[str]) -> None:
        """Choose from a list: two clicks. A list opened while the page is still being drawn closes; then again."""
        box = self.page.get_by_role("combobox", name=field, exact=True).first
        for _ in range(8):
            box.click(timeout=LONG)
            with contextlib.suppress(TimeoutError):
                self.page.get_by_role("option", name=option).first.click(timeout=5_000)
                break
            self.page.keyboard.press("Escape")
        else:
            pytest.fail(f"{field} offers no {option}")
        self.clicks += 2

    def file(self, button: Locator) -> bytes:
        """Click on a download and return what came."""
        button.wait_for(timeout=LONG)
        with self.page.expect_download(timeout=LONG) as taken:
            self.click(button)
        return taken.value.path().read_bytes()

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """Return the first button of that name."""
        return self.page.get_by_role("button", name=name).first

    def says(self, selector: str, *texts: str | re.Pattern[str]) -> None:
        """Hold that a part of the page says this."""
        for text in texts:
            expect(self.page.locator(selector).first).to_contain_text(text, timeout=LONG)


def what_is_new_on_the_wall(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.says(".hs-headline", "need a decision", "New: Castle ward")
    expect(desk.page.get_by_text(re.compile("Since 10 December 2025: .*new")).first).to_be_visible(timeout=LONG)
    desk.click(desk.button("Wall view"))
    headline = desk.page.locator(".hs-headline").first
    expect(desk.page.get_by_text("Change what is shown")).to_have_count(0, timeout=LONG)
    desk.says(".hs-headline", "New: Castle ward")
    assert headline.evaluate("line => parseFloat(getComputedStyle(line).fontSize)") >= 36


def did_the_patrols_work(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.click(desk.page.get_by_role("link", name="Did it work", exact=True))
    desk.says(".hs-headline", "57 before, 39 after", "no effect can be claimed")


def task_castle_hill(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.click(desk.button(re.compile(r"^\d+\. .*Castle ward, Merrowgate")))  # in the list: the map's buttons name it too
    desk.says("#hs-place", CASTLE, "new")
    page = desk.page
    desk.click(page.get_by_text(re.compile("Task it: Castle ward")).first)
    desk.fill(page.get_by_label("What will be done?", exact=True), "Marshals outside the clubs at closing time")
    desk.fill(page.get_by_label("Owner (a role or a team)").first, "Night-time economy team")
    desk.click(page.get_by_test_id("stDateInput").filter(has_text="Due").first.get_by_role("spinbutton").first)
    page.keyboard.type("31012026", delay=30)
    desk.fill(page.get_by_role("textbox", name="Saved by (your role or team, no names)").first, "Tasking chair")
    desk.click(page.get_by_role("button", name="Task it", exact=True))
    expect(page.get_by_text("Saved: Marshals outside the clubs").first).to_be_visible(timeout=LONG)
    desk.click(page.get_by_role("link", name="Did it work", exact=True))
    rows = list(csv.DictReader(io.StringIO(desk.file(desk.button("actions.csv")).decode("utf-8-sig"))))
    kept = next(row for row in rows if row["what"].startswith("Marshals outside"))
    assert (kept["owner"], kept["due"][:10]) == ("Night-time economy team", "2026-01-31")
    assert CASTLE.search(kept["place"])


def print_the_brief(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.click(desk.page.get_by_text("A brief for the meeting").first)
    desk.click(desk.button("Prepare the brief"))
    paper = desk.file(desk.button(re.compile(r"\.pdf")))
    assert paper.startswith(b"%PDF") and len(paper) > 20_000


def the_peak_hour_at_castle_hill(desk: Desk) -> None:
    desk.open("/weekend?area=demo")
    desk.choose("Where", CASTLE)
    desk.says(".hs-second", re.compile("busiest 01:00-04:00"))
    expect(desk.page.get_by_role("heading", name=re.compile("Hour by hour, Castle ward"))).to_be_visible(timeout=LONG)


def against_last_years_weekends(desk: Desk) -> None:
    desk.open("/hot_now?area=demo")
    desk.click(desk.page.get_by_role("link", name="Weekend nights", exact=True))
    desk.says(".hs-headline", "the same weekend nights last year", "not clearly different")
    told = desk.page.get_by_text(re.compile(r"\+\d+ \(-\d+ to \+\d+\): not clearly different"))
    expect(told.first).to_be_visible(timeout=LONG)


def the_best_shift_for_marshals(desk: Desk) -> None:
    desk.open("/weekend?area=demo")
    desk.choose("Where", CASTLE)
    desk.says(".hs-second", re.compile("busiest 01:00-04:00"))
    told = desk.page.get_by_text(re.compile("A shift 22:00-02:00 covers"))
    expect(told.first).to_contain_text("would cover", timeout=LONG)
    now, start, end, best = re.findall(r"(\d+) %.*?(\d\d):00-(\d\d):00 would cover (\d+) %", told.first.inner_text())[0]
    assert int(best) > int(now)
    desk.choose("Shift from", f"{start}:00")
    desk.choose("Shift to", f"{end}:00")
    expect(desk.page.get_by_text(f"A shift {start}:00-{end}:00 covers {best} %").first).to_be_visible(timeout=LONG)


def a_sheet_for_the_licensing_policy(desk: Desk) -> None:
    desk.open("/weekend?area=demo")
    sheet = desk.file(desk.button("Licensing sheet (page to print)")).decode()
    assert "not evidence against any one premises" in sheet and "Hospital" in sheet and "Castle Hill" in sheet


def my_rate_against_the_others(desk: Desk) -> None:
    desk.open("/district?area=demo")
    desk.choose("My district", "Safer Merrowgate")
    paragraph = desk.page.get_by_test_id("stCode").first
    expect(paragraph).to_contain_text("Safer Merrowgate", timeout=LONG)
    expect(paragraph).to_contain_text("per 1,000", timeout=LONG)
    paragraph.hover()  # only then is there a button to copy with
    desk.click(desk.page.get_by_role("button", name="Copy to clipboard").first)
    assert "Safer Merrowgate" in desk.page.evaluate("navigator.clipboard.readText()")


def a_table_of_neighbourhoods(desk: Desk) -> None:
    desk.open("/district?area=demo")
    said = desk.file(desk.button("surroundings_by_neighbourhood.csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(said)))
    assert sum(bool(re.search("D01|ward", ",".join(row))) for row in rows) >= 700


def a_place_without_a_youth_session(desk: Desk) -> None:
    desk.open("/act?area=demo")
    desk.click(desk.button(re.compile("Eastgate")))
    desk.says(".hs-panel", "No youth session or youth club within 1.2 km")


def this_months_drop(desk: Desk) -> None:
    rows = [f"2026-01,Derbyshire Constabulary,-1.47,52.92,On or near High Street {n},,Robbery" for n in range(12)]
    desk.open("/data?area=demo")
    chooser = desk.page.locator('[data-testid="stFileUploaderDropzoneInput"]').first
    chooser.wait_for(state="attached", timeout=LONG)
    table = "\n".join([FORCE, *rows]).encode()
    chooser.set_input_files({"name": "2026-01-derbyshire-street.csv", "mimeType": "text/csv", "buffer": table})
    desk.clicks += 1
    desk.click(desk.button("Add these files"))
    expect(desk.page.get_by_text(re.compile("12 (rows )?(read|kept)|12 rows")).first).to_be_visible(timeout=LONG)


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
    return serve(tmp_path_factory.mktemp("tasks"))


@pytest.fixture(scope="module")
def desk(url: str, browser: Browser) -> Iterator[Desk]:
    """One browser for all tasks, as one person has it."""
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(LONG)
    context.on("request", lambda made: asked.append(made.url))
    yield Desk(context.new_page(), url)
    context.close()
    assert not [one for one in asked if outside(one)]


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
