"""A table and what was said about it become one Parquet file and one line of the manifest."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pyarrow.parquet as pq

from hotspot import schema
from hotspot.errors import DataError
from hotspot.store.parts import Part, PartInfo


def refuse_unsound(info: PartInfo, table: pa.Table) -> None:
    """Raise where a table is not what it is said to be.

    Raises
    ------
    DataError
        The columns are not those of the kind, or rows have vanished between the file and the table.
    """
    schema.check(table, info.kind)
    rejected = sum(info.rejected.values())
    if info.kept + rejected != info.rows_read:
        raise DataError(
            f"{info.name} has {info.rows_read:,} rows, but {info.kept:,} kept and {rejected:,} rejected is not that.",
            "Report this file: its reader has lost count.",
        )


def packed(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file.

    The table's own remarks are left out: they may hold paths, and equal rows should give equal bytes.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(None), sink, compression="zstd")
    return bytes(memoryview(sink.getvalue()))


def unpacked(data: bytes, columns: list[str] | None = None) -> pa.Table:
    """Return the table that was packed, or only some of its columns; one that it does not have is left out."""
    return pq.ParquetFile(pa.BufferReader(data)).read(columns=columns)


def part_of(info: PartInfo, data: bytes, *, rows: int, version: int, command: str) -> Part:
    """Return the line of the manifest for a packed table."""
    content = hashlib.sha256(data).hexdigest()
    return Part(
        sha256=info.sha256,
        name=info.name,
        member=info.member,
        kind=info.kind,
        source=info.source,
        period=info.period,
        rows_read=int(info.rows_read),
        kept=int(info.kept),
        rejected={str(reason): int(rows) for reason, rows in info.rejected.items()},
        notes=tuple(info.notes),
        file=f"{content}.parquet",
        file_sha256=content,
        rows=rows,
        added_version=version,
        command_id=command,
    )
