"""The menu marks the page that is shown, whichever of its addresses led there; a page out of the menu marks none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.looking import rested

MARKED = """() => [...document.querySelectorAll('[data-testid="stTopNavLink"][aria-current="page"]')]
                  .map(link => link.innerText)"""


@pytest.mark.parametrize(
    ("address", "marked"), [("", ["Hot now"]), ("hot_now", ["Hot now"]), ("methods", ["Methods"]), ("admin", [])]
)
def test_the_page_that_is_shown_is_marked(
    address: str, marked: list[str], page: Page, serve: Callable[..., str], empty: Path
) -> None:
    page.goto(f"{serve(empty)}/{address}")
    rested(page)
    assert page.evaluate(MARKED) == marked
