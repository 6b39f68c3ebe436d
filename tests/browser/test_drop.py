"""A real monthly file dropped on the page Data: what became of it in a sentence, and no month replaced unasked."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

LOADED = 180_000
MONTH = "2025-12/2025-12-derbyshire-street.csv"
SENTENCE = re.compile(r"[\d,]+ read, [\d,]+ kept, none left out; of the kept .*listed apart\.")


@pytest.fixture(scope="module")
def month(shared: Path) -> list[bytes]:
    with zipfile.ZipFile(shared / "data" / "police_uk" / "derbyshire-street.zip") as held:
        return held.read(MONTH).splitlines(keepends=True)


def drop(page: Page, content: list[bytes]) -> None:
    box = page.locator('[data-testid="stFileUploaderDropzoneInput"]').first
    box.set_input_files({"name": "2025-12-derbyshire-street.csv", "mimeType": "text/csv", "buffer": b"".join(content)})
    page.get_by_role("button", name="Add these files").click()


def test_a_month_is_accounted_for_and_replaced_only_after_a_yes(
    page: Page, serve: Callable[..., str], tmp_path: Path, month: list[bytes]
) -> None:
    rows = len(month) - 1
    page.goto(serve(tmp_path) + "/data")
    expect(page.locator('[data-testid="stFileUploaderDropzoneInput"]').first).to_be_attached(timeout=LOADED)
    drop(page, month)
    expect(page.get_by_text("The last add brought these records:")).to_be_visible(timeout=LOADED)
    told = page.get_by_text(SENTENCE).first
    expect(told).to_contain_text(f"{rows:,} read, {rows:,} kept")
    lost = sum(line.split(b",")[4] == b"" for line in month[1:])
    assert (f"{lost:,} without a location" in told.inner_text()) is (lost > 0)

    page.reload()  # the same page later: the account of the last add still stands
    expect(page.get_by_text(f"{rows:,} read, {rows:,} kept").first).to_be_visible(timeout=LOADED)
    drop(page, month[:-10])
    expect(page.get_by_text("Nothing is added yet: records that are held would be replaced.")).to_be_visible(
        timeout=LOADED
    )
    expect(page.get_by_text(f"{rows:,} read, {rows:,} kept").first).to_be_visible()
    page.get_by_role("button", name="Replace them").click()
    expect(page.get_by_text(f"{rows - 10:,} read, {rows - 10:,} kept").first).to_be_visible(timeout=LOADED)
