"""Where the records of a mapped file lie, and the mends that a reader may confirm.

Nothing is moved on its own account: columns that look swapped, or metres in columns of degrees, are named with the
mend, and the mend is applied once it stands in the mapping.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyproj import Transformer
from pyproj.exceptions import ProjError

from hotspot.errors import SourceError
from hotspot.sources.columns import Mask, absent, numbers
from hotspot.sources.mapping import LOOKS, MEND_WHERE, ColumnMapping

Degrees = NDArray[np.float64]
BRITISH_GRID = "EPSG:27700"
TOLERATED = 0.02  # of the located rows of a file may lie outside; real published files reach this


@dataclass(frozen=True)
class Whereabouts:
    """Positions in degrees, NaN where there is none.

    Attributes
    ----------
    lon, lat : arrays (n,)
        EPSG:4326.
    wrong : bool array (n,)
        A coordinate that is no number, or one coordinate of two.
    notes : tuple of str
        Rows that lie elsewhere.
    """

    lon: Degrees
    lat: Degrees
    wrong: Mask
    notes: tuple[str, ...] = ()


def whereabouts(table: pa.Table, mapping: ColumnMapping, *, strict: bool = True) -> Whereabouts:
    """Return where each row lies.

    Parameters
    ----------
    table : pyarrow.Table
        Columns under the headings of the mapping.
    mapping : ColumnMapping
        Which columns, of which reference system, and the confirmed mend.
    strict : bool
        False for published files: rows elsewhere are only noted.

    Raises
    ------
    SourceError
        More than 2 in 100 located rows lie outside the mapping's bounds: with the mend that would bring them in.
    """
    names = _names(mapping)
    if names is None:
        nothing = np.full(table.num_rows, np.nan)
        return Whereabouts(nothing, nothing, np.zeros(table.num_rows, dtype=bool))
    (x, x_wrong), (y, y_wrong) = (numbers(table[name]) for name in names)
    wrong = x_wrong | y_wrong | (absent(x) != absent(y))
    first, second = (axis.to_numpy(zero_copy_only=False).astype(float) for axis in (x, y))
    lon, lat = mended(first, second, mapping)
    away = outside(lon, lat, mapping.bounds)
    located = int((~np.isnan(lon)).sum())
    share = away.sum() / max(located, 1)
    if strict and share > TOLERATED:
        raise _too_many(int(away.sum()), located, (first, second), mapping)
    noted = (f"{int(away.sum()):,} rows lie outside {_box(mapping.bounds)}; nothing was changed.",)
    return Whereabouts(lon, lat, wrong, noted if away.any() else ())


def _names(mapping: ColumnMapping) -> tuple[str, str] | None:
    for pair in (("lon", "lat"), ("easting", "northing")):
        found = tuple(mapping.column(one) for one in pair)
        if all(found):
            return str(found[0]), str(found[1])
    return None


def mended(x: Degrees, y: Degrees, mapping: ColumnMapping) -> tuple[Degrees, Degrees]:
    """Return longitude and latitude after the confirmed mend and out of the mapping's reference system."""
    if mapping.mend == "swapped":
        x, y = y, x
    if mapping.mend == "zero":
        nowhere = (x == 0) & (y == 0)
        x, y = np.where(nowhere, np.nan, x), np.where(nowhere, np.nan, y)
    if mapping.mend == "bng":
        return in_degrees(x, y, BRITISH_GRID)
    return (x, y) if mapping.column("lon") else in_degrees(x, y, mapping.crs)


def in_degrees(x: Degrees, y: Degrees, crs: str) -> tuple[Degrees, Degrees]:
    """Return metres of a reference system as longitude and latitude; what cannot be is NaN.

    >>> [float(axis[0].round(3)) for axis in in_degrees(np.array([435000.0]), np.array([336000.0]), "EPSG:27700")]
    [-1.481, 52.92]
    """
    try:
        move = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    except ProjError as error:
        what = f"The reference system {crs[:60]} is not known."
        raise SourceError(what, "For Great Britain use EPSG:27700.") from error
    lon, lat = (np.asarray(axis, dtype=float) for axis in move.transform(x, y))
    known = np.isfinite(lon) & np.isfinite(lat)
    return np.where(known, lon, np.nan), np.where(known, lat, np.nan)


def outside(lon: Degrees, lat: Degrees, bounds: tuple[float, ...]) -> Mask:
    """Return which positions lie outside a box; a row without a position does not.

    >>> outside(np.array([-1.5, 52.9, np.nan]), np.array([52.9, -1.5, np.nan]), (-9, 49, 2.5, 61.5)).tolist()
    [False, True, False]
    """
    west, south, east, north = bounds
    result: Mask = (lon < west) | (lon > east) | (lat < south) | (lat > north)
    return result


def suggested(x: Degrees, y: Degrees, mapping: ColumnMapping) -> str:
    """Return the mend that would bring nearly all rows into the bounds, empty where none would."""
    degrees = bool(np.nanmax(np.abs(x), initial=0.0) <= 180)  # as metres they would all lie at the grid's origin
    for mend in ("swapped", "zero") if degrees else ("swapped", "bng", "zero"):
        lon, lat = mended(x, y, mapping.changed(mend=mend))
        located = int((~np.isnan(lon)).sum())
        if located and outside(lon, lat, mapping.bounds).sum() <= TOLERATED * located:
            return mend
    return ""


def _too_many(away: int, located: int, axes: tuple[Degrees, Degrees], mapping: ColumnMapping) -> SourceError:
    what = f"{away:,} of {located:,} located rows lie outside {_box(mapping.bounds)}"
    mend = suggested(*axes, mapping) if not mapping.mend else ""
    if not mend:
        return SourceError(f"{what}.", "Check the coordinate columns, or ask the sender for the file again.")
    return SourceError(
        f"{what}. {LOOKS[mend]}. Nothing was changed.", f"If that is so, confirm it ({MEND_WHERE.format(mend=mend)})."
    )


def _box(bounds: tuple[float, ...]) -> str:
    west, south, east, north = bounds
    return f"longitude {west:g} to {east:g}, latitude {south:g} to {north:g}"
