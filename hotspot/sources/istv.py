"""Records of emergency departments under Information Sharing to Tackle Violence (ISTV).

As a department writes them they hold a site code and two descriptions in free text, and a place can name a person. So
they are recognised in order to be refused, whole and before a row is read. What is taken is the form that the cleaner
(``istv_cleaner``) makes on the hospital's own machine: times, words from short lists, and a cell instead of a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from hotspot import grid
from hotspot.errors import HotspotError, SourceError
from hotspot.schema import arrow_schema
from hotspot.sources.columns import absent, shaped, text, unlike
from hotspot.sources.hours import KIND, by_month
from hotspot.sources.model import Opened, Raw, Shaped
from hotspot.sources.recogniser import Heading, Match, Recogniser, plain

COLUMNS = ("assault_local", "arrival_local", "method", "location_type", "cell", "confidence")
METHODS = ("body part", "blunt object", "sharp object", "firearm", "other or not known")
LOCATION_TYPES = (
    *("licensed premises", "street or open space", "transport", "school or college", "shop or workplace"),
    *("home", "other or not known"),
)
CONFIDENCES = ("exact", "likely", "none")
CONTEXTS = {
    "licensed premises": "night-time economy",
    "street or open space": "public",
    "transport": "transport",
    "school or college": "school",
    "home": "domestic",  # the careful reading: domestic records are never shown below a whole partnership
}
FINEST_CELL = 9
BLADE, OTHER = "Emergency department: assault with a blade", "Emergency department: assault"
_MOMENT = r"^\d{4}-\d\d-\d\d( \d\d:\d\d)?$"
_TEXT = r".*(descri|free_?text|narrative|comment|detail|notes|circumstance|complaint).*"
_PLACE = r"(.*_)?location(_(of_)?(assault|incident))?(_text)?"
_HOSPITAL = r".*(arriv|attend|(^|_)(ed|a_?e)_).*"
CLEAN = "python -m hotspot clean-istv FILE --gazetteer VENUES.csv --out CLEANED.csv"


def is_raw(names: Sequence[str]) -> bool:
    """Return whether headings are those of an emergency department's own records, before cleaning.

    >>> is_raw(["Arrival date time", "Assault date time", "Location", "Assault description"]), is_raw(COLUMNS)
    (True, False)
    """
    headings = [plain(name) for name in names]
    if set(headings) == set(COLUMNS):
        return False

    def some(pattern: str) -> bool:
        return any(re.fullmatch(pattern, heading) for heading in headings)

    words = some(_TEXT) or some(_PLACE)
    return (some(_HOSPITAL) and some(".*assault.*") and words) or (some(r".*attendance.*") and some(_TEXT))


def refuse_raw(tables: Sequence[Opened]) -> None:
    """Raise where a file holds uncleaned records of an emergency department; no row of it has been read by then.

    Raises
    ------
    SourceError
        It does: with the command that the hospital runs.
    """
    if any(is_raw(table.names) for table in tables):
        raise SourceError(
            "It holds an emergency department's own records, with descriptions in free text: they must not leave the "
            "hospital, and nothing of the file was kept. Delete this copy.",
            f"Ask the hospital to run the cleaner on its own machine and to send what it writes: {CLEAN}.",
        )


def recogniser(sources: Sequence[str]) -> Recogniser:
    """Return what recognises cleaned records.

    Parameters
    ----------
    sources : sequence of str
        The emergency departments that may have sent them: a cleaned file does not say from where it comes.
    """
    need = {name: Heading(name, name) for name in COLUMNS}
    return Recogniser(KIND, "ed", need, partial(cleaned, sources=sources), bar=f"(?!(?:{'|'.join(COLUMNS)})$).*")


def cleaned(raw: Raw, found: Match, *, sources: Sequence[str]) -> list[Shaped]:
    """Return the records of a cleaned file, one table a month.

    The place of a record is the middle of its cell. Where the time of the assault is not known the day of arrival
    stands for it, known to the day alone.

    Parameters
    ----------
    raw, found
        Rows as text; which column is which.
    sources : sequence of str
        Exactly one, or nobody can tell whose records these are.

    Raises
    ------
    SourceError
        A word that is on none of the lists, a cell that is too fine, or more than one department to choose from.
    """
    if len(sources) != 1:
        known = f"Registered are {', '.join(sources)}." if sources else "None is registered."
        raise SourceError(
            f"It does not say which emergency department it comes from. {known}",
            "Say so: python -m hotspot add FILE --source ed/NAME.",
        )
    said = {name: text(raw.table[found.columns[name]]) for name in COLUMNS}
    _refuse_words(said, raw)
    lon, lat = _middles(said["cell"])
    assault, arrival = (_moment(said[name]) for name in ("assault_local", "arrival_local"))
    table = _table(raw, said, (assault, arrival), (lon, lat), sources[0])
    reasons = {
        "no date": absent(table["from_local"]),
        "a date not written YYYY-MM-DD HH:MM": unlike(said["assault_local"], _MOMENT),
    }
    return by_month(shaped(raw, table, reasons), sources[0])


def _refuse_words(said: dict[str, pa.Array], raw: Raw) -> None:
    """Refuse any word beyond the lists: free text in a cleaned file means that it was not cleaned."""
    lists = {"method": METHODS, "location_type": LOCATION_TYPES, "confidence": CONFIDENCES}
    for name, words in lists.items():
        known = pc.is_in(said[name], pa.array([*words, None], pa.string())).to_numpy(zero_copy_only=False)
        if not known.all():
            row = int(raw.row[int(np.argmin(known))]) + 1
            raise SourceError(
                f'Column "{name}" has a word in row {row:,} that the cleaner does not write.',
                f"Clean the file again: {CLEAN}.",
            )


def _middles(cells: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    lon, lat = np.full(len(cells), np.nan), np.full(len(cells), np.nan)
    held = np.flatnonzero(~absent(cells))
    if not held.size:
        return lon, lat
    names = [cells[int(place)].as_py() for place in held]
    try:
        too_fine = max(grid.resolutions(names)) > FINEST_CELL
        lon[held], lat[held] = grid.centres(names)
    except (HotspotError, ValueError) as error:
        raise SourceError('Column "cell" holds what is no H3 cell.', f"Clean the file again: {CLEAN}.") from error
    if too_fine:
        raise SourceError(f"Its cells are finer than resolution {FINEST_CELL}.", f"Clean the file again: {CLEAN}.")
    return lon, lat


def _moment(words: pa.Array) -> pd.Series:
    return pd.to_datetime(pd.Series(words.to_pandas(), dtype="str"), format="%Y-%m-%d %H:%M", errors="coerce")


def _day(words: pa.Array) -> pd.Series:
    days = pd.Series(words.to_pandas(), dtype="str").str[:10]
    return pd.to_datetime(days, format="%Y-%m-%d", errors="coerce")


def _table(
    raw: Raw,
    said: dict[str, pa.Array],
    times: tuple[pd.Series, pd.Series],
    degrees: tuple[np.ndarray, np.ndarray],
    source: str,
) -> pa.Table:
    rows = len(said["cell"])
    days = _day(said["assault_local"]).fillna(_day(said["arrival_local"]))
    local = times[0].fillna(days)
    exact = np.where(local.isna(), "none", np.where(times[0].notna(), "minute", "day"))
    types = said["location_type"].to_pylist()
    blade = [method == "sharp object" for method in said["method"].to_pylist()]
    columns = {
        "row": pa.array(raw.row, pa.int32()),
        "source": pa.array([source] * rows, pa.string()),
        "from_local": pa.array(local.to_numpy().astype("datetime64[ms]"), pa.timestamp("ms"), from_pandas=True),
        "precision": pa.array(exact.tolist(), pa.string()),
        "lon": pa.array(degrees[0], from_pandas=True),
        "lat": pa.array(degrees[1], from_pandas=True),
        "category": pa.array([BLADE if one else OTHER for one in blade], pa.string()),
        "context": pa.array([CONTEXTS.get(one) for one in types], pa.string()),
        "knife": pa.array(blade, pa.bool_()),
    }
    schema = arrow_schema(KIND)
    nothing = {field.name: pa.nulls(rows, field.type) for field in schema}
    return pa.table([columns.get(name, nothing[name]) for name in schema.names], schema=schema)
