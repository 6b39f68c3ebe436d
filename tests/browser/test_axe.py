"""Every page held against axe-core in a real browser, wide and narrow, folds open: nothing serious or critical.

What Streamlit itself causes is named in ``STREAMLIT`` by rule and element, with its issue; an entry that no page needs
any more fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hotspot.access import Holder, give

WIDE, NARROW = (1440, 900), (320, 800)
PAGES = ("hot_now", "emerging", "weekend", "district", "act", "worked", "data", "methods")
NARROW_TOO = ("hot_now", "data")
ADMIN = """
from pathlib import Path
from runpy import run_path
from hotspot.ui import access

access.reader = lambda: ("https://login.example", "ann")  # as if the login service had said so
run_path(str(Path(access.__file__).parents[2] / "pages" / "admin.py"))
"""
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPEN_FOLDS = """() => document.querySelectorAll('details:not([open]) > summary').forEach(fold => fold.click())"""
AT_REST = """() => !document.querySelector('[data-test-script-state=running], [data-testid=stSkeleton]')"""
RUN = (
    f"""() => axe.run({json.dumps({"runOnly": RULES, "resultTypes": ["violations"]})}).then(done => done.violations)"""
)


@dataclass(frozen=True)
class Known:
    """Something that Streamlit causes and no page can mend: the rule, the element, and where it is told."""

    rule: str
    element: str
    issue: str


STREAMLIT = (
    Known(
        "presentation-role-conflict",
        'data-testid="stFileUploaderDropzone"',
        "https://github.com/streamlit/streamlit/pull/15928",
    ),
)


@pytest.fixture(scope="module")
def url(serve: Callable[..., str], empty: Path) -> str:
    return serve(empty)


@pytest.fixture(scope="module")
def visit(browser: Browser) -> Iterator[BrowserContext]:
    """Open one session for all pages: what the first page has computed the others find done."""
    context = browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]})
    context.set_default_timeout(90_000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def met() -> set[Known]:
    """Return what was met of the things that Streamlit causes."""
    return set()


def rested(page: Page) -> None:
    """Wait until the page has been drawn to its end and nothing more moves."""
    expect(page.locator("h1").first).to_be_attached(timeout=90_000)
    page.wait_for_timeout(400)
    page.wait_for_function(AT_REST, timeout=200_000)
    page.wait_for_timeout(200)
    page.wait_for_function(AT_REST, timeout=200_000)


def opened(visit: BrowserContext, address: str, size: tuple[int, int]) -> Page:
    """Return a page with all its folds open."""
    page = visit.new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    rested(page)
    page.evaluate(OPEN_FOLDS)
    rested(page)
    return page


def found(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds: one line for each rule and element."""
    page.evaluate(AXE_SCRIPT)
    return [
        {"rule": broken["id"], "impact": broken["impact"], "target": str(node["target"]), "html": node["html"]}
        for broken in page.evaluate(RUN)
        for node in broken["nodes"]
    ]


def unknown(held: list[dict[str, Any]], met: set[Known]) -> list[dict[str, Any]]:
    """Return what is left of the finds when what Streamlit causes is taken out, and note what that was."""
    left = []
    for one in held:
        excuses = {known for known in STREAMLIT if known.rule == one["rule"] and known.element in one["html"]}
        met |= excuses
        left += [] if excuses else [one]
    return left


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule(name: str, url: str, visit: BrowserContext, met: set[Known]) -> None:
    page = opened(visit, f"{url}/{name}", WIDE)
    assert unknown(found(page), met) == []
    page.close()


def test_the_page_of_the_role_admin_breaks_no_rule(
    serve: Callable[..., str], tmp_path: Path, visit: BrowserContext, met: set[Known]
) -> None:
    ann = Holder("https://login.example", "ann", "admin")
    give(tmp_path, ann, at=datetime.now(UTC))
    script = tmp_path / "admin_alone.py"
    script.write_text(ADMIN)
    page = opened(visit, serve(tmp_path, script), WIDE)
    expect(page.get_by_role("heading", name="Roles")).to_be_visible()
    assert unknown(found(page), met) == []
    page.close()


@pytest.mark.parametrize("name", NARROW_TOO)
def test_a_narrow_page_breaks_no_rule(name: str, url: str, visit: BrowserContext, met: set[Known]) -> None:
    page = opened(visit, f"{url}/{name}", NARROW)
    assert unknown(found(page), met) == []
    page.close()


def test_the_wall_breaks_no_rule(url: str, visit: BrowserContext, met: set[Known]) -> None:
    page = opened(visit, f"{url}/hot_now?wall=1", (1920, 1080))
    expect(page.get_by_role("button", name="Leave the wall view")).to_be_visible()
    assert unknown(found(page), met) == []
    page.close()


def test_every_excuse_is_still_needed(met: set[Known]) -> None:
    """Runs after all pages: what none of them needed is to be struck from the list."""
    assert met == set(STREAMLIT)


def test_axe_sees_what_is_wrong(visit: BrowserContext) -> None:
    page = visit.new_page()
    page.set_content('<html lang="en"><title>t</title><main><h1>a</h1><img src="data:,"><button></button></main>')
    assert {one["rule"] for one in found(page)} >= {"image-alt", "button-name"}
    page.close()


def test_the_script_comes_with_the_package() -> None:
    assert AXE_SCRIPT.startswith("/*! axe v4.")
    assert not Path("axe.min.js").exists()
