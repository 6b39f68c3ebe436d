"""Every page held against axe-core in a real browser, wide and narrow, folds open: nothing serious or critical.

What Streamlit itself causes is named in ``STREAMLIT`` by rule and element, with its issue; an entry that no page needs
any more fails.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from hotspot.access import Holder, give
from tests.browser.looking import Look, found, unfolded

PAGES = ("hot_now", "emerging", "weekend", "district", "act", "worked", "data", "methods")
ADMIN = """
from pathlib import Path
from runpy import run_path
from hotspot.ui import access

access.reader = lambda: ("https://login.example", "ann")  # as if the login service had said so
run_path(str(Path(access.__file__).parents[2] / "pages" / "admin.py"))
"""


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


def excuses(one: dict[str, Any]) -> set[Known]:
    """Return what of the things that Streamlit causes this find is."""
    return {known for known in STREAMLIT if known.rule == one["rule"] and known.element in one["html"]}


def unknown(held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what is left of the finds when what Streamlit causes is taken out."""
    return [one for one in held if not excuses(one)]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule(name: str, looked: Callable[[str], Look]) -> None:
    assert unknown(looked(name).wide) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_page_breaks_no_rule(name: str, looked: Callable[[str], Look]) -> None:
    assert unknown(looked(name).narrow) == []


def test_the_page_of_the_role_admin_breaks_no_rule(serve: Callable[..., str], tmp_path: Path, page: Page) -> None:
    ann = Holder("https://login.example", "ann", "admin")
    give(tmp_path, ann, at=datetime.now(UTC))
    script = tmp_path / "admin_alone.py"
    script.write_text(ADMIN)
    unfolded(page, serve(tmp_path, script))
    expect(page.get_by_role("heading", name="Roles")).to_be_visible()
    assert unknown(found(page)) == []


def test_the_wall_breaks_no_rule(serve: Callable[..., str], empty: Path, page: Page) -> None:
    unfolded(page, f"{serve(empty)}/hot_now?wall=1", (1920, 1080))
    expect(page.get_by_role("button", name="Leave the wall view")).to_be_visible()
    assert unknown(found(page)) == []


def test_every_excuse_is_still_needed(looked: Callable[[str], Look]) -> None:
    """What no page needs is to be struck from the list; each page was looked at already, where all tests run."""
    looks = [looked(name) for name in PAGES]
    assert {known for look in looks for one in (*look.wide, *look.narrow) for known in excuses(one)} == set(STREAMLIT)


def test_axe_sees_what_is_wrong(page: Page) -> None:
    page.set_content('<html lang="en"><title>t</title><main><h1>a</h1><img src="data:,"><button></button></main>')
    assert {one["rule"] for one in found(page)} >= {"image-alt", "button-name"}


def test_the_script_comes_with_the_package() -> None:
    assert AXE_SCRIPT.startswith("/*! axe v4.")
    assert not Path("axe.min.js").exists()
