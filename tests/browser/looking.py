"""A look at a page, as people see it in two widths: what axe-core finds, and whether it scrolls sideways."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, TimeoutError, expect

WIDE, NARROW = (1440, 900), (320, 800)
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
RUN = (
    f"""() => axe.run({json.dumps({"runOnly": RULES, "resultTypes": ["violations"]})}).then(done => done.violations)"""
)
OPEN_FOLDS = """() => document.querySelectorAll('details:not([open]) > summary').forEach(fold => fold.click())"""
AT_REST = """() => document.querySelector('[data-test-script-state=notRunning]')
                   && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]')"""
WIDTHS = """() => [document.scrollingElement.scrollWidth,
                   document.querySelector('[data-testid="stMain"]').scrollWidth]"""
ROWS = '[class*="st-key-place_"] button'  # the places of a list; the map and its buttons name them too
LONG_MS = 200_000


@dataclass(frozen=True)
class Look:
    """What was found: by axe-core in each width (a line for each rule and element), and how wide the narrow page is."""

    wide: list[dict[str, Any]]
    narrow: list[dict[str, Any]]
    widths: list[int]


def rested(page: Page) -> None:
    """Wait until the page has been drawn to its end and nothing more moves: twice, for one run may ask for another."""
    expect(page.locator("h1").first).to_be_attached(timeout=LONG_MS)
    for pause_ms in (400, 200):
        page.wait_for_timeout(pause_ms)
        page.wait_for_function(AT_REST, timeout=LONG_MS)


def seen(page: Page, text: str | re.Pattern[str]) -> Locator:
    """Wait until a text can be seen, and return the first place where it stands; it may stand in a closed fold too."""
    told = page.get_by_text(text).filter(visible=True).first
    told.wait_for(timeout=LONG_MS)
    return told


def chosen(page: Page, field: str, option: str) -> None:
    """Choose from a list; a list that is opened while the page is still being drawn closes again, so try anew."""
    for _ in range(6):
        page.get_by_role("combobox", name=field).click()
        with contextlib.suppress(TimeoutError):
            page.get_by_role("option", name=option).click(timeout=5_000)
            return
        page.keyboard.press("Escape")
    page.get_by_role("option", name=option).click()


def unfolded(page: Page, address: str, size: tuple[int, int] = WIDE) -> None:
    """Open a page and all its folds."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    rested(page)
    page.evaluate(OPEN_FOLDS)
    rested(page)


def found(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds: one line for each rule and element."""
    page.evaluate(AXE_SCRIPT)
    return [
        {"rule": broken["id"], "impact": broken["impact"], "target": str(node["target"]), "html": node["html"]}
        for broken in page.evaluate(RUN)
        for node in broken["nodes"]
    ]


def looked_at(page: Page, address: str) -> Look:
    """Look at a page with its folds open, then enlarged four times, as a browser does it: in a quarter of the width."""
    unfolded(page, address)
    wide = found(page)
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    rested(page)
    return Look(wide, found(page), page.evaluate(WIDTHS))
