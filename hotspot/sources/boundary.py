"""Boundaries of statistical and administrative areas, in longitude and latitude.

The vintage of an LSOA layer is what its code column says and its codes allow: a row of 2011 joined to a layer of 2021
looks right nine times in ten, which is worse than never.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from hotspot.errors import SourceError
from hotspot.schema import KINDS
from hotspot.sources import headings, vintage
from hotspot.sources.columns import LSOA_CODE, absent, flag, numbers, shaped, text, unlike
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.projection import in_degrees
from hotspot.sources.recogniser import Heading, Match, Recogniser
from hotspot.sources.tangles import mended

_CODES = {
    "boundary_lsoa21": LSOA_CODE,
    "boundary_lsoa11": LSOA_CODE,
    "boundary_lad": r"^(E0[6789]|W06|S12|N09)\d{6}$",
    "boundary_csp": r"^[EW]\d{8}$",
    "boundary_pfa": r"^[EWSN]\d{8}$",
}
_AREAL = ("Polygon", "MultiPolygon")


def areas(raw: Raw, found: Match) -> list[Shaped]:
    """Return a boundary layer in EPSG:4326, each area valid and made of polygons alone.

    Parameters
    ----------
    raw : Raw
        Rows with shapes.
    found : Match
        Which column is the code, the name, and what else is known of each area.

    Raises
    ------
    SourceError
        A code twice, codes of another vintage, coordinates that are not where they say.
    """
    kind = found.recogniser.kind
    columns = _columns(raw, found)
    geometry, notes = _settled(raw)
    table = pa.table({**columns, "geometry": pa.array(list(shapely.to_wkb(geometry)), pa.binary())})
    reasons = {
        "no code": absent(table["code"]),
        "a code of another form": unlike(table["code"], _CODES[kind]),
        "no shape that is an area": shapely.is_missing(geometry) | shapely.is_empty(geometry),
    }
    result = shaped(raw, table, reasons, notes)
    _refuse_repeats(result.table["code"].to_pylist())
    return [_dated(result, found)]


def counties(raw: Raw, found: Match) -> list[Shaped]:
    """Refuse counties and unitary authorities, whose codes look like those of districts and are not.

    Raises
    ------
    SourceError
        Always.
    """
    raise SourceError(
        "Its areas are counties and unitary authorities (CTYUA), not local authority districts (boundary_lad): the "
        'column "LAD24CD" is missing.',
        "Download the Local Authority Districts boundaries instead.",
    )


def layer(raw: Raw, found: Match, *, name: str, year: int) -> list[Shaped]:
    """Return the small areas of a profile that has no LSOAs, wherever on the globe they lie.

    Parameters
    ----------
    raw : Raw
        Rows with shapes.
    found : Match
        Which column is the code, the name and, if the profile says so, the residents.
    name : str
        Key of the profile, so that the codes of two such layers are never mixed up.
    year : int
        Of the residents.

    Raises
    ------
    SourceError
        A code twice, or a reference system that is not known.
    """
    geometry, notes = _settled(raw, anywhere=True)
    codes = text(raw.table[found.columns["code"]])
    columns = {
        "layer": pa.array([name] * len(codes), pa.string()),
        "code": codes,
        "name": pc.coalesce(text(raw.table[found.columns["name"]]), codes),
        "geometry": pa.array(list(shapely.to_wkb(geometry)), pa.binary()),
    }
    if "population" in found.columns:
        columns["year"] = pa.array([year] * len(codes), pa.int32())
        columns["population"] = numbers(raw.table[found.columns["population"]])[0]
    reasons = {
        "no code": absent(codes),
        "no shape that is an area": shapely.is_missing(geometry) | shapely.is_empty(geometry),
    }
    result = shaped(raw, pa.table(columns), reasons, notes)
    _refuse_repeats(result.table["code"].to_pylist())
    return [result]


def _dated(result: Shaped, found: Match) -> Shaped:
    """Return the layer with its vintage checked, or decided where no heading tells it."""
    kind = found.recogniser.kind
    codes = result.table["code"].to_pylist()
    if kind == "boundary_lsoa11":
        vintage.refuse_newer(codes)
    if found.recogniser.need["code"] is headings.LSOA:
        year = vintage.decide(codes)
        note = f"No heading says which LSOAs these are; their codes are of {year}."
        return replace(result, kind=f"boundary_lsoa{year % 100}", notes=(*result.notes, note))
    return result


def _columns(raw: Raw, found: Match) -> dict[str, pa.Array]:
    known = {**KINDS[found.recogniser.kind].columns, **KINDS[found.recogniser.kind].optional}
    columns = {
        name: flag(raw.table[column]) if known[name] == pa.bool_() else text(raw.table[column])
        for name, column in found.columns.items()
    }
    columns["name"] = pc.coalesce(columns.get("name", columns["code"]), columns["code"])
    return columns


def _settled(raw: Raw, *, anywhere: bool = False) -> tuple[NDArray[Any], tuple[str, ...]]:
    """Return the shapes in degrees, valid, polygons only, with a note on whatever was mended."""
    assert raw.geometry is not None
    shapes, notes = in_degrees(shapely.force_2d(raw.geometry), raw.crs, anywhere=anywhere)
    shapes, crossed = mended(shapes)
    if crossed:
        notes = (*notes, f"{crossed:,} shapes crossed themselves and were made valid.")
    return np.array([_polygons(shape) for shape in shapes], dtype=object), notes


def _polygons(shape: Any) -> Any:
    """Return the areal part of a shape, None where it has none."""
    if shape is None or shape.geom_type in _AREAL:
        return shape
    parts = [part for part in getattr(shape, "geoms", ()) if part.geom_type in _AREAL and not part.is_empty]
    return shapely.union_all(parts) if parts else None


def _refuse_repeats(codes: list[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise SourceError(f"Code {code} stands in two rows.", "Dissolve the layer by its code first.")
        seen.add(code)


_EXTRAS: Mapping[str, Heading] = {
    "lad_code": headings.LAD,
    "lad_name": headings.LAD_NAME,
    "csp_code": headings.CSP,
    "csp_name": headings.CSP_NAME,
    "pfa_code": headings.PFA,
    "pfa_name": headings.PFA_NAME,
    "ward_code": headings.WARD,
    "ward_name": headings.WARD_NAME,
    "ambiguous": Heading("ambiguous", "ambiguous"),
}


def _layer(kind: str, code: Heading, name: Heading, whole: int, group: str = "") -> Recogniser:
    own = {heading.like for heading in (code, name)}
    may = {"name": name, **{key: heading for key, heading in _EXTRAS.items() if heading.like not in own}}
    if kind == "boundary_csp":  # several authorities may share one partnership
        may["lad_codes"] = may.pop("lad_code")
        del may["lad_name"]
    return Recogniser(kind, "ons", {"code": code}, areas, may, spatial=True, whole=whole, group=group)


RECOGNISERS = (
    _layer("boundary_lsoa21", headings.LSOA21, headings.LSOA21_NAME, 34_000),
    _layer("boundary_lsoa11", headings.LSOA11, headings.LSOA11_NAME, 33_000),
    _layer("boundary_lsoa21", headings.LSOA, headings.LSOA_NAME, 33_000),
    _layer("boundary_csp", headings.CSP, headings.CSP_NAME, 300, "authorities"),
    _layer("boundary_lad", headings.LAD, headings.LAD_NAME, 300, "authorities"),
    _layer("boundary_pfa", headings.PFA, headings.PFA_NAME, 40, "authorities"),
    Recogniser("boundary_lad", "ons", {"code": headings.COUNTY}, counties, spatial=True),
)
