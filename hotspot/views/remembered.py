"""What several sentences of a page are made of, worked out once for each answer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from threading import Lock
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from hotspot.findings import Findings

R_co = TypeVar("R_co", covariant=True)
MOST_KEPT = 16  # of one answer: what is agreed changes with each meeting
_ONE_AT_A_TIME = Lock()  # readers come side by side


class OfFindings(Protocol[R_co]):
    """What is said of findings, with what is agreed already left out."""

    def __call__(self, findings: Findings, agreed: Collection[Any] = ()) -> R_co:
        """Return it."""


def once(act: Callable[[Findings, Collection[Any]], R_co]) -> OfFindings[R_co]:
    """Decorate what is worked out of findings and of the places where something is agreed: it goes when they go.

    What is returned is shared by everybody who asks, and never to be changed.
    """
    kept: WeakKeyDictionary[Findings, dict[frozenset[Any], R_co]] = WeakKeyDictionary()

    @wraps(act)
    def asked(findings: Findings, agreed: Collection[Any] = ()) -> R_co:
        key = frozenset(agreed)
        with _ONE_AT_A_TIME:
            held = kept.setdefault(findings, {})
            if key in held:
                return held[key]
        made = act(findings, agreed)
        with _ONE_AT_A_TIME:
            held[key] = made
            for oldest in list(held)[:-MOST_KEPT]:
                held.pop(oldest)
        return made

    return asked
