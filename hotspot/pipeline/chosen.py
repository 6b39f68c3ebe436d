"""Which part of an area was chosen: partnerships, local authority districts, wards or an outline of one's own.

What is chosen narrows what is listed and mapped. Scores stay those of the whole area, unless the chosen part is itself
the reference: then everything is counted in it alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from hotspot import incidents
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import DataError, ParameterError
from hotspot.findings import Findings
from hotspot.geography.membership import latest
from hotspot.pipeline.naming import lsoas_of
from hotspot.pipeline.narrowing import months_marked
from hotspot.pipeline.outlines import outline_of, outline_shape
from hotspot.pipeline.preparing import SEEN, Prepared

MOST_OF_IT = 0.5
NAMED = 3
KINDS = ("district", "local authority district", "ward", "outline")
Truths = NDArray[np.bool_]


def names_of(held: Prepared) -> dict[str, dict[str, str]]:
    """Return code and name of what may be chosen: ``csps``, ``lads`` and ``wards``, each in the order of its names.

    Districts that are the partnerships under another name are left out; so are wards where no lookup of them is held.
    """
    return held.once("names of parts", lambda: _names(held))


def _names(held: Prepared) -> dict[str, dict[str, str]]:
    csp = held.areas.csp["name"]
    csps = {code: str(csp.get(code, code)) for code in held.profile.csps}
    pairs = held.areas.lsoa[["lad_code", "csp_code"]].dropna().drop_duplicates()
    differ = len(pairs) != pairs["lad_code"].nunique() or len(pairs) != pairs["csp_code"].nunique()
    lads = {str(code): str(name) for code, name in held.areas.lad["name"].items()} if differ else {}
    found = {"csps": csps, "lads": lads, "wards": _ward_names(held)}
    return {kind: dict(sorted(names.items(), key=lambda pair: pair[1])) for kind, names in found.items()}


def ward_of(held: Prepared) -> pd.Series:
    """Return the code of the ward of each LSOA, missing where no lookup says it."""
    return held.once("ward of each", lambda: _ward_of(held))


def _ward_of(held: Prepared) -> pd.Series:
    lookup = latest(held.tables.get("lookup_lsoa21_ward_lad"), "lsoa21_code")
    if lookup.empty:
        return pd.Series(None, index=held.areas.lsoa.index, dtype=object)
    return lookup.set_index("lsoa21_code")["ward_code"].reindex(held.areas.lsoa.index).astype(object)


def _ward_names(held: Prepared) -> dict[str, str]:
    """Return each ward with its district, because every county has a ward called Central."""
    lsoa = held.areas.lsoa.assign(ward=ward_of(held)).dropna(subset=["ward"]).drop_duplicates("ward")
    return {
        str(code): f"{name}, {district}"
        for code, name, district in zip(lsoa["ward"], lsoa["ward_name"], lsoa["lad_name"], strict=True)
    }


def refuse_unknown(asked: Parameters, held: Prepared, settings: Settings, scope: Scope) -> None:
    """Refuse a part that this area does not have: an empty map would say that nothing happened there.

    Raises
    ------
    ParameterError
        A code is of elsewhere, or an outline is not held here.
    """
    lads, wards = set(held.areas.lad.index), set(ward_of(held).dropna()) if asked.wards else set()
    for word, codes, known in (("district", asked.lads, lads), ("ward", asked.wards, wards)):
        strange = [code for code in codes if code not in known]
        if strange:
            more = f" and {len(strange) - NAMED} more" if len(strange) > NAMED else ""
            raise ParameterError(
                f"This area has no {word} {', '.join(strange[:NAMED])}{more}.", "Choose again in the filters."
            )
    if asked.outline:
        outline_of(asked.outline, asked.area, settings, scope)


def words(asked: Parameters, held: Prepared, settings: Settings, scope: Scope) -> tuple[str, ...]:
    """Return the names of the chosen parts, kind by kind; empty for the whole area."""
    names = names_of(held)
    lads = {str(code): str(name) for code, name in held.areas.lad["name"].items()}
    said = [names["csps"].get(code, code) for code in asked.csps] + [lads.get(code, code) for code in asked.lads]
    said += [names["wards"].get(code, code) for code in asked.wards]
    if asked.outline:
        said.append(f"the outline {outline_of(asked.outline, asked.area, settings, scope).name}")
    return tuple(said)


def named(where: Sequence[str]) -> str:
    """Return the names of the chosen parts (see ``words``) as a sentence has room for them; empty for the whole area.

    >>> named(["Safer Aldersea"]), named(["A", "B", "C", "D"])
    ('Safer Aldersea', '4 parts')
    """
    return "; ".join(where) if len(where) <= NAMED else f"{len(where)} parts"


def listed(places: gpd.GeoDataFrame, asked: Parameters, held: Prepared, shape: Any, *, cut: bool) -> Truths | None:
    """Return which places of an answer are listed; nothing where all are.

    Parameters
    ----------
    places : GeoDataFrame
        All places of the answer, with their outlines and ``csp_code``.
    shape : geometry or None
        The outline, where one was chosen.
    cut : bool
        True where the chosen districts, wards and outline are their own reference: then nothing else was counted.
    """
    kept = np.ones(len(places), dtype=bool) if cut else rows_in(places, asked, held, shape)
    if asked.csps:
        kept &= places["csp_code"].isin(asked.csps).to_numpy()
    return None if kept.all() else kept


def rows_in(places: gpd.GeoDataFrame, asked: Parameters, held: Prepared, shape: Any) -> Truths:
    """Return which places of an answer lie in the chosen districts, wards and outline.

    A hexagon belongs to the district and ward that most of its records state, else to those it lies in; to an outline
    belongs what lies in it with at least half of its area.

    Parameters
    ----------
    places : GeoDataFrame
        With their outlines.
    shape : geometry or None
        The outline, where one was chosen.
    """
    kept = np.ones(len(places), dtype=bool)
    if asked.lads or asked.wards:
        kept &= lsoas_in(held, asked)[_row_of_lsoa(places, asked, held)]
    return kept if shape is None else kept & mostly_within(places.geometry, shape)


def _row_of_lsoa(places: gpd.GeoDataFrame, asked: Parameters, held: Prepared) -> NDArray[np.intp]:
    """Return the row of the LSOA that each place of an answer is, or belongs to; worked out once for all its parts."""
    locations, lsoa = tuple(places.index), held.areas.lsoa.index
    if asked.geography == "lsoa":
        return np.asarray(lsoa.get_indexer(list(locations)))
    return held.lately(
        ("row of lsoa", asked.resolution, locations, held.banded),
        lambda: lsoa.get_indexer(lsoas_of(locations, asked.resolution, held)),
    )


def lsoas_in(held: Prepared, asked: Parameters) -> Truths:
    """Return which LSOAs lie in the chosen districts and wards."""
    lsoa = held.areas.lsoa
    kept = np.ones(len(lsoa), dtype=bool)
    if asked.lads:
        kept &= lsoa["lad_code"].isin(asked.lads).to_numpy()
    if asked.wards:
        kept &= ward_of(held).isin(asked.wards).to_numpy()
    return kept


def mostly_within(outlines: gpd.GeoSeries, shape: Any) -> Truths:
    """Return which outlines lie in a shape with at least half of their area.

    >>> squares = gpd.GeoSeries([shapely.box(0, 0, 1, 1), shapely.box(0.4, 0, 1.4, 1), shapely.box(0.6, 0, 1.6, 1)])
    >>> mostly_within(squares, shapely.box(0, 0, 1, 1)).tolist()
    [True, True, False]
    """
    each = outlines.to_numpy()
    shapely.prepare(shape)
    inside = shapely.contains(shape, each)
    across = np.flatnonzero(~inside & shapely.intersects(shape, each))
    share = shapely.area(shapely.intersection(shape, each[across])) / shapely.area(each[across])
    inside[across] = share >= MOST_OF_IT
    return np.asarray(inside, dtype=bool)


def alone(asked: Parameters, held: Prepared, shape: Any) -> Prepared:
    """Return what is held of the chosen districts, wards and outline alone, where they are their own reference.

    Chosen partnerships are cut out where they are counted, so they are not cut out again here.

    Raises
    ------
    DataError
        Nothing is recorded there.
    """
    if asked.reference != "district" or not (asked.lads or asked.wards or asked.outline):
        return held
    frame, areas, kept = held.incidents.frame, held.areas, lsoas_in(held, asked)
    if shape is not None:
        kept &= mostly_within(areas.lsoa.geometry, shape)
    own = frame[records_in(frame, asked, held, shape)]
    if own.empty:
        raise DataError("Nothing is recorded in the part that was chosen.", "Choose a larger one.")
    if asked.geography == "h3":  # a record near the line may state a neighbourhood that lies mostly outside
        kept |= areas.lsoa.index.isin(own["lsoa"])
    cut = dataclasses.replace(areas, lsoa=areas.lsoa[kept], outline=_outline(areas.lsoa[kept], shape))
    seen = months_marked(held.seen, own[SEEN])
    clean = dataclasses.replace(held.incidents, frame=own)
    streets = incidents.streets(own)
    return dataclasses.replace(held, areas=cut, incidents=clean, streets=streets, kept={"seen": seen})


def records_in(rows: pd.DataFrame, asked: Parameters, held: Prepared, shape: Any) -> Truths:
    """Return which records state the chosen districts and wards and lie in the outline; without a choice, all."""
    kept = np.ones(len(rows), dtype=bool)
    if asked.lads or asked.wards:
        kept &= rows["lsoa"].isin(held.areas.lsoa.index[lsoas_in(held, asked)]).to_numpy()
    if shape is not None:
        kept &= shapely.contains_xy(shape, rows["lon"].to_numpy(), rows["lat"].to_numpy())
    return kept


def told(found: Findings, asked: Parameters, rows: pd.DataFrame, stated: Truths, where: Sequence[str]) -> list[str]:
    """Return by how much whole places on the border change the total of what was chosen; nothing where they do not.

    Parameters
    ----------
    found : Findings
        Of the chosen places alone.
    rows : DataFrame
        The records that were counted.
    stated : array of bool
        Which of them state the chosen parts and lie in the outline: see ``records_in``.
    where : sequence of str
        The names of the parts: see ``words``.
    """
    if asked.csps:
        stated = stated & rows["csp_code"].isin(asked.csps).to_numpy()
    whole, each = int(found.counts.sum()), int(stated.sum())
    if whole == each:
        return []
    kinds = [
        said for said, held in zip(KINDS, (asked.csps, asked.lads, asked.wards, asked.outline), strict=True) if held
    ]
    unit = "hexagons" if asked.geography == "h3" else "neighbourhoods"
    return [
        f"Chosen by {' and '.join(kinds)}: {named(where)}. Whole {unit} give {whole:,} records on the map and "
        f"in the list; counted record by record it is {each:,}."
    ]


def _outline(lsoa: gpd.GeoDataFrame, shape: Any) -> Any:
    return shape if shape is not None else shapely.union_all(lsoa.geometry.to_numpy())


def chosen_shape(asked: Parameters, settings: Settings, scope: Scope) -> Any:
    """Return the chosen outline as a shape, or None."""
    return outline_shape(asked.outline, asked.area, settings, scope) if asked.outline else None
