"""A small GeoPackage laid out like OS Open Zoomstack: the same layers and columns, British National Grid."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from typing import Any

import shapely

GRID = 27700
Row = tuple[dict[str, Any], Any]


def packed(shape: Any, *, envelope: bool = True) -> bytes:
    """Return a shape as GeoPackage keeps it: with the box round it in the header, but for points."""
    head = b"GP\x00" + (b"\x03" if envelope else b"\x01") + struct.pack("<i", GRID)
    west, south, east, north = shape.bounds
    return head + (struct.pack("<4d", west, east, south, north) if envelope else b"") + shapely.to_wkb(shape)


def write(path: Path, layers: dict[str, list[Row]]) -> Path:
    """Write layers of rows (columns, shape) into a GeoPackage."""
    database = sqlite3.connect(path)
    database.executescript(
        "PRAGMA application_id = 1196444487;"
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,"
        " organization_coordsys_id INTEGER, definition TEXT);"
        "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, identifier TEXT, srs_id INTEGER);"
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,"
        " srs_id INTEGER, z INTEGER, m INTEGER);"
        f"INSERT INTO gpkg_spatial_ref_sys VALUES ('OSGB', {GRID}, 'EPSG', {GRID}, '');"
    )
    for name, rows in layers.items():
        columns = list(rows[0][0]) if rows else ["type"]
        database.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, {', '.join(columns)}, geom)")
        database.execute("INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?)", (name, name, GRID))
        database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)", (name, GRID))
        marks = ", ".join("?" * (len(columns) + 1))
        database.executemany(
            f"INSERT INTO {name} ({', '.join(columns)}, geom) VALUES ({marks})",
            [(*values.values(), packed(shape, envelope=shape.geom_type != "Point")) for values, shape in rows],
        )
    database.commit()
    database.close()
    return path


def town(x_m: float, y_m: float) -> dict[str, list[Row]]:
    """Return the layers round a made-up town: what a map shows, and what it leaves out."""

    def line(dx: float, dy: float, reach: float = 4000.0) -> Any:
        return shapely.LineString([(x_m - dx * reach, y_m - dy * reach), (x_m + dx * reach, y_m + dy * reach)])

    far = shapely.transform(line(1, 0), lambda xy: xy + 300_000.0)
    return {
        "land": [({"type": None}, shapely.box(x_m - 90_000, y_m - 90_000, x_m + 90_000, y_m + 90_000))],
        "urban_areas": [({"type": "Regional"}, shapely.Point(x_m, y_m).buffer(1500))],
        "greenspace": [({"type": "Public Park Or Garden"}, shapely.Point(x_m + 900, y_m).buffer(300))],
        "surfacewater": [({"type": "Local"}, shapely.Point(x_m - 2500, y_m).buffer(400))],
        "waterlines": [({"type": "Local"}, line(0, 1)), ({"type": "MHW"}, line(0, 1))],
        "rail": [({"type": "Multi Track"}, line(1, -1))],
        "railway_stations": [({"type": "Railway Station", "name": "Made Central"}, shapely.Point(x_m, y_m + 400))],
        "roads_national": [
            ({"type": "Motorway", "name": None, "number": "M99", "level": 0}, line(1, 0.3)),
            ({"type": "Primary", "name": "High Road", "number": "A99", "level": 0}, line(1, 1)),
            ({"type": "Primary", "name": None, "number": "A1", "level": 0}, far),
        ],
        "roads_regional": [
            ({"type": "A Road", "name": None, "number": "A9", "level": 0}, line(0.2, 1)),
            ({"type": "B Road", "name": None, "number": "B9", "level": 0}, line(1, -0.2)),
        ],
        "roads_local": [({"type": "Local", "name": "Made Street", "number": None, "level": 0}, line(0.1, 0.1))],
        "names": [
            ({"name1": "Madetown", "type": "Town"}, shapely.Point(x_m, y_m)),
            ({"name1": "Madewick", "type": "Village"}, shapely.Point(x_m + 2500, y_m + 1500)),
            ({"name1": "Made Hill", "type": "Landform"}, shapely.Point(x_m, y_m)),
        ],
        "contours": [({"type": "Normal", "height": 50.0}, line(0.5, 0.5))],
    }
