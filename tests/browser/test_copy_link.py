"""The link of what is shown is copied at a click, or shown and selected where a browser forbids the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.looking import rested


def test_the_link_is_copied_or_else_shown_selected(serve: Callable[..., str], page: Page, empty: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{serve(empty)}/hot_now?area=demo&rules=legacy")
    rested(page)
    copy = page.get_by_role("button", name="Copy link")
    copy.click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
    copy.click()
    shown = page.get_by_role("textbox", name="Copy link")
    expect(shown).to_have_value(page.url)
    assert shown.evaluate("field => field.selectionEnd - field.selectionStart") == len(page.url)
