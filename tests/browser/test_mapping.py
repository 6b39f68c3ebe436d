"""The mapping assistant in a real browser: a force's extract is named once, and next month's file is dropped in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hotspot import access, sources
from hotspot.access import Feed
from hotspot.config import Settings
from hotspot.store import ParquetStore
from tests.browser.looking import rested
from tests.pipeline.test_joining import calls

HEADINGS = (
    "Crime ref,Date from,Time from,Date to,Time to,Offence title,Easting,Northing,Context,Victim age band,Knife,Alcohol"
)
OFFENCES = ("Robbery of personal property", "Assault occasioning actual bodily harm", "Wounding with intent")
CONTEXTS = ("Public place", "NTE", "Domestic", "School")
AGES = ("Under 18", "18-24", "25+")


def extract(month: int, rows: int = 120) -> bytes:
    """Return a month of a made-up force's extract, dates and times in columns of their own."""
    lines = [
        f"D{month:02d}{n:05d},{n % 28 + 1:02d}/{month:02d}/2025,{(18 + n) % 24:02d}:{n % 60:02d},"
        f"{n % 28 + 1:02d}/{month:02d}/2025,{(18 + n) % 24:02d}:{n % 60:02d},{OFFENCES[n % 3]},"
        f"{435_000 + 10 * n},{336_000 + 7 * n},{CONTEXTS[n % 4]},{AGES[n % 3]},{'YN'[n % 2]},{'NY'[n % 2]}"
        for n in range(rows)
    ]
    return "\n".join([HEADINGS, *lines, ""]).encode()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    feed = Feed("force/derbyshire", "police", "Derbyshire Constabulary", "cda", location="exact", time="minute")
    access.register(tmp_path, feed, at=datetime(2026, 1, 1))
    return tmp_path


def held(home: Path) -> int:
    return int(ParquetStore(home).table("hour_records", source="force/derbyshire").num_rows)


def upload(page: Page, which: int, name: str, content: bytes) -> None:
    box = page.locator('[data-testid="stFileUploaderDropzoneInput"]:not([webkitdirectory])').nth(which)
    box.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_an_extract_is_named_once_and_the_next_month_is_one_drop(
    page: Page, serve: Callable[..., str], home: Path
) -> None:
    page.goto(serve(home) + "/data")
    expect(page.get_by_role("heading", name="A file with hours: name its columns once")).to_be_visible(timeout=90_000)
    rested(page)  # each box for files is there, so that they can be told apart by their order
    upload(page, 1, "march.csv", extract(3))
    save = page.get_by_role("button", name="Save and add")
    expect(save).to_be_visible(timeout=90_000)
    expect(page.get_by_text("120 rows read, 120 kept, rejected: none.")).to_be_visible()
    expect(page.get_by_label("Offence or type of call")).to_have_value("Offence title")
    save.click()
    expect(page.get_by_text(re.compile(r"march\.csv.*120 rows read, 120 kept"))).to_be_visible(timeout=90_000)
    assert held(home) == 120 and "force-derbyshire" in sources.mappings(home)
    upload(page, 0, "april.csv", extract(4, 90))
    page.get_by_role("button", name="Add these files").click()
    expect(page.get_by_text(re.compile(r"april\.csv.*90 rows read, 90 kept"))).to_be_visible(timeout=90_000)
    assert held(home) == 210
    kept = ParquetStore(home).table("hour_records", source="force/derbyshire").to_pandas()
    assert set(kept["precision"]) == {"minute"} and kept["lon"].between(-1.5, -1.4).all()
    assert kept["knife"].sum() == kept["alcohol"].sum() == 105


def unlike(months: int = 12, rows: int = 30) -> bytes:
    """Return a year of records under headings of another house: semicolons, dotted dates, times without a colon."""
    lines = [
        f"P{month:02d}{n:04d};{n % 28 + 1:02d}.{month:02d}.2025;{(15 + n) % 24:02d}{n % 60:02d};{OFFENCES[n % 3]};"
        f"{435_000 + 10 * n};{336_000 + 7 * n}"
        for month in range(1, months + 1)
        for n in range(rows)
    ]
    return "\r\n".join(["Log no.;Day of offence;Clock;Offence wording;Grid E;Grid N", *lines, ""]).encode("cp1252")


def test_records_of_ones_own_reach_a_map_without_a_terminal(
    page: Page, serve: Callable[..., str], real_home: Callable[..., Settings], tmp_path: Path,
    map_drawn: Callable[..., bytes],
) -> None:  # fmt: skip
    home = Path(
        shutil.copytree(real_home("derbyshire").home, tmp_path / "home")
    )  # whoever comes after has it as it was
    page.goto(serve(home) + "/data")
    expect(page.get_by_role("heading", name="A file with hours: name its columns once")).to_be_visible(timeout=90_000)
    rested(page)  # each box for files is there, so that they can be told apart by their order
    upload(page, 0, "own.csv", unlike())
    page.get_by_role("button", name="Add these files").click()
    expect(page.get_by_text("360 rows read, 360 kept, rejected: none.")).to_be_visible(timeout=90_000)
    page.get_by_label("Short name, such as the county's").fill("Derbyshire")
    page.get_by_label("Who answers for them").fill("Derbyshire Constabulary")
    page.get_by_label("I am their analyst").fill("checking our own extract")
    page.get_by_role("button", name="Name this source").click()
    page.get_by_role("button", name="Save and add").click()
    expect(page.get_by_text(re.compile("12 parts.*360 rows read, 360 kept"))).to_be_visible(timeout=90_000)
    page.get_by_text("Make an area of their own").click()
    page.get_by_role("button", name="Make this area").click()
    expect(page.get_by_text("360 rows kept, 0 of them without a location.")).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Open Hot now").last.click()
    expect(page).to_have_url(re.compile("area=derbyshire-our-own-records"))
    map_drawn(page)


def test_a_source_of_ones_own_joins_an_area_and_leaves_it_again(
    page: Page, serve: Callable[..., str], real_home: Callable[..., Settings], tmp_path: Path
) -> None:
    home = Path(shutil.copytree(real_home("derbyshire").home, tmp_path / "home"))
    feed = Feed("ambulance/made", "ambulance", "Made Service", "s16", location="exact", analyst=True)
    access.register(home, feed, at=datetime(2026, 1, 1), reason="checking our own extract")
    address = serve(home)
    page.goto(address + "/data?own=1")
    expect(page.get_by_role("heading", name="A file with hours: name its columns once")).to_be_visible(timeout=90_000)
    rested(page)
    upload(page, 0, "calls.csv", calls())
    page.get_by_role("button", name="Add these files").click()
    page.get_by_role("button", name="Save and add").click()
    expect(page.get_by_text(re.compile("12 parts.*360 rows read, 360 kept"))).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Check first").click()
    expect(page.get_by_text("Nothing is changed yet. This is what it means:")).to_be_visible(timeout=90_000)
    page.reload()  # in the middle: nothing was done, and nothing is lost but the check
    expect(page.get_by_role("button", name="Check first")).to_be_visible(timeout=90_000)
    assert not [*(home / "profiles" / "counted").rglob("*.toml")]
    page.get_by_role("button", name="Check first").click()
    page.get_by_role("button", name="Count it in Derby and Derbyshire").click()
    expect(page.get_by_text("is counted in Derby and Derbyshire from now on.")).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Open Hot now with it").click()  # at once, while the page is still being drawn
    expect(page).to_have_url(re.compile("offence=own_ambulance_made"))
    page.goto(address + "/data?area=derbyshire")
    page.get_by_text("Take ambulance (Made) out of Derby and Derbyshire").click()
    page.get_by_role("button", name="Count it no longer").click()
    expect(page.get_by_text(re.compile("is no longer counted in"))).to_be_visible(timeout=90_000)
    assert not [*(home / "profiles" / "counted").rglob("*.toml")]
