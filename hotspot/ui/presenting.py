"""The wall view: headline, map and list alone, in letters that are read from four metres."""

from __future__ import annotations

import streamlit as st

from hotspot.language import phrase
from hotspot.ui import address

PAGES = ("Hot now",)  # the pages that have a wall view; on any other the setting waits
ON = "1"
# Sizes follow the height of the screen, because a projector enlarges all of it alike: a name is 1/33 of the height.
# The list has at most eight rows of 7 % of the height and the headline three lines of 6 %, so nothing has to scroll.
SHEET = """
<style>
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] {display: none}
.block-container, [data-testid="stMainBlockContainer"] {padding: .5rem 1.2rem .4rem; max-width: none}
.hs-question {position: absolute; left: -9999px}
.hs-headline, .hs-long {font-size: max(40px, 5.1vh); line-height: 1.12; max-width: none}
.hs-source {font-size: max(16px, 1.9vh)}
.st-key-wall_size, [data-testid="stLayoutWrapper"]:has(> .st-key-wall_size) {position: absolute}
.st-key-source_line {padding-right: 13rem}
.st-key-wall_body [data-testid="stColumn"]:first-child .hs-note {display: none}
.hs-legend {font-size: max(16px, 2vh); line-height: 1.35}
.st-key-wall_bar {position: fixed; top: .3rem; right: 1.2rem; z-index: 10; width: auto}
.st-key-wall_bar button p {font-size: max(15px, 1.7vh); text-decoration: underline}
.hs-list {font-size: max(18px, 2.2vh); margin: 0}
.st-key-hot_list > [class*="st-key-place_"] {padding-top: 0}
.st-key-hot_list > [class*="st-key-place_"] + * {padding-bottom: .6vh}
[class*="st-key-place_"] button p {font-size: max(20px, 3vh); line-height: 1.12}
.hs-row {font-size: max(17px, 2.3vh); margin: 0 0 0 .35rem; line-height: 1.25}
@media (min-width: 900px) {
  [data-testid="stMain"] {overflow: hidden}
  [data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {height: calc(100vh - 1.1rem); gap: .8vh}
  [data-testid="stLayoutWrapper"]:has(> .st-key-wall_body) {flex: 1 1 0; min-height: 0}
  .st-key-wall_body, .st-key-wall_body > div, .st-key-wall_body [data-testid="stHorizontalBlock"],
  .st-key-wall_body [data-testid="stColumn"], .st-key-wall_body [data-testid="stColumn"] > div {height: 100%}
  .st-key-wall_body [data-testid="stColumn"]:last-child > div {overflow-y: auto}
  .st-key-wall_body [data-testid="stElementContainer"]:has([data-testid="stDeckGlJsonChart"]),
  .st-key-wall_body [data-testid="stElementContainer"]:has([data-testid="stImage"]) {flex: 1 1 0; min-height: 0}
  .st-key-wall_body [data-testid="stFullScreenFrame"], .st-key-wall_body [data-testid="stDeckGlJsonChart"],
  .st-key-wall_body [data-testid="stDeckGlJsonChart"] > div {height: 100% !important}
  .st-key-wall_body [data-testid="stImage"], .st-key-wall_body [data-testid="stImageContainer"],
  .st-key-wall_body [data-testid="stImage"] img {height: 100%; object-fit: contain}
}
</style>
"""


def asked(page: str) -> bool:
    """Return whether the address asks for the wall view, on a page that has one."""
    return page in PAGES and address.extra(address.WALL) == ON


def begin() -> None:
    """Put on the looks of the wall view, and in the corner the way out, which Escape takes too."""
    with st.container(key="wall_bar"):
        st.html(SHEET)
        st.button(phrase("Leave the wall view"), key="leave_wall", on_click=_leave, shortcut="Esc", type="tertiary")


def button(page: str) -> None:
    """Offer the wall view where the page has one."""
    if page in PAGES:
        st.button(
            phrase("Wall view"), key="wall", on_click=_enter, width="content",
            help=phrase("Headline, map and list alone, in large letters. Esc leaves it."),
        )  # fmt: skip


def _enter() -> None:
    address.note(wall=ON)


def _leave() -> None:
    address.note(wall="")
