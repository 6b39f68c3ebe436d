"""Which places are built up: what patrols, plans and lists are measured against, instead of a county's fields."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import cube, geography, grid
from hotspot.findings import Findings
from hotspot.pipeline.preparing import Prepared

URBAN = "urban"  # every name of an urban class begins with it, in the classifications of 2011 and 2021 alike
KIND = "lsoa21_rural_urban"


def built_up(
    found: Findings, held: Prepared, *, inside: NDArray[np.bool_] | None = None, part: str = ""
) -> tuple[NDArray[np.bool_], str]:
    """Return which locations are built up, and in words how that was decided.

    A share of a whole county flatters every list: fields hold no incidents and most of the area. Where the rural-urban
    classification is held, a location counts as built up if its home LSOA is urban: the LSOA that most of its own
    records state, else the one it lies in. The classification calls small towns rural, so a market town may be left
    out. Where it is not held, or names nothing urban here, every location with a record of any kind counts.

    Parameters
    ----------
    found : Findings
        By H3 cell or by LSOA.
    held : Prepared
        The area's places, records and tables.
    inside : bool array (n,), optional
        Which of the locations are looked at; the sentence counts these alone.
    part : str
        The name of the part of the area that they are.

    Returns
    -------
    mask : bool array (n,)
        In the order of ``found.locations``, all of them.
    words : str
        One sentence for the reader.
    """
    locations = tuple(str(key) for key in found.locations.index)
    # No question changes where a place lies; whose records are taken out may change what most of them state.
    mask, urban = held.lately(("built up", locations, held.without), lambda: _mask(locations, held))
    mine = np.ones(len(mask), dtype=bool) if inside is None else inside
    head = f"Built-up area{f' of {part}' if part else ''}: the {(mask & mine).sum():,} of {mine.sum():,} places"
    if urban:
        area_km2 = found.locations["area_km2"].to_numpy()
        share = area_km2[mask & mine].sum() / area_km2[mine].sum()
        return mask, (
            f"{head} whose neighbourhood is urban by the official rural-urban classification ({100 * share:,.0f} % of "
            f"the area of all places{' there' if part else ''})."
        )
    why = "names none of it urban" if len(held.tables[KIND]) else "is not loaded"
    return mask, (
        f"{head} with a record of any kind at any date, because the official rural-urban classification {why}."
    )


def _mask(locations: tuple[str, ...], held: Prepared) -> tuple[NDArray[np.bool_], bool]:
    """Return which locations are built up, and whether the classification says so."""
    urban = np.isin(_homes(locations, held), _urban_lsoas(held))
    return (urban, True) if urban.any() else (_recorded(locations, held), False)


def _urban_lsoas(held: Prepared) -> NDArray[np.str_]:
    table = held.tables[KIND].select(["lsoa21_code", "ruc_name"]).to_pandas()
    urban = table.loc[table["ruc_name"].astype("str").str.lower().str.startswith(URBAN), "lsoa21_code"]
    return np.asarray(urban[urban.isin(held.areas.lsoa.index)], dtype=str)


def _homes(locations: tuple[str, ...], held: Prepared) -> NDArray[np.str_]:
    """Return the LSOA of each location."""
    if set(locations) <= set(held.areas.lsoa.index):
        return np.array(locations, dtype=str)
    stated = cube.homes(cube.stated(held.incidents.frame), locations, _resolution(locations))["lsoa"]
    lon, lat = grid.centres(list(locations))
    nearest = pd.Series(geography.nearest_lsoa(lon, lat, held.areas), index=stated.index)
    return np.asarray(stated.fillna(nearest), dtype=str)


def _recorded(locations: tuple[str, ...], held: Prepared) -> NDArray[np.bool_]:
    frame = held.incidents.frame
    if set(locations) <= set(held.areas.lsoa.index):
        return np.isin(np.array(locations, dtype=str), frame["lsoa"].dropna().unique().astype(str))
    here = frame.loc[~frame["no_location"], ["lon", "lat"]].drop_duplicates()
    cells = grid.cells(here["lon"].to_numpy(), here["lat"].to_numpy(), _resolution(locations))
    return np.isin(grid.numbers(list(locations)), np.unique(cells))


def _resolution(locations: tuple[str, ...]) -> int:
    return int(grid.resolutions(list(locations))[0])
