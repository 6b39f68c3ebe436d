"""The shipped files: written by the builder, read by everyone else."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq  # noqa: TID251 - reads and writes nothing but what this room ships

from hotspot.errors import DataError

ROOT = Path(__file__).resolve().parents[2]
_OUTLINES = ("boundary_lsoa21", "boundary_lad", "boundary_csp", "base")
_DATA = (
    "hour_records",
    "facilities",
    "imd2025_england",
    "population_lsoa21",
    "lookup_lsoa21_ward_lad",
    "lookup_lad_csp_pfa",
    "lsoa21_centroids",
    "lsoa21_rural_urban",
)
REGISTER = "data/demo_register.toml"
TRUTH = "data/TRUTH.toml"
FILES: dict[str, str] = {kind: f"boundaries/demo_{kind}.parquet" for kind in _OUTLINES} | {
    kind: f"data/demo_{kind}.parquet" for kind in _DATA
}


def read(root: Path = ROOT) -> dict[str, pa.Table]:
    """Return every shipped table by kind.

    Raises
    ------
    DataError
        A shipped file is missing: the message names it.
    """
    missing = [name for name in FILES.values() if not (root / name).is_file()]
    if missing:
        raise _missing(missing[0])
    return {kind: pq.read_table(root / name) for kind, name in FILES.items()}


def table(kind: str, root: Path = ROOT) -> pa.Table | None:
    """Return one shipped table; nothing where the demonstration has none of this kind.

    Raises
    ------
    DataError
        Its file is missing.
    """
    if kind not in FILES:
        return None
    if not (root / FILES[kind]).is_file():
        raise _missing(FILES[kind])
    return pq.read_table(root / FILES[kind])


def _missing(name: str) -> DataError:
    return DataError(
        f"The demonstration's file {name} is missing.",
        "Copy the data and boundaries folders again, or run: python -m hotspot demo --rebuild.",
    )


def shipped_hash(root: Path = ROOT) -> str:
    """Return the content hash of the shipped tables as their builder wrote it down: working it out anew takes longer.

    Raises
    ------
    DataError
        The file that says it is missing.
    """
    if not (root / TRUTH).is_file():
        raise DataError(
            f"The demonstration's file {TRUTH} is missing.",
            "Copy the data folder again, or run: python -m hotspot demo --rebuild.",
        )
    return str(tomllib.loads((root / TRUTH).read_text(encoding="utf-8"))["content_hash"])


def register(root: Path = ROOT) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of the register that ship, by kind.

    Raises
    ------
    DataError
        The file is missing.
    """
    if not (root / REGISTER).is_file():
        raise DataError(
            f"The demonstration's file {REGISTER} is missing.",
            "Copy the data folder again, or run: python -m hotspot demo --rebuild.",
        )
    return tomllib.loads((root / REGISTER).read_text(encoding="utf-8"))


def save(tables: Mapping[str, pa.Table], root: Path) -> None:
    """Write each table where it ships."""
    for kind, name in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(tables[kind], root / name, compression="zstd", compression_level=19)


def file_sha256(path: Path) -> str:
    """Return the fingerprint of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def content_hash(tables: Mapping[str, pa.Table]) -> str:
    """Return a fingerprint of names, types and values that does not depend on how a file is packed.

    >>> one, two = {"a": pa.table({"n": [1, 2]})}, {"a": pa.table({"n": [2, 1]})}
    >>> content_hash(one) == content_hash(dict(one)), content_hash(one) == content_hash(two)
    (True, False)
    """
    digest = hashlib.sha256()
    for kind in sorted(tables):
        table = tables[kind]
        digest.update(f"{kind}|{table.num_rows}|".encode())
        for field in table.schema:
            digest.update(f"{field.name}:{field.type}|".encode())
            values = table.column(field.name).to_pandas()
            digest.update(pd.util.hash_pandas_object(values, index=False).to_numpy().tobytes())
    return digest.hexdigest()
