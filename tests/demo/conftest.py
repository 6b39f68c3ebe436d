"""The shipped demonstration, its truth, and one rebuild, made once."""

from __future__ import annotations

import tomllib
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from hotspot import config, demo
from hotspot.demo import making
from hotspot.demo.files import ROOT


@pytest.fixture(scope="session")
def tables() -> dict[str, pa.Table]:
    return demo.tables()


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    return tomllib.loads((ROOT / "data" / "TRUTH.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def rebuilt() -> making.Made:
    return making.made()


@pytest.fixture(scope="session")
def records(tables: dict[str, pa.Table]) -> pd.DataFrame:
    return tables["hour_records"].to_pandas()


@pytest.fixture(scope="session")
def serious(records: pd.DataFrame) -> pd.DataFrame:
    """Return what the profile's own definition keeps."""
    kept = config.profile("demo").measure("recorded_violence").categories["demo"]
    return records[records["category"].isin(kept)]


@pytest.fixture(scope="session")
def known_hours(serious: pd.DataFrame) -> pd.Series:
    """Return the times known to the hour, without those that stand exactly at midnight or noon."""
    local = serious.loc[serious["precision"].isin(["minute", "hour"]), "from_local"]
    placeholder = (local.dt.hour.isin([0, 12])) & (local.dt.minute == 0)
    return local[~placeholder]


def at(frame: pd.DataFrame, place: str) -> pd.DataFrame:
    return frame[frame["location"] == place]


def between(frame: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    day = frame["from_local"].dt.normalize()
    return frame[(day >= pd.Timestamp(first)) & (day <= pd.Timestamp(last))]


def metres_apart(lon: Any, lat: Any, lon0: float, lat0: float) -> np.ndarray:
    """Return the distance to a point, on a plane that fits a county."""
    x = (np.asarray(lon) - lon0) * 111_320 * np.cos(np.radians(lat0))
    return np.hypot(x, (np.asarray(lat) - lat0) * 111_320)
