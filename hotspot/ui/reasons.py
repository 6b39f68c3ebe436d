"""Why exact numbers of a restricted feed are looked at: its analyst says so once a session, and the log keeps it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

import streamlit as st

from hotspot.ui.plain import plain

SAID = "reason_for_exact_numbers"
LEAST = 8  # letters: "x" is no reason
LONGEST = 200
Asked = tuple[object, tuple[str, ...]]
_CARRIED: ContextVar[Asked | None] = ContextVar("reason given before a file is made", default=None)


def given(who: object, sources: tuple[str, ...]) -> bool:
    """Return whether this person gave a reason in this session for the exact numbers of exactly these sources."""
    carried = _CARRIED.get()
    if carried is not None:
        return carried == (who, sources)
    return bool(st.session_state.get(SAID, ("",))[0] == (who, sources))


def carried(who: object, sources: tuple[str, ...]) -> Callable[[], None]:
    """Let a file be made outside the page's own run, where the session cannot be read; return what ends it.

    Parameters
    ----------
    who : object
        Who looked at the page.
    sources : tuple of str
        Those of which the page showed exact numbers; empty where no reason had been given.
    """
    token = _CARRIED.set((who, sources))
    return lambda: _CARRIED.reset(token)


def ask(who: object, sources: tuple[str, ...], keep: Callable[[str], None]) -> None:
    """Show one line: the reason that was given, or the box that asks for it.

    Parameters
    ----------
    who : object
        Who looks.
    sources : tuple of str
        The restricted sources of which they may see exact numbers.
    keep : callable
        Writes the reason into the log; what is not logged is not shown.
    """
    named = plain(", ".join(sources))
    if given(who, sources):
        st.caption(f"Exact numbers of {named} are shown to you. Your reason is in the log: {_said()}")
        return
    with st.form("reason", border=False, enter_to_submit=True):
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        reason = left.text_input(
            f"You are the analyst of {named}. Say in a few words why you need exact numbers; until then you see what "
            "others see. The log keeps your words: no names and no figures.",
            max_chars=LONGEST, key="reason_words",
        )  # fmt: skip
        asked = right.form_submit_button("Show exact numbers", width="stretch")
    if not asked:
        return
    if len(reason.strip()) < LEAST:
        st.warning("Say it in a few words, such as: checking the extract before the meeting.")
        return
    keep(reason.strip())
    st.session_state[SAID] = ((who, sources), reason.strip())
    st.rerun()


def _said() -> str:
    return plain(str(st.session_state[SAID][1]))
