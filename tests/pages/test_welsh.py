"""The pages in Welsh: chosen by the reader, kept in the address, and never given to the next reader or to a file."""

from __future__ import annotations

import pytest

from hotspot.language import phrase, speaking
from hotspot.ui import access
from tests.pages.made_pages import held, opened, texts

ALL = ["hot_now", "emerging", "data", "methods"]


def said(page, name):
    """Return a value of the address, which comes as a text or as a list of one."""
    return "".join(page.query_params[name])


@pytest.mark.parametrize("name", ALL)
def test_a_page_opens_in_welsh_and_says_that_nobody_has_checked_it(name, monkeypatch):
    held(monkeypatch)
    page = opened(name, lang="cy")
    assert not page.exception and not page.error
    assert "siaradwr Cymraeg" in texts(page) and "Machine-made" in texts(page)
    assert said(page, "lang") == "cy"
    assert [one.label for one in page.button if one.key == "choose_language"] == ["English"]


def test_the_next_reader_is_not_given_the_welsh_of_the_one_before(monkeypatch):
    held(monkeypatch)
    welsh, english = opened("hot_now", lang="cy"), opened("hot_now")
    assert "ym mis" in texts(welsh) or "o fis" in texts(welsh)
    assert "ym mis" not in texts(english) and "o fis" not in texts(english) and "siaradwr" not in texts(english)
    assert "Lle" in welsh.dataframe[0].value.columns and "Place" in english.dataframe[0].value.columns


def test_the_choice_is_one_click_either_way_and_leaves_the_rest_of_the_address(monkeypatch):
    held(monkeypatch)
    page = opened("hot_now", area="made", resolution="7")
    page = page.button(key="choose_language").click().run()
    assert said(page, "lang") == "cy" and said(page, "resolution") == "7"
    assert "siaradwr Cymraeg" in texts(page)
    with speaking("cy"):  # the test looks its choices up in its own thread, by the words that are on the page
        page = page.button(key="choose_language").click().run()
    assert "lang" not in page.query_params and said(page, "resolution") == "7"
    assert "siaradwr" not in texts(page)


def test_a_language_that_nobody_speaks_is_english(monkeypatch):
    held(monkeypatch)
    page = opened("methods", lang="<b>cy</b>")
    assert not page.exception and "siaradwr" not in texts(page)
    assert page.button(key="choose_language").label == "Cymraeg"


def test_a_file_is_english_whoever_asks_for_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    with speaking("cy"):
        assert phrase("new") == "newydd"
        assert access.handed(lambda: phrase("new").encode(), "words.txt")() == b"new"
