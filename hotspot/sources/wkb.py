"""Shapes in well-known binary, walked before they are read.

The library that reads them follows a shape within a shape within a shape until the program falls over, without an error
that could be caught. So a shape is read only where it is nested as deep as an honest one can be.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

_POINT, _LINE, _POLYGON = 1, 2, 3
_CHILDREN = {4: (_POINT,), 5: (_LINE,), 6: (_POLYGON,), 7: (1, 2, 3, 4, 5, 6)}
_ANY = (1, 2, 3, 4, 5, 6, 7)
_HAS_Z, _HAS_M, _HAS_SYSTEM = 0x80000000, 0x40000000, 0x20000000
_PIECES = 100_000  # rings and parts of one shape; the Scottish Highlands have some thousands of islands


def shapes(blobs: Iterable[bytes | None]) -> NDArray[Any]:
    """Return shapely geometries, None for what is none or cannot be read safely.

    >>> shapes([shapely.to_wkb(shapely.Point(1, 2)), b"junk", None])
    array([<POINT (1 2)>, None, None], dtype=object)
    """
    sound = [blob if blob is not None and is_shallow(blob) else None for blob in blobs]
    with np.errstate(invalid="ignore"):  # a coordinate may be no number
        found: NDArray[Any] = shapely.from_wkb(np.array([*sound, None], dtype=object)[:-1], on_invalid="ignore")
    return found


def is_shallow(blob: bytes) -> bool:
    """Return whether a shape holds nothing nested deeper than a collection of multipolygons.

    >>> is_shallow(shapely.to_wkb(shapely.box(0, 0, 1, 1)))
    True
    >>> is_shallow(bytes.fromhex("010700000001000000") * 3)
    False
    """
    try:
        _after(blob, 0, _ANY)
    except (struct.error, ValueError, IndexError):
        return False
    return True


def _after(blob: bytes, at: int, allowed: tuple[int, ...]) -> int:
    """Return where the shape that begins at a position ends; raise where it is none of those allowed there."""
    order = "<" if blob[at] == 1 else ">"
    (code,) = struct.unpack_from(f"{order}I", blob, at + 1)
    kind, dimensions = _described(code)
    if kind not in allowed:
        raise ValueError
    at += 9 if code & _HAS_SYSTEM else 5
    if kind == _POINT:
        return _within(blob, at + 8 * dimensions)
    (count,) = struct.unpack_from(f"{order}I", blob, at)
    at += 4
    if kind == _LINE:
        return _within(blob, at + 8 * dimensions * count)
    if count > _PIECES:
        raise ValueError
    for _ in range(count):
        at = _after(blob, at, _CHILDREN[kind]) if kind in _CHILDREN else _ring(blob, at, order, dimensions)
    return at


def _described(code: int) -> tuple[int, int]:
    """Return the kind of a shape and how many numbers each of its points has, in either way to write height."""
    plain = code & 0x0FFFFFFF
    extra = (plain // 1000 + 1) // 2 if plain < 4000 else 0  # 1000 and 2000 one more number, 3000 two more
    return plain % 1000, 2 + extra + bool(code & _HAS_Z) + bool(code & _HAS_M)


def _ring(blob: bytes, at: int, order: str, dimensions: int) -> int:
    (count,) = struct.unpack_from(f"{order}I", blob, at)
    return _within(blob, at + 4 + 8 * dimensions * count)


def _within(blob: bytes, at: int) -> int:
    if at > len(blob):
        raise ValueError
    return at
