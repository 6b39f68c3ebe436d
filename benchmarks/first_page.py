"""From the command to a drawn map: the demonstration as a newcomer meets it, in a real browser without a GPU.

The app is started as a newcomer starts it, ``python run.py``, on an empty data folder and in an environment that is
installed already. Plotly is hidden from it: a benchmark's peer brings it with it, no newcomer has it, and Streamlit
loads it wherever it is installed. What the server took is read from the messages between it and the browser: from the
message that asks for a run to the one that says it is finished. The first page is asked for twice, each time of a
fresh app: by a plain client, so that the server has the machine to itself, and by Chromium, which draws on the same
cores.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

import websockets
from playwright.sync_api import Page, WebSocket, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import Table
from tests.browser.conftest import CHROMIUM, FLAGS, MAP, answers, drawn

TITLE = "First page of the demonstration: run.py on an empty data folder, Chromium with software WebGL"
ROOT = Path(__file__).resolve().parents[1]
STARTS = 3
WITHIN_S = 120.0
WHOLE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)  # not those cut short
GOALS = {
    "server ready and first page computed, asked by a plain client": "under 4 s",
    "server ready, before Chromium asks": "",
    "first page computed, after Chromium asked": "",
    "server ready and first page computed, while Chromium draws": "under 4 s",
    "map drawn, after Chromium asked": "under 10 s",
    "band changed, on the server": "under 0.2 s",
}


@dataclass
class Messages:
    """When the browser asked the server for a run, and when the server said that one was finished (seconds)."""

    asked: list[float] = field(default_factory=list)
    finished: list[float] = field(default_factory=list)

    def more_than(self, finished: int) -> bool:
        """Tell whether more runs are finished than these."""
        return len(self.finished) > finished

    def sent(self, payload: str | bytes) -> None:
        """Note a message to the server."""
        if isinstance(payload, bytes) and BackMsg.FromString(payload).WhichOneof("type") == "rerun_script":
            self.asked.append(time.monotonic())

    def received(self, payload: str | bytes) -> None:
        """Note a message from the server."""
        if isinstance(payload, bytes):
            message = ForwardMsg.FromString(payload)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in WHOLE:
                self.finished.append(time.monotonic())


def listened(page: Page) -> Messages:
    """Return the messages of a page, as they come."""
    messages = Messages()

    def opened(connection: WebSocket) -> None:
        connection.on("framesent", messages.sent)
        connection.on("framereceived", messages.received)

    page.on("websocket", opened)
    return messages


@dataclass(frozen=True)
class Started:
    """The running app: its address, the seconds until it answered, and its process."""

    url: str
    ready_s: float
    pid: int

    def cpu_s(self) -> float:
        """Return the CPU time that run.py and the server it started have taken so far (seconds; Linux alone)."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return sum(_cpu_s(pid) for pid in (self.pid, *map(int, children)))


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # in user and in system mode


@contextlib.contextmanager
def _without_plotly() -> Iterator[str]:
    """Give a folder for PYTHONPATH from which Plotly looks as if it were not installed."""
    with _empty() as folder:
        (folder / "plotly.py").write_text("raise ImportError('not in requirements.txt')\n", encoding="utf-8")
        yield str(folder)


@contextlib.contextmanager
def started(home: Path) -> Iterator[Started]:
    """Start the app on a data folder, wait until it answers, and end it afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url, command = f"http://127.0.0.1:{port}", [sys.executable, "run.py", "--no-browser", "--port", str(port)]
    with _without_plotly() as hidden:
        own = {**os.environ, "HOTSPOT_HOME": str(home), "PYTHONPATH": hidden}
        begun = time.monotonic()
        app = subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL)
        try:
            while not answers(url):
                if app.poll() is not None or time.monotonic() > begun + WITHIN_S:
                    raise RuntimeError(f"run.py did not start the app within {WITHIN_S:g} s.")
                time.sleep(0.02)
            yield Started(url, time.monotonic() - begun, app.pid)
        finally:
            app.terminate()
            app.wait(timeout=30)


def waited(page: Page, done: Callable[[], bool], what: str) -> float:
    """Wait until something is so, letting the browser's events in, and return the time (seconds)."""
    until = time.monotonic() + WITHIN_S
    while not done():
        if time.monotonic() > until:
            raise RuntimeError(f"{what} did not come within {WITHIN_S:g} s.")
        page.wait_for_timeout(10)
    return time.monotonic()


def map_is_drawn(page: Page) -> bool:
    """Tell whether the first map of the page shows something."""
    canvas = page.locator(MAP).first
    return canvas.count() > 0 and canvas.is_visible() and drawn(canvas.screenshot())


def first_page(page: Page, messages: Messages, url: str) -> tuple[float, float]:
    """Open the first page; return the seconds until the server had computed it and until its map was drawn."""
    begun = time.monotonic()
    page.goto(url, wait_until="commit")
    waited(page, lambda: bool(messages.finished), "The first page")
    return messages.finished[0] - begun, waited(page, lambda: map_is_drawn(page), "The map") - begun


def band_changes(page: Page, messages: Messages, url: str) -> list[float]:
    """Choose one band after the other on the weekend page; return what each change took on the server (seconds)."""
    page.goto(f"{url}/weekend", wait_until="commit")
    buttons = page.get_by_test_id("stButtonGroup").filter(has_text="All, side by side").get_by_role("radio")
    waited(page, lambda: buttons.count() > 1 and idle(page), "The choice of a band")
    taken = []
    for n in range(1, buttons.count()):
        asked, finished = len(messages.asked), len(messages.finished)
        buttons.nth(n).click()
        waited(page, partial(messages.more_than, finished), "The band")
        taken.append(messages.finished[finished] - messages.asked[asked])
        waited(page, lambda: idle(page), "The end of the run")
    return taken


def idle(page: Page) -> bool:
    """Tell whether the page waits for its reader."""
    return page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').count() > 0


async def _asked_plainly(url: str) -> None:
    """Ask for the first page as a browser does, and read what comes until it is finished, drawing nothing."""
    address = f"{url.replace('http', 'ws')}/_stcore/stream"
    async with websockets.connect(address, origin=url, subprotocols=["streamlit"], max_size=None) as connection:
        asked = BackMsg()
        asked.rerun_script.query_string = ""
        await connection.send(asked.SerializeToString())
        message = ForwardMsg()
        while message.WhichOneof("type") != "script_finished" or message.script_finished not in WHOLE:
            message = ForwardMsg.FromString(await connection.recv())


def plain(home: Path) -> tuple[float, float]:
    """Start a fresh app and ask for its first page at once; return the seconds and the CPU until it was computed."""
    begun = time.monotonic()
    with started(home) as app:
        asyncio.run(_asked_plainly(app.url))
        return time.monotonic() - begun, app.cpu_s()


def figures(page: Page, home: Path) -> dict[str, tuple[float, float]]:
    """Open the first page of a fresh app and change the band; return the seconds of each stage and the CPU so far."""
    messages = listened(page)
    with started(home) as app:
        cpu = [app.cpu_s()]
        computed, shown = first_page(page, messages, app.url)
        cpu += [app.cpu_s()] * 3
        bands = band_changes(page, messages, app.url)
        cpu += [math.nan]
    wall = (app.ready_s, computed, app.ready_s + computed, shown, median(bands))
    return dict(zip(list(GOALS)[1:], zip(wall, cpu, strict=True), strict=True))


def table() -> Table:
    """Return a row per stage: the median of a few starts and the slowest, beside the goal and the server's CPU time."""
    taken: list[dict[str, tuple[float, float]]] = []
    load = f"{os.getloadavg()[0]:.1f}"
    alone = [_fresh(plain) for _ in range(STARTS)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for _ in range(STARTS):
            with browser.new_context(viewport={"width": 1440, "height": 900}) as context, _empty() as home:
                taken.append(figures(context.new_page(), home))
        browser.close()
    seen = [{next(iter(GOALS)): first} | rest for first, rest in zip(alone, taken, strict=True)]
    rows = [(stage, goal, *_told([one[stage] for one in seen])) for stage, goal in GOALS.items()]
    rows.append(("other work on the machine when it began (load average)", "none", load, "", ""))
    return Table(
        ("", "goal", f"median of {STARTS} starts, s", "slowest, s", "the server's CPU since the command, s"), rows
    )


def _fresh(measure: Callable[[Path], tuple[float, float]]) -> tuple[float, float]:
    with _empty() as home:
        return measure(home)


def _told(times: list[tuple[float, float]]) -> tuple[str, str, str]:
    wall, cpu = zip(*times, strict=True)
    return f"{median(wall):.2f}", f"{max(wall):.2f}", "" if math.isnan(cpu[0]) else f"{median(cpu):.2f}"


@contextlib.contextmanager
def _empty() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
