"""The demonstration as preparing leaves it: placed, timed, clean, its hexagons named; a first start need not do it.

It follows from the shipped tables, the profile and the code that makes it, and from nothing else. The three are named
by a fingerprint beside it; where one of them has changed since, it is left unread and all is made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

import geopandas as gpd
import pandas as pd
import shapely
from pyarrow import feather

from hotspot.config import AreaProfile
from hotspot.cube import Ground
from hotspot.geography import Areas
from hotspot.geography.areas import DEGREES
from hotspot.incidents import Incidents

FOLDER = Path(__file__).parent / "ready"
FINGERPRINT = "made_from.txt"
# This code decides what a place is, what it is called, and what a clean record is.
_CODE = ("geography/*.py", "incidents/*.py", "cube/*.py", "grid.py", "pipeline/naming.py")
RESOLUTIONS = (7, 8, 9)  # the usual hexagons, and those by which the first answer is checked
_OUTLINES = ("lsoa", "csp", "lad", "outline", "named", *(f"cells{resolution}" for resolution in RESOLUTIONS))
_TABLES = ("lookup11", "notes", "records", "institutions", "quality", "streets")


class Ready(NamedTuple):
    """What does not depend on any question.

    Attributes
    ----------
    areas, incidents, streets
        The places, their clean records, and the streets these name.
    grounds : mapping of resolution -> Ground
        The hexagons that are counted in.
    named : GeoDataFrame
        Those of resolution 8 with name and district.
    """

    areas: Areas
    incidents: Incidents
    streets: pd.DataFrame
    grounds: Mapping[int, Ground]
    named: gpd.GeoDataFrame


def read(digest: str, profile: AreaProfile, folder: Path = FOLDER) -> Ready | None:
    """Return what ships clean; nothing where the tables, the profile or the cleaning have changed since it was made.

    Parameters
    ----------
    digest : str
        The fingerprint of the shipped tables.
    """
    files = [folder / f"{name}.arrow" for name in (*_OUTLINES, *_TABLES)]
    made_from = folder / FINGERPRINT
    if not all(file.is_file() for file in (made_from, *files)):
        return None
    if made_from.read_text(encoding="utf-8").strip() != fingerprint(digest, profile):
        return None
    held = {file.stem: cast(pd.DataFrame, feather.read_feather(file)) for file in files}
    shapes = {name: _with_outlines(held[name]) for name in _OUTLINES}
    areas = Areas(
        shapes["lsoa"], shapes["csp"], shapes["lad"], held["lookup11"], shapes["outline"].geometry.iloc[0], profile.crs,
        tuple(held["notes"]["note"]),
    )  # fmt: skip
    sources = tuple(sorted(held["records"]["source"].unique()))
    clean = Incidents(held["records"], sources, held["institutions"], held["quality"])
    grounds = {resolution: _ground(shapes[f"cells{resolution}"]) for resolution in RESOLUTIONS}
    return Ready(areas, clean, held["streets"], grounds, shapes["named"])


def _with_outlines(table: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(table.assign(geometry=shapely.from_wkb(table["geometry"].to_numpy())), crs=DEGREES)


def _ground(cells: gpd.GeoDataFrame) -> Ground:
    return Ground(cells["cell"].to_numpy(), cells.geometry.rename(None), cells["area_km2"].to_numpy())


def _cells(ground: Ground) -> gpd.GeoDataFrame:
    columns = {"cell": ground.cells, "area_km2": ground.area_km2}
    return gpd.GeoDataFrame(columns, index=ground.outlines.index, geometry=ground.outlines.to_numpy(), crs=DEGREES)


def save(made: Ready, digest: str, profile: AreaProfile, folder: Path = FOLDER) -> None:
    """Write what ships clean, the fingerprint last: what is half written is not read."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FINGERPRINT).unlink(missing_ok=True)
    areas, clean = made.areas, made.incidents
    outline = gpd.GeoDataFrame(geometry=[areas.outline], crs=DEGREES)
    cells = (_cells(made.grounds[resolution]) for resolution in RESOLUTIONS)
    shapes = (pd.DataFrame(one.to_wkb()) for one in (areas.lsoa, areas.csp, areas.lad, outline, made.named, *cells))
    notes = pd.DataFrame({"note": pd.Series(areas.notes, dtype="str")})
    tables = (*shapes, areas.lookup11, notes, clean.frame, clean.institutions, clean.quality, made.streets)
    for name, table in zip((*_OUTLINES, *_TABLES), tables, strict=True):
        whole = max(1, len(table))  # in one piece: a column in two is joined again at each use
        feather.write_feather(table, folder / f"{name}.arrow", "zstd", compression_level=19, chunksize=whole)
    (folder / FINGERPRINT).write_text(fingerprint(digest, profile) + "\n", encoding="utf-8")


def fingerprint(digest: str, profile: AreaProfile) -> str:
    """Return the name of what the clean demonstration is made from: the shipped tables, the profile and the code."""
    return hashlib.sha256("\n".join((digest, repr(profile), *_code())).encode()).hexdigest()


@cache
def _code() -> tuple[str, ...]:
    files = (file for pattern in _CODE for file in sorted(Path(__file__).parents[1].glob(pattern)))
    return tuple(file.read_text(encoding="utf-8") for file in files)
