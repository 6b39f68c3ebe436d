"""From raw rows to clean incidents: where, when, and what a reader should know about each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from hotspot.config import AreaProfile
from hotspot.errors import DataError
from hotspot.geography import Areas, settle
from hotspot.incidents.counts import quality
from hotspot.incidents.institutions import institutions_set_aside, kind_by_words, name_sites, near_facility, place_of
from hotspot.incidents.record import PRECISIONS, SNAPPED, family

_ENCODED = ("month", "location", "category", "lsoa_code", "lsoa_name", "precision", "context", "age_band")
_MARKS = ("knife", "alcohol", "police_found")  # what only some sources say of an incident
_READ = ("part", "row", "record_id", "lon", "lat", *_ENCODED, "from_local", "to_local", *_MARKS)


@dataclass(frozen=True)
class Incidents:
    """The records of one area.

    Attributes
    ----------
    frame : DataFrame
        One row per kept raw row, in file order. source, part, row, record_id, month (first of the month), local and
        to_local (wall time, missing where only the month is known; the later one where the time is an interval),
        precision, lon, lat, location, category, lsoa_stated (the code in the record, of whichever vintage), lsoa
        (2021), lad_code, csp_code (missing outside the area), site and site_kind (the institution, or missing), one
        column per flag, and what only some sources say: context, age_band, knife, alcohol, police_found.
    sources : tuple of str
        The sources in it.
    institutions : DataFrame
        Every institution set aside, over all types of record: see ``institutions_set_aside``.
    quality : DataFrame
        One row per source: see ``quality``.
    """

    frame: pd.DataFrame
    sources: tuple[str, ...]
    institutions: pd.DataFrame
    quality: pd.DataFrame


def clean(
    raw: pa.Table,
    areas: Areas,
    profile: AreaProfile,
    *,
    sources: Sequence[str] | None = None,
    facilities: pa.Table | None = None,
) -> Incidents:
    """Return the clean incidents of an area; no row of its sources is lost.

    Parameters
    ----------
    raw : pyarrow.Table
        Kept rows of incident files as stored, with ``part``.
    areas : Areas
        The area's places.
    profile : AreaProfile
        Names the sources that belong to the area. Another source counts too if at least half of its rows lie in the
        area; a published file of another police force does not.
    sources : sequence of str, optional
        The source of each part: ``sources[part]``. Without it the table itself must have a column ``source``.
    facilities : pyarrow.Table, optional
        name, type, lon, lat; its hospitals, prisons and police stations are institutions too.

    Returns
    -------
    Incidents

    Raises
    ------
    DataError
        Nothing says which source the rows come from.
    """
    frame = _rows(raw, profile, sources)
    placed = settle(frame["lsoa_stated"], frame["lon"], frame["lat"], areas)
    frame = _touching(_with_place(frame, placed), profile)
    kind, text = _institutions(frame, areas, facilities)
    site = name_sites(frame, kind, text, areas)
    frame = frame.drop(columns="lsoa_name").assign(
        site=site.astype("category"), site_kind=kind.astype("category"), institution=site.notna().to_numpy()
    )
    return Incidents(
        frame, tuple(sorted(frame["source"].unique())), institutions_set_aside(frame, areas), quality(frame)
    )


def _rows(raw: pa.Table, profile: AreaProfile, sources: Sequence[str] | None) -> pd.DataFrame:
    """Return the rows of the sources that may belong here, in file order, with their source and time."""
    table = raw if sources is None else _with_source(raw, sources)
    if "source" not in table.column_names:
        raise DataError("Nothing says which source the incident rows come from.", "Pass the source of each part.")
    names = table["source"].unique().to_pylist()
    kept = [name for name in names if name in profile.sources or family(name) not in SNAPPED]
    if len(kept) < len(names):
        table = table.filter(pa.compute.is_in(table["source"], pa.array(kept, pa.string())))
    return _timed(_in_file_order(_columns(table)))


def _with_source(raw: pa.Table, sources: Sequence[str]) -> pa.Table:
    """Return the table with the source of each row: the one it names itself, else that of its part."""
    names = pa.array(sources, pa.string())
    of_part = names.take(raw["part"].combine_chunks())
    if "source" not in raw.column_names:
        return raw.append_column("source", of_part)
    place = raw.column_names.index("source")
    return raw.set_column(place, "source", pa.compute.coalesce(raw["source"].cast(pa.string()), of_part))


def _columns(table: pa.Table) -> pd.DataFrame:
    """Return the columns that are used, texts that repeat as categories; one that the table lacks is empty."""
    held = [name for name in _READ if name in table.column_names]
    frame = table.select(["source", *held]).to_pandas(
        categories=["source", *(name for name in _ENCODED if name in held)], types_mapper=None
    )
    frame["source"] = frame["source"].cat.remove_unused_categories()
    absent = {name: "category" for name in _ENCODED if name not in held}
    return frame.reindex(columns=["source", *_READ]).astype(absent).rename(columns={"lsoa_code": "lsoa_stated"})


def _in_file_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Sort by part and row only where they are not so already: it decides which of two repeats is the first."""
    part, row = frame["part"].to_numpy(), frame["row"].to_numpy()
    step = np.diff(part)
    if ((step > 0) | ((step == 0) & (np.diff(row) > 0))).all():
        return frame.reset_index(drop=True)
    return frame.sort_values(["part", "row"], kind="stable", ignore_index=True)


def _timed(frame: pd.DataFrame) -> pd.DataFrame:
    local = pd.to_datetime(frame["from_local"]).astype("datetime64[ns]")
    until = pd.to_datetime(frame["to_local"]).astype("datetime64[ns]")
    stated = pd.to_datetime(frame["month"].astype("category").cat.rename_categories(str), format="%Y-%m")
    month = stated.astype("datetime64[ns]").fillna(local.dt.to_period("M").dt.to_timestamp())
    precision = frame["precision"].astype("str").fillna("month")
    timed = frame.drop(columns="from_local").assign(local=local, to_local=until, month=month)
    marks = {name: frame[name].astype("boolean") for name in _MARKS}
    return timed.assign(precision=pd.Categorical(precision, categories=PRECISIONS), **marks)


def _with_place(frame: pd.DataFrame, placed: pd.DataFrame) -> pd.DataFrame:
    """Add where each row lies and the flags that follow from it."""
    known = frame["record_id"].notna()
    repeated = frame.loc[known, ["source", "month", "record_id"]].duplicated()
    return frame.assign(
        lsoa=placed["lsoa21"],
        lad_code=placed["lad_code"],
        csp_code=placed["csp_code"],
        no_location=frame["lon"].isna() | frame["lat"].isna(),
        outside_area=placed["outside_area"],
        repeated_id=repeated.reindex(frame.index, fill_value=False),
        vintage_2011=placed["vintage"] == "2011",
        split_nearest=placed["split_nearest"],
        irregular=placed["irregular"],
        by_point=placed["by_point"],
    )


def _touching(frame: pd.DataFrame, profile: AreaProfile) -> pd.DataFrame:
    """Keep the profile's own sources, and others of which at least half the rows lie in the area."""
    inside = frame["lad_code"].notna().groupby(frame["source"], observed=True).mean()
    kept = [name for name, share in inside.items() if name in profile.sources or share >= 0.5]
    if len(kept) == len(inside):
        return frame
    mine = frame[frame["source"].isin(kept)].reset_index(drop=True)
    return mine.assign(source=mine["source"].cat.remove_unused_categories())


def _institutions(frame: pd.DataFrame, areas: Areas, facilities: pa.Table | None) -> tuple[pd.Series, pd.Series]:
    """Return kind and name of the institution of each row: by its own words first, else by the facility file."""
    location = frame["location"].cat
    distinct = pd.Series(location.categories, dtype="str")
    kind, text = (
        pd.Series(told.array.take(location.codes.to_numpy(), allow_fill=True), index=frame.index)
        for told in (kind_by_words(distinct), place_of(distinct))
    )
    if facilities is None or facilities.num_rows == 0:
        return kind, text
    near, name = near_facility(frame["lon"].to_numpy(), frame["lat"].to_numpy(), facilities, areas.crs)
    return kind.fillna(near), text.where(kind.notna(), name)
