"""The language in which the screen speaks to one reader: English, and Welsh as far as its catalogue goes.

Each run of a page has a thread of its own, so the language is kept in the thread's own context and never in the
process: a reader of Welsh and a reader of English are served at the same moment. What a thread was never told is
English, and so is every sentence that the catalogue does not hold.

The catalogue is ``locale/cy/LC_MESSAGES/hotspot.po``; how it is made and kept stands in ``docs/language.md``.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
DOMAIN = "hotspot"
LOCALE = Path(__file__).resolve().parent / "locale"
ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "cy": "Cymraeg"}
_SPOKEN: ContextVar[str] = ContextVar("language of who reads", default=ENGLISH)


def speak(language: str) -> None:
    """Speak a language from here on in this thread; one that is not known is English.

    >>> speak("cy"), spoken()
    (None, 'cy')
    >>> speak("klingon"), spoken()
    (None, 'en')
    """
    _SPOKEN.set(language if language in LANGUAGES else ENGLISH)


def spoken() -> str:
    """Return the language that this thread speaks."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language inside this block alone.

    >>> with speaking("cy"):
    ...     phrase("new")
    'newydd'
    >>> phrase("new")
    'new'
    """
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def in_english(make: Callable[P, R]) -> Callable[P, R]:
    """Decorate what is kept for every reader, or handed out as a file: made in English, whoever asks first.

    >>> with speaking("cy"):
    ...     in_english(phrase)("new")
    'new'
    """

    @wraps(make)
    def made(*args: P.args, **named: P.kwargs) -> R:
        with speaking(ENGLISH):
            return make(*args, **named)

    return made


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Return the sentences of a language; without its file, as after a partial copy, none, which is English."""
    return gettext.translation(DOMAIN, LOCALE, languages=[language], fallback=True)


def phrase(text: str) -> str:
    """Return a sentence of the screen in the reader's language.

    Sentences with gaps are translated before the gaps are filled: ``phrase("{n} places").format(n=3)``.
    """
    language = _SPOKEN.get()
    return text if language == ENGLISH or not text else _catalogue(language).gettext(text)


def phrase_many(one: str, many: str, number: int) -> str:
    """Return the form of a sentence that goes with a number: two in English, six in Welsh.

    >>> phrase_many("1 place needs a decision.", "{n} places need a decision.", 3).format(n=3)
    '3 places need a decision.'
    """
    language = _SPOKEN.get()
    if language == ENGLISH:
        return one if number == 1 else many
    return _catalogue(language).ngettext(one, many, number)


def to_phrase(text: str) -> str:
    """Return a text as it is, marked for the catalogue: a table of names is read long before anybody asks for one.

    >>> to_phrase("Hot now")
    'Hot now'
    """
    return text


UNCHECKED = to_phrase(
    "The Welsh of these pages is begun, not finished. A machine made it and no Welsh speaker has checked it yet. What "
    "is not translated stays English."
)
