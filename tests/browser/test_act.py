"""The page Places to act on the demonstration in a real browser: map, list, a picked place, the agreed order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect


def test_a_place_is_picked_and_the_agreed_order_chosen(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes]
) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(serve(empty) + "/act")
    headline = page.locator(".hs-headline").first
    expect(headline).to_contain_text("places hold", timeout=120_000)
    expect(page.get_by_text("Read with care").first).to_be_visible(timeout=120_000)
    map_drawn(page)
    page.get_by_role("button", name="7. Eastgate bus interchange").click()
    panel = page.locator(".hs-panel").first
    expect(panel).to_contain_text("No youth session or youth club within 1.2 km", timeout=60_000)
    expect(page.get_by_text("because: weekday afternoons in term").first).to_be_visible()
    assert "at=881945c907fffff" in page.url
    page.get_by_role("radio", name="Agreed weights").or_(
        page.get_by_role("button", name="Agreed weights")
    ).first.click()
    expect(headline).to_contain_text("First by the agreed weights", timeout=60_000)
    assert "order=weights" in page.url
    expect(page.get_by_text("of the first 10 stay").first).to_be_visible()
    assert failures == []
