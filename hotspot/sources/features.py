"""The text of a GeoJSON file, read one feature at a time.

Parsed, JSON takes up to thirty times the memory of its text. So no more is parsed at once than one feature, and no
feature may be so long that this matters.
"""

from __future__ import annotations

import codecs
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hotspot.errors import SourceError
from hotspot.sources import limits

AGAIN = "Download it again as GeoJSON, or use the GeoPackage."
GENERALISED = "Use the publisher's generalised boundaries (BGC or BSC), or the GeoPackage."
_SPACE = " \t\r\n"
_NEITHER = "It is JSON, but not a GeoJSON collection of features."


class Collection:
    """A GeoJSON collection of features that is read as it is walked through.

    Parameters
    ----------
    data : bytes
        The whole file, UTF-8.

    Attributes
    ----------
    members : dict
        The other members of the collection; complete once all features have been seen.

    >>> collection = Collection(b'{"name": "x", "features": [{"id": 1}, {"id": 2}], "crs": null}')
    >>> [feature["id"] for feature in collection.features()], sorted(collection.members)
    ([1, 2], ['crs', 'name'])
    """

    def __init__(self, data: bytes) -> None:
        self.members: dict[str, Any] = {}
        self._text = _Window(data)

    def features(self) -> Iterator[dict[str, Any]]:
        """Yield the features in their order.

        Raises
        ------
        SourceError
            No JSON, nested too deeply, no collection of features, or a feature that is too long.
        """
        with _parsing():
            yield from self._walk()

    def _walk(self) -> Iterator[dict[str, Any]]:
        found = False
        for name in self._names():
            if name != "features":
                self.members[name] = self._text.value()
            elif found or self._text.peek() != "[":
                raise SourceError(_NEITHER, AGAIN)
            else:
                found = True
                yield from self._listed()
        if not found:
            raise SourceError(_NEITHER, AGAIN)
        if self._text.peek():
            raise ValueError("something follows its end")

    def _names(self) -> Iterator[str]:
        """Yield the name of each member; whoever asks for the next has taken the value of this one."""
        if self._text.peek() != "{":
            raise SourceError(_NEITHER, AGAIN)
        for _ in self._text.items("{", "}"):
            name = self._text.value()
            if not isinstance(name, str):
                raise ValueError("a member without a name")
            self._text.take(":")
            yield name

    def _listed(self) -> Iterator[dict[str, Any]]:
        for _ in self._text.items("[", "]"):
            feature = self._text.value()
            if not isinstance(feature, dict):
                raise SourceError(_NEITHER, AGAIN)
            yield feature


class _Window:
    """The part of a text that is being parsed, and what is left of its bytes."""

    def __init__(self, data: bytes) -> None:
        self._bytes = memoryview(data)
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._step = limits.MEGABYTE

    def peek(self) -> str:
        """Return the next character that is no space, without taking it; nothing at the end."""
        while True:
            while self._at < len(self._text):
                letter = self._text[self._at]
                if letter not in _SPACE:
                    return letter
                self._at += 1
            if not self._more():
                return ""

    def take(self, letter: str) -> None:
        """Take the next character, which must be this one."""
        if self.peek() != letter:
            raise ValueError(f"no {letter} where one is due")
        self._at += 1

    def items(self, opening: str, closing: str) -> Iterator[None]:
        """Yield before each item of a list or object; whoever asks for the next has taken this one."""
        self.take(opening)
        if self.peek() != closing:
            yield
            while self.peek() == ",":
                self.take(",")
                yield
        self.take(closing)

    def value(self) -> Any:
        """Take and return one whole value."""
        self.peek()
        while True:
            try:
                found, end = self._scan(self._text, self._at)
            except ValueError:
                if not self._more():
                    raise
                continue
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self._at = end
            return found

    def _more(self) -> bool:
        """Decode the next bytes, twice as many each time that they do not suffice; return whether there were any."""
        if not len(self._bytes):
            return False
        if len(self._text) - self._at > limits.FEATURE_LETTERS:
            what = f"One of its features is broken or longer than {limits.FEATURE_LETTERS:,} letters."
            raise SourceError(what, GENERALISED)
        self._step = min(max(limits.MEGABYTE, len(self._text) - self._at), limits.FEATURE_LETTERS)
        piece, self._bytes = self._bytes[: self._step], self._bytes[self._step :]
        self._text = self._text[self._at :] + self._decode(piece, final=not len(self._bytes))
        self._at = 0
        return True


@contextmanager
def _parsing() -> Iterator[None]:
    """Say what is wrong where JSON is not JSON, and do without the cycle collector meanwhile.

    Thousands of small lists and not one cycle: looking for cycles would take longer than parsing.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    except SourceError:
        raise
    except RecursionError as error:
        raise SourceError("Its JSON is nested deeper than any map is.", AGAIN) from error
    except ValueError as error:
        raise SourceError(f"It begins like JSON but is not ({str(error)[:100]}).", AGAIN) from error
    finally:
        if collecting:
            gc.enable()
