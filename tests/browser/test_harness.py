"""The browser harness itself: it must see a map that is drawn, and must not be content with less."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

TOY = """
import pydeck as pdk
import streamlit as st

corners = [(0.00, 0.02), (0.02, 0.00), (0.00, -0.02), (-0.02, 0.00)]
cells = [
    {"polygon": [[i / 20 - 1.5 + dx, j / 20 + 52.9 + dy] for dx, dy in corners], "colour": [60 * i, 60 * j, 90]}
    for i in range(5)
    for j in range(4)
]
asked = st.query_params
layers = [pdk.Layer("PolygonLayer", cells, id="toy", get_polygon="polygon", get_fill_color="colour")]
view = pdk.ViewState(longitude=-1.4, latitude=52.97, zoom=9)
st.pydeck_chart(pdk.Deck([] if "blank" in asked else layers, initial_view_state=view, map_provider=None), key="toy")
st.caption("Drawn here.")
if "outside" in asked:
    st.html('<img src="http://localhost.invalid/spy.png">')
"""


@pytest.fixture(scope="module")
def toy(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("toy")
    script = folder / "toy.py"
    script.write_text(TOY)
    return serve(folder, script)


def test_a_drawn_map_is_seen(toy: str, page: Page, map_drawn: Callable[..., bytes]) -> None:
    page.goto(toy)
    assert map_drawn(page).startswith(b"\x89PNG")


def test_a_blank_map_fails(toy: str, page: Page, map_drawn: Callable[..., bytes]) -> None:
    page.goto(toy + "/?blank=1")
    with pytest.raises(AssertionError, match="stayed blank"):
        map_drawn(page, within_s=5)


def test_a_request_to_another_host_is_seen(
    toy: str, page: Page, requests_made: list[str], other_hosts: Callable[[], list[str]]
) -> None:
    with page.expect_request("**/spy.png"):
        page.goto(toy + "/?outside=1")
    assert other_hosts() == ["http://localhost.invalid/spy.png"]
    requests_made.clear()  # it was meant: the page's own check at the end must not fail this test
