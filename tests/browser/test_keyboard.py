"""Keys alone, from the address bar to a downloaded file: every stop shows its focus, nothing holds the focus fast."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import rested, seen

PAGES = ("Emerging", "Weekend nights", "My district", "Places to act", "Did it work", "Data", "Methods", "Hot now")
# What has the focus: its words, whether that can be seen, and whether something else lies over it.
STOP = """() => {
  let one = document.activeElement;
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;  // a component of our own keeps to itself
  const look = getComputedStyle(one), box = one.getBoundingClientRect();
  const words = one.getAttribute('aria-label') || one.innerText || one.value || '';
  const ringed = (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2) || look.boxShadow !== 'none';
  const field = one.closest('[data-baseweb]'), edge = field && getComputedStyle(field);
  const x = box.left + box.width / 2, y = box.top + box.height / 2, over = one.getRootNode().elementFromPoint(x, y);
  const inside = y > 0 && y < innerHeight && box.width > 1;
  const label = one.closest('label');
  const covered = inside && !!over && !one.contains(over) && !over.contains(one) && !(label && label.contains(over));
  return {tag: one.tagName, kind: one.getAttribute('data-testid') || one.getAttribute('role') || '', words,
    seen: ringed || (!!edge && /^rgb\\(31, 95, 139/.test(edge.borderTopColor)),
    in_table: !!one.closest('[data-testid="stDataFrame"]'), covered};
}"""
LIT = """() => document.activeElement.getAttribute('aria-activedescendant')"""  # which option of a list Enter takes
Stop = dict[str, Any]


@pytest.fixture(scope="module")
def url(serve: Callable[..., str], used: Path) -> str:
    return serve(used)


def stop(page: Page, key: str = "Tab") -> Stop:
    """Press a key and return what has the focus then, which must be seen, and have nothing over it."""
    page.keyboard.press(key)
    for _ in range(40):  # a ring fades in, and what is scrolled to or unfolded takes a moment
        page.wait_for_timeout(60)
        found: Stop = page.evaluate(STOP)
        if not (fault := faulty(found)):
            return found
    raise AssertionError(fault)


def faulty(found: Stop) -> str:
    """Return what is wrong with a stop, or nothing."""
    if found["tag"] in {"BODY", "MAIN"} or found["in_table"]:  # a table draws the ring round its own cell
        return ""
    if not found["seen"]:
        return f"the focus on {found} cannot be seen"
    floating = found["kind"] == "stBaseButton-elementToolbar"  # fades in over the map or table that it belongs to
    return f"something lies over {found}" if found["covered"] and not floating else ""


def reach(page: Page, words: str, *, tag: str = "", within: int = 90, key: str = "Tab") -> Stop:
    """Go on with Tab until something that says these words has the focus."""
    passed = []
    for _ in range(within):
        found = stop(page, key)
        if re.search(words, found["words"]) and tag in found["tag"]:
            return found
        passed.append(found["words"][:30])
    raise AssertionError(f"no stop says '{words}' within {within}: {passed}")


def drawn(page: Page) -> None:
    seen(page, "Read with care")
    rested(page)


def test_the_menu_leads_to_every_page(url: str, page: Page) -> None:
    page.goto(f"{url}/hot_now")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hot now", timeout=120_000)
    for name in PAGES:
        reach(page, f"^{name}$", tag="A", within=24, key="Shift+Tab" if name == "Hot now" else "Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1).first).to_have_text(name, timeout=120_000)


def test_a_map_says_what_keys_do_where_it_has_the_focus(url: str, page: Page, map_drawn: Callable[..., bytes]) -> None:
    page.goto(f"{url}/hot_now")
    map_drawn(page)
    at = page.get_by_role("application", name=re.compile("^Map: the arrow keys move it"))
    expect(at).to_have_attribute("tabindex", "0")


def test_escape_lets_the_next_tab_go_past_a_table(url: str, page: Page) -> None:
    """A table that is drawn in a canvas else takes one Tab for each of its columns."""
    page.goto(f"{url}/worked")
    drawn(page)
    table = page.locator('[data-testid="stDataFrame"]').filter(visible=True).first
    table.locator('canvas[data-testid="data-grid-canvas"]').focus()
    page.keyboard.press("Tab")
    inside = "table => table.contains(document.activeElement)"
    assert table.evaluate(inside)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not table.evaluate(inside)


def filter_changed(page: Page) -> None:
    """Open the filters, count something else, fold them again."""
    reach(page, "Change what is shown", tag="SUMMARY")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What is counted").filter(visible=True).first).to_be_visible()  # a fold takes a moment
    reach(page, "What is counted", tag="INPUT", within=24)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()  # the list takes a moment too
    before = page.evaluate(LIT)
    page.keyboard.press("ArrowDown")
    page.wait_for_function(f"before => ({LIT})() !== before", arg=before)
    page.keyboard.press("Enter")
    page.wait_for_url("**offence=**")
    drawn(page)
    reach(page, "Change what is shown", tag="SUMMARY", key="Shift+Tab", within=40)
    page.keyboard.press("Enter")


def place_picked(page: Page) -> None:
    """Go past the map, which lets go of the focus, to the list; pick its first place and read the panel."""
    reach(page, r"^\d+\. ", tag="BUTTON")
    name = page.evaluate("() => document.activeElement.innerText").split(". ", 1)[1]
    page.keyboard.press("Enter")
    page.wait_for_url("**at=**")
    expect(page.locator(".hs-panel h3").first).to_contain_text(name)
    drawn(page)


def dialog_left(page: Page) -> None:
    reach(page, "How to read this list", tag="BUTTON")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def tasked(page: Page) -> None:
    reach(page, "Task it", tag="SUMMARY")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What will be done?", exact=True)).to_be_visible()
    reach(page, "What will be done", tag="INPUT", within=8)
    page.keyboard.type("Foot patrol by the square")
    reach(page, "Owner", tag="INPUT", within=4)
    page.keyboard.type("Neighbourhood team")
    reach(page, "Saved by", tag="INPUT", within=24)
    page.keyboard.type("Tasking group")
    reach(page, "^Task it$", tag="BUTTON", within=4)
    page.keyboard.press("Enter")
    seen(page, "Saved: Foot patrol by the square")
    drawn(page)


def test_a_meeting_is_led_with_keys_alone(url: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{url}/hot_now")
    drawn(page)
    for act in (filter_changed, place_picked, dialog_left, tasked):
        act(page)
    reach(page, r"^findings\.csv", tag="BUTTON", within=120)
    with page.expect_download(timeout=90_000) as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "findings.csv")
    assert b"," in (tmp_path / "findings.csv").read_bytes()
