"""A saved column mapping: which column of a force's or a service's own file says what.

No two forces head their extracts alike. A mapping is made once, with the reader's confirmation, and kept as a small
text file in the home folder (``mappings/NAME.toml``), so that next month's file is recognised by its headings alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

from hotspot.config.toml_text import read_toml
from hotspot.errors import SourceError
from hotspot.sources.recogniser import plain
from hotspot.sources.zipped import printable

BRITISH_ISLES = (-9.0, 49.0, 2.5, 61.5)
MENDS = {
    "": "as they are",
    "swapped": "longitude and latitude stand in each other's column",
    "bng": "longitude and latitude are metres of the British National Grid",
    "zero": "0, 0 means that no location is known",
}
LOOKS = {
    "swapped": "Longitude and latitude look swapped",
    "bng": "The coordinates look like metres of the British National Grid",
    "zero": "Coordinates stand at 0, 0, which is no place",
}
MEND_WHERE = "on the page Data: 'Read the coordinates'; in a terminal: --mend {mend}"
FIELDS = {
    "from": "Date and time, or the earliest it can have been",
    "to": "The latest it can have been",
    "lon": "Longitude",
    "lat": "Latitude",
    "easting": "Easting (metres)",
    "northing": "Northing (metres)",
    "category": "Offence or type of call",
    "context": "Context",
    "age": "Age of the victim",
    "knife": "Knife or sharp object",
    "alcohol": "Alcohol",
    "police_found": "Found by police activity",
    "lsoa_code": "LSOA code",
    "location": "Street or neighbourhood name",
    "record_id": "Record reference (kept only as a salted hash)",
}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_SOURCE = re.compile(r"[a-z][a-z0-9_]*/[a-z0-9][a-z0-9-]*")
_MOST_BYTES = 64 * 1024  # a mapping takes about one; ten thousand nested brackets would take the reader with them
_MAKE_AGAIN = "Make it again: python -m hotspot map FILE --save NAME."


@dataclass(frozen=True)
class ColumnMapping:
    """Which column says what.

    Attributes
    ----------
    name, source : str
        The mapping's own name; the feed that its files come from.
    headings : tuple of str
        Every heading of the files it fits. A file with one more or one less is another file.
    columns : mapping
        Field (a key of ``FIELDS``) -> heading; ``from`` and ``to`` may name two, date and time.
    formats : mapping
        ``from`` and ``to`` -> how the date is written (``%d/%m/%Y``).
    values : mapping
        ``context`` and ``age`` -> what the file writes -> what is stored.
    fixed : mapping
        Field -> one value for all rows, where no column says it (``category``).
    crs : str
        Of easting and northing.
    bounds : tuple of 4 floats
        West, south, east, north in degrees: where the records should lie.
    mend : str
        A key of ``MENDS``, set only when the reader has confirmed it.
    zone : str
        The time zone of times that state an offset.
    """

    name: str
    source: str
    headings: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    formats: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    crs: str = "EPSG:27700"
    bounds: tuple[float, ...] = BRITISH_ISLES
    mend: str = ""
    zone: str = "Europe/London"

    @property
    def fingerprint(self) -> frozenset[str]:
        """The headings without case, punctuation and order."""
        return frozenset(plain(heading) for heading in self.headings)

    def column(self, what: str) -> str | None:
        """Return the heading of a field that has one column at most."""
        return next(iter(self.columns.get(what, ())), None)

    def changed(self, **changes: Any) -> ColumnMapping:
        """Return the same mapping with some of it changed."""
        return replace(self, **changes)


def checked(mapping: ColumnMapping) -> ColumnMapping:
    """Return a mapping that can be used.

    Raises
    ------
    SourceError
        It names no date, no type of record, a heading that the file lacks, or a mend that does not exist.
    """
    if not _NAME.fullmatch(mapping.name):
        raise SourceError(
            f"'{printable(mapping.name)}' is no name for a mapping.", "Use small letters, digits and hyphens."
        )
    if not _SOURCE.fullmatch(mapping.source):
        raise SourceError(
            f"The mapping '{mapping.name}' does not say which feed its files come from.",
            "Name it like force/derbyshire: --source force/derbyshire.",
        )
    for what in ("from", "category"):
        if not mapping.columns.get(what) and not mapping.fixed.get(what):
            raise SourceError(
                f"No column is chosen for: {FIELDS[what].lower()}.",
                f"Choose it in the list on the page Data; in a terminal: --column {what}=HEADING.",
            )
    used = {heading for headings in mapping.columns.values() for heading in headings}
    unknown = sorted(used - set(mapping.headings)) + sorted(set(mapping.columns) - set(FIELDS))
    if unknown or mapping.mend not in MENDS or len(mapping.bounds) != 4:
        what = f"names {', '.join(unknown)}, which the file lacks" if unknown else "has an unknown mend or no bounds"
        raise SourceError(f"The mapping '{mapping.name}' {what}.", _MAKE_AGAIN)
    return mapping


def parse(name: str, text: str) -> ColumnMapping:
    """Return the mapping that a TOML text describes.

    Raises
    ------
    SourceError
        It is no TOML, or not a mapping that can be used.
    """
    try:
        read = read_toml(text)
        columns = {what: tuple([said] if isinstance(said, str) else said) for what, said in read["columns"].items()}
        more = {key: read[key] for key in ("formats", "values", "fixed", "crs", "mend", "zone") if key in read}
        bounds = tuple(float(degrees) for degrees in read.get("bounds", BRITISH_ISLES))
        made = ColumnMapping(name, read["source"], tuple(read["headings"]), columns, bounds=bounds, **more)
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(f"The mapping '{name}' cannot be read ({error}).", _MAKE_AGAIN) from error
    return checked(made)


def as_toml(mapping: ColumnMapping) -> str:
    """Return a mapping as the TOML text that `parse` reads.

    >>> made = ColumnMapping("x", "force/x", ("When", "What"), {"from": ("When",), "category": ("What",)})
    >>> parse("x", as_toml(made)) == made
    True
    """
    lines = [f"{key} = {_value(getattr(mapping, key))}" for key in ("source", "crs", "mend", "zone")]
    lines += [f"bounds = {json.dumps([float(degrees) for degrees in mapping.bounds])}"]
    lines += [f"headings = {_values(mapping.headings)}", "", "[columns]"]
    lines += [f"{what} = {_values(headings)}" for what, headings in mapping.columns.items()]
    tables = {"formats": mapping.formats, "fixed": mapping.fixed}
    tables |= {f"values.{what}": table for what, table in mapping.values.items()}
    for title, table in tables.items():
        said = [f"{_value(key)} = {_value(value)}" for key, value in table.items()]
        lines += ["", f"[{title}]", *said] if said else []
    return "\n".join([*lines, ""])


def _value(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _values(texts: Iterable[str]) -> str:
    return f"[{', '.join(_value(text) for text in texts)}]"


def mappings(home: Path | None = None) -> dict[str, ColumnMapping]:
    """Return every mapping by name: those that ship, and over them the ones saved in ``home/mappings``."""
    shipped = resources.files("hotspot").joinpath("mappings")
    found = {entry.name: entry.read_text(encoding="utf-8") for entry in shipped.iterdir() if _is_mapping(entry.name)}
    own = sorted((home / "mappings").glob("*.toml")) if home else []
    found |= {path.name: _text(path) for path in own}
    return {name.removesuffix(".toml"): parse(name.removesuffix(".toml"), found[name]) for name in sorted(found)}


def _text(path: Path) -> str:
    """Return the text of a saved mapping.

    Raises
    ------
    SourceError
        It is no file, too large to be a mapping, or no text.
    """
    name = printable(path.stem)
    try:
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            raise SourceError(f"The mapping '{name}' is no file of less than {_MOST_BYTES // 1024} KB.", _MAKE_AGAIN)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"The mapping '{name}' cannot be read as text.", _MAKE_AGAIN) from error


def _is_mapping(name: str) -> bool:
    return name.endswith(".toml")


def save(mapping: ColumnMapping, home: Path) -> Path:
    """Keep a mapping for next month's file and return where it lies.

    Raises
    ------
    SourceError
        It cannot be used as it stands, or cannot be written.
    """
    path = home / "mappings" / f"{checked(mapping).name}.toml"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(as_toml(mapping), encoding="utf-8")
    except OSError as error:
        what = f"The mapping cannot be saved ({error.strerror})."
        raise SourceError(what, "Check that you may write there.") from error
    return path
