"""The ground under the map in a real browser: from what is held alone, light and dark, and on own tiles if set."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Error, Page, expect

from hotspot.views.ground_colours import DARK, LIGHT
from tests.browser.looking import rested, seen

SEA_SHARE = 0.05  # of the picture, round the island


def share_of(colour: tuple[int, int, int], png: bytes) -> float:
    """Return how much of a picture has a colour, about."""
    pixels = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=int)
    return float((np.abs(pixels - np.array(colour)).max(axis=2) <= 3).mean())


def settled(
    page: Page, map_drawn: Callable[..., bytes], colour: tuple[int, int, int], share: float = SEA_SHARE
) -> bytes:
    """Return the map once it shows a colour: the ground comes after the first picture, piece by piece."""
    for _ in range(60):
        with contextlib.suppress(Error):  # the map of the page before goes while it is looked at
            png = map_drawn(page)
            if share_of(colour, png) > share:
                return png
        page.wait_for_timeout(1000)
    pytest.fail(f"the map never showed {colour}")


def test_the_demonstration_lies_in_its_sea_with_roads_and_parks_and_asks_nobody(
    page: Page, serve: Callable[..., str], empty: Path, map_drawn: Callable[..., bytes], requests_made: list[str]
) -> None:
    page.goto(serve(empty))
    settled(page, map_drawn, LIGHT.sea)
    png = settled(page, map_drawn, LIGHT.green, 0.0005)
    assert share_of(LIGHT.land, png) > 0.1
    ground = [url for url in requests_made if "/media/" in url and url.endswith(".json")]
    assert ground and len(ground) == len(set(ground))  # the ground is fetched once, piece by piece

    rested(page)
    page.get_by_text("Dark map", exact=True).click()  # and so is the dark one, of which little differs
    png = settled(page, map_drawn, DARK.sea)
    assert share_of(DARK.land, png) > 0.05 and share_of(LIGHT.land, png) < 0.001
    assert "map=dark" in page.url
    again = [url for url in requests_made if "/media/" in url and url.endswith(".json")]
    assert len(again) == len(set(again)) < 2 * len(ground)

    page.get_by_role("link", name="Emerging", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Emerging")
    assert settled(page, map_drawn, DARK.sea)  # the choice goes from page to page


class Tiles(BaseHTTPRequestHandler):
    """A tile server of one colour that remembers what it was asked."""

    asked: list[str] = []
    colour = (200, 120, 200)

    def do_GET(self) -> None:
        self.asked.append(self.path)
        held = io.BytesIO()
        Image.new("RGB", (256, 256), self.colour).save(held, format="PNG")
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(held.getvalue())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def tile_host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_own_tiles_are_asked_of_the_server_that_the_setting_names_and_of_no_other(
    page: Page, serve: Callable[..., str], tmp_path: Path, tile_host: str, map_drawn: Callable[..., bytes],
    requests_made: list[str],
) -> None:  # fmt: skip
    settings = f'[map]\ntiles = "{tile_host}/own/{{z}}/{{x}}/{{y}}.png"\nattribution = "Example Council"\n'
    (tmp_path / "settings.toml").write_text(settings, encoding="utf-8")
    app = serve(tmp_path)
    page.goto(app + "/hot_now")  # the first link after this server's start
    map_drawn(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hot now")
    expect(page.get_by_role("link", name="Emerging", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Demonstration: a fictional place")).to_be_visible()
    seen(page, f"Map tiles: Example Council, from {tile_host}.")
    for _ in range(60):
        if Tiles.asked:
            break
        page.wait_for_timeout(1000)
    assert Tiles.asked and all(path.startswith("/own/") for path in Tiles.asked)
    elsewhere = [url for url in requests_made if not url.startswith((app, app.replace("http", "ws"), "data:", "blob:"))]
    assert elsewhere and all(url.startswith(tile_host + "/own/") for url in elsewhere)
