"""The cleaner that a hospital runs on its own machine: descriptions in, short lists and cells out.

Nothing of a description, a site or a person is written: every word of the output comes from a list in this program,
every place is the cell of an entry in the gazetteer, and the rows are sorted by time, so that their order says nothing
of the order of the register. A home has no cell at all. Nothing is sent anywhere and no temporary file holds a row.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from hotspot import grid
from hotspot.errors import SourceError
from hotspot.sources import formats
from hotspot.sources.columns import text
from hotspot.sources.gazetteer import Gazetteer, Place, gazetteer
from hotspot.sources.istv import COLUMNS, CONFIDENCES, FINEST_CELL, LOCATION_TYPES, METHODS
from hotspot.sources.model import Opened, headed
from hotspot.sources.moments import guess_format, has_times, moments
from hotspot.sources.paths import content_of
from hotspot.sources.recogniser import plain

COARSEST_CELL = 5
_METHOD_WORDS = (
    (r"firearm|\bgun|shot|pistol|air rifle", "firearm"),
    (r"knife|knives|blade|stab|sharp|machete|glass|bottle|sword|axe|screwdriver|scissor", "sharp object"),
    (r"blunt|\bbat\b|hammer|stick|\bbar\b|brick|pole|stone|weapon", "blunt object"),
    (r"fist|foot|feet|head|kick|punch|push|bod(y|ily)|hand|bit|slap", "body part"),
)
_HOME = ((r"\b(home|house|flat|residen\w*|dwelling|bedroom|kitchen|address)\b", "home"),)
_TYPE_WORDS = (
    *_HOME,
    (r"\b(pubs?|bars?|clubs?|nightclubs?|inn|tavern|licen[cs]ed|restaurant|takeaway|casino)\b", "licensed premises"),
    (r"\b(school|college|university|playground|campus)\b", "school or college"),
    (r"\b(bus|train|tram|station|railway|taxi|platform|interchange|transport)\b", "transport"),
    (r"\b(shop|store|supermarket|office|work|workplace|factory|shopping)\b", "shop or workplace"),
    (r"\b(streets?|st|roads?|rd|lane|park|outside|square|alley|path|open|public|market|centre)\b", LOCATION_TYPES[1]),
)
_ASSAULT = r"(.*_)?(assault|incident)(_.*)?"
_ARRIVAL = r"(.*_)?(arrival|attendance|arrived|attended|admission)(_.*)?"
_DATES, _TIMES = r".*(date|dt|timestamp).*", r".*time.*"


@dataclass(frozen=True)
class Cleaned:
    """The cleaned rows as text, and how many were placed how surely."""

    rows: tuple[tuple[str, ...], ...]
    confidence: Counter[str]


def clean_istv(file: Path, gazetteer_file: Path, out: Path, *, resolution: int = FINEST_CELL) -> str:
    """Clean an emergency department's file, write the cleaned one, and return the account in a sentence.

    Parameters
    ----------
    file : Path
        CSV, XLSX or Parquet as the department writes it.
    gazetteer_file : Path
        Venues and streets: name, lon, lat, type.
    out : Path
        Where the cleaned CSV goes; it must not exist.
    resolution : int
        H3 resolution of the cells, 5 to 9; 9 is about 0.1 km2, 8 about 0.7.

    Raises
    ------
    SourceError
        No time of assault or arrival can be found, the gazetteer is unfit, or a file would be written over.
    """
    if not COARSEST_CELL <= resolution <= FINEST_CELL:
        what = f"Cells of resolution {resolution} are not written."
        raise SourceError(what, f"Choose {COARSEST_CELL} to {FINEST_CELL}.")
    if out.exists():
        raise SourceError(f"{out.name} exists already and is not written over.", "Name another file with --out.")
    names = gazetteer(_whole(formats.tables(content_of(gazetteer_file))))
    done = cleaned(_whole(formats.tables(content_of(file))), names, resolution)
    _write(out, done.rows)
    placed = ", ".join(f"{done.confidence[word]:,} {word}" for word in ("exact", "likely", "none"))
    return f"{len(done.rows):,} rows cleaned into {out.name}; places found: {placed}. Nothing else was written."


def _whole(tables: Sequence[Opened]) -> pa.Table:
    if not tables:
        raise SourceError("It holds no table.", "Save it as CSV UTF-8.")
    widest = max(tables, key=lambda one: headed(one.names))
    return widest.load(list(widest.names)).table


def cleaned(table: pa.Table, names: Gazetteer, resolution: int) -> Cleaned:
    """Return the rows of a raw file in the cleaned form.

    Parameters
    ----------
    table : pyarrow.Table
        Every column of the raw file.
    names : Gazetteer
        Venues and streets.
    resolution : int
        Of the cells.
    """
    assault, arrival = _local(table, _ASSAULT), _local(table, _ARRIVAL)
    if assault is None and arrival is None:
        raise SourceError(
            "No column says when the assault or the arrival was.",
            'Head them "Assault date time" and "Arrival date time".',
        )
    method = _joined(table, r".*(method|weapon|mechanism).*")
    kind = _joined(table, r".*location_?type.*|.*place_?type.*")
    told = _joined(table, r".*(descri|free_?text|narrative|location|place|venue|street).*", but=r".*type.*")
    blank = [""] * table.num_rows
    rows, sure = [], Counter[str]()
    for when, came, how, what, where in zip(assault or blank, arrival or blank, method, kind, told, strict=True):
        location, cell, confidence = _placed(where, what, names, resolution)
        sure[confidence] += 1
        rows.append((when, came, first_fit(how, _METHOD_WORDS, METHODS[-1]), location, cell, confidence))
    return Cleaned(tuple(sorted(rows)), sure)


def _local(table: pa.Table, pattern: str) -> list[str] | None:
    """Return the times under the columns so headed, as "2025-03-01 22:15" or the day alone; blank where unknown."""
    mine = [name for name in table.column_names if re.fullmatch(pattern, plain(name))]
    dates = [name for name in mine if guess_format(table[name]) is not None]
    if not dates:
        return None
    first = sorted(dates, key=lambda name: not re.fullmatch(_DATES, plain(name)))[0]
    clock = [name for name in mine if name != first and re.fullmatch(_TIMES, plain(name)) and _is_clock(table[name])]
    columns = [table[first], *(table[name] for name in clock[:1] if not has_times(table[first], alone=False))]
    found = moments(columns, guess_format(table[first]) or "", "Europe/London")
    local = pd.Series(found.local)
    written = local.dt.strftime("%Y-%m-%d %H:%M").where(found.timed, local.dt.strftime("%Y-%m-%d"))
    return [str(word) for word in written.where(local.notna(), "")]


def _is_clock(column: pa.ChunkedArray) -> bool:
    return has_times(column, alone=True)


def _joined(table: pa.Table, pattern: str, *, but: str = "(?!)") -> list[list[str]]:
    """Return for each row the texts of the columns so headed, one by one."""
    mine = [n for n in table.column_names if re.fullmatch(pattern, plain(n)) and not re.fullmatch(but, plain(n))]
    columns = [text(table[name]).to_pylist() for name in mine]
    return [[word for word in row if word] for row in zip(*columns, strict=True)] or [[] for _ in range(table.num_rows)]


def first_fit(texts: Sequence[str], words: Sequence[tuple[str, str]], otherwise: str) -> str:
    """Return the first word of a list whose pattern one of the texts fits."""
    joined = " ".join(texts).lower()
    return next((said for pattern, said in words if re.search(pattern, joined)), otherwise)


def _placed(where: Sequence[str], what: Sequence[str], names: Gazetteer, resolution: int) -> tuple[str, str, str]:
    """Return location type, cell and confidence; a home, and a name that places apart share, have no cell."""
    places, sure = min((names.find(told) for told in where), key=_surest, default=((), "none"))
    stated = first_fit(what, _TYPE_WORDS, "")
    at_home = sure != "exact" and first_fit(where, _HOME, "") == "home"
    if "home" in stated or at_home:
        return "home", "", "none"
    of_places = first_fit([place.type for place in places], _TYPE_WORDS, "")
    kind = stated or of_places or first_fit(where, _TYPE_WORDS, LOCATION_TYPES[-1])
    cells = {str(grid.names(grid.cells([place.lon], [place.lat], resolution))[0]) for place in places}
    return (kind, cells.pop(), sure) if len(cells) == 1 and of_places != "home" else (kind, "", "none")


def _surest(found: tuple[tuple[Place, ...], str]) -> int:
    return CONFIDENCES.index(found[1])


def _write(out: Path, rows: Sequence[tuple[str, ...]]) -> None:
    """Write in one go, and never over a file that appeared meanwhile."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(stream.getvalue())
    except OSError as error:
        what = f"{out.name} cannot be written ({error.strerror})."
        raise SourceError(what, "Name another file with --out.") from error
