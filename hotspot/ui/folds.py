"""Folds that are empty until somebody opens them: a form costs every reader a part of each click, few fill it in."""

from __future__ import annotations

from typing import Any

import streamlit as st

TASK, NOTE, BRIEF, MEETING, PLACES = "task_fold", "note_fold", "brief_section", "meeting_fold", "places_fold"
ALL = (TASK, NOTE, BRIEF, MEETING, PLACES)


def fold(label: str, key: str) -> Any:
    """Show a fold; return what to draw in, or None while it was never opened on this page.

    Once opened it stays filled, so that folding it up loses nothing that was typed.

    Parameters
    ----------
    label : str
        What stands on it.
    key : str
        Its name in the session: True there is open.
    """
    box = st.expander(label, key=key, on_change="rerun")
    seen = f"seen_{key}"
    if box.open:
        st.session_state[seen] = True
    return box if st.session_state.get(seen) else None


def fold_of_draft(label: str, key: str, *, begun: bool) -> Any:
    """Show a fold of a draft; return what to draw in, or None while it is closed, for what is written in it lasts.

    Under another name, or back from another page, it is a new fold and closed: one that was begun opens again.

    Parameters
    ----------
    label, key : str
        What stands on it, and its name in the session.
    begun : bool
        Whether something was written in it and not saved.
    """
    shown = f"shown_{key}"
    if st.session_state.get(shown, label) != label or (begun and key not in st.session_state):
        st.session_state[key] = begun
    st.session_state[shown] = label
    box = st.expander(label, key=key, on_change="rerun")
    return box if box.open else None
