"""The page Places to act on the demonstration in a real browser: map, list, a picked place, the agreed order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.looking import rested, seen


def test_a_place_is_picked_and_the_agreed_order_chosen(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes], failures: list[str]
) -> None:
    page.goto(serve(empty) + "/act")
    headline = page.locator(".hs-headline").first
    expect(headline).to_contain_text("places hold", timeout=120_000)
    rested(page)
    seen(page, "Read with care")
    map_drawn(page)
    page.get_by_role("button", name="7. Eastgate bus interchange").click()
    panel = page.locator(".hs-panel").first
    expect(panel).to_contain_text("No youth session or youth club within 1.2 km")
    seen(page, "because: weekday afternoons in term")
    page.wait_for_url("**at=881945c907fffff**")
    rested(page)
    page.get_by_role("radio", name="Agreed weights").click()
    expect(headline).to_contain_text("First by the agreed weights")
    page.wait_for_url("**order=weights**")
    seen(page, "of the first 10 stay")
    assert failures == []
