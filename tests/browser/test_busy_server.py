"""A server that comes round to sending but seldom, as under the load of many readers: each page still stands whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from hotspot.ui.scoring import WAITING
from tests.browser.looking import rested, seen

SELDOM = """
import streamlit.runtime.runtime as server

server.MESSAGE_FLUSH_INTERVAL_SECS = 1.0  # a whole page waits to be sent when its later parts begin

from hotspot import ui

with ui.in_turn(), ui.in_batches():
    ui.menu().run()
"""


@pytest.fixture(scope="module")
def url(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a busy server on a data folder of its own: no part of any page was drawn before."""
    folder = tmp_path_factory.mktemp("busy")
    script = folder / "busy.py"
    script.write_text(SELDOM)
    return serve(folder, script)


def test_a_page_whose_parts_come_later_is_drawn_to_its_end(url: str, page: Page, failures: list[str]) -> None:
    page.goto(f"{url}/hot_now?area=demo")
    seen(page, "Read with care")
    expect(page.get_by_text(WAITING)).to_have_count(0)
    seen(page, "More under the page Did it work.")
    rested(page)
    assert not failures
