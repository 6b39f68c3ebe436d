"""Places that matter to safety: libraries, licensed premises, youth clubs, as points with a type.

Only the name, type, position and opening of a place are kept. Refuges, children's homes and supported accommodation
must never lie on a map, so a list that holds one is refused whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from hotspot.errors import SourceError
from hotspot.sources import limits, position
from hotspot.sources.columns import Mask, absent, numbers, shaped, text, truth
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.projection import in_degrees
from hotspot.sources.recogniser import Heading, Match, Recogniser, plain

_PERSONAL = re.compile(
    r"e_?mail.*|.*(phone|telephone|mobile_number|contact|applicant(?!type)|licence_holder|holder_name|manager).*"
)
_NEVER_TYPE = r"(?i)\brefuges?\b|children.?s (residential )?home|supported (accommodation|housing|living)"
_NEVER_NAME = r"(?i)women.?s (refuge|aid)\b|children.?s (residential )?home|supported (accommodation|housing|living)"
_TEXTS = ("name", "type", "postcode", "authority", "status", "hours")


def facilities(raw: Raw, found: Match) -> list[Shaped]:
    """Return one row a place, with longitude and latitude where the file has them.

    A list without coordinates is kept, its places without a position: its postcodes can place them later.

    Parameters
    ----------
    raw : Raw
        Rows, with points or with columns of longitude and latitude, or with neither.
    found : Match
        Which column is which.

    Raises
    ------
    SourceError
        A place of a kind whose address must not be known.
    """
    columns = {name: text(raw.table[found.columns[name]]) for name in _TEXTS if name in found.columns}
    if "closed" in found.columns and "status" not in columns:
        columns["status"] = _closed(text(raw.table[found.columns["closed"]]))
    _refuse_secret(columns["type"], columns["name"])
    (lon, lat), wrong, notes = _positions(raw, found)
    degrees = [axis.to_numpy(zero_copy_only=False) for axis in (lon, lat)]
    table = pa.table({"name": columns.pop("name"), "type": columns.pop("type"), "lon": lon, "lat": lat, **columns})
    reasons = {
        "no name": absent(table["name"]),
        "no type": absent(table["type"]),
        "a coordinate that is not a number": wrong,
        "one coordinate of two": absent(lon) != absent(lat),
        "coordinates off the globe": position.off_globe(*degrees),
    }
    result = shaped(raw, table, reasons, (*notes, *_left_out(found.names)))
    return [_noted(result)]


def _closed(when: pa.Array) -> pa.Array:
    return pc.binary_join_element_wise("closed", when, " ")


def _refuse_secret(types: pa.Array, names: pa.Array) -> None:
    secret = truth(pc.match_substring_regex(types, _NEVER_TYPE)) | truth(pc.match_substring_regex(names, _NEVER_NAME))
    if secret.any():
        raise SourceError(
            f"Row {int(np.argmax(secret)) + 1:,} is a refuge, a children's home or supported accommodation, whose "
            "place must not be shown.",
            "Remove such rows from the list before adding it.",
        )


def _positions(raw: Raw, found: Match) -> tuple[tuple[pa.Array, pa.Array], Mask, tuple[str, ...]]:
    if raw.geometry is not None:
        shapes, notes = in_degrees(shapely.force_2d(raw.geometry), raw.crs)
        middle = shapely.centroid(shapes)
        axes = (pa.array(axis, from_pandas=True) for axis in (shapely.get_x(middle), shapely.get_y(middle)))
        lon, lat = axes
        return (lon, lat), np.zeros(len(shapes), dtype=bool), notes
    if "lon" not in found.columns:
        nothing = pa.nulls(raw.table.num_rows, pa.float64())
        return (nothing, nothing), np.zeros(raw.table.num_rows, dtype=bool), ()
    lon, lon_wrong = numbers(_finite(raw.table[found.columns["lon"]]))
    lat, lat_wrong = numbers(_finite(raw.table[found.columns["lat"]]))
    return (lon, lat), lon_wrong | lat_wrong, ()


def _finite(column: pa.ChunkedArray) -> pa.Array:
    """Return a column without the infinities that coordinate converters write for an address they did not find."""
    if pa.types.is_floating(column.type):
        return pc.if_else(pc.is_finite(column), column, None)
    words = text(column)
    return pc.if_else(pc.is_in(pc.utf8_lower(words), pa.array(["inf", "-inf"])), pa.scalar(None, pa.string()), words)


def _left_out(names: Sequence[str]) -> tuple[str, ...]:
    personal = [name for name in names if _PERSONAL.fullmatch(plain(name))]
    return (f"Left out, as it may lead to a person: {', '.join(personal)}.",) if personal else ()


def _noted(result: Shaped) -> Shaped:
    """Return the places with a source of their own, and a note where they have no position."""
    lon, lat = (result.table[name].to_numpy() for name in ("lon", "lat"))
    nowhere = int(np.isnan(lon).sum())
    notes = (f"{nowhere:,} places have no coordinates and cannot be mapped until they have.",) if nowhere else ()
    return replace(result, notes=(*result.notes, *notes, *position.oddities(lon, lat)))


_NAME = Heading("(premises|facility|venue|site|library)?_?name", "name")
_TYPE = Heading("((premises|facility|venue|site|licence|library)_?)?type|servicetypelabel|facility_category", "type")
_MAY = {
    "postcode": Heading("postcode|post_code|pc", "postcode"),
    "authority": Heading("authority|local_authority|organisationlabel|lad_name", "authority"),
    "status": Heading("status|statuslabel", "status"),
    "hours": Heading("(opening_)?hours", "hours"),
    "closed": Heading("closed", "closed"),
}
_LON, _LAT = Heading("lon|lng|long|longitude", "longitude"), Heading("lat|latitude", "latitude")
_EVENT = "date|time|month|date_?time.*|date_of_.*|occurr.*|incident_.*|crime_.*|offen[cs]e.*"


def _list(need: Mapping[str, Heading], *, spatial: bool = False) -> Recogniser:
    """Return the recogniser of one way to say where each place is; no list is so long that it covers the country."""
    named = {"name": _NAME, "type": _TYPE, **need}
    return Recogniser(
        "facilities", "local", named, facilities, _MAY, spatial=spatial, whole=limits.PARQUET_ROWS, bar=_EVENT
    )


RECOGNISERS = (
    _list({}, spatial=True),
    _list({"lon": _LON, "lat": _LAT}),
    _list({"postcode": _MAY["postcode"]}),
)
