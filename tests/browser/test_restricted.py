"""A restricted feed in a real browser: of its exact numbers nothing arrives, is written, linked or handed out.

Everything that reaches the browser is kept (frames of the websocket, bodies of answers, text, tips of the map, links,
files) and searched for numbers that were planted; so is what stays on the server beside the records. The same search
finds them once the person at the machine is the feed's analyst and has said why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from hotspot import access
from tests.browser import restricted_home
from tests.browser.conftest import MAP, ROOT, launch

FORCE = f"area=towns&offence=violence&sources={restricted_home.FORCE}"
CALLS = f"area=towns&offence=call_outs&sources={restricted_home.AMBULANCE}"
WALK = [
    *(f"{name}?{FORCE}" for name in ("hot_now", "emerging", "district", "weekend", "act", "worked", "data")),
    f"hot_now?{CALLS}",
    f"district?{CALLS}&csp=E22000040",
]
FILES = re.compile(r"^[\w-]+\.(csv|geojson|gpkg)$")
DONE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PAGE_S = 120


class Ear:
    """Everything that a browser page is told, as text, with where it came from."""

    def __init__(self, page: Page) -> None:
        self.heard: list[tuple[str, str]] = []
        self.bytes = 0
        page.on("websocket", self._listen)
        page.on("response", self._answer)
        page.on("framenavigated", lambda frame: self.heard.append(("address", frame.url)))

    def _listen(self, socket: Any) -> None:
        socket.on("framereceived", lambda data: self._frame("frame received", data))
        socket.on("framesent", lambda data: self._frame("frame sent", data))

    def _frame(self, where: str, data: bytes | str) -> None:
        raw = data if isinstance(data, bytes) else data.encode()
        self.bytes += len(raw)
        self.heard += [(where, said) for said in texts(raw)]

    def _answer(self, response: Any) -> None:
        self.heard.append(("address asked for", response.url))
        if response.url.endswith((".js", ".css", ".woff2")) or response.status >= 300:
            return
        try:
            self.heard.append((f"answer to {response.url}", response.body().decode("latin-1")))
        except Exception as error:  # a body that the browser itself no longer has: none was shown
            self.heard.append(("answer that is gone", str(error)))

    def found(self, secrets: restricted_home.Secrets) -> list[tuple[str, list[str]]]:
        """Return where which secrets were heard."""
        return [(where, met) for where, said in self.heard if (met := secrets.found(said))]


def texts(frame: bytes) -> Iterator[str]:
    """Yield every text of a frame: as it is, and its tables written out."""
    message = ForwardMsg()
    try:
        message.ParseFromString(frame)
    except Exception:  # what the browser sends is another kind of message
        yield frame.decode("latin-1")
        return
    yield from _fields(message)


def _fields(message: Any) -> Iterator[str]:
    for field, value in message.ListFields():
        for one in value.values() if hasattr(value, "values") else value if _several(field) else [value]:
            if hasattr(one, "ListFields"):
                yield from _fields(one)
            elif isinstance(one, bytes):
                yield _table(one)
            else:
                yield str(one)


def _several(field: Any) -> bool:
    return bool(getattr(field, "is_repeated", False) or getattr(field, "label", 0) == 3)


def _table(data: bytes) -> str:
    try:
        return convert_arrow_bytes_to_pandas_df(data).to_csv(float_format="%.3f") + data.decode("latin-1")
    except Exception:  # no table
        return data.decode("latin-1")


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("restricted") / "home"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOTSPOT_HOME", str(folder))
        patched.setenv("HOTSPOT_LOGIN", "off")
        restricted_home.made(shared, folder)
        yield folder


@pytest.fixture(scope="module")
def told(home: Path) -> restricted_home.Secrets:
    found = restricted_home.secrets(home)
    assert len(found.words) > 20
    return found


@pytest.fixture(scope="module")
def served(home: Path, artefacts: Path) -> Iterator[tuple[str, Path]]:
    log = artefacts / "server-restricted.log"
    server = launch(ROOT / "app.py", home, log)
    yield server.url, log
    server.app.terminate()
    server.app.wait(timeout=30)


@pytest.fixture
def ear(browser: Browser) -> Iterator[tuple[Page, Ear]]:
    context = browser.new_context(viewport={"width": 1100, "height": 700}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PAGE_S * 1000)
    yield page, Ear(page)
    context.close()


def looked(page: Page, ear: Ear, address: str) -> str:
    """Open a page to its end, point at its map, and keep its text, its tips and where its links lead."""
    page.goto(address, wait_until="commit")
    page.locator(".hs-question").wait_for()
    page.locator(DONE).wait_for(state="attached")
    page.wait_for_timeout(500)
    page.locator(DONE).wait_for(state="attached")
    ear.heard.append(("page", page.content()))
    links = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    ear.heard.append(("links", "\n".join(links)))
    for canvas in page.locator(MAP).all()[:1]:
        box = canvas.bounding_box()
        for across, down in ((0.5, 0.5), (0.4, 0.45), (0.6, 0.55)) if box else ():
            page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down, steps=3)
            page.wait_for_timeout(200)
            ear.heard += [("tip", tip) for tip in page.locator(".deck-tooltip").all_inner_texts()]
    return str(page.locator("body").inner_text())


def handed_out(page: Page, ear: Ear, folder: Path) -> list[str]:
    """Press every button that hands out a table; return the files' names."""
    names = []
    for button in page.locator('[data-testid="stDownloadButton"] button').all():
        name = button.inner_text().strip()
        if not FILES.match(name) or not button.is_visible():
            continue
        with page.expect_download() as coming:
            button.click()
        file = folder / name
        coming.value.save_as(file)
        ear.heard.append((f"file {name}", _read(file)))
        names.append(name)
    return names


def _read(file: Path) -> str:
    if file.suffix != ".gpkg":
        return file.read_text(encoding="utf-8-sig")
    import pyogrio

    layers = [str(name) for name in pyogrio.list_layers(file)[:, 0]]
    return "\n".join(
        pyogrio.read_dataframe(file, layer=name, read_geometry=False).to_csv(float_format="%.3f") for name in layers
    )


def test_nothing_exact_of_a_restricted_feed_arrives_or_stays(
    served: tuple[str, Path], home: Path, told: restricted_home.Secrets, ear: tuple[Page, Ear], tmp_path: Path,
    artefacts: Path,
) -> None:  # fmt: skip
    (url, log), (page, heard) = served, ear
    files = []
    for where in WALK:
        text = looked(page, heard, f"{url}/{where}")
        assert "Traceback" not in text, where
        if where.startswith("hot_now"):
            assert "fewer than 8" in text, where
        if where.startswith("district"):
            files += handed_out(page, heard, tmp_path)
        if where.startswith(("district", "hot_now")):
            page.screenshot(path=artefacts / f"restricted-{where.split('?')[0]}.png", full_page=False)
    assert {"findings.csv", "findings.geojson", "findings.gpkg", "sexual_and_domestic.csv"} <= set(files)
    assert heard.bytes > 300_000 and len(heard.heard) > 1000
    assert heard.found(told) == []
    assert any("1,115" in said for where, said in heard.heard if where.startswith("file sexual"))
    left = [log, *(file for file in (home / "log").rglob("*") if file.is_file())]
    assert {file.name: met for file in left if (met := told.found(file.read_bytes().decode("latin-1")))} == {}


def test_the_same_search_finds_them_once_an_analyst_has_said_why(
    served: tuple[str, Path], home: Path, told: restricted_home.Secrets, ear: tuple[Page, Ear], artefacts: Path
) -> None:
    (url, log), (page, heard) = served, ear
    restricted_home.becomes_analyst(home)
    looked(page, heard, f"{url}/hot_now?{FORCE}")
    assert heard.found(told) == []  # no reason yet: what others see
    page.get_by_label(re.compile("You are the analyst of")).fill("checking the extract before the meeting")
    page.screenshot(path=artefacts / "restricted-reason.png")
    page.get_by_role("button", name="Show exact numbers").click()
    page.get_by_text("Your reason is in the log").wait_for()
    page.locator(DONE).wait_for(state="attached")
    page.wait_for_timeout(500)
    page.locator(DONE).wait_for(state="attached")
    heard.heard.append(("page", page.content()))
    met = {word for _, words in heard.found(told) for word in words}
    assert len(met) > 5
    lines = [one for one in access.trail(home) if one.act == access.CONSULT]
    assert [one.detail for one in lines] == ["checking the extract before the meeting"]
    assert restricted_home.FORCE in lines[0].what
    left = [log, *(file for file in (home / "log").rglob("*") if file.is_file())]
    assert {file.name: met for file in left if (met := told.found(file.read_bytes().decode("latin-1")))} == {}
