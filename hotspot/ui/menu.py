"""The menu at the top: the pages in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from hotspot.access import ADMINISTER
from hotspot.ui.access import login_is_on, may

FOLDER = Path(__file__).resolve().parents[2] / "pages"
PAGES = {
    "hot_now": "Hot now",
    "emerging": "Emerging",
    "weekend": "Weekend nights",
    "district": "My district",
    "act": "Places to act",
    "worked": "Did it work",
    "data": "Data",
    "methods": "Methods",
}


def menu() -> Any:
    """Draw the menu and return the page that was asked for.

    Called by app.py and again by each page, because a link straight to a page, the first after a start, runs that page
    without app.py. Each address equals the file's name, or such a link would not find its page.
    """
    first, *others = PAGES
    # The first page answers to "/"; its own name is an address too, out of the menu, so that a link to it is found.
    pages = [st.Page(FOLDER / f"{first}.py", title=PAGES[first], url_path="start", default=True)]
    pages += [st.Page(FOLDER / f"{name}.py", title=PAGES[name], url_path=name) for name in others]
    pages += [st.Page(FOLDER / f"{first}.py", title=PAGES[first], url_path=first, visibility="hidden")]
    if login_is_on() and may(ADMINISTER):
        pages.append(st.Page(FOLDER / "admin.py", title="Admin", url_path="admin"))
    return st.navigation(pages, position="top")
