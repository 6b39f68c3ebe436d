"""Did it work on the demonstration in a real browser: the verdict, the map of groups, another comparison."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.looking import chosen, rested, seen

LONG = 120_000


def test_the_patrols_are_not_claimed_and_another_action_can_be_chosen(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes], failures: list[str]
) -> None:
    page.goto(serve(empty) + "/worked?area=demo")
    headline = page.locator(".hs-headline").first
    expect(headline).to_contain_text("57 before, 39 after", timeout=LONG)
    expect(headline).to_contain_text("no effect can be claimed")
    seen(page, "Dock Road) went from 20 to 24")
    seen(page, "Read with care")
    rested(page)
    map_drawn(page)
    chosen(page, "What was done", "Knife operation")
    expect(headline).to_contain_text("Knife operation, Kingsway", timeout=LONG)
    page.wait_for_url("**tried=shipped-action-2**")
    assert failures == []
