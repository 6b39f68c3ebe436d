"""At 320 pixels, a page enlarged four times on a usual screen: nothing has to be scrolled sideways to be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.looking import NARROW, Look
from tests.browser.test_axe import PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_scrolling_sideways(name: str, looked: Callable[[str], Look]) -> None:
    assert max(looked(name).widths) <= NARROW[0] + 1
