"""Sound files of each format, to be damaged."""

from __future__ import annotations

import numpy as np

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
)


def street(month: str, rows: int, *, seed: int = 0) -> bytes:
    """Return a street file as data.police.uk publishes it, of made-up records."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.normal(-1.47, 0.02, rows), rng.normal(52.92, 0.02, rows)
    lines = [
        f"{rng.bytes(16).hex()},{month},Made Constabulary,Made Constabulary,{x:.6f},{y:.6f},On or near High Street,"
        "E01013453,Derby 013A,Robbery,Under investigation,\n"
        for x, y in zip(lon, lat, strict=True)
    ]
    return (HEADER + "".join(lines)).encode()
