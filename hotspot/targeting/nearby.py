"""What a place needs, what is thin around it and who is near: told beside a count, never counted into it.

All three are facts here; the views put them into words.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.spatial import cKDTree

from hotspot.context import FEWEST_PARTS, WITHIN_M, Layer

NEAR_M = 400.0  # about five minutes on foot, were the way straight
# Who is there: a type and its name; premises are counted, the others named.
NEAR_TYPES = {
    "school": "school",
    "station": "station",
    "bus_interchange": "bus interchange",
    "licensed_premises": "licensed premises",
}
COUNTED = ("licensed_premises",)
NAMED = 2  # at most so many of a type by name
# A gap in one of these is a reason to act. A youth club does what a youth session does, so either will do.
PROVISION = {
    "youth_session": ("youth_session", "youth_club"),
    "family_hub": ("family_hub",),
    "community_centre": ("community_centre",),
    "library": ("library",),
    "sports_ground": ("sports_ground", "park"),
}
NEED = ("imd_without_crime", "cni")
REACH = "reach_"


def surrounded(
    listed: pd.DataFrame, around: pd.DataFrame, layers: Sequence[Layer], facilities: pd.DataFrame, crs: str
) -> pd.DataFrame:
    """Return need, thin protection and who is near, of each listed place.

    Parameters
    ----------
    listed : DataFrame, index location
        With ``lon`` and ``lat``: where each place is looked at from.
    around : DataFrame, index location
        Layers and ``reach_<type>_m``; a column that is not there is not known, and said to be so by its absence.
    layers : sequence of Layer
        What is loaded.
    facilities : DataFrame
        name, type_key, lon, lat.
    crs : str
        Projected reference system in metres.

    Returns
    -------
    DataFrame, index location
        ``need`` (of each index that is loaded a ``Need``), ``need_decile`` (1 most deprived, crime left out; NaN),
        ``thin`` (type keys that are missing), ``gaps`` (of each of them a ``Nearest``), ``looked_for`` (types of which
        a list is loaded), ``near`` (type keys), ``who_near`` (of each of them a ``Nearby``), ``population``,
        ``thin_share`` (NaN below three types: that is no index).
    """
    held = around.reindex(listed.index)
    loaded = {layer.key for layer in layers}
    rows = [_of(row, loaded) for row in held.to_dict("records")]
    frame = pd.DataFrame(rows, index=listed.index)
    frame["population"] = held["population"] if "population" in held else np.nan
    many, looked = frame["thin"].map(len), frame["looked_for"].map(len)
    frame["thin_share"] = (many / looked.where(looked >= FEWEST_PARTS)).astype(float)
    return frame.join(_near(listed, facilities, crs))


def _of(row: Mapping[str, Any], loaded: Collection[str]) -> dict[str, object]:
    away = {key: _nearest(row, types) for key, types in PROVISION.items()}
    looked = {key: found for key, found in away.items() if found is not None}
    thin = {key: found for key, found in looked.items() if found.away_m > WITHIN_M}
    return {
        "need": _need(row, loaded),
        "need_decile": _decile(row, NEED[0]),
        "thin": tuple(thin),
        "gaps": tuple(thin.values()),
        "looked_for": tuple(looked),
    }


class Nearest(NamedTuple):
    """The nearest facility of some types: those of which a list is loaded, how far it is, its name or nothing."""

    kinds: tuple[str, ...]
    away_m: float
    name: str


def _nearest(row: Mapping[str, Any], types: Sequence[str]) -> Nearest | None:
    """Return the nearest of these types; None where no list of any is loaded or no distance is known."""
    away = {one: float(metres) for one in types if (metres := row.get(f"{REACH}{one}_m")) is not None}
    known = {one: metres for one, metres in away.items() if not np.isnan(metres)}
    if not known:
        return None
    first = min(known, key=known.__getitem__)
    return Nearest(tuple(known), known[first], str(row.get(f"{REACH}{first}") or ""))


def _decile(row: Mapping[str, Any], key: str) -> float:
    value = row.get(f"{key}_decile")
    return float("nan") if value is None else float(value)


class Need(NamedTuple):
    """How much a place needs: an index of ``NEED`` and the tenth of its country by it, where 1 is most in need."""

    layer: str
    tenth: float


def _need(row: Mapping[str, Any], loaded: Collection[str]) -> tuple[Need, ...]:
    """Return the need of a place in tenths of the country, averaged over the residents of the hexagon."""
    tenths = {key: _decile(row, key) for key in NEED if key in loaded}
    return tuple(Need(key, tenth) for key, tenth in tenths.items() if not np.isnan(tenth))


class Nearby(NamedTuple):
    """Who of a type is near: the nearest by name, none where a type is only counted, and how many in all."""

    kind: str
    names: tuple[str, ...]
    in_all: int


def _near(listed: pd.DataFrame, facilities: pd.DataFrame, crs: str) -> pd.DataFrame:
    """Return which facilities stand within five minutes of the middle of each place."""
    mine = facilities[facilities["type_key"].isin(NEAR_TYPES)] if len(facilities) else facilities
    if not len(mine):
        return pd.DataFrame({"near": [()] * len(listed), "who_near": [()] * len(listed)}, index=listed.index)
    metres = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    tree = cKDTree(np.column_stack(metres.transform(mine["lon"].to_numpy(), mine["lat"].to_numpy())))
    points = np.column_stack(metres.transform(listed["lon"].to_numpy(), listed["lat"].to_numpy()))
    names, types = mine["name"].to_numpy(dtype=object), mine["type_key"].to_numpy(dtype=object)
    rows = []
    for point, found in zip(points, tree.query_ball_point(points, NEAR_M), strict=True):
        order = sorted(found, key=lambda k: float(np.hypot(*(tree.data[k] - point))))
        here = {kind: [str(names[k]) for k in order if types[k] == kind] for kind in NEAR_TYPES}
        who = tuple(Nearby(kind, _by_name(kind, named), len(named)) for kind, named in here.items() if named)
        rows.append({"near": tuple(one.kind for one in who), "who_near": who})
    return pd.DataFrame(rows, index=listed.index)


def _by_name(kind: str, named: Sequence[str]) -> tuple[str, ...]:
    return () if kind in COUNTED else tuple(named[:NAMED])
