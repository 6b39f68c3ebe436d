"""What a page asks again and again, asked once: in one drawing of the page, or of one answer for as long as it is kept.

Every reader's click draws the whole page again. Fifty readers share one server, so what it has worked out for one of
them, or three lines further up, it need not work out again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock, local
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from streamlit.runtime.scriptrunner import get_script_run_ctx

from hotspot.language import spoken
from hotspot.views.maps import Coloured
from hotspot.views.written import WrittenDeck

P = ParamSpec("P")
R = TypeVar("R")
MOST_KEPT = 64  # parts of one answer: its charts with another place picked, in another language, on another ground
MOST_WRITTEN = 12_000_000  # letters of its maps, and of the places in them, which they share
_HERE = local()
_OF: WeakKeyDictionary[Any, dict[Hashable, Any]] = WeakKeyDictionary()
_ONE_AT_A_TIME = Lock()  # readers come side by side


def once_a_run(act: Callable[P, R]) -> Callable[P, R]:
    """Decorate what is asked many times while a page is drawn: the same question is answered once in each drawing.

    The next drawing asks anew, so a role that was taken away is seen by it. Outside a page nothing is kept. A refusal
    is not kept either.

    Parameters
    ----------
    act : callable
        Takes hashable arguments, by position.

    Examples
    --------
    >>> asked = []
    >>> double = once_a_run(lambda n: asked.append(n) or 2 * n)
    >>> double(1), double(1), len(asked)  # no page is being drawn here
    (2, 2, 2)
    """

    @wraps(act)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        return in_this_run((act, args, tuple(kwargs.items())), lambda: act(*args, **kwargs))

    return asked


def in_this_run(key: Hashable, make: Callable[[], R]) -> R:
    """Return what was made under a key since the page began to be drawn, or make it; outside a page make it."""
    held = _of_this_run()
    if held is None:
        return make()
    if key not in held:
        held[key] = make()
    return held[key]  # type: ignore[no-any-return]


def ask_anew() -> None:
    """Forget what this drawing was told: something was just changed."""
    _HERE.run = (None, {})


def _of_this_run() -> dict[Hashable, Any] | None:
    here = get_script_run_ctx(suppress_warning=True)
    if here is None:
        return None
    # Streamlit empties this dictionary by putting a new one in its place at the start of every run, of a part too.
    mark = here.cursors
    run, held = getattr(_HERE, "run", (None, {}))
    if run is not mark:
        held = {}
        _HERE.run = (mark, held)
    return held


def kept_with(answer: Any, key: Hashable, make: Callable[[], R]) -> R:
    """Return what was made of an answer before, in the reader's language, or make it; it goes when the answer goes.

    Parameters
    ----------
    answer : object
        The answer it is made of and nothing else but the key: for another reader it is another answer.
    key : hashable
        Which of its parts.
    make : callable
        Makes it.
    """
    full = (key, spoken())
    with _ONE_AT_A_TIME:
        held = _OF.setdefault(answer, {})
        if full in held:
            return held[full]  # type: ignore[no-any-return]
    made = make()
    with _ONE_AT_A_TIME:
        held[full] = made
        _let_go(held)
    return made


def _let_go(held: dict[Hashable, Any]) -> None:
    """Forget the oldest parts of an answer where there are too many, or where its maps grew too long."""
    written = {key: len(made) for key, made in held.items() if isinstance(made, WrittenDeck | Coloured)}
    for key in list(held)[: max(0, len(held) - MOST_KEPT)]:
        held.pop(key)
        written.pop(key, 0)
    for key in list(written):
        if sum(written.values()) <= MOST_WRITTEN:
            return
        held.pop(key)
        written.pop(key)
