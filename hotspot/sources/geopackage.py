"""GeoPackage, read as the SQLite file that it is, by the standard library.

Opening it with a general geodata driver would also open whatever else the bytes can be taken for. Here the signature
is checked, only plain tables that the package lists are read, and the database may do nothing but select.
"""

from __future__ import annotations

import itertools
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from hotspot.errors import SourceError
from hotspot.sources import limits, wkb
from hotspot.sources.cells import as_table
from hotspot.sources.model import Opened, Raw, bounded

SIGNATURE = b"SQLite format 3\0"
_APPLICATIONS = (b"GPKG", b"GP10", b"GP11", b"GP12")
_AGAIN = "Download the GeoPackage again, or use the GeoJSON."
_SMALLER = "Use the publisher's generalised boundaries."
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_STEP = 1_000_000  # instructions of the database machine between two looks at the account
_VALUE_BYTES = 64 * limits.MEGABYTE
_LAYERS = """
    SELECT c.table_name, g.column_name, upper(s.organization) || ':' || s.organization_coordsys_id, s.srs_id
    FROM gpkg_contents c
    JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
    JOIN sqlite_master m ON m.name = c.table_name AND m.type = 'table' AND m.sql LIKE 'CREATE TABLE%'
    WHERE c.data_type = 'features' AND typeof(c.table_name) = 'text' AND typeof(g.column_name) = 'text'
    AND typeof(s.organization) = 'text' AND typeof(s.srs_id) = 'integer' ORDER BY c.table_name
"""


def opened(data: bytes) -> list[Opened]:
    """Return the layers of a GeoPackage.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    SourceError
        Another SQLite database, a damaged one, or too many layers.
    """
    if data[68:72] not in _APPLICATIONS:
        raise SourceError("It is an SQLite database but not a GeoPackage.", "Save the table as CSV or GeoPackage.")
    try:
        with closing(in_memory(data)) as database:
            return [_layer(data, database, *layer) for layer in layers_of(database)] or _no_layer()
    except sqlite3.Error as error:
        raise _damaged(error, "It is damaged") from error


def _damaged(error: sqlite3.Error, what: str) -> SourceError:
    why = "it asks for more work than a map needs" if "interrupted" in str(error) else error
    return SourceError(f"{what} ({why}).", _AGAIN)


def _no_layer() -> list[Opened]:
    raise SourceError("It is a GeoPackage without a layer of shapes.", _AGAIN)


def layers_of(database: sqlite3.Connection) -> list[tuple[str, str, str, int]]:
    """Return each layer of shapes: its table, the column of shapes, its reference system and that system's number.

    Raises
    ------
    SourceError
        There are too many.
    """
    layers = database.execute(_LAYERS).fetchmany(limits.LAYERS + 1)
    bounded(len(layers), limits.LAYERS, "layers", "Save the layer that is needed on its own.")
    return layers


def system(crs: str, number: int) -> str | None:
    """Return a layer's reference system as a projection library takes it; None where the file does not say."""
    return crs if number > 0 and crs.startswith("EPSG:") else None


def rows(database: sqlite3.Connection, table: str, wanted: Sequence[str], shape: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a layer: the columns wanted, nothing where it has no such column, and the shape as it is."""
    stored = _stored(database, table)
    columns = [_quoted(name) if name in stored else "NULL" for name in wanted]
    return iter(database.execute(f"SELECT {', '.join(columns)}, {_quoted(shape)} FROM {_quoted(table)}"))


def on_disk(path: Path) -> sqlite3.Connection:
    """Return a database that is too large for memory, opened where it lies, which may do nothing but select.

    Raises
    ------
    sqlite3.Error
        It cannot be opened.
    """
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    return _guarded(database, limits.BASE_MAP_STEPS, limits.BASE_MAP_VALUE)


def in_memory(data: bytes) -> sqlite3.Connection:
    """Return a database over a copy of some bytes, which may do nothing but select."""
    # A copy in memory: read as a rollback journal database, whatever the file says, for there is no log beside it.
    content = data if data[18:20] == b"\x01\x01" else data[:18] + b"\x01\x01" + data[20:]
    database = sqlite3.connect(":memory:")
    database.deserialize(content)
    return _guarded(database, limits.DATABASE_STEPS, _VALUE_BYTES)


def _guarded(database: sqlite3.Connection, steps: int, value_bytes: int) -> sqlite3.Connection:
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, value_bytes)
    database.set_authorizer(_only_select)
    looks = itertools.count(1)
    database.set_progress_handler(lambda: next(looks) > steps // _STEP, _STEP)
    return database


def _only_select(action: int, *details: Any) -> int:
    function = action == sqlite3.SQLITE_FUNCTION and details[1] in ("upper", "like", "typeof")
    column_list = action == sqlite3.SQLITE_PRAGMA and details[0] == "table_xinfo"
    return sqlite3.SQLITE_OK if action in _ALLOWED or function or column_list else sqlite3.SQLITE_DENY


def _layer(data: bytes, database: sqlite3.Connection, table: str, shape: str, crs: str, number: int) -> Opened:
    stored = _stored(database, table)
    if shape not in stored:
        _no_layer()
    names = tuple(name for name in stored if name != shape)
    bounded(len(names), limits.COLUMNS, "columns", "Save only the columns that are needed.")
    return Opened(names, True, partial(_load, data, table, shape, system(crs, number)), table)


def _stored(database: sqlite3.Connection, table: str) -> list[str]:
    # A generated column is worked out as it is read, and can come to any size: only what is stored counts.
    described = database.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
    return [str(name) for _, name, *_, hidden in described if hidden == 0]


def _load(data: bytes, table: str, shape: str, crs: str | None, wanted: Sequence[str]) -> Raw:
    columns = ", ".join(_quoted(name) for name in [*wanted, shape])
    try:
        with closing(in_memory(data)) as database:
            found = list(_within_bounds(database.execute(f"SELECT {columns} FROM {_quoted(table)}")))
    except sqlite3.Error as error:
        raise _damaged(error, f"Its layer {table} cannot be read") from error
    geometry = wkb.shapes(shape_in(row[-1]) for row in found)
    bounded(int(shapely.get_num_coordinates(geometry).sum()), limits.VERTICES, "vertices", _SMALLER)
    places = np.arange(len(found), dtype=np.int32)
    return Raw(as_table((row[:-1] for row in found), wanted), places, len(found), geometry=geometry, crs=crs)


def _within_bounds(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield rows while they are not too many and not too large: in a damaged file many may share one value."""
    held = 0
    for count, row in enumerate(rows, start=1):
        bounded(count, limits.FEATURES, "features", _SMALLER)
        held += sum(len(value) for value in row if isinstance(value, str | bytes))
        bounded(held, limits.FILE_BYTES, "bytes in its rows", _SMALLER)
        yield row


def shape_in(blob: Any) -> bytes | None:
    """Return the shape inside a GeoPackage geometry, whose header tells how long the header is; None for no shape."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return None
    (flags,) = struct.unpack_from("B", blob, 3)
    envelope = (flags >> 1) & 0b111
    return blob[8 + _ENVELOPE_BYTES[envelope] :] if envelope < len(_ENVELOPE_BYTES) else None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
