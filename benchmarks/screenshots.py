"""README's three pictures, taken anew from the demonstration: python -m benchmarks.screenshots.

The app is started on an empty data folder, so that nothing but the made-up county can be on them. Each picture is one
screen of 1440 by 900, reduced to a palette so that it stays below 300 kB.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, MAP, drawn, launch

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LARGEST_BYTES = 300_000
SIZE = {"width": 1440, "height": 900}
WITHIN_S = 240
# Picture -> the address it is taken of, and what must be on the screen before.
SHOTS = {
    "hot-now": ("hot_now?area=demo", MAP),
    "weekend-nights": ("weekend?area=demo&at=88194426edfffff", ".hs-headline"),
    "places-to-act": ("act?area=demo", MAP),
}
COLOURS = (256, 128, 64, 32)  # as many as fit
ROUNDS = 2  # of moving the chosen colours to the middle of what they stand for


def palette(png: bytes) -> bytes:
    """Return a picture with as many colours as keep it small enough.

    Chosen to lie near every colour that occurs, and not near the most frequent ones: a few hexagons of lilac would else
    be painted in one of the many greys of the letters.
    """
    whole = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        whole.quantize(colours, Image.Quantize.MAXCOVERAGE, kmeans=ROUNDS, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        if out.tell() < LARGEST_BYTES:
            return out.getvalue()
    raise SystemExit(f"Even {COLOURS[-1]} colours need more than {LARGEST_BYTES:,} bytes.")


def settled(page: Page, needed: str) -> bytes:
    """Wait until the page is complete, its map drawn and nothing on it moves, and return its picture."""
    page.locator(".hs-headline").first.wait_for()
    page.locator(needed).first.wait_for()
    before, until = b"", 0
    while until < WITHIN_S:
        page.wait_for_timeout(3000)
        until += 3
        now = page.screenshot()
        busy = page.locator('[data-testid="stSpinner"], [data-stale="true"]').count()
        canvas = page.locator(MAP)
        if now == before and not busy and (needed != MAP or drawn(canvas.first.screenshot())):
            return now
        before = now
    raise SystemExit(f"{page.url} did not come to rest within {WITHIN_S} s.")


def main() -> None:
    """Take the pictures and say how large they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        server = launch(Path(__file__).resolve().parents[1] / "app.py", Path(home), Path(home) / "server.log")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            for name, (address, needed) in SHOTS.items():
                page = browser.new_context(viewport=SIZE).new_page()
                page.set_default_timeout(WITHIN_S * 1000)
                page.goto(f"{server.url}/{address}")
                picture = palette(settled(page, needed))
                (FOLDER / f"{name}.png").write_bytes(picture)
                print(f"{name}.png: {len(picture):,} bytes")
                page.context.close()
        finally:
            browser.close()
            server.app.terminate()
            server.app.wait(timeout=30)


if __name__ == "__main__":
    main()
