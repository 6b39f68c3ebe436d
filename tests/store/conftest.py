"""Stores to test, and files to offer them. Another keeper joins by a line in ``KEEPERS`` and passes the same tests."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from hotspot.store import ParquetStore, Receipt, Store

KEEPERS: dict[str, Callable[[Path], Store]] = {"parquet": ParquetStore}


@dataclass(frozen=True)
class Offer:
    """A file of LSOA centroids: small, typed, and free in its content."""

    sha256: str
    name: str
    table: pa.Table
    period: str | None = None
    source: str = "ons"
    kind: str = "lsoa21_centroids"
    member: str = ""
    rows_read: int = 0
    kept: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@pytest.fixture(params=sorted(KEEPERS))
def make_store(request: pytest.FixtureRequest) -> Callable[[Path], Store]:
    return KEEPERS[request.param]


@pytest.fixture
def store(make_store: Callable[[Path], Store], tmp_path: Path) -> Store:
    return make_store(tmp_path / "home")


@pytest.fixture(scope="session")
def offer() -> Callable[..., Offer]:
    def made(codes: str, period: str | None = None, **other: Any) -> Offer:
        """One row for each letter of ``codes``; the letters are the whole content of the file."""
        n = len(codes)
        table = pa.table(
            {
                "lsoa21_code": pa.array(list(codes), pa.string()),
                "x_m": pa.array(range(n), pa.float64()),
                "y_m": pa.array([0.5] * n, pa.float64()),
            }
        )
        bytes_read = f"{codes} {period} {sorted(other.items())}".encode()
        said = {"rows_read": n, "kept": n, "sha256": hashlib.sha256(bytes_read).hexdigest(), **other}
        return Offer(name=f"{codes}.csv", table=table, period=period, **said)

    return made


@pytest.fixture(scope="session")
def add() -> Callable[..., Receipt]:
    def added(store: Store, offered: Offer, command: str = "first") -> Receipt:
        return store.accept(offered, offered.table, command=command)

    return added


@pytest.fixture(scope="session")
def codes() -> Callable[[Any], str]:
    def held(reading: Any) -> str:
        """The letters of every live row, in the order of the parts."""
        return "".join(reading.table("lsoa21_centroids")["lsoa21_code"].to_pylist())

    return held
