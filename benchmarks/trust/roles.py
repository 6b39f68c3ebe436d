"""Six roles, six districts, fifty people at once: what of another district comes over the wire to a reader."""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from playwright.sync_api import sync_playwright

from benchmarks.trust import Row
from benchmarks.trust._login import Issuer, Looked, look, served
from hotspot import access
from hotspot.ui import access as door
from tests.attacks import readers

TITLE = "Roles and districts: many at once, over the wire"
SESSIONS = 50
LEAST_BYTES = 100_000  # a page with a map has more: fewer, and nothing was looked at
FRAMED = ("", *readers.LOOKED_AT[1:-1])  # the address "/" is Hot now
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAIRS = [(role, district) for role in access.ROLES for district in readers.DISTRICTS]


def rows() -> list[Row]:
    """Look as everybody at once, over the wire, and in a browser."""
    with tempfile.TemporaryDirectory(prefix="hotspot-roles-") as folder:
        home = Path(folder)
        with mock.patch.dict(os.environ, {"HOTSPOT_HOME": folder, door.LOGIN: "on"}):
            return _over_the_wire(home)


def _give(home: Path, issuer: str, role: str, district: str) -> str:
    subject = f"{role}-{district or 'all'}"
    csps = (district,) if district else ()
    access.give(home, access.Holder(issuer, subject, role, csps), at=datetime(2026, 1, 1))
    return subject


def _over_the_wire(home: Path) -> list[Row]:
    issuer = Issuer()
    try:
        with served(home, issuer) as url:
            return [*_sessions(home, url, issuer), _round_trip(home, url, issuer)]
    finally:
        issuer.close()


def _sessions(home: Path, url: str, issuer: Issuer) -> list[Row]:
    everybody = _give(home, issuer.address, "opcc", "")
    whole = asyncio.run(look(url, issuer.address, everybody, FRAMED))  # fills the caches with the whole area
    asked = [(*PAIRS, *PAIRS)[n] for n in range(SESSIONS)]
    subjects = [_give(home, issuer.address, *pair) for pair in asked]

    async def together() -> list[Looked]:
        return list(await asyncio.gather(*(look(url, issuer.address, who, FRAMED) for who in subjects)))

    got = asyncio.run(together())
    met = [readers.canaries(home, district).found(one.frames) for (_, district), one in zip(asked, got, strict=True)]
    size = sum(len(one.frames) for one in got) / 1e6
    stranger = asyncio.run(look(url, issuer.address, "nobody", FRAMED))
    control = len(readers.canaries(home, readers.DISTRICTS[1]).found(whole.frames))
    done, asked_for = sum(one.finished for one in got), SESSIONS * len(FRAMED)
    found = f"{sum(map(len, met))} canaries in {size:,.1f} MB; {done} of {asked_for} pages whole"
    return [
        Row(f"{SESSIONS} sessions at once over a warm cache, {len(FRAMED)} pages each: canaries in websocket frames "
            "and in what they fetch", SESSIONS, found, sum(map(bool, met)) + asked_for - done),
        Row("control: the same search in the frames of a reader of every district", 1, f"{control} found",
            int(control == 0)),
        Row("somebody who logged in and holds no role", 1, f"{len(stranger.frames):,} bytes, no name of a district",
            sum(bool(readers.canaries(home, one).found(stranger.frames)) for one in readers.DISTRICTS[:2])),
    ]  # fmt: skip


def _round_trip(home: Path, url: str, issuer: Issuer) -> Row:
    """Log in through the login service in a real browser, look, and click again after the role was taken away."""
    district = readers.DISTRICTS[1]
    issuer.subject = _give(home, issuer.address, "csp_officer", district)
    frames = bytearray()

    def keep(data: Any) -> None:
        frames.extend(data if isinstance(data, bytes) else data.encode())

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.on("websocket", lambda one: one.on("framereceived", keep))
        page.goto(url, wait_until="commit")
        page.get_by_role("button", name="Log in").click(timeout=120_000)
        page.get_by_text("You are here as").wait_for(timeout=300_000)
        page.get_by_text("Take it with you").first.wait_for(timeout=300_000)  # the whole page has come
        page.get_by_role("link", name="Data").first.click()
        page.get_by_text("How good the records are").first.wait_for(timeout=300_000)
        access.take(home, issuer.address, issuer.subject, at=datetime(2026, 1, 2))
        page.get_by_role("link", name="My district").first.click()
        page.get_by_text("hold no role here").wait_for(timeout=300_000)
        left = page.locator('[data-testid="stDataFrame"]').count()
        browser.close()
    met = readers.canaries(home, district).found(bytes(frames))
    found = (
        f"logged in, {len(met)} canaries in {len(frames) / 1e6:,.1f} MB of frames; {left} tables after the role went"
    )
    return Row("login through a real service in Chromium; the role is taken away between two clicks", 1, found,
               int(bool(met) or len(frames) < LEAST_BYTES) + left)  # fmt: skip
