"""The flow for "who else knows": the sources of an area side by side over the months that all of them hold."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hotspot import disclosure, findings, geography, grid, incidents
from hotspot.access import LOCAL, Scope
from hotspot.config import HOURS, SMALL_PARTS, Parameters, Settings
from hotspot.errors import DataError
from hotspot.findings.side_by_side import WhoElse
from hotspot.language import sentence
from hotspot.measures import sources_side_by_side
from hotspot.pipeline.naming import homes_of
from hotspot.pipeline.preparing import Prepared, completed, offering, prepare


def who_else(parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL) -> WhoElse:
    """Return what police, ambulance and hospital each hold of the same places.

    Each source is counted by the widest measure of the area profile that it offers and that does not follow police
    activity, whatever the page counts: like has to be set against like. The first source is that of the page; the
    others are compared with it. Records are never joined across sources.

    Raises
    ------
    DataError
        Fewer than two sources are held: nobody else's records can confirm or contradict these.
    """
    held = prepare(parameters.area, settings, scope)
    asked = completed(parameters.without(*SMALL_PARTS, *HOURS), held)
    offences = offences_by_source(held, asked)
    if len(offences) < 2:
        raise DataError(
            f"Only one source is held for {held.profile.name}, so nobody else's records can be compared.",
            "Add ambulance or hospital records; they stand beside the police's and are never merged with them.",
        )
    months = {source: _months(held, source) for source in offences}
    rows = pd.concat([_rows(held, asked, source, key, months) for source, key in offences.items()], ignore_index=True)
    found = sources_side_by_side.side_by_side(rows, months, _locations(held, asked), last=asked.end[:7])
    titles = {source: held.profile.measure(key).title for source, key in offences.items()}
    return _told(found, titles, held, asked, scope)


def offences_by_source(held: Prepared, asked: Parameters) -> dict[str, str]:
    """Return the measure by which each source is counted, the sources of the question first: its widest.

    Like has to be set against like: who is taken to a hospital after an assault may stand in the police books as any
    violent offence, so a narrow police measure would make every ordinary place look as if something were hidden there.
    """
    listed = [*asked.sources, *(source for source in held.incidents.sources if source not in asked.sources)]
    order = [source for source in listed if source not in held.banded]  # those leave as one map of their own only
    usable = {key: one for key, one in held.profile.measures.items() if not one.police_found}
    offered = {key: offering(held, one) for key, one in usable.items()}

    def kinds(source: str, key: str) -> int:
        return len(usable[key].categories.get(incidents.family(source), ()))

    chosen = {source: [key for key in usable if source in offered[key]] for source in order}
    return {source: max(keys, key=lambda key: kinds(source, key)) for source, keys in chosen.items() if keys}


def _months(held: Prepared, source: str) -> set[str]:
    return set(incidents.months_held(held.seen[held.seen["source"] == source]))


def _rows(held: Prepared, asked: Parameters, source: str, offence: str, months: dict[str, set[str]]) -> pd.DataFrame:
    """Return the incidents of a source over the months that all hold, with the location of each."""
    common = sources_side_by_side.common_months(months, last=asked.end[:7])
    missing = incidents.gaps(common)
    firsts = [common[0], *(str(pd.Period(last, "M") + 1) for _, last in missing)] if common else []
    lasts = [*(str(pd.Period(first, "M") - 1) for first, _ in missing), common[-1]] if common else []
    mine = asked.changed(sources=(source,), offence=offence)
    runs = [
        incidents.select(held.incidents, held.profile, mine.changed(start=first, end=last))
        for first, last in zip(firsts, lasts, strict=True)
    ]
    rows = pd.concat(runs) if runs else held.incidents.frame.iloc[:0]
    return pd.DataFrame(
        {"source": source, "month": rows["month"].dt.strftime("%Y-%m"), "location": _location(rows, asked)}
    )


def _location(rows: pd.DataFrame, asked: Parameters) -> pd.Series:
    if asked.geography == "lsoa":
        return rows["lsoa"].astype("str")
    here = rows["lon"].notna() & rows["lat"].notna()
    cells = grid.names(grid.cells(rows.loc[here, "lon"], rows.loc[here, "lat"], asked.resolution))
    return pd.Series(cells, index=rows.index[here], dtype="str").reindex(rows.index)


def _locations(held: Prepared, asked: Parameters) -> tuple[str, ...]:
    """Return every place of which any source has ever recorded anything: a place that only one knows is in it."""
    frame, _ = held.naming
    inside = frame[frame["lad_code"].notna() & ~frame["institution"]]
    if asked.csps:
        inside = inside[inside["csp_code"].isin(asked.csps)]
    points = inside.drop_duplicates(["lsoa"] if asked.geography == "lsoa" else ["lon", "lat"])
    return tuple(np.unique(_location(points, asked).dropna().to_numpy(dtype=str)).tolist())


def _told(
    found: sources_side_by_side.SideBySide, titles: dict[str, str], held: Prepared, asked: Parameters, scope: Scope
) -> WhoElse:
    sources = tuple(titles)
    balance = disclosure.release_table(
        found.balance, counts=["count", "other"], leaves=["location", "source", "word"], sources=sources, scope=scope
    )
    counts = disclosure.release_table(found.counts, counts=list(sources), leaves=[], sources=sources, scope=scope)
    names = _names(found.balance["location"].unique(), held, asked)
    return findings.side_by_side.who_else(balance, counts, names, titles, found.months, _notes(found))


def _names(locations: np.ndarray[tuple[int], np.dtype[np.str_]], held: Prepared, asked: Parameters) -> pd.Series:
    if asked.geography == "lsoa":
        return geography.lsoa_names(held.areas)
    return homes_of(list(locations), asked.resolution, held)["name"]


def _notes(found: sources_side_by_side.SideBySide) -> tuple[str, ...]:
    said = [
        sentence(
            "{source} holds nothing for {months}: missing, not zero; those months are left out of every source.",
            source=sentence(findings.side_by_side.short(source).capitalize()),
            months=", ".join(months),
        )
        for source, months in found.missing.items()
        if months
    ]
    return tuple(said)
