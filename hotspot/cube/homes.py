"""Which LSOA and which street the records of a cell state: what a cell on a border is named after and counted under."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import grid
from hotspot.incidents import street_of

Codes = NDArray[np.integer]


@dataclass(frozen=True)
class Stated:
    """What the records of each spot state, added up once for cells of every size: a map point holds dozens of records.

    Attributes
    ----------
    lon, lat : float arrays of shape (k,)
        A row for each spot, LSOA and street that records state together.
    lsoa, street : integer arrays of shape (k,)
        Which of ``lsoas`` and ``streets``; -1 for no street.
    records, known : float arrays of shape (k,)
        How many records state it, and how many of those are of the categories that a place is known for.
    lsoas, streets : Index of str
        In the order of their names.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    lsoa: Codes
    street: Codes
    records: NDArray[np.float64]
    known: NDArray[np.float64]
    lsoas: pd.Index[str]
    streets: pd.Index[str]


def stated(frame: pd.DataFrame, known_for: Collection[str] = ()) -> Stated:
    """Return what the records of each spot state, for ``homes``.

    Parameters
    ----------
    frame : DataFrame
        Incidents with lon, lat, lsoa, location, institution, category.
    known_for : collection of str
        Categories whose records name the street first; the others only where these name none. So a place is named after
        the street of its violence rather than of its bicycle thefts, by the same name on every page.
    """
    wanted = ["lon", "lat", "lsoa", "location", "institution", "category"]
    held = frame.loc[frame["lsoa"].notna() & ~frame["no_location"], wanted]
    spot, points = pd.factorize(held["lon"].to_numpy() + 1j * held["lat"].to_numpy())
    lsoa, lsoas = pd.factorize(held["lsoa"], sort=True)
    street, streets = pd.factorize(street_of(held["location"]).mask(held["institution"]), sort=True)
    row, first = pd.factorize((spot * len(lsoas) + lsoa) * (len(streets) + 1) + street)
    _, at = np.unique(row, return_index=True)
    known = held["category"].isin(list(known_for)).to_numpy(dtype=float)
    here = points[spot[at]]
    counted, told = (np.bincount(row, each, len(first)).astype(float) for each in (None, known))
    return Stated(here.real, here.imag, lsoa[at], street[at], counted, told, lsoas, streets)


def homes(told: Stated, locations: Sequence[str] | None, resolution: int) -> pd.DataFrame:
    """Return for each cell the LSOA and the street that most of its records state.

    The middle of a cell on a border may lie in another partnership than nearly all of its records.

    Parameters
    ----------
    told : Stated
        What the records of each spot state.
    locations : sequence of str or None
        H3 cells; None for every cell of which a record states anything.
    resolution : int
        Their resolution.

    Returns
    -------
    DataFrame, index ``locations``
        lsoa and street; missing where no record states one. ``records`` is how many name the street first, by which
        the busiest of several cells of one name keeps it.
    """
    cells, cell = np.unique(grid.cells(told.lon, told.lat, resolution), return_inverse=True)
    n = len(cells)
    known = np.bincount(cell, told.known, minlength=n)
    street = _commonest(cell, told.street, told.known, n)
    street = np.where(street < 0, _commonest(cell, told.street, told.records, n), street)
    lsoa = _commonest(cell, told.lsoa, told.records, n)
    found = pd.DataFrame(
        {
            "lsoa": pd.array(told.lsoas, dtype="str").take(lsoa, allow_fill=True),
            "street": pd.array(told.streets, dtype="str").take(street, allow_fill=True),
            "records": np.where(known > 0, known, np.nan),
        },
        index=pd.Index(grid.names(cells)),
    )
    return found if locations is None else found.reindex(pd.Index(locations, name="location"))


def _commonest(cell: Codes, code: Codes, records: NDArray[np.float64], n: int) -> NDArray[np.intp]:
    """Return the commonest code of each of n cells, the first where two are equally common, -1 where there is none."""
    said = (code >= 0) & (records > 0)
    width = int(code.max(initial=0)) + 1
    pairs, pair = np.unique(cell[said] * width + code[said], return_inverse=True)
    counted = np.bincount(pair, records[said], minlength=len(pairs))
    at, which = pairs // width, pairs % width
    order = np.lexsort((which, -counted, at))
    found = np.full(n, -1, dtype=np.intp)
    found[at[order][::-1]] = which[order][::-1]  # where a cell comes several times, the first time stays
    return found
