"""Made-up counties of so many hexagons, written as the files that a partnership downloads and added as they are.

Each is a square of neighbourhoods in eight districts, with towns where violence concentrates and one where it begins.
Every hexagon of resolution 8 holds at least one record, so that the map has as many as its name says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from hotspot import grid, pipeline
from hotspot.config import Settings

MONTHS = [f"{2023 + month // 12}-{month % 12 + 1:02}" for month in range(36)]
SIZES = (5_000, 10_000, 50_000)
SOUTH, WEST = 51.5, {5_000: -5.4, 10_000: -4.2, 50_000: -2.6}
KM2, KM_LON, KM_LAT = 0.74, 68.0, 111.2  # of a hexagon at these latitudes, generous; of a degree
TOWNS, STREETS = 12, 400
CSPS = 8
PROFILE = """name = "{name}"
country = "England"
crs = "EPSG:27700"
zone = "Europe/London"
csps = [{csps}]
sources = ["police_uk/{key}"]
peers = []

[definition]
words = "Made up, to measure with."
included = ["robbery"]
excluded = []
gaps = "None: everything is made up."

[measures.recorded_violence]
title = "Recorded violence"
categories = {{ police_uk = ["Violence and sexual offences", "Robbery"] }}

[measures.robbery]
title = "Robbery"
categories = {{ police_uk = ["Robbery"] }}

[night]
window = ["18:00", "06:00"]

[calendar]
holidays = "GB-ENG"
terms = []
"""


@dataclass(frozen=True)
class County:
    """A made-up county: how many hexagons, its neighbourhoods and the middle of each hexagon."""

    size: int
    lsoa: gpd.GeoDataFrame
    cells: grid.Cells

    @property
    def key(self) -> str:
        """The key of its profile and of its police force."""
        return f"made-{self.size}"


def county(size: int) -> County:
    """Return the county of a size."""
    side = math.sqrt(size * KM2)
    wide, high = side / KM_LON, side / KM_LAT
    lsoa = _neighbourhoods(size, wide, high)
    inside = grid.cells_inside(shapely.union_all(lsoa.geometry.to_numpy()), 8)
    lon, lat = grid.centres(inside)
    away = np.hypot((lon - WEST[size] - wide / 2) * KM_LON, (lat - SOUTH - high / 2) * KM_LAT)
    return County(size, lsoa, np.sort(inside[np.argsort(away, kind="stable")[:size]]))


def _neighbourhoods(size: int, wide: float, high: float) -> gpd.GeoDataFrame:
    """Return wavy squares of some ten hexagons each; neighbours share their edges."""
    across = round(math.sqrt(size / 10))
    rows = []
    for n, (row, column) in enumerate(product(range(across), repeat=2)):
        district = 4 * (2 * row // across) + 4 * column // across
        west, south = WEST[size] + column * wide / across, SOUTH + row * high / across
        square = shapely.segmentize(shapely.box(west, south, west + wide / across, south + high / across), 0.008)
        rows.append({
            "LSOA21CD": f"E01{SIZES.index(size)}{n:05}", "LSOA21NM": f"Made {size} {n:05}A",
            "district": district, "ward": f"E05{SIZES.index(size)}{n // 9:05}", "geometry": square,
        })  # fmt: skip
    table = gpd.GeoDataFrame(rows, crs="EPSG:4326")
    table.geometry = shapely.transform(table.geometry.to_numpy(), _wavy)
    return table


def _wavy(points: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = points.T
    return np.column_stack([x + 0.003 * np.sin(300 * y + 40 * x), y + 0.002 * np.sin(260 * x)])


def _codes(size: int, kind: str) -> list[str]:
    return [f"{kind}{SIZES.index(size)}{n:05}" for n in range(CSPS)]


def _rates(of: County, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the records expected of each hexagon and month: quiet country, busy towns, the last one rising."""
    lon, lat = grid.centres(of.cells)
    middle = rng.choice(of.cells.size, TOWNS, replace=False)
    away = np.hypot((lon[:, None] - lon[middle]) * KM_LON, (lat[:, None] - lat[middle]) * KM_LAT)
    town = 3.0 * np.exp(-((away / rng.uniform(1.0, 4.0, TOWNS)) ** 2))
    rising = np.where(np.arange(TOWNS)[:, None] == TOWNS - 1, np.linspace(0, 2, len(MONTHS)), 1.0)
    return np.asarray(0.04 + town @ rising)


def _records(of: County) -> Iterator[tuple[str, pd.DataFrame]]:
    """Return the street file of each month; in the first every hexagon holds a theft."""
    rng = np.random.default_rng(of.size)
    counts = rng.poisson(_rates(of, rng))
    lon, lat = grid.centres(of.cells)
    points = gpd.GeoSeries.from_xy(lon, lat, crs="EPSG:4326")
    _, home = of.lsoa.sindex.nearest(points, return_all=False)
    named = {name: of.lsoa[name].to_numpy()[home] for name in ("LSOA21CD", "LSOA21NM")}
    for n, month in enumerate(MONTHS):
        at = np.repeat(np.arange(of.cells.size), counts[:, n])
        kind = np.where(rng.random(at.size) < 0.1, "Robbery", "Violence and sexual offences")
        if n == 0:
            at, kind = np.append(at, np.arange(of.cells.size)), np.append(kind, ["Other theft"] * of.cells.size)
        yield month, pd.DataFrame({
            "Crime ID": [f"{of.size:08x}{n:08x}{row:048x}" for row in range(at.size)], "Month": month,
            "Reported by": of.key, "Falls within": of.key,
            "Longitude": lon[at].round(6), "Latitude": lat[at].round(6),
            "Location": [f"On or near Made Street {cell % STREETS}" for cell in at],
            "LSOA code": named["LSOA21CD"][at], "LSOA name": named["LSOA21NM"][at],
            "Crime type": kind, "Last outcome category": "", "Context": "",
        })  # fmt: skip


def written(of: County, folder: Path) -> Path:
    """Write a county's files as they are published, and return their folder."""
    files = folder / of.key
    files.mkdir(parents=True)
    lsoa = of.lsoa
    lsoa[["LSOA21CD", "LSOA21NM", "geometry"]].to_file(files / "lsoa21.geojson", driver="GeoJSON")
    lad, csp = np.array(_codes(of.size, "E07")), np.array(_codes(of.size, "E22"))
    names = np.array([f"Made {of.size} district {n + 1}" for n in range(CSPS)])
    place = lsoa["district"].to_numpy()
    wards = {"WD24CD": lsoa["ward"], "WD24NM": lsoa["ward"], "LAD24CD": lad[place], "LAD24NM": names[place]}
    pd.DataFrame({"LSOA21CD": lsoa["LSOA21CD"], **wards}).to_csv(files / "wards.csv", index=False)
    force = {"PFA24CD": f"E2300000{SIZES.index(of.size)}", "PFA24NM": of.key}
    pairs = pd.DataFrame({"LAD24CD": lad, "LAD24NM": names, "CSP24CD": csp, "CSP24NM": names, **force})
    pairs.to_csv(files / "csps.csv", index=False)
    for month, table in _records(of):
        table.to_csv(files / f"{month}-{of.key}-street.csv", index=False)
    return files


def added(of: County, home: Path, folder: Path) -> None:
    """Write a county's files, add them to a home as a partnership would, and give it the profile.

    Raises
    ------
    RuntimeError
        A file was not taken in.
    """
    (home / "profiles").mkdir(parents=True, exist_ok=True)
    csps = ", ".join(f'"{code}"' for code in _codes(of.size, "E22"))
    profile = PROFILE.format(name=f"Made-up county of {of.size:,} hexagons", csps=csps, key=of.key)
    (home / "profiles" / f"{of.key}.toml").write_text(profile, encoding="utf-8")
    lines = list(pipeline.add([written(of, folder)], Settings(home), as_of=date(2026, 1, 1)))
    if bad := [line.text for line in lines if not line.ok]:
        raise RuntimeError(f"Not taken in: {bad[0]}")
