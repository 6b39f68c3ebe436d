"""What is held, cut to the districts of a reader: before anything is counted, so that nothing of others can leave.

An answer for somebody who may see one district is made from that district alone. No count, rank, name, neighbour or
median of elsewhere is in it, so that no page, link or file has to be trusted to leave it out again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from hotspot import geography, incidents
from hotspot.config import AreaProfile
from hotspot.errors import AccessError
from hotspot.geography import Areas
from hotspot.incidents import Incidents

BEYOND = (
    "Only your own districts are held here: places are hot for them, not for the whole area, and what stands beyond "
    "their border (a youth club, a station) is not shown as near."
)
_FIXED = ("source", "precision")  # their words say nothing of a place


def own_profile(profile: AreaProfile, csps: Sequence[str]) -> AreaProfile:
    """Return an area's profile with the districts and groups of districts that a reader may see whole.

    Raises
    ------
    AccessError
        None of them lies in this area.
    """
    mine = tuple(code for code in profile.csps if code in csps)
    if not mine:
        raise AccessError(
            f"Your role does not extend to {profile.name}.", "Choose your own area, or ask for it on the page Admin."
        )
    groups = {name: codes for name, codes in profile.groups.items() if set(codes) <= set(mine)}
    return dataclasses.replace(profile, csps=mine, groups=groups)


def own_places(tables: Mapping[str, pa.Table], profile: AreaProfile) -> Areas:
    """Return the places of a profile whose districts were cut; those of a doubtful neighbour go too."""
    whole = geography.areas(tables, profile)
    mine = whole.lsoa["csp_code"].isin(profile.csps)
    lsoa = whole.lsoa[mine]
    lad = whole.lad[whole.lad.index.isin(lsoa["lad_code"])]
    outline = shapely.union_all(lsoa.geometry.array)
    return dataclasses.replace(whole, lsoa=lsoa, lad=lad, outline=outline)


def own_records(clean: Incidents, areas: Areas, csps: Sequence[str]) -> Incidents:
    """Return the records of some districts; one that states no place belongs to none of them."""
    frame = clean.frame[clean.frame["csp_code"].isin(csps)].reset_index(drop=True)
    named = [name for name in frame.select_dtypes("category") if name not in _FIXED]
    frame = frame.assign(**{name: frame[name].cat.remove_unused_categories() for name in named})
    set_aside = incidents.institutions_set_aside(frame, areas)
    return Incidents(frame, clean.sources, set_aside, incidents.quality(frame))


def months_marked(seen: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Return what a cube must know of records it does not count, with a line without a place for each month held.

    A district in which nothing was recorded in a month is quiet, not a gap: which months are held is a fact of the
    source, whoever asks.
    """
    months = seen[["source", "month"]].drop_duplicates().dropna(subset=["month"])
    marks = months.reindex(columns=seen.columns).assign(no_location=True)
    return pd.concat([own, marks.astype(own.dtypes.to_dict())], ignore_index=True)


def own_facilities(tables: Mapping[str, pa.Table], areas: Areas) -> dict[str, pa.Table]:
    """Return the tables with the facilities inside the outline alone."""
    held = tables["facilities"]
    inside = shapely.intersects_xy(areas.outline, _degrees(held, "lon"), _degrees(held, "lat"))
    return {**tables, "facilities": held.filter(pa.array(inside))}


def own_ground(tables: Mapping[str, pa.Table], areas: Areas) -> dict[str, pa.Table]:
    """Return the tables with a base map that names nothing beyond the outline; lines and land there stay, unnamed."""
    held = tables["base"]
    shapes = shapely.from_wkb(held["geometry"].to_numpy(zero_copy_only=False))
    middles = shapely.point_on_surface(shapes)
    inside = shapely.intersects_xy(areas.outline, shapely.get_x(middles), shapely.get_y(middles))
    names = pc.if_else(pa.array(inside), held["name"], pa.scalar(None, held["name"].type))
    unnamed = held.set_column(held.column_names.index("name"), "name", names)
    return {**tables, "base": unnamed.filter(pa.array(inside | (shapely.get_dimensions(shapes) > 0)))}


def _degrees(table: pa.Table, name: str) -> NDArray[np.float64]:
    return np.asarray(table[name].to_pandas(), dtype=float)
