"""What a place needs, what is thin around it and who is near: said beside a count, never counted into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from pyproj import Transformer
from scipy.spatial import cKDTree

from hotspot import context
from hotspot.context import FEWEST_PARTS, PROTECTIVE, WITHIN_M, Layer

NEAR_M = 400.0  # about five minutes on foot, were the way straight
# Who is there: a type and how it is said; premises are counted, the others named.
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
        ``need`` (tuple of sentences), ``need_decile`` (1 most deprived, crime left out; NaN), ``thin`` (type keys that
        are missing), ``thin_said``, ``looked_for`` (types of which a list is loaded), ``near`` (type keys),
        ``near_said``, ``population``, ``thin_share`` (NaN below three types: that is no index).
    """
    held = around.reindex(listed.index)
    titles = {layer.key: layer.title for layer in layers}
    rows = [_of(row, titles) for _, row in held.iterrows()]
    frame = pd.DataFrame(rows, index=listed.index)
    frame["population"] = held["population"] if "population" in held else np.nan
    many, looked = frame["thin"].map(len), frame["looked_for"].map(len)
    frame["thin_share"] = (many / looked.where(looked >= FEWEST_PARTS)).astype(float)
    return frame.join(_near(listed, facilities, crs))


def _of(row: pd.Series, titles: Mapping[str, str]) -> dict[str, object]:
    reached = {str(name).removeprefix(REACH): value for name, value in row.items() if str(name).startswith(REACH)}
    looked = tuple(key for key, types in PROVISION.items() if any(f"{one}_m" in reached for one in types))
    thin = tuple(key for key in looked if not _present(PROVISION[key], reached))
    lines = context.protection(reached).set_index(pd.Index(list(PROTECTIVE)))
    return {
        "need": tuple(_need(row, titles)),
        "need_decile": _decile(row, NEED[0]),
        "thin": thin,
        "thin_said": tuple(str(lines.at[key if f"{key}_m" in reached else PROVISION[key][-1], "sentence"])
                           for key in thin),
        "looked_for": looked,
    }  # fmt: skip


def _present(types: Sequence[str], reached: Mapping[str, object]) -> bool:
    away = [float(str(value)) for one in types if (value := reached.get(f"{one}_m")) is not None]
    return any(metres <= WITHIN_M for metres in away)


def _decile(row: pd.Series, key: str) -> float:
    value = row.get(f"{key}_decile")
    return float("nan") if value is None else float(value)


def _need(row: pd.Series, titles: Mapping[str, str]) -> list[str]:
    """Return the need of a place in tenths of the country, averaged over the residents of the hexagon."""
    said = []
    for key in NEED:
        decile = _decile(row, key)
        if key in titles and not np.isnan(decile):
            said.append(f"{titles[key]}: tenth {decile:.0f} of 10, where 1 is most in need")
    return said


def _near(listed: pd.DataFrame, facilities: pd.DataFrame, crs: str) -> pd.DataFrame:
    """Return which facilities stand within five minutes of the middle of each place."""
    mine = facilities[facilities["type_key"].isin(NEAR_TYPES)] if len(facilities) else facilities
    if not len(mine):
        return pd.DataFrame({"near": [()] * len(listed), "near_said": [()] * len(listed)}, index=listed.index)
    metres = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    tree = cKDTree(np.column_stack(metres.transform(mine["lon"].to_numpy(), mine["lat"].to_numpy())))
    points = np.column_stack(metres.transform(listed["lon"].to_numpy(), listed["lat"].to_numpy()))
    rows = []
    for point, found in zip(points, tree.query_ball_point(points, NEAR_M), strict=True):
        away = np.hypot(*(tree.data[found] - point).T) if found else np.array([])
        here = mine.iloc[found].assign(away=away).sort_values("away", kind="stable")
        rows.append({"near": tuple(k for k in NEAR_TYPES if (here["type_key"] == k).any()), "near_said": _said(here)})
    return pd.DataFrame(rows, index=listed.index)


def _said(here: pd.DataFrame) -> tuple[str, ...]:
    said = []
    for key, words in NEAR_TYPES.items():
        of_type = here[here["type_key"] == key]
        if key in COUNTED and len(of_type):
            said.append(f"{len(of_type)} {words}")
        elif len(of_type):
            more = f" and {len(of_type) - NAMED} more" if len(of_type) > NAMED else ""
            said.append(f"{', '.join(of_type['name'].head(NAMED))}{more} ({words})")
    return tuple(said)
