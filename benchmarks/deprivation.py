"""The deprivation indices put together again from their ranks, and the areas that move most without Crime."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd

from benchmarks import Table
from hotspot import context

TITLE = "Deprivation without Crime: the published scores from the ranks (goal: within 0.001), and the largest movers"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
FORCES = {"Derbyshire": "derbyshire", "Devon and Cornwall": "devon-and-cornwall", "Gwent": "gwent"}
INDICES = {
    "England 2025": (
        "imd2025_england_lsoa21.csv.gz",
        "lsoa21_code",
        "lsoa21.geojson",
        ("Derbyshire", "Devon and Cornwall"),
    ),
    "Wales 2019": ("imd2019_wales_lsoa11.csv", "lsoa11_code", "lsoa11.geojson", ("Gwent",)),
}
TOP = 5


def table() -> Table:
    """Return one row for each index and each of its areas that moves most, in the country and in some forces."""
    if not DATA.is_dir():
        return Table(("remark",), [("Not measured: the published indices are not beside this checkout.",)])
    rows = [row for title in INDICES for row in _of(title)]
    heading = ("index, area", "LSOA", "rank", "rank without Crime", "moved", "rank of Crime", "remark")
    return Table(heading, rows)


def _of(title: str) -> Iterator[tuple[str, ...]]:
    name, code, layer, forces = INDICES[title]
    index = pd.read_csv(DATA / "deprivation" / name).rename(columns={code: "lsoa_code"})
    made = context.without_crime(index)
    off = (made["score"].to_numpy() - index["IMD_score"].to_numpy()).__abs__().max()
    tenths = (made["decile_without_crime"].to_numpy() != index["IMD_decile"].to_numpy()).mean()
    said = f"{len(index):,} areas; score off by {off:.1g} at most; {tenths:.1%} change their tenth without Crime"
    yield title, "all", "", "", "", "", said
    names = _names(code[:6].upper())
    yield from _rows(title, context.movers(index, top=TOP), names)
    for force in forces:
        mine = gpd.read_file(DATA / "areas" / FORCES[force] / layer)[code]
        yield from _rows(f"{title}, {force}", context.movers(index, pd.Index(mine), top=TOP), names)


def _names(stem: str) -> pd.Series:
    """Return the name of every LSOA of one vintage, from the exact-fit lookup."""
    lookup = pd.read_csv(next((DATA / "lookups").glob("LSOA_(2011)_to_*.csv")), encoding="utf-8-sig")
    return lookup.drop_duplicates(f"{stem}CD").set_index(f"{stem}CD")[f"{stem}NM"]


def _rows(where: str, moved: pd.DataFrame, names: pd.Series) -> Iterator[tuple[str, ...]]:
    for lsoa, row in moved.iterrows():
        way = "less deprived without Crime" if row["moved"] > 0 else "more deprived without Crime"
        numbers = (f"{row[name]:,.0f}" for name in ("rank", "rank_without_crime"))
        yield where, f"{lsoa} {names[lsoa]}", *numbers, f"{row['moved']:+,.0f}", f"{row['crime_rank']:,.0f}", way
