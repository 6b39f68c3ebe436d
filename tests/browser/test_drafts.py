"""What is typed for a place and not saved waits there, while its reader looks at another place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.looking import ROWS, rested


def test_what_was_typed_for_a_place_is_there_when_one_comes_back(
    serve: Callable[..., str], page: Page, tmp_path: Path
) -> None:
    page.goto(f"{serve(tmp_path)}/hot_now?area=demo")
    fold = page.get_by_text(re.compile("^Task it: "))
    what, owner = page.get_by_label("What will be done?", exact=True), page.get_by_label("Owner (a role or a team)")

    def look_at(name: str) -> None:
        rested(page)
        page.locator(ROWS).filter(has_text=name).click()
        expect(fold).to_contain_text(name)
        rested(page)

    look_at("Showground ward")
    fold.click()
    rested(page)
    what.fill("Close the alley at night")
    owner.fill("Highways team")
    look_at("Quayside ward")
    expect(what).to_have_count(0)
    look_at("Showground ward")
    expect(what).to_be_visible()
    expect(what).to_have_value("Close the alley at night")
    expect(owner).to_have_value("Highways team")
