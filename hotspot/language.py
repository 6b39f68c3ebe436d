"""The language in which the screen speaks to one reader: English, and Welsh as far as its catalogue goes.

Each run of a page has a thread of its own, so the language is kept in the thread's own context and never in the
process: a reader of Welsh and a reader of English are served at the same moment. What a thread was never told is
English, and so is every sentence that the catalogue does not hold.

The catalogue is ``locale/cy/LC_MESSAGES/hotspot.po``; how it is made and kept stands in ``docs/language.md``.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
DOMAIN = "hotspot"
LOCALE = Path(__file__).resolve().parent / "locale"
ENGLISH = "en"
VOWELS = tuple("aeiouwyâêîôûŵŷ")
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


class Sentence(str):
    """A sentence as it was first made, which still knows how: an answer is kept in English and read in any language.

    It is an English text wherever a text is wanted. Once it is joined to another or cut, it is that text alone.
    """

    template: str
    gaps: dict[str, Any]

    def __new__(cls, template: str, gaps: dict[str, Any]) -> Sentence:
        """Return the English of it, which remembers its template and what fills its gaps."""
        made = super().__new__(cls, template.format(**gaps))
        made.template, made.gaps = template, gaps
        return made

    def __reduce__(self) -> tuple[type[Sentence], tuple[str, dict[str, Any]]]:
        """Keep how it was made where an answer is written down and read again."""
        return Sentence, (self.template, self.gaps)


def sentence(template: str, **gaps: Any) -> Sentence:
    """Return an English sentence that ``again`` can say in the reader's language; its gaps may be such sentences.

    >>> sentence("In {month}", month="May")
    'In May'
    """
    return Sentence(template, gaps)


def sentences(*several: str) -> str:
    """Return sentences one after the other, those that say nothing left out; each can still be said again.

    >>> sentences(sentence("{n} days", n=3), "", "That is all.")
    '3 days That is all.'
    """
    held = {f"sentence_{n}": one for n, one in enumerate(several) if one}
    return Sentence(" ".join(f"{{{name}}}" for name in held), held)


def again(text: str) -> str:
    """Return a sentence that was made in English in the reader's language; any other text as ``phrase`` does.

    >>> kept = sentence("{n} days", n=3)
    >>> with speaking("cy"):
    ...     again(kept), again("new"), again("Castle Hill")
    ('3 diwrnod', 'newydd', 'Castle Hill')
    """
    if spoken() == ENGLISH:
        return str(text)
    if not isinstance(text, Sentence):
        return phrase(text)
    gaps = {name: again(gap) if isinstance(gap, Sentence) else gap for name, gap in text.gaps.items()}
    return phrase(text.template).format(**gaps)


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them; the Welsh "and" is another word before a vowel.

    >>> listed(["police", "fire", "health"]), listed(["police"])
    ('police, fire and health', 'police')
    >>> with speaking("cy"):
    ...     listed(["heddlu", "ambiwlans"]), listed(["heddlu", "tân"])
    ('heddlu ac ambiwlans', 'heddlu a tân')
    """
    if len(names) == 1:
        return names[0]
    joined = phrase("{several} and {last}")
    if spoken() == "cy" and names[-1][:1].lower() in VOWELS:
        joined = joined.replace("} a {", "} ac {")
    return joined.format(several=", ".join(names[:-1]), last=names[-1])


UNCHECKED = to_phrase(
    "The Welsh of these pages is begun, not finished. A machine made it and no Welsh speaker has checked it yet. What "
    "is not translated stays English."
)
