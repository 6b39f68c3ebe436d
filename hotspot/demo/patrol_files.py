"""The shipped patrol zones and visit log of the demonstration, as files that anybody could have sent."""

from __future__ import annotations

from pathlib import Path

from hotspot.demo.files import ROOT
from hotspot.errors import DataError

ZONES, VISITS = "data/demo_zones.geojson", "data/demo_visit_log.csv"


def patrol_file(name: str, root: Path = ROOT) -> bytes:
    """Return the content of one of the two files.

    Raises
    ------
    DataError
        It is missing: the message names it.
    """
    if not (root / name).is_file():
        raise DataError(
            f"The demonstration's file {name} is missing.",
            "Copy the data folder again, or run: python -m hotspot demo --rebuild.",
        )
    return (root / name).read_bytes()
