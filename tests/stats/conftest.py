"""Real counts, real neighbours and lopsided weights for the tests of the statistics."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray
from scipy import sparse

MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]


@dataclass(frozen=True)
class RealCounts:
    """Recorded violence in Gwent by LSOA and month, with the LSOAs' contiguity (diagonal set)."""

    counts: NDArray[np.int64]
    weights: sparse.csr_array


@pytest.fixture(scope="session")
def gwent(shared) -> RealCounts:
    """Return two years of real counts."""
    with zipfile.ZipFile(shared / "data" / "police_uk" / "gwent-street.zip") as archive:
        months = [
            pd.read_csv(
                io.BytesIO(archive.read(f"{month}/{month}-gwent-street.csv")),
                usecols=["Month", "LSOA code", "Crime type"],
            )
            for month in MONTHS
        ]
    records = pd.concat(months)
    violence = records[records["Crime type"] == "Violence and sexual offences"]
    areas = gpd.read_file(shared / "data" / "areas" / "gwent" / "lsoa21.geojson")
    areas = areas.sort_values("lsoa21_code")
    table = pd.crosstab(violence["LSOA code"], violence["Month"])
    counts = table.reindex(index=areas["lsoa21_code"], columns=MONTHS, fill_value=0).to_numpy()
    assert counts.sum() > 0.99 * len(violence.dropna(subset="LSOA code")), "the counts must be the real ones"
    left, right = shapely.STRtree(areas.geometry.to_numpy()).query(areas.geometry.to_numpy(), predicate="intersects")
    weights = sparse.csr_array((np.ones(len(left)), (left, right)), shape=(len(areas), len(areas)))
    return RealCounts(counts, weights)


@pytest.fixture(scope="session")
def lopsided() -> Callable[[np.random.Generator, int], sparse.csr_array]:
    """Return a maker of weights with the diagonal set that are neither binary, nor symmetric, nor scaled."""

    def weights(rng: np.random.Generator, n: int) -> sparse.csr_array:
        dense = np.where(rng.random((n, n)) < 0.4, rng.random((n, n)) * 3, 0.0)
        np.fill_diagonal(dense, rng.random(n) + 0.1)
        return sparse.csr_array(dense)

    return weights


@pytest.fixture(scope="session")
def lattice() -> Callable[[int, int], sparse.csr_array]:
    """Return a maker of the weights of a square lattice, each cell with itself and the cells that touch it."""

    def weights(rows: int, columns: int) -> sparse.csr_array:
        row, column = np.divmod(np.arange(rows * columns), columns)
        near = (abs(row[:, None] - row) <= 1) & (abs(column[:, None] - column) <= 1)
        return sparse.csr_array(near.astype(float))

    return weights


@pytest.fixture
def compiled(monkeypatch) -> None:
    """Make every array large enough for the compiled path."""
    monkeypatch.setattr("hotspot.stats.size.COMPILED_FROM", 0)
