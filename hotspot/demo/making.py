"""Build the demonstration from its seed: the ground, then what stands on it, then what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from hotspot import config
from hotspot.demo import base, people, places
from hotspot.demo.county import County, county
from hotspot.demo.records import Ground, records, spots
from hotspot.schema import KINDS

SEED = 20251231


@dataclass(frozen=True)
class Made:
    """One built demonstration.

    Attributes
    ----------
    ground : Ground
        The county in metres, with what the records stand on.
    tables : dict of kind -> pyarrow.Table
        What ships.
    """

    ground: Ground
    tables: dict[str, pa.Table]


def made(seed: int = SEED) -> Made:
    """Return the demonstration of a seed; each part draws from its own generator."""
    land, residents, need, standing, happened, drawn, corners = np.random.default_rng(seed).spawn(7)
    island = county(land)
    living = people.population(island, residents)
    wanting = people.need(island, need)
    stands = places.facilities(island, wanting, standing)
    ground = _ground(island, wanting, living, stands, spots(corners))
    tables = people.reference(island, living) | {
        "imd2025_england": people.deprivation(island, wanting, need),
        "facilities": places.table(stands, island),
        "hour_records": _hour_records(records(ground, happened)),
        "base": base.base(island, drawn),
    }
    return Made(ground, tables)


def _ground(
    island: County,
    wanting: NDArray[np.float64],
    living: NDArray[np.float64],
    stands: pd.DataFrame,
    corners: Mapping[str, NDArray[np.float64]],
) -> Ground:
    schools = stands.loc[stands["type"] == "school", ["x_m", "y_m"]].to_numpy()
    premises = stands.loc[stands["type"] == "licensed premises", ["name", "x_m", "y_m"]].reset_index(drop=True)
    return Ground(island, wanting, living, schools, premises, corners, config.profile("demo").calendar)


def build(seed: int = SEED) -> dict[str, pa.Table]:
    """Return every table of the demonstration by kind; the same seed gives equal tables on every machine."""
    return made(seed).tables


def _hour_records(frame: pd.DataFrame) -> pa.Table:
    """Cast the records to the columns of the store."""
    columns = KINDS["hour_records"].columns
    return pa.table(
        {name: pa.array(frame[name].to_numpy(), type=kind, from_pandas=True) for name, kind in columns.items()}
    )
