"""What protects young people in a place, as far as it is known: a checklist, and an index only of three parts or more.

A list of libraries alone is not protection, so one or two layers never become a number. A type of which no list is
loaded is missing: nobody has looked, which is not the same as none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from hotspot.context.needs import NEEDS

FEWEST_PARTS = 3
WITHIN_M = 1200.0  # about a quarter of an hour on foot, were the way straight
INDEX = "thin_protection"
# What the partnerships name: somewhere to go, someone to talk to, something to do.
PROTECTIVE = {
    "youth_session": "youth session",
    "youth_club": "youth club",
    "family_hub": "family hub",
    "community_centre": "community centre",
    "library": "library",
    "sports_ground": "sports ground",
    "park": "park",
    "childrens_playground": "children's playground",
}
COLUMNS = ["type", "present", "distance_m", "nearest", "sentence"]


def protection(reached: Mapping[str, Any], *, within_m: float = WITHIN_M) -> pd.DataFrame:
    """Return the checklist of one place: each type of protection, there or not there or not known.

    Parameters
    ----------
    reached : mapping
        One place's row of ``reach``: ``<type_key>_m`` and ``<type_key>``.
    within_m : float
        How near counts as there, in a straight line.

    Returns
    -------
    DataFrame
        type, present (True, False, or NA where no list of the type is loaded), distance_m, nearest, sentence.

    >>> for said in protection({"library_m": 300.0, "library": "Allenton"})["sentence"][:5]:
    ...     print(said)
    No list of youth sessions is loaded, so nothing is known.
    No list of youth clubs is loaded, so nothing is known.
    No list of family hubs is loaded, so nothing is known.
    No list of community centres is loaded, so nothing is known.
    Library within 1.2 km: Allenton, 300 m.
    """
    rows = [_line(key, name, reached, within_m) for key, name in PROTECTIVE.items()]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"present": "boolean", "distance_m": float})


def _line(key: str, name: str, reached: Mapping[str, Any], within_m: float) -> tuple[Any, ...]:
    away = reached.get(f"{key}_m")
    if away is None or pd.isna(away):
        many = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
        return name, pd.NA, np.nan, "", f"No list of {many} is loaded, so nothing is known."
    nearest = str(reached.get(key) or "")
    there = bool(away <= within_m)
    if there:
        said = f"{name[:1].upper()}{name[1:]} within {within_m / 1000:.1f} km: {nearest}, {distance(away)}."
    else:
        said = f"No {name} within {within_m / 1000:.1f} km: the nearest is {nearest}, {distance(away)} away."
    return name, there, float(away), nearest, said


def distance(metres: float) -> str:
    """Return a straight-line distance in words, no finer than a point on a map allows.

    >>> distance(347.0), distance(1240.0), distance(3432.4)
    ('350 m', '1,240 m', '3.4 km')
    """
    return f"{round(metres / 10) * 10:,.0f} m" if metres < 2000 else f"{metres / 1000:.1f} km"


def index_parts(columns: pd.Index) -> tuple[str, ...]:
    """Return the columns an index of protection is made of: need for ties and assets, distance to facilities.

    >>> index_parts(pd.Index(["imd", "cni", "cni_engaged", "reach_library_m", "reach_prison_m"]))
    ('cni_engaged', 'reach_library_m')
    """
    wanted = ("cni_civic_assets", "cni_connectedness", "cni_engaged", *(f"reach_{key}_m" for key in PROTECTIVE))
    return tuple(name for name in wanted if name in columns)


def part_name(column: str) -> str:
    """Return what a part of the index is, in words.

    >>> part_name("cni_civic_assets"), part_name("reach_library_m")
    ('lack of civic assets', 'distance to a library')
    """
    if column in NEEDS:
        title = NEEDS[column][1]
        return title[:1].lower() + title[1:]
    return f"distance to a {PROTECTIVE[column.removeprefix('reach_').removesuffix('_m')]}"


def protection_index(frame: pd.DataFrame) -> pd.Series:
    """Return how thin protection is in each area against the other areas here: 0 best placed, 100 thinnest.

    Each part (``index_parts``) becomes the share of the areas that are better placed, and the index is the mean of the
    shares that are known. All parts count alike, which is a choice, not a finding; read the parts before the index. It
    is relative: in every area half of the places are thinner than the middle.

    Parameters
    ----------
    frame : DataFrame
        One row an area, with the parts as columns, where more is worse.

    Returns
    -------
    Series
        NaN where fewer than three parts are known; all NaN where fewer than three are loaded.
    """
    parts = frame[[*index_parts(frame.columns)]].astype(float)
    if parts.shape[1] < FEWEST_PARTS:
        return pd.Series(np.nan, index=frame.index, name=INDEX)
    shares = (parts.rank() - 0.5) / parts.notna().sum() * 100
    return shares.mean(axis=1).where(parts.notna().sum(axis=1) >= FEWEST_PARTS).rename(INDEX)
