"""Parquet and GeoParquet, in batches and only the columns that are wanted.

A Parquet file of one megabyte can hold two hundred million equal rows, so the promise in its footer is judged before a
row is read, and text is kept as a dictionary until its unpacked size is known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyproj
import shapely
from numpy.typing import NDArray

from hotspot.errors import SourceError
from hotspot.sources import limits, wkb
from hotspot.sources.geojson import authority
from hotspot.sources.model import Opened, Raw, bounded

_BATCH = 65_536
_SMALLER = "Save only the rows and columns that are needed."
_AGAIN = "Download it again, or save it as CSV."
_SHAPE = ("geometry", "geom", "wkb_geometry")
_PLAIN = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_boolean,
    pa.types.is_dictionary,
    pa.types.is_timestamp,
    pa.types.is_date,
    pa.types.is_time,
)


def opened(data: bytes) -> list[Opened]:
    """Return the one table of a Parquet file, once its size is known to be reasonable.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    SourceError
        Damaged, or more rows, cells or bytes than the bounds allow.
    """
    try:
        file = pq.ParquetFile(pa.py_buffer(data))
        schema = file.schema_arrow
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"It is damaged ({str(error)[:100]}).", _AGAIN) from error
    _refuse_bomb(file.metadata)
    geo = _geo(schema.metadata or {})
    shape = geo.get("primary_column") if geo else _undescribed(schema)
    names = tuple(one.name for one in schema if one.name != shape and any(test(one.type) for test in _PLAIN))
    return [Opened(names, shape is not None, partial(_load, data, shape, _crs(geo, shape) if geo else None))]


def _refuse_bomb(metadata: Any) -> None:
    unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
    bounded(metadata.num_columns, limits.COLUMNS, "columns", _SMALLER)
    bounded(metadata.num_rows, limits.PARQUET_ROWS, "rows", _SMALLER)
    bounded(metadata.num_rows * metadata.num_columns, limits.PARQUET_CELLS, "cells (rows times columns)", _SMALLER)
    bounded(unpacked, limits.PARQUET_BYTES, "bytes unpacked", _SMALLER)


def _geo(metadata: Mapping[bytes, bytes]) -> dict[str, Any]:
    try:
        geo = json.loads(metadata.get(b"geo", b"{}"))
    except (ValueError, RecursionError) as error:
        raise SourceError("Its description of the geometry is damaged.", _AGAIN) from error
    return geo if isinstance(geo, dict) else {}


def _undescribed(schema: pa.Schema) -> str | None:
    """Return the column of shapes of a Parquet file whose writer did not describe it."""
    return next((one.name for one in schema if one.name.lower() in _SHAPE and pa.types.is_binary(one.type)), None)


def _crs(geo: Mapping[str, Any], shape: str | None) -> str | None:
    """Return the coordinate system of the shapes; GeoParquet says that a missing one is longitude and latitude."""
    if shape is None:
        return None
    column = geo.get("columns", {}).get(shape, {})
    if column.get("encoding", "WKB") != "WKB":
        raise SourceError("Its shapes are not stored as WKB.", "Save it again as GeoParquet with WKB geometry.")
    crs = column.get("crs", "OGC:CRS84")
    identity = crs.get("id", {}) if isinstance(crs, dict) else {}
    if isinstance(crs, dict) and not identity:
        return str(pyproj.CRS.from_json_dict(crs).to_wkt())
    return authority(f"{identity['authority']}:{identity['code']}" if identity else crs)


def _load(data: bytes, shape: str | None, crs: str | None, wanted: Sequence[str]) -> Raw:
    columns = [*wanted, *([shape] if shape else [])]
    try:
        table = _table(data, columns)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"Its rows cannot be read ({str(error)[:100]}).", _AGAIN) from error
    geometry = None if shape is None else _shapes(table[shape])
    rows = np.arange(table.num_rows, dtype=np.int32)
    return Raw(table.select(list(wanted)), rows, table.num_rows, geometry=geometry, crs=crs)


def _table(data: bytes, columns: Sequence[str]) -> pa.Table:
    schema = pq.read_schema(pa.py_buffer(data))
    texts = [name for name in columns if _is_text(schema.field(name).type)]
    file = pq.ParquetFile(pa.py_buffer(data), read_dictionary=texts)
    batches, held = [], 0
    for batch in file.iter_batches(batch_size=_BATCH, columns=list(columns), use_threads=False):
        held += sum(_unpacked(column) for column in batch.columns)
        bounded(held, limits.PARQUET_BYTES, "bytes unpacked", _SMALLER)
        batches.append(batch)
    if not batches:
        return file.read(columns=list(columns))
    tables = [pa.table([_decoded(column) for column in batch.columns], names=batch.schema.names) for batch in batches]
    return pa.concat_tables(tables)


def _is_text(kind: pa.DataType) -> bool:
    """Return whether values are stored as text or bytes, which a small dictionary can blow up to any size."""
    whole = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return any(test(whole) for test in tests)


def _unpacked(column: pa.Array) -> int:
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    lengths = pc.binary_length(column.dictionary)
    return int(pc.sum(lengths.take(column.indices)).as_py() or 0)


def _decoded(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _shapes(column: pa.ChunkedArray) -> NDArray[Any]:
    geometry = wkb.shapes(column.to_pylist())
    bounded(int(shapely.get_num_coordinates(geometry).sum()), limits.VERTICES, "vertices", _SMALLER)
    return geometry
