"""In which language a page speaks: what the address says, told to the page's own thread before anything is drawn."""

from __future__ import annotations

import streamlit as st

from hotspot.language import ENGLISH, LANGUAGES, UNCHECKED, phrase, speak, spoken
from hotspot.ui import address
from hotspot.ui.plain import escape

TOLD = "language_told_to_the_browser"


def listen() -> None:
    """Speak the reader's language in this thread: each run of a page, or of a part of it, has a thread of its own."""
    speak(address.extra(address.LANGUAGE) or ENGLISH)


def language_choice() -> None:
    """Offer the other language in the page's top right corner; where it is Welsh, say that nobody has checked it."""
    here = spoken()
    other = next(code for code in LANGUAGES if code != here)
    with st.container(key="language"):
        _tell_browser(here)
        st.button(
            LANGUAGES[other], key="choose_language", type="tertiary", on_click=_choose, args=(other,),
            help=phrase("Show these pages in the other language"),
        )  # fmt: skip
    if here != ENGLISH:
        english = '<span lang="en">(Machine-made, not checked by a speaker.)</span>'
        st.html(f'<p class="hs-note" lang="{here}">{escape(phrase(UNCHECKED))} {english}</p>')


def _choose(language: str) -> None:
    address.note(lang="" if language == ENGLISH else language)


def _tell_browser(language: str) -> None:
    """Name the page's language where a screen reader looks for it, and keep it in the address of every page."""
    if language != ENGLISH and st.query_params.get(address.LANGUAGE) != language:
        address.note(lang=language)
    if st.session_state.get(TOLD, ENGLISH) != language:
        st.session_state[TOLD] = language
        st.html(f"<script>document.documentElement.lang = '{language}'</script>", unsafe_allow_javascript=True, width=1)
