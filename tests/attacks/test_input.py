"""Hostile files through the whole door: whatever a file is, the store is as it was before or holds all of it."""

from __future__ import annotations

import hashlib
import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hotspot import pipeline
from hotspot.config import Settings
from hotspot.sources import Refused, Taken, Upload, read_paths

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
STREET = "\n".join(
    [HEADER]
    + [
        f"id{n},2025-06,Made Police,Made Police,-1.4{n:05d},52.9{n:05d},On or near High Street,E01013453,Derby 013A,"
        "Robbery,Under investigation,"
        for n in range(12)
    ]
    + [""]
).encode()
SQUARE = [[-1.5, 52.9], [-1.4, 52.9], [-1.4, 53.0], [-1.5, 52.9]]
LAYER = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"LSOA21CD": f"E0100000{n}", "LSOA21NM": f"Made {n}"},
                "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
            }
            for n in range(1, 5)
        ],
    }
).encode()


def packed(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def table_of(rows: int) -> bytes:
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, dtype=np.int8)), ["E01000001"])
    stream = io.BytesIO()
    pq.write_table(pa.table({"LSOA21CD": column}), stream)
    return stream.getvalue()


def database() -> bytes:
    made = sqlite3.connect(":memory:")
    made.executescript("PRAGMA application_id = 1196444487; CREATE TABLE gpkg_contents (a);")
    return made.serialize()


VRT = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
NAMED: dict[str, Callable[[], bytes]] = {
    "vrt.geojson": lambda: VRT,
    "bomb.zip": lambda: packed("a.csv", b"0" * 20_000_000),
    "bomb.parquet": lambda: table_of(6_000_000),
    "deep.geojson": lambda: b'{"features": ' + b"[" * 200_000,
    "broken.gpkg": database,
    "half.csv": lambda: STREET + b"\0" + STREET,
    "bomb-in-the-second-half.csv": lambda: STREET + b"x" * 70_000,
}


def fingerprint(home: Path) -> dict[str, str]:
    """Return every file of the store by its content."""
    files = [path for path in (home / "store").rglob("*") if path.is_file() and path.name != ".lock"]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("name", NAMED)
def test_a_refused_file_leaves_the_store_as_it_was(tmp_path: Path, name: str) -> None:
    settings = Settings(tmp_path / "home")
    held = [line.status for line in pipeline.add([Upload("held.csv", STREET)], settings)]
    assert held == ["added"]
    before = fingerprint(settings.home)
    (line,) = pipeline.add([Upload(name, NAMED[name]())], settings)
    assert not line.ok and line.text.startswith(f"{name}")
    assert fingerprint(settings.home) == before
    assert [status["name"] for status in pipeline.status(settings)["files"]] == ["held.csv"]


def mutated(content: bytes, rng: random.Random) -> bytes:
    """Return content with one to four places changed, cut out, doubled or filled with what parsers trip over."""
    result = bytearray(content)
    for _ in range(rng.choice((1, 2, 4))):
        at = rng.randrange(len(result))
        until = at + rng.choice((1, 4, 40))
        result[at:until] = rng.choice(
            (b"", b"\0", b'"', b"\xff\xff\xff\x7f", b"NaN", b"1e999", b"[" * 50, b"=1+1", bytes(result[at:until]) * 9)
        )
    return bytes(result)


WHOLE = {
    "street.csv": STREET,
    "layer.geojson": LAYER,
    "street.zip": packed("a.csv", STREET),
    "one.parquet": table_of(9),
}


@pytest.mark.parametrize("name", WHOLE)
def test_every_mutation_is_accounted_for(name: str) -> None:
    """A hundred of each kind, always the same ones."""
    rng = random.Random(name)
    for _ in range(100):
        for result in read_paths([Upload(name, mutated(WHOLE[name], rng))]):
            if isinstance(result, Taken):
                assert result.kept + sum(result.rejected.values()) == result.rows_read
            else:
                assert isinstance(result, Refused)
                assert result.name == name and result.what.endswith(".") and result.fix.endswith(".")
                assert result.what.isprintable() and "Error" not in result.what
