"""Each page on real Derbyshire files in a real browser: drawn, in its colours, asking nothing of another machine."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Error, Page, expect

from hotspot.ui.opening import LONG
from hotspot.views.palettes import GROUND, VALUES, WORDS, ColourClass
from tests.browser.conftest import MAP
from tests.browser.looking import ROWS, rested, seen

ROOT = Path(__file__).resolve().parents[2]
NEEDED = [
    "police_uk/derbyshire-street.zip",
    "boundaries/lsoa21_EW.parquet",
    "boundaries/csp24_EW_derived.parquet",
    "boundaries/ltla24_UK.parquet",
    "lookups",
    "deprivation/imd2025_england_lsoa21.csv.gz",
    "population/pop_density_2011_2022.parquet",
]
# Notes each state of the map's canvas: the width it draws at ("" for none yet), and whether it can be seen.
WATCHING = """
  window.states = [];
  const look = () => {
    const canvas = document.querySelector('[data-testid="stDeckGlJsonChart"] canvas');
    if (canvas) {
      const state = [canvas.getAttribute("width") ?? "", getComputedStyle(canvas).visibility].join();
      if (window.states.at(-1) !== state) window.states.push(state);
    }
    requestAnimationFrame(look);
  };
  look();
"""
LONG_STANDING = next(group for group in WORDS if "long-standing" in group.words)
TITLES = {
    "hot_now": "Where is violence concentrated",
    "emerging": "Which places are new",
    "district": "How does my district compare",
    "data": "What is loaded",
    "methods": "What does this number mean",
}


@pytest.fixture(scope="session")
def derbyshire(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that holds Derbyshire, filled from the command line."""
    home = tmp_path_factory.mktemp("derbyshire")
    command = [sys.executable, "-m", "hotspot", "add", *(str(shared / "data" / name) for name in NEEDED)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "HOTSPOT_HOME": str(home)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture
def url(serve: Callable[..., str], derbyshire: Path) -> str:
    return serve(derbyshire)


def pixels_of(group: ColourClass, png: bytes) -> int:
    """Count the pixels in the colour that a class has over land."""
    share = group.opacity / 255
    seen = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    meant = np.array(group.colour) * share + np.array(GROUND["land"]) * (1 - share)
    return int((np.abs(seen - meant).max(axis=2) <= 6).sum())


def coloured(page: Page, group: ColourClass, least: int, within_s: float = 90) -> bytes:
    """Wait until the map shows a class in its colour, which bare ground does not, and return the picture."""
    canvas = page.locator(MAP).first
    for _ in range(int(within_s * 2)):
        canvas.wait_for(timeout=within_s * 1000)
        with contextlib.suppress(Error):  # a fresh map may take the old one's place at this moment
            png = canvas.screenshot()
            if pixels_of(group, png) >= least:
                return png
        page.wait_for_timeout(500)
    raise AssertionError(f"no place in the colour of '{group.label}' was drawn within {within_s:g} s")


def opened(page: Page, address: str, name: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name=TITLES[name])).to_be_visible()
    expect(page.get_by_text("Page not found")).to_have_count(0)
    rested(page)  # reading real records for the first time takes its time


def test_bare_ground_is_not_enough() -> None:
    ground = io.BytesIO()
    Image.new("RGB", (400, 300), GROUND["land"]).save(ground, "PNG")
    assert pixels_of(LONG_STANDING, ground.getvalue()) == 0


def test_hot_now(url: str, page: Page, map_drawn: Callable[..., bytes]) -> None:
    opened(page, f"{url}/hot_now?area=derbyshire", "hot_now")
    map_drawn(page)
    coloured(page, LONG_STANDING, least=100)
    headline = page.locator(".hs-headline")
    expect(headline).to_contain_text("in December 2025")
    size = "33px" if len(headline.inner_text()) > LONG else "40px"  # the wall shows each in 40 px or more
    assert headline.evaluate("node => getComputedStyle(node).fontSize") == size
    assert not re.search(
        r"hospital|prison|police station", page.locator(".st-key-hot_list").inner_text(), re.IGNORECASE
    )
    expect(page.get_by_text(re.compile("Set aside: [0-9]+ institutions"))).to_be_visible()


def test_no_map_is_seen_before_it_knows_its_size(url: str, page: Page, map_drawn: Callable[..., bytes]) -> None:
    """Deck draws a first picture of 300 by 150 pixels: stretched over the map's place it shows one blurred corner."""
    page.add_init_script(WATCHING)
    opened(page, f"{url}/hot_now?area=derbyshire", "hot_now")
    map_drawn(page)
    states = page.evaluate("window.states")  # on a fast machine perhaps none without a size
    assert ",visible" not in states and states[-1].endswith(",visible"), states


def test_the_list_flies_the_map_to_a_place_and_the_link_keeps_it(url: str, page: Page) -> None:
    opened(page, f"{url}/?area=derbyshire", "hot_now")
    before = pixels_of(LONG_STANDING, coloured(page, LONG_STANDING, least=100))
    place = page.locator(ROWS).first
    name = re.compile("^" + re.escape(place.inner_text().split(". ", 1)[1]))  # the street stands in the next line
    place.click()
    page.wait_for_url("**at=**")
    rested(page)
    coloured(page, LONG_STANDING, least=5 * before)
    expect(page.locator(".hs-panel h3")).to_have_text(name)
    link = page.url
    page.goto("about:blank")
    opened(page, link, "hot_now")
    expect(page.locator(".hs-panel h3")).to_have_text(name)


def test_a_click_on_the_map_shows_the_place(url: str, page: Page) -> None:
    opened(page, f"{url}/emerging?area=derbyshire", "emerging")
    png = coloured(page, LONG_STANDING, least=100)
    share = LONG_STANDING.opacity / 255
    meant = np.array(LONG_STANDING.colour) * share + np.array(GROUND["land"]) * (1 - share)
    seen = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    rows, columns = np.nonzero(np.abs(seen - meant).max(axis=2) <= 6)
    middle = len(rows) // 2
    for _ in range(20):  # a click on a map that does not answer yet is lost, and whoever sees nothing come clicks again
        box = page.locator(MAP).first.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + int(columns[middle]), box["y"] + int(rows[middle]))
        page.wait_for_timeout(800)
        page.mouse.down()
        page.wait_for_timeout(80)
        page.mouse.up()
        page.wait_for_timeout(2500)
        if "at=" in page.url:
            break
    assert re.search(r"[?&]at=88[0-9a-f]{13}", page.url)
    expect(page.get_by_text("Why this word")).to_be_visible()


def test_district(url: str, page: Page, map_drawn: Callable[..., bytes]) -> None:
    opened(page, f"{url}/district?area=derbyshire&csp=E22000040", "district")
    map_drawn(page)
    coloured(page, VALUES["rate"].classes[3], least=500)
    expect(page.get_by_role("heading", name="9 districts", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("^Derby: 1[0-9],[0-9]{3} records of recorded violence"))).to_be_visible()


def test_data(url: str, page: Page) -> None:
    opened(page, f"{url}/data", "data")
    seen(page, "2019-03 to 2024-12")
    seen(page, "17 months")


def test_methods(url: str, page: Page) -> None:
    opened(page, f"{url}/methods", "methods")
    expect(page.get_by_role("heading", name="Methods", exact=True).last).to_be_visible()


def test_the_menu_leads_to_every_page_and_keeps_the_settings(url: str, page: Page) -> None:
    opened(page, f"{url}/?area=derbyshire&resolution=7", "hot_now")
    for name, label in {"emerging": "Emerging", "district": "My district", "data": "Data"}.items():
        page.get_by_role("link", name=label, exact=True).click()
        expect(page.get_by_role("heading", name=TITLES[name])).to_be_visible()
        page.wait_for_url(re.compile(rf"/{name}\?.*resolution=7"))


def test_another_page_begins_at_its_top(url: str, page: Page) -> None:
    opened(page, f"{url}/district?area=derbyshire", "district")
    frame = "document.querySelector('[data-testid=stMain]')"
    for title in ("Methods", "Data"):
        rested(page)
        page.evaluate(f"{frame}.scrollTo(0, 800)")
        page.wait_for_function(f"{frame}.scrollTop > 600")
        page.get_by_role("link", name=title, exact=True).click()
        seen(page, TITLES[title.lower()])
        page.wait_for_function(f"{frame}.scrollTop === 0")


def test_the_map_stays_beside_a_place_picked_far_down_its_list(url: str, page: Page) -> None:
    opened(page, f"{url}/hot_now?area=derbyshire", "hot_now")
    rested(page)
    page.locator(ROWS).nth(6).click()
    page.wait_for_url("**at=**")
    rested(page)
    box = page.locator(MAP).first.bounding_box()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") > 300
    assert box and box["y"] > 0 and box["y"] + box["height"] < page.viewport_size["height"], box


def test_the_first_link_after_a_start_finds_its_page(serve: Callable[..., str], page: Page, tmp_path: Path) -> None:
    opened(page, f"{serve(tmp_path)}/district", "district")
    expect(page.get_by_role("button", name="Demonstration: a fictional place")).to_be_visible(timeout=90_000)
    expect(page.get_by_role("link", name="Emerging", exact=True)).to_be_visible()
