"""Refusals on screen: what is wrong and what to do, in two sentences; never a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from hotspot.errors import HotspotError
from hotspot.ui.plain import plain

P = ParamSpec("P")
R = TypeVar("R")


def refuse(error: HotspotError) -> None:
    """Show a refusal: its two sentences."""
    st.error(f"**{plain(error.what)}**  \n{plain(error.fix)}")


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
