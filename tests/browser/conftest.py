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
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error, Page, Request, WebSocket, expect, sync_playwright

from tests.browser.looking import WIDE, Look, looked_at
from tests.browser.witness import Complaints, Server, of_page, of_server

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "artefacts"
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars "
    "--use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader --ignore-gpu-blocklist"  # WebGL without a GPU
).split()
MAP = '[data-testid="stDeckGlJsonChart"] canvas'
# Streamlit, told to write what each of its threads is doing when it is asked by a signal.
TELLING = """
import faulthandler, signal
if hasattr(signal, "SIGUSR1"):
    faulthandler.register(signal.SIGUSR1)
from streamlit.web.cli import main
main(prog_name="streamlit")
"""
START_S = 90
USUAL_MS = 90_000
DRAW_S = 90
LAUNCHED: list[Server] = []
COMPLAINTS = pytest.StashKey[Complaints]()
expect.set_options(timeout=USUAL_MS)  # without it five seconds, which a busy machine may take to unfold a form


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that ``-m "not browser"`` leaves them out; try one that fails once more.

    The report names each ("RERUN"): one that is named there often has a fault, in itself or in the product.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of a test that failed how its page stood and what its server did: elsewhere the output is all there is."""
    report = yield
    for page in _pages(getattr(item, "funcargs", {})) if report.failed else ():
        report.sections.append(("the page", of_page(page, item.stash.get(COMPLAINTS, Complaints()))))
        asked = [server for server in LAUNCHED if page.url.startswith(server.url + "/")]
        report.sections += [("the server", of_server(server)) for server in asked]
    return report


def _pages(given: dict[str, Any]) -> list[Page]:
    """Return the open pages among what a test was given: alone, in a pair, or in the window that it looks through."""
    each = [one for value in given.values() for one in (value if isinstance(value, tuple) else (value,))]
    each += [one.shown for one in each if isinstance(one, Window)]
    return list(dict.fromkeys(one for one in each if isinstance(one, Page) and not one.is_closed()))


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


def launch(script: Path, home: Path, log: Path) -> Server:
    """Start Streamlit on a free port and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", TELLING, "run", str(script), "--server.port", str(port)]
    environment = {**os.environ, "HOTSPOT_HOME": str(home)}
    with log.open("wb") as out:  # run from the checkout: its .streamlit/config.toml is what ships
        app = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    url, until = f"http://127.0.0.1:{port}", time.monotonic() + START_S
    while time.monotonic() < until and app.poll() is None:
        if answers(url):
            LAUNCHED.append(Server(app, url, log))
            return LAUNCHED[-1]
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
    running: dict[tuple[Path, Path], Server] = {}

    def address(home: Path, script: Path = ROOT / "app.py") -> str:
        if (home, script) not in running:
            running[home, script] = launch(script, home, artefacts / f"server-{len(running) + 1}.log")
        return running[home, script].url

    yield address
    for server in running.values():
        server.app.terminate()
        server.app.wait(timeout=30)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of every test that adds nothing: what one has computed the next finds done."""
    return tmp_path_factory.mktemp("empty_home")


@pytest.fixture(scope="session")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of the tests that task something: none may rely on what the others have left there."""
    return tmp_path_factory.mktemp("used_home")


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


class Window:
    """One window for all tests: a new one fetches, compiles and draws everything anew, which takes seconds."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._page: Page | None = None

    def page(self) -> Page:
        """Return the window, empty, of the usual size, remembering nothing of the test before."""
        try:
            return _emptied(self._page or self._opened())
        except Error:  # it hangs or has crashed: that test is judged already
            self.close()
            return _emptied(self._opened())

    @property
    def shown(self) -> Page | None:
        """The page in it, if it was opened."""
        return self._page

    def _opened(self) -> Page:
        self._page = self._browser.new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
        return self._page

    def close(self) -> None:
        """Close it; the next test gets another."""
        if self._page:
            self._page.context.close()
        self._page = None


def _emptied(page: Page) -> Page:
    page.evaluate("() => location.protocol === 'about:' || (localStorage.clear(), sessionStorage.clear())")
    page.goto("about:blank", timeout=30_000)
    page.context.clear_cookies()
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.mouse.move(0, 0)
    page.set_default_timeout(USUAL_MS)
    return page


@pytest.fixture(scope="package")
def window(browser: Browser) -> Iterator[Window]:
    """Return the window that the tests use one after the other."""
    held = Window(browser)
    yield held
    held.close()


@pytest.fixture
def page(
    window: Window,
    requests_made: list[str],
    other_hosts: Callable[[], list[str]],
    complaints: Complaints,
    request: pytest.FixtureRequest,
    artefacts: Path,
) -> Iterator[Page]:
    """Give the window to a test; afterwards keep a screenshot, and fail if it asked another host or a script broke."""
    opened = window.page()

    def asked(made: Request | WebSocket) -> None:
        requests_made.append(made.url)

    listening = (("websocket", asked), ("pageerror", complaints.failed), ("console", complaints.said))
    opened.context.on("request", asked)
    for event, listener in listening:
        opened.on(event, listener)  # type: ignore[call-overload]
    yield opened
    opened.screenshot(path=artefacts / (re.sub(r"[^\w-]+", "-", request.node.name) + ".png"))
    for event, listener in listening:
        opened.remove_listener(event, listener)
    opened.context.remove_listener("request", asked)
    assert not other_hosts(), f"the page asked other hosts for {other_hosts()}"
    assert not complaints.errors, f"a script of the page broke off: {complaints.errors}"


@pytest.fixture
def complaints(request: pytest.FixtureRequest) -> Complaints:
    """Return what the page's own scripts complain of, as it comes."""
    met = Complaints()
    request.node.stash[COMPLAINTS] = met
    return met


@pytest.fixture
def failures(complaints: Complaints) -> list[str]:
    """Return the errors of the page's own scripts, as they come."""
    return complaints.errors


@pytest.fixture(scope="package")
def looked(serve: Callable[..., str], empty: Path, window: Window) -> Callable[[str], Look]:
    """Return a function: a page's name -> what a look at it found, wide and narrow. Each is loaded once."""
    found: dict[str, Look] = {}

    def look(name: str) -> Look:
        if name not in found:
            found[name] = looked_at(window.page(), f"{serve(empty)}/{name}")
        return found[name]

    return look


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
