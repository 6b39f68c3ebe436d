"""What a file is made of, from its first bytes: the format, never the name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hotspot.errors import SourceError
from hotspot.sources import csv_file, geojson, geopackage, parquet_file, shapefile_zip, xlsx_file, zipped
from hotspot.sources.model import Opened

Reader = Callable[[bytes], list[Opened]]


@dataclass(frozen=True)
class Format:
    """A way to write a table down.

    Attributes
    ----------
    title : str
        What a reader calls it.
    starts : tuple of bytes
        The first bytes of every such file.
    read : callable or None
        Opens it; None where this room will not.
    why : str
        What to do instead, where it will not.
    """

    title: str
    starts: tuple[bytes, ...]
    read: Reader | None = None
    why: str = ""


_UNPACK = "Unpack it and add the folder: a zip inside a zip is not read."


def is_folder(data: bytes) -> bool:
    """Return whether the bytes are a zip of files, rather than one workbook or one zipped shapefile."""
    if not data.startswith(zipped.SIGNATURES):
        return False
    contents = zipped.directory(data)
    return not (xlsx_file.is_workbook(contents) or zipped.holds(contents, shapefile_zip.SIGNATURE))


def is_nested(data: bytes) -> bool:
    """Return whether the content of a zip is again a zip of files: of all zips, only a workbook is one document."""
    return data.startswith(zipped.SIGNATURES) and not xlsx_file.is_workbook(zipped.directory(data))


def _packed(data: bytes) -> list[Opened]:
    contents = zipped.directory(data)
    if xlsx_file.is_workbook(contents):
        return xlsx_file.opened(data)
    if zipped.holds(contents, shapefile_zip.SIGNATURE):
        return shapefile_zip.opened(data)
    raise SourceError("It is a zip inside another file.", _UNPACK)


_MAP_INSTEAD = "Download the GeoJSON or GeoPackage instead."
FORMATS = (
    Format("a Parquet file", (b"PAR1",), parquet_file.opened),
    Format("an SQLite database", (geopackage.SIGNATURE,), geopackage.opened),
    Format("JSON", (b"{", b"["), geojson.opened),
    Format("a zip", zipped.SIGNATURES, _packed),
    Format("a loose part of a shapefile", (shapefile_zip.SIGNATURE,), why=shapefile_zip.ZIP_AGAIN),
    Format("an Arrow or Feather file", (b"ARROW1", b"FEA1"), why="Save it as Parquet or CSV."),
    Format("a Python pickle", (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05"), why="Save it as Parquet or CSV."),
    Format("an old Excel workbook", (b"\xd0\xcf\x11\xe0",), why="Save it as .xlsx or as CSV UTF-8 and add that."),
    Format("a PDF document", (b"%PDF",), why="Look for the same table as CSV on the publisher's page."),
    Format("a gzip", (b"\x1f\x8b",), why="Unpack it and add the file: packed files inside packed files are not read."),
    Format("markup (XML, HTML, KML or VRT)", (b"<",), why=_MAP_INSTEAD),
)


def tables(data: bytes) -> list[Opened]:
    r"""Return the tables of a file that is no archive.

    Parameters
    ----------
    data : bytes
        The whole content.

    Raises
    ------
    SourceError
        A format that is not read here, or content that its reader refuses.

    >>> [table.names for table in tables(b"a,b\n1,2\n")]
    [('a', 'b')]
    """
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    for known in FORMATS:
        if start.startswith(known.starts):
            if known.read is None:
                raise SourceError(f"It is {known.title}, which is not read here.", known.why)
            return known.read(data)
    return csv_file.opened(data)
