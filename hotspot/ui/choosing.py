"""A choice on screen: it shows what the address says and writes what the reader chooses back into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from hotspot.language import phrase
from hotspot.ui import address

Split = Callable[[Any], dict[str, Any]]


def row(key: str, title: str = "") -> Any:
    """Return one row of choices, after the title of its group; without a title it continues the group.

    The sheet of looks says how wide the choices of a row are: a column for each is another message to the browser.
    """
    box = st.container(key=f"filter_{key}", horizontal=True, vertical_alignment="bottom")
    box.html(f'<p class="hs-group">{title}</p>')
    return box


def changed(key: str, split: Split) -> None:
    """Write a widget's value into the address."""
    address.change(**split(st.session_state[key]))


def choose(name: str, label: str, options: Sequence[Any], value: Any, **how: Any) -> None:
    """Show one choice.

    Parameters
    ----------
    name, label : str
        Of the parameter, and on screen.
    options, value
        What may be chosen and what the address says; a value of its own, from a link, is offered too.
    how
        ``said`` turns a value into words, ``split`` a choice into parameters, ``help`` explains.
    """
    split: Split = how.get("split", lambda chosen: {name: chosen})
    key = f"choose_{name}"
    held = list(options) if value in options else [value, *options]
    st.session_state[key] = value
    st.selectbox(
        label, held, key=key, format_func=_worded(how.get("said", str)), on_change=changed, args=(key, split),
        help=how.get("help"),
    )  # fmt: skip


def choose_some(name: str, label: str, options: Sequence[Any], value: Sequence[Any], **how: Any) -> None:
    """Show a choice of several, none of which means all; ``said``, ``split`` and ``empty`` say how."""
    split: Split = how.get("split", lambda chosen: {name: tuple(chosen)})
    key = f"choose_{name}"
    st.session_state[key] = [one for one in value if one in options]
    st.multiselect(
        label, list(options), key=key, format_func=_worded(how.get("said", str)),
        placeholder=phrase(how.get("empty", "All")),
        on_change=changed, args=(key, split), help=how.get("help"),
    )  # fmt: skip


def _worded(said: Callable[[Any], str]) -> Callable[[Any], str]:
    """Return what says a choice in the reader's language; a name that the catalogue does not hold stays as it is."""
    return lambda one: phrase(str(said(one)))
