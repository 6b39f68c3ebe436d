"""A real browser on the real app: what the other tests cannot see, they see here, in pixels and in requests.

A test takes ``serve`` (starts a page or the app and returns its address), ``page`` (a browser page that may talk to
machine alone) and ``map_drawn`` (waits until the map shows something). Each leaves a screenshot in ``artefacts``.
"""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars "
    "--use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader --ignore-gpu-blocklist"  # WebGL without a GPU
).split()
MAP = '[data-testid="stDeckGlJsonChart"] canvas'
START_S = 90
DRAW_S = 90


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that ``-m "not browser"`` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def drawn(png: bytes) -> bool:
    """Tell whether a picture shows more than one flat colour and a few stray pixels."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    counts = sorted((count for count, _ in image.getcolors(maxcolors=image.width * image.height) or []), reverse=True)
    unlike_background = 1 - counts[0] / sum(counts)
    return len(counts) >= 4 and unlike_background >= 0.01


def outside(url: str) -> bool:
    """Tell whether a request leaves this machine."""
    parts = urlsplit(url)
    return parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1"


def answers(url: str) -> bool:
    """Tell whether the app answers yet."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url + "/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


def launch(script: Path, home: Path, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start Streamlit on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, "HOTSPOT_HOME": str(home)}
    with log.open("wb") as out:  # run from the checkout: its .streamlit/config.toml is what ships
        app = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    url, until = f"http://127.0.0.1:{port}", time.monotonic() + START_S
    while time.monotonic() < until and app.poll() is None:
        if answers(url):
            return app, url
        time.sleep(0.2)
    app.kill()
    pytest.fail(f"{script.name} did not start:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Return the folder for screenshots and logs."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS


@pytest.fixture(scope="session")
def serve(artefacts: Path) -> Iterator[Callable[..., str]]:
    """Return a function that starts the app on a data folder, once for each pair, and returns its address."""
    running: dict[tuple[Path, Path], tuple[subprocess.Popen[bytes], str]] = {}

    def address(home: Path, script: Path = ROOT / "app.py") -> str:
        if (home, script) not in running:
            running[home, script] = launch(script, home, artefacts / f"server-{len(running) + 1}.log")
        return running[home, script][1]

    yield address
    for app, _ in running.values():
        app.terminate()
        app.wait(timeout=30)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of every test that adds nothing: what one has computed the next finds done."""
    return tmp_path_factory.mktemp("empty_home")


@pytest.fixture(scope="package")  # not the whole session: while it is open, no other test may run an event loop
def browser() -> Iterator[Browser]:
    """Start Chromium; without it, skip, but never where CI promises it."""
    if not CHROMIUM.exists() and not os.environ.get("CI"):
        pytest.skip(f"needs Chromium at {CHROMIUM} (Debian: sudo apt install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def requests_made() -> list[str]:
    """Return the addresses that the page has asked for, as they come."""
    return []


@pytest.fixture
def other_hosts(requests_made: list[str]) -> Callable[[], list[str]]:
    """Return a function that lists the addresses on other machines that the page has asked for."""
    return lambda: sorted({url for url in requests_made if outside(url)})


@pytest.fixture
def page(
    browser: Browser,
    requests_made: list[str],
    other_hosts: Callable[[], list[str]],
    request: pytest.FixtureRequest,
    artefacts: Path,
) -> Iterator[Page]:
    """Open a page; afterwards keep a screenshot, and fail if anything was asked of another host."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.on("request", lambda made: requests_made.append(made.url))
    opened = context.new_page()
    opened.on("websocket", lambda made: requests_made.append(made.url))
    opened.set_default_timeout(60_000)
    yield opened
    opened.screenshot(path=artefacts / (re.sub(r"[^\w-]+", "-", request.node.name) + ".png"))
    context.close()
    assert not other_hosts(), f"the page asked other hosts for {other_hosts()}"


@pytest.fixture
def map_drawn() -> Callable[..., bytes]:
    """Return a function that waits until the page's map is drawn and returns its picture, or fails."""

    def picture(page: Page, which: int = 0, within_s: float = DRAW_S) -> bytes:
        canvas = page.locator(MAP).nth(which)
        canvas.wait_for(timeout=within_s * 1000)
        png, until = canvas.screenshot(), time.monotonic() + within_s
        while not drawn(png) and time.monotonic() < until:
            page.wait_for_timeout(500)  # time.sleep would hold back the browser's events
            png = canvas.screenshot()
        assert drawn(png), f"the map stayed blank for {within_s:g} s"
        return png

    return picture
