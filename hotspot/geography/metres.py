"""From degrees to metres, on the profile's projected reference system."""

from __future__ import annotations

from functools import lru_cache

from pyproj import Transformer


@lru_cache(maxsize=8)
def to_metres(crs: str) -> Transformer:
    """Return what turns longitude and latitude into east and north in metres; made once, because that takes long.

    Distances on it are true to about one in a thousand inside the system's area of use, and wrong outside it.

    >>> [round(metre) for metre in to_metres("EPSG:27700").transform(-1.47, 52.92)]
    [435732, 335974]
    """
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)
