"""Which LSOA and which street the records of a cell state: what a cell on a border is named after and counted under."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

from hotspot import grid
from hotspot.incidents import street_of


def homes(
    frame: pd.DataFrame, locations: Sequence[str] | None, resolution: int, *, known_for: Collection[str] = ()
) -> pd.DataFrame:
    """Return for each cell the LSOA and the street that most of its records state.

    The middle of a cell on a border may lie in another partnership than nearly all of its records.

    Parameters
    ----------
    frame : DataFrame
        Incidents with lon, lat, lsoa, location, institution.
    locations : sequence of str or None
        H3 cells; None for every cell of which a record states anything.
    resolution : int
        Their resolution.
    known_for : collection of str
        Categories whose records name the street first; the others only where these name none. So a place is named after
        the street of its violence rather than of its bicycle thefts, by the same name on every page.

    Returns
    -------
    DataFrame, index ``locations``
        lsoa and street; missing where no record states one. ``records`` is how many name the street first, by which
        the busiest of several cells of one name keeps it.
    """
    wanted = ["lon", "lat", "lsoa", "location", "institution", "category"]
    held = frame.loc[frame["lsoa"].notna() & ~frame["no_location"], wanted]
    cell = grid.cells(held["lon"].to_numpy(), held["lat"].to_numpy(), resolution)
    street = street_of(held["location"]).mask(held["institution"])
    stated = pd.DataFrame({"cell": cell, "lsoa": held["lsoa"].to_numpy(), "street": street.to_numpy()})
    known = stated[held["category"].isin(list(known_for)).to_numpy()]
    street_by_cell = _commonest(known, "street").combine_first(_commonest(stated, "street"))
    counted = known.groupby("cell").size()
    found = pd.DataFrame({"lsoa": _commonest(stated, "lsoa"), "street": street_by_cell, "records": counted})
    found.index = pd.Index(grid.names(found.index.to_numpy(dtype="uint64")))
    return found if locations is None else found.reindex(pd.Index(locations, name="location"))


def _commonest(stated: pd.DataFrame, column: str) -> pd.Series[str]:
    """Return the commonest value of each cell, the first by name where two are equally common."""
    counted = stated.groupby(["cell", column], observed=True).size().rename("n").reset_index()
    order = counted.sort_values(["cell", "n", column], ascending=[True, False, True])
    return order.drop_duplicates("cell").set_index("cell")[column]
