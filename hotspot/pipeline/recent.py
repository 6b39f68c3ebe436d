"""What was worked out lately, so that the next question need not: bounded, and safe for many sessions at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

Made = TypeVar("Made")


class _Hashed:
    """A key that is hashed once, however often it is looked up: one may hold the names of 50,000 hexagons."""

    def __init__(self, key: Hashable) -> None:
        self.key, self._hash = key, hash(key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and self.key == other.key


class Recent:
    """The last things made, by their keys; the one unused for longest goes when there are too many.

    >>> kept = Recent(most=2)
    >>> [kept.once(key, lambda: key.upper()) for key in "abca"]
    ['A', 'B', 'C', 'A']
    >>> len(kept)
    2
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[_Hashed, Any] = OrderedDict()
        self._lock = Lock()  # held for looking and keeping alone: making may take long, and twice does no harm

    def __len__(self) -> int:
        return len(self._made)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made under a key lately, or make it; the key must name all that it is made from."""
        named = _Hashed(key)
        with self._lock:
            if named in self._made:
                self._made.move_to_end(named)
                return cast(Made, self._made[named])
        made = make()
        with self._lock:
            self._made[named] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made
