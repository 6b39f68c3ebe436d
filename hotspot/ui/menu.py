"""The menu at the top: the pages in their order."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hotspot.access import ADMINISTER
from hotspot.language import phrase, to_phrase
from hotspot.ui.access import login_is_on, may
from hotspot.ui.sending import send_together
from hotspot.ui.sessions import lose_nothing
from hotspot.ui.tongue import listen

FOLDER = Path(__file__).resolve().parents[2] / "pages"
PAGES = {
    "hot_now": to_phrase("Hot now"),
    "emerging": to_phrase("Emerging"),
    "weekend": to_phrase("Weekend nights"),
    "district": to_phrase("My district"),
    "act": to_phrase("Places to act"),
    "worked": to_phrase("Did it work"),
    "data": to_phrase("Data"),
    "methods": to_phrase("Methods"),
}
Shown = Literal["visible", "hidden"]
START, FIRST = "start", next(iter(PAGES))

# What each page asks, by its title: the pages say it themselves, this is for the catalogue of languages.
QUESTIONS = {
    "Hot now": to_phrase("Where is violence concentrated this period, and what is new?"),
    "Emerging": to_phrase("Which places are new, worsening, long-standing or fading, and why?"),
    "Weekend nights": to_phrase("Which hours of which nights or days, where, and moving which way?"),
    "My district": to_phrase("How does my district compare, and which of its neighbourhoods stand out?"),
    "Places to act": to_phrase("Where should what be done, and with what evidence?"),
    "Did it work": to_phrase("Did what we did work, and what can the numbers carry?"),
    "Data": to_phrase("What is loaded, how good is it, and how do I add more?"),
    "Methods": to_phrase("What does this number mean, and when does it mislead?"),
    "Admin": to_phrase("Who may see what, under which agreements, and who did what?"),
}


def menu() -> Any:
    """Draw the menu and return the page that was asked for.

    Called by app.py and again by each page, because a link straight to a page, the first after a start, runs that page
    without app.py. Each address equals the file's name, or such a link would not find its page. Both calls draw: where
    the second drew nothing, a file given to a page that was opened by such a link was lost.
    """
    listen()
    lose_nothing()
    send_together()
    asked = st.navigation(_pages(START), position="top")
    if asked.url_path == FIRST:  # by its name: drawn again with that one in the menu, or none would be marked in it
        asked = st.navigation(_pages(FIRST), position="top")
    return asked


def _pages(shown_as: str) -> list[Any]:
    """Return the pages in their order; the first answers to "/" and to its own name, and the menu has one of the two.

    Both are addresses, so that a link to either is found.
    """
    titles = {name: phrase(title) for name, title in PAGES.items()}
    pages = [
        _page(FIRST, titles[FIRST], name, "visible" if name == shown_as else "hidden", is_default=name == START)
        for name in (START, FIRST)
    ]
    pages += [_page(name, titles[name], name) for name in PAGES if name != FIRST]
    # Out of the menu, and yet found: a link to it that is opened before the login leads there after it.
    shown: Shown = "visible" if login_is_on() and may(ADMINISTER) else "hidden"
    return [*pages, _page("admin", phrase("Admin"), "admin", shown)]


def _page(file: str, title: str, url_path: str, shown: Shown = "visible", *, is_default: bool = False) -> Any:
    """Return a page of the menu, a new one for each drawing: Streamlit writes into it which of them was asked for."""
    if get_script_run_ctx(suppress_warning=True) is None:  # nothing is known of the app yet: not to be kept
        return _made.__wrapped__(file, title, url_path, shown, is_default=is_default)
    return copy(_made(file, title, url_path, shown, is_default=is_default))


@lru_cache(maxsize=64)  # for each, Streamlit looks for its file; the menu is drawn twice with every page
def _made(file: str, title: str, url_path: str, shown: Shown, *, is_default: bool) -> Any:
    return st.Page(FOLDER / f"{file}.py", title=title, url_path=url_path, default=is_default, visibility=shown)
