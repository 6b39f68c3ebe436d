"""What is kept of an area's records is what would be worked out from them anew."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd

from hotspot import geography, measures, pipeline
from hotspot.config import Settings


def test_the_density_of_kept_spots_is_that_of_the_records():
    held = pipeline.prepare("demo", Settings(Path("none")))
    frame = held.incidents.frame
    chosen = frame[~frame["no_location"]].sample(2_000, random_state=3)  # in an order of its own
    lon, lat = chosen["lon"].to_numpy(), chosen["lat"].to_numpy()
    spot, where = pd.factorize(lon + 1j * lat)
    read = measures.Spots(spot, *geography.in_metres(where.real, where.imag, held.areas.crs))
    anew = measures.surface_of_spots(read, held.areas.crs, inside=held.areas.outline)
    spots = held.spots_in_metres(chosen.index)
    assert len(spots.x_m) < len(chosen)  # several records share a spot
    kept = measures.surface_of_spots(spots, held.areas.crs, inside=held.areas.outline)
    for name, value in dataclasses.asdict(anew).items():
        assert np.array_equal(value, getattr(kept, name)), name
