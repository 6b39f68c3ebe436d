"""Refusals on screen: what is wrong and what to do, in two sentences; never a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from hotspot import views
from hotspot.errors import HiddenError, HotspotError
from hotspot.ui.plain import plain

LONGEST = 2_000
_ENDLESS = re.compile(r"(\S{120})\S{80,}")
P = ParamSpec("P")
R = TypeVar("R")


def refuse(error: HotspotError) -> None:
    """Show a refusal: its two sentences, calmly where nothing is wrong and a restricted source hides what was asked."""
    show = st.info if isinstance(error, HiddenError) else st.error
    what = error.told(views.words.source(error.source)) if isinstance(error, HiddenError) else error.what
    show(f"**{plain(_brief(what))}**  \n{plain(_brief(error.fix))}")


def _brief(sentence: str) -> str:
    """Return a sentence in which no word is endless: a link may hold ten thousand letters, a screen should not.

    >>> _brief(f"There is no area {'A' * 500}.")[:30], len(_brief(f"There is no area {'A' * 500}."))
    ('There is no area AAAAAAAAAAAAA', 138)
    """
    return _ENDLESS.sub(r"\1…", sentence)[:LONGEST]


@contextmanager
def refusing() -> Iterator[None]:
    """Show any refusal raised inside and stop the page there."""
    try:
        yield
    except HotspotError as error:
        refuse(error)
        st.stop()


def aside(act: Callable[P, None]) -> Callable[P, None]:
    """Return a part of a page that shows its refusals and lets the rest of the page stand."""

    @wraps(act)
    def safe(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except HotspotError as error:
            refuse(error)

    return safe


def spoken(act: Callable[P, R]) -> Callable[P, R]:
    """Return a page function that shows its refusals instead of raising them."""

    @wraps(act)
    def safe(*args: P.args, **kwargs: P.kwargs) -> R:
        with refusing():
            return act(*args, **kwargs)

    return safe
