"""The map room at size: made-up counties of 5,000, 10,000 and 50,000 hexagons, one reader and fifty.

The server's part runs from the message that asks for a page to the one that says it is finished, read by a client that
draws nothing. The browser's part is timed in Chromium without a GPU, from a click to the last change of the picture.
"""

from __future__ import annotations

import asyncio
import math
import os
import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

from benchmarks import Table, _county, _walk, _wire
from benchmarks.first_page import Started, idle, map_is_drawn, started, waited
from hotspot import pipeline
from hotspot.config import Parameters, Settings
from tests.browser.conftest import CHROMIUM, FLAGS, MAP

TITLE = "The map room: filters, clicks, bytes and fifty readers on made-up counties (software WebGL)"
METHODS = {"emerging": "Emerging hot spots", "gi_star": "One map of the period (Gi*)", "density": "Density"}
KEPT_CHANGES = 20
FIRST_TIMES = {5_000: 12, 50_000: 6}  # months moved, at either end of the period
WALK = {5_000: 40, 50_000: 12}  # changes of every kind of filter
REDRAWN = {5_000: 6, 50_000: 5}
CLICKS = 12
READERS, TURNS, THINK_S = 50, 4, (2.0, 8.0)
PICTURE = {"width": 300, "height": 300}
SAME = 3  # pictures alike, one after the other: nothing moves any more
Row = tuple[str, str, str, str, str]


def told(what: str, goal: str, seconds: list[float], remark: str = "") -> Row:
    """Return a row: the median and the 95th percentile, which for few runs is the slowest."""
    worst = sorted(seconds)[math.ceil(0.95 * len(seconds)) - 1]
    return what, goal, f"{median(seconds):.2f} s", f"{worst:.2f} s", f"{len(seconds)} runs{remark}"


def asked(size: int, **settings: str) -> str:
    """Return the address's settings for a question about a county."""
    return "&".join(f"{name}={value}" for name, value in {"area": f"made-{size}", **settings}.items())


async def _server_part(url: str, size: int) -> tuple[list[float], list[float]]:
    """Return the seconds of filter changes whose answers are made first, and of those whose answers are kept."""
    kept = [asked(size, method=method) for method in METHODS]
    times = FIRST_TIMES[size]
    months = [asked(size, end=month) for month in _county.MONTHS[-2 : -2 - times : -1]]
    months += [asked(size, start=month) for month in _county.MONTHS[1 : 1 + times]]
    first = await _changes(url, size, [*months, *kept])
    async with _wire.reader(url) as one:
        for turn in range(KEPT_CHANGES):
            await one.ask(kept[turn % len(kept)])
        _refuse_errors(one)
    return first[: len(months)], one.looked.seconds


async def _changes(url: str, size: int, queries: Iterable[str]) -> list[float]:
    """Return the seconds of one change after the other, each asked when the page before stands."""
    async with _wire.reader(url) as one:
        await one.ask(asked(size))
        await one.rest()
        one.looked.seconds.clear()
        for query in queries:
            await one.ask(query)
            await one.rest()
        _refuse_errors(one)
    return one.looked.seconds


def _refuse_errors(one: _wire.Reader) -> None:
    if one.looked.errors:
        raise RuntimeError("A page showed an error.")


def server_rows(app: Started, home: Path) -> list[Row]:
    """Return what a filter change takes on the server."""
    rows = []
    for size, goal in {5_000: "p95 under 0.15 s", 50_000: "p95 under 0.5 s"}.items():
        first, kept = asyncio.run(_server_part(app.url, size))
        offered = pipeline.offered(Parameters(f"made-{size}"), settings=Settings(home))
        walk = _walk.walk(f"made-{size}", offered, WALK[size], random.Random(f"a meeting of {size}"))
        walked = asyncio.run(_changes(app.url, size, walk))
        what = f"filter changed, {size:,} cells, server part,"
        rows.append(told(f"{what} answer kept", goal, kept))
        rows.append(told(f"{what} answer made first", goal, first))
        rows.append(told(f"{what} every filter by lot, made first", goal, walked))
    return rows


def wire_rows(app: Started) -> list[Row]:
    """Return the bytes of a map and of its page."""
    size = 10_000
    page, frames = asyncio.run(_wire.page_bytes(app.url, asked(size)))
    (drawn,) = _wire.maps_in(frames)
    sizes = (_wire.deflated(drawn), len(drawn), page, sum(map(len, frames)))
    compressed, plain, counted, raw = (f"{one / 1000:,.0f} kB" for one in sizes)
    return [
        (f"a map of {size:,} cells and its ground on the wire", "under 400 kB", compressed, "", f"{plain} before"),
        ("its whole page, counted on the wire", "", counted, "", f"{raw} before compression"),
    ]


def opened(browser: Browser, url: str, query: str) -> tuple[Page, float]:
    """Open a page in a fresh session and return it, with the seconds until its map was drawn."""
    page = browser.new_context(viewport={"width": 1440, "height": 1500}).new_page()
    page.set_default_timeout(60_000)
    begun = time.monotonic()
    page.goto(f"{url}/?{query}", wait_until="commit")
    return page, waited(page, lambda: map_is_drawn(page), "The map") - begun


def _picture(page: Page) -> bytes:
    box = page.locator(MAP).first.bounding_box() or {"x": 0, "y": 0, "width": 600, "height": 600}
    left, top = box["x"] + box["width"] / 2 - 150, box["y"] + box["height"] / 2 - 150
    return page.screenshot(clip={"x": left, "y": top, **PICTURE})


def _still(page: Page) -> list[tuple[float, bytes]]:
    """Return pictures of the map until nothing moves any more."""
    seen: list[tuple[float, bytes]] = []
    while len(seen) < SAME or len({png for _, png in seen[-SAME:]}) > 1 or not idle(page):
        png = _picture(page)
        seen.append((time.monotonic(), png))
    return seen


def redrawn(page: Page, option: str) -> float:
    """Choose a method; return the seconds from the click to the last change of the map's picture."""
    before = _still(page)[-1][1]
    box = page.get_by_test_id("stSelectbox").filter(has=page.get_by_text("Method", exact=True))
    box.locator("input").click()
    choice = page.get_by_role("option", name=option, exact=True)
    choice.wait_for()
    begun = time.monotonic()
    choice.click()
    waited(page, lambda: _picture(page) != before, "Another map")
    seen = _still(page)
    return next(when for when, png in seen if png == seen[-1][1]) - begun


def clicked(page: Page) -> list[float]:
    """Click on hexagons of the map; return the seconds from each click until its place panel shows the place."""
    heading, taken = "#hs-place h3", []
    box = page.locator(MAP).first.bounding_box()
    for turn in range(CLICKS):
        angle = 2 * math.pi * turn / CLICKS
        before = page.locator(heading).inner_text()
        page.mouse.move(box["x"] + box["width"] / 2 + 120 * math.cos(angle), box["y"] + 300 + 120 * math.sin(angle))
        page.wait_for_timeout(1000)  # the map has to see what is below the pointer
        begun = time.monotonic()
        page.mouse.down()
        page.wait_for_timeout(80)
        page.mouse.up()
        changed = f"before => document.querySelector('{heading}')?.innerText.trim() !== before.trim()"
        try:
            page.wait_for_function(changed, arg=before, polling=20, timeout=8_000)
        except TookTooLong:  # the same place again, or a click that the map did not see
            continue
        taken.append(time.monotonic() - begun)
        waited(page, lambda: idle(page), "The end of the run")
        page.wait_for_timeout(500)
    return taken


def browser_rows(app: Started) -> list[Row]:
    """Return what a reader with a browser waits for."""
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        sessions = []
        for _ in range(3):
            page, seconds = opened(browser, app.url, asked(5_000))
            sessions.append(seconds)
            page.context.close()
        rows.append(told("a new session to a drawn map, 5,000 cells", "under 6 s", sessions))
        page, _ = opened(browser, app.url, asked(5_000))
        waited(page, lambda: idle(page), "The page")
        clicks = clicked(page)
        missed = CLICKS - len(clicks)
        rows.append(told("a click to its place panel, 5,000 cells", "under 0.8 s", clicks or [math.inf],
                         f", {missed} clicks without an answer" if missed else ""))  # fmt: skip
        page.context.close()
        for size, goal in {5_000: "under 1.2 s", 50_000: "under 2.5 s"}.items():
            page, _ = opened(browser, app.url, asked(size))
            waited(page, lambda page=page: idle(page), "The page")
            page.get_by_text("Change what is shown").first.click()
            options = [list(METHODS.values())[(1 + turn) % 2] for turn in range(REDRAWN[size])]
            taken = [redrawn(page, option) for option in options]
            rows.append(told(f"filter changed, {size:,} cells, click to the redrawn map", goal, taken))
            page.context.close()
        browser.close()
    return rows


CROWD = f"{READERS} sessions of 5,000 cells, each changing a filter every {THINK_S[0]:.0f} to {THINK_S[1]:.0f} s"


def _crowd(url: str) -> _wire.Looked:
    kept = [asked(5_000, method=method) for method in METHODS]
    return asyncio.run(_wire.crowd(url, kept, readers=READERS, runs=TURNS, think_s=THINK_S))


def crowd_rows(app: Started) -> list[Row]:
    """Return what fifty readers at once wait for, and the server's memory after all of this."""
    got = _crowd(app.url)
    peak = max(_peak_gb(pid) for pid in _children(app.pid))
    return [
        told(CROWD, "p95 under 0.4 s, no errors", got.seconds or [math.inf], f", {got.errors} errors"),
        ("the server's memory at its highest, after all of this", "under 1.5 GB", f"{peak:.2f} GB", "", ""),
    ]


def cold_row(home: Path) -> Row:
    """Return what fifty readers wait for on a server that has just started, which makes and scores their answers."""
    with started(home) as app:
        got = _crowd(app.url)
    return told("the same on a server just started", "", got.seconds or [math.inf], f", {got.errors} errors")


def _children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())) or [pid]


def _peak_gb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1e6


def table() -> Table:
    """Build the counties, start the app once, and measure all rows on it."""
    load = f"{os.getloadavg()[0]:.1f}"
    with tempfile.TemporaryDirectory() as folder:
        home, files = Path(folder) / "home", Path(folder) / "files"
        for size in _county.SIZES:
            _county.added(_county.county(size), home, files)
        with started(home) as app:
            rows = server_rows(app, home)
            rows += [row for part in (wire_rows, browser_rows, crowd_rows) for row in part(app)]
        rows.append(cold_row(home))
    rows.append(("other work on the machine when it began (load average)", "none", load, "", ""))
    return Table(("", "goal", "median", "95th percentile", "remark"), rows)
