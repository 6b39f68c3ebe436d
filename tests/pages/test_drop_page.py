"""A monthly file dropped on the page Data: what became of its rows is said in a sentence, and later still."""

from __future__ import annotations

from tests.pages import test_adding
from tests.pages.test_adding import street

home = test_adding.home


def said(page) -> str:
    return "\n".join(element.value for element in page.markdown)


def test_what_became_of_a_month_is_said_at_once_and_when_the_page_is_opened_again(home) -> None:
    page = test_adding.dropped(test_adding.opened(), "june.csv", street(30))
    assert not [box.value for box in page.error]
    assert "The last add brought these records:" in said(page)
    assert "30 read, 30 kept, none left out" in said(page)
    assert "30 read, 30 kept, none left out" in said(test_adding.opened())
