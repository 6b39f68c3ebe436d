"""Did it work on the demonstration in a real browser: the verdict, the map of groups, another comparison, a task."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, TimeoutError, expect

LONG = 120_000


def chosen(page: Page, field: str, option: str) -> None:
    """Choose from a list; a list that is opened while the page is still being drawn closes again, so try anew."""
    for _ in range(6):
        page.get_by_role("combobox", name=field).click()
        with contextlib.suppress(TimeoutError):
            page.get_by_role("option", name=option).click(timeout=5_000)
            return
        page.keyboard.press("Escape")
    page.get_by_role("option", name=option).click()


def test_the_patrols_are_not_claimed_and_another_action_can_be_chosen(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes]
) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(serve(empty) + "/worked?area=demo")
    headline = page.locator(".hs-headline").first
    expect(headline).to_contain_text("57 before, 39 after", timeout=LONG)
    expect(headline).to_contain_text("no effect can be claimed")
    expect(page.get_by_text("Dock Road) went from 20 to 24").first).to_be_visible()
    expect(page.get_by_text("Read with care").first).to_be_visible(timeout=LONG)
    map_drawn(page)
    chosen(page, "What was done", "Knife operation")
    expect(headline).to_contain_text("Knife operation, Kingsway", timeout=LONG)
    assert "tried=shipped-action-2" in page.url
    assert failures == []


def test_a_place_is_tasked_on_hot_now_and_stands_on_the_list(
    page: Page, serve: Callable[..., str], tmp_path: Path
) -> None:
    page.goto(serve(tmp_path) + "/hot_now?area=demo&at=88194426edfffff")
    expect(page.get_by_text("7 actions: 5 done, 1 late, 1 dropped").first).to_be_visible(timeout=LONG)
    page.get_by_text("Task it:").first.click()
    page.get_by_label("What will be done?", exact=True).fill("Close the alley at night")
    page.get_by_label("Owner (a role or a team)").fill("Highways team")
    page.get_by_role("textbox", name="Saved by (your role or team, no names)").first.fill("Tasking chair")
    page.get_by_role("button", name="Task it", exact=True).click()
    expect(page.get_by_text("Saved: Close the alley at night").first).to_be_visible(timeout=LONG)
    expect(page.get_by_text("Close the alley at night · Highways team").first).to_be_visible(timeout=LONG)
