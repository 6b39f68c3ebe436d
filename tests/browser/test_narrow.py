"""On a phone: a map does not hold the page fast, a chart's names leave room for the chart, the menu can be closed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import NARROW, rested, seen

BARS = (158, 202, 225)  # of lists of ten places
MAP = '[data-testid="stDeckGlJsonChart"]'


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": NARROW[0], "height": NARROW[1]}, has_touch=True)
    yield context.new_page()
    context.close()


def swiped(page: Page, x: float, y: float, up_px: float) -> None:
    """Move one finger up the screen, as a person does who reads on."""
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in range(1, 11):
        at = {"x": x, "y": y - up_px * part / 10}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
        page.wait_for_timeout(25)
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_on_a_map_still_moves_the_page(
    phone: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes]
) -> None:
    phone.goto(serve(empty) + "/act")
    seen(phone, "Read with care")
    rested(phone)
    map_drawn(phone)
    shown = phone.locator(MAP).first
    shown.scroll_into_view_if_needed()
    before = shown.bounding_box()
    assert before and before["height"] <= NARROW[1] / 2 + 1  # there is a page around it, too
    swiped(phone, 160, before["y"] + 100, 80)
    moved = "([node, was]) => was - node.getBoundingClientRect().y > 40"
    phone.wait_for_function(moved, arg=[shown.element_handle(), before["y"]])


def test_the_bars_of_past_lists_have_room_beside_their_names(
    page: Page, serve: Callable[..., str], empty: Path
) -> None:
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.goto(serve(empty) + "/worked")
    seen(page, "Read with care")
    rested(page)
    page.set_viewport_size({"width": NARROW[0], "height": 1400})
    chart = page.get_by_test_id("stVegaLiteChart").nth(2)  # after the difference and both series
    chart.scroll_into_view_if_needed()
    rested(page)
    for _ in range(60):  # a chart draws itself after its page
        picture = Image.open(io.BytesIO(chart.screenshot())).convert("RGB")
        if list(picture.getdata()).count(BARS) > 300:
            return
        page.wait_for_timeout(500)
    pytest.fail("no bar has room")


ZOOM = re.compile(rb'"initialViewState":\{[^}]*"zoom":([0-9.]+)')


def first_views(browser: Browser, address: str) -> list[bytes]:
    """Open a page on a telephone and return how near each map that comes is drawn."""
    size = {"width": NARROW[0], "height": NARROW[1]}
    context = browser.new_context(viewport=size, has_touch=True, user_agent="Mozilla/5.0 (Made; Mobile) Test")
    opened, looks = context.new_page(), []

    def came(said: bytes | str) -> None:
        looks.extend(ZOOM.findall(said) if isinstance(said, bytes) else [])

    opened.on("websocket", lambda socket: socket.on("framereceived", came))
    opened.goto(address)
    seen(opened, "Read with care")
    rested(opened)
    context.close()
    return looks


@pytest.mark.flaky(reruns=1)  # a slow machine may draw a page once more for another reason
@pytest.mark.parametrize(("page", "maps"), [("weekend?area=demo", 5), ("?area=demo", 1)])
def test_the_maps_of_a_telephone_fit_it_from_the_first_and_are_drawn_once(
    browser: Browser, serve: Callable[..., str], empty: Path, page: str, maps: int
) -> None:
    """They opened as near as on a desk and were drawn anew once the browser had told how narrow it is."""
    for _ in range(2):  # the second time all answers are there, and come before a browser could tell anything
        looks = first_views(browser, f"{serve(empty)}/{page}")
        assert len(looks) == maps and len(set(looks)) == 1, looks


COVERED = """() => {
  const box = one => one.getBoundingClientRect();
  const tools = [...document.querySelectorAll('[data-testid="stDataFrame"] [data-testid="stElementToolbar"]')]
    .filter(one => !one.closest('details:not([open])'));
  const said = [...document.querySelectorAll('[data-testid="stHeading"], .hs-second')];
  const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return [tools.length, tools.filter(one => said.some(other => over(box(one), box(other)))).length];
}"""


def test_the_tools_of_a_table_cover_no_heading(phone: Page, serve: Callable[..., str], empty: Path) -> None:
    """Where nothing hovers they are shown all the time."""
    phone.goto(serve(empty) + "/worked")
    seen(phone, "Read with care")
    rested(phone)
    shown, covering = phone.evaluate(COVERED)
    assert shown >= 4 and covering == 0


def test_the_open_menu_can_be_closed_again(page: Page, serve: Callable[..., str], empty: Path) -> None:
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.goto(serve(empty) + "/methods")
    rested(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    closing = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    expect(closing).to_be_visible()
    closing.click(timeout=20_000)  # once it has slid in; refused where something lies over it
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
