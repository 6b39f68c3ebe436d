"""The rows of a map's places, written column by column: thousands of them in the time of a few.

Keys, names and words lie in one piece of memory each, as Arrow holds them, and are joined there, without an object of
Python for every place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import is_
from threading import Lock
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from hotspot.views.alike import Alike

TEXT = pa.large_string()
MOST_KEPT = 6  # keys, names and streets of two sizes of places: a meeting looks at few


class Recent:
    """What was made of the last few columns, known again by what is in them and not by where they come from."""

    def __init__(self, same: Callable[[Any, Any], bool]) -> None:
        self._same = same
        self._held: list[tuple[Any, Any, pa.Array]] = []  # the last used last
        self._lock = Lock()  # readers come side by side

    def made(self, column: Any, said: Callable[..., Any] | str, make: Callable[[], pa.Array]) -> pa.Array:
        """Return what ``said`` makes of a column, or of some, from memory where it was made before."""
        with self._lock:
            for at, (held, how, texts) in enumerate(self._held):
                if how is said and len(held) == len(column) and self._same(held, column):
                    self._held.append(self._held.pop(at))
                    return texts
        texts = make()
        with self._lock:
            self._held.append((column, said, texts))
            del self._held[:-MOST_KEPT]
        return texts


_NAMES = Recent(lambda one, other: bool(one.equals(other)))
_SHAPES = Recent(lambda one, other: all(map(is_, one, other)))
_CALLED = Recent(lambda one, other: all(map(is_, one, other)))


def spelled(texts: Sequence[str]) -> pa.Array:
    r"""Return texts as they stand between the quotation marks of JSON.

    >>> spelled(['the "Crown"', "a\nb"]).to_pylist()
    ['the \\"Crown\\"', 'a\\nb']
    """
    # Between two of them stands a line's end, which JSON spells otherwise within them.
    whole = json.dumps(list(texts), separators=("\n", ":"))[1:-1]
    return pa.array([one[1:-1] for one in whole.split("\n")] if texts else [], TEXT)


def each(values: Sequence[str], said: Callable[[str], str]) -> pa.Array:
    """Return what is said of each value, spelled; worked out once for each different one, of which there are few.

    >>> each(["a", "b", "a"], str.upper).to_pylist()
    ['A', 'B', 'A']
    """
    held = Alike.of(values)
    return spelled([said(one) for one in held.texts]).take(pa.array(held.which))


def names(values: pd.Series, said: Callable[[str], str]) -> pa.Array:
    """Return what is said of each of many different names, spelled; kept, for the next filter has the same places.

    >>> names(pd.Series(["Castle Hill", "a <b>"]), lambda name: name.replace("<", "(")).to_pylist()
    ['Castle Hill', 'a (b>']
    """
    column = _column(values)
    return _NAMES.made(column, said, lambda: spelled([said(one) for one in column.to_pylist()]))


def _column(values: pd.Series | pd.Index) -> pa.Array:
    held = pa.array(values.astype("str"), TEXT)
    return (held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held).fill_null("nan")


def either(first: NDArray[np.bool_], one: pa.Array, other: pa.Array) -> pa.Array:
    """Return of two columns the value of the first where it is said so, else that of the second."""
    return pc.if_else(pa.array(first), one, other)


def joined(*columns: pa.Array | str, between: str = ",") -> str:
    """Return rows as one text: the columns of each side by side, a text alone stands in every row.

    >>> joined(pa.array(["a", "b"], TEXT), "=", pa.array(["1", "é"], TEXT), between=" ")
    'a=1 b=é'
    >>> joined(pa.array([], TEXT), "=")
    ''
    """
    rows = _side_by_side(*columns, between)
    # Texts of one column lie one behind the other in memory, which is the whole text already.
    _, ends, letters = rows.buffers()
    end = int(np.frombuffer(ends, np.int64)[len(rows)]) - len(between.encode()) if len(rows) else 0
    return str(memoryview(letters)[:end], "utf-8") if end > 0 else ""


def _side_by_side(*columns: pa.Array | str) -> pa.Array:
    parts: list[Any] = [pa.scalar(one, TEXT) if isinstance(one, str) else one for one in columns]
    return pc.binary_join_element_wise(*parts, pa.scalar("", TEXT))


@dataclass(frozen=True)
class Columns:
    """What each place of a map is called by: class, key, name and words, all spelled.

    Attributes
    ----------
    group : array of int, shape (places,)
        Number of its class.
    key, name, text : pyarrow.LargeStringArray, shape (places,)
        Its key, its name and what a pointer shows besides.

    Examples
    --------
    >>> one = Columns(np.array([3]), *(pa.array([said], TEXT) for said in ("88", "Castle Hill", "12")))
    >>> one.written()
    '[{"c":3,"i":"88","n":"Castle Hill","t":"12"}]'
    """

    group: NDArray[np.int64]
    key: pa.Array
    name: pa.Array
    text: pa.Array

    def written(self) -> str:
        """Return a row for each place, as JSON."""
        return f"[{joined(*self._row())}]"

    def stamp(self) -> int:
        """Return a number that says which places these are, in this order.

        >>> one, same, other = (pa.array(keys, TEXT) for keys in (["88", "9"], ["88", "9"], ["8", "89"]))
        >>> stamps = [Columns(np.zeros(2, int), key, key, key).stamp() for key in (one, same, other)]
        >>> stamps[0] == stamps[1], stamps[0] == stamps[2]
        (True, False)
        """
        _, ends, letters = self.key.buffers()
        return crc32(letters or b"", crc32(ends, crc32(repr((self.key.offset, len(self.key))).encode())))

    def around(self, shapes: pa.Array) -> str:
        """Return a GeoJSON feature for each place, as JSON.

        Parameters
        ----------
        shapes : pyarrow.LargeStringArray, shape (places,)
            The geometry of each, as GeoJSON.
        """
        features = joined('{"geometry":', shapes, ',"properties":', *self._row(), ',"type":"Feature"}')
        return f'{{"features":[{features}],"type":"FeatureCollection"}}'

    def _row(self) -> tuple[pa.Array | str, ...]:
        first = pa.array([f'{{"c":{k},"i":"' for k in range(int(self.group.max(initial=-1)) + 1)], TEXT)
        return (first.take(pa.array(self.group)), self._called(), self.text, '"}')

    def _called(self) -> pa.Array:
        """Return key and name of each place as they stand in its row; kept, for the next filter has the same places."""
        held = (self.key, self.name)
        return _CALLED.made(held, "called", lambda: _side_by_side(self.key, '","n":"', self.name, '","t":"'))


def shapes(held: NDArray[Any], said: Callable[[NDArray[Any]], NDArray[Any]]) -> pa.Array:
    """Return shapes as text; kept, for the next filter has the very same shapes.

    Parameters
    ----------
    held : array of geometries, shape (places,)
        The shapes.
    said : callable
        Writes an array of them.
    """
    return _SHAPES.made(held, said, lambda: pa.array(said(held), TEXT))
