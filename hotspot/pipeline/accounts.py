"""The account of what is held: every file, every row, every month, and where the gaps are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from hotspot import access, config, disclosure, geography, incidents
from hotspot.access import LOCAL, Scope
from hotspot.config import AreaProfile, Settings
from hotspot.errors import DataError
from hotspot.pipeline.reading import INCIDENT_KINDS, Stored, incident_table, reference_tables, stored
from hotspot.store import Part

FORMAT = 1


def status(settings: Settings, scope: Scope = LOCAL) -> dict[str, Any]:
    """Return the account as plain values, ready for JSON.

    To a reader of certain districts, or of certain feeds, only the sources that are open to them are told, with their
    months and the rows of their own districts; how many rows a file holds is a count of the whole area. A source whose
    exact counts a reader may not see is told in bands (``in_bands``), without its parts.

    Returns
    -------
    dict
        ``format``, ``version``; ``files``: one entry per file or zip member with rows_read, kept, rejected and flagged
        by reason, and ``apart``, the rows at each institution, which the ranking leaves out; ``sources``: months held,
        gaps (first and last missing month) and rows by CSP.

    Notes
    -----
    Flags are not rejections: a flagged row is kept. Rows by CSP count rows, repeats included, by the LSOA code that
    the row states; ``none`` holds those that state no place in England or Wales that is loaded.
    """
    store = stored(settings)
    parts = store.reading.parts()
    if scope.csps or access.shut(scope, _sources(parts)):
        return _status_of_some(store, parts, settings, scope)
    frames = {source: _settled(store, source, settings) for source in _sources(parts)}
    flagged = {part: flags for frame in frames.values() for part, flags in _flagged(frame).items()}
    apart = {part: sites for frame in frames.values() for part, sites in _apart(frame).items()}
    return {
        "format": FORMAT,
        "version": store.reading.version,
        "files": [_file(part, flagged.get(index, {}), apart.get(index, {}), scope) for index, part in enumerate(parts)],
        "sources": [_in_bands(_source(source, frame), scope) for source, frame in frames.items()],
        "notices": list(store.notices),
    }


def _status_of_some(store: Stored, parts: tuple[Part, ...], settings: Settings, scope: Scope) -> dict[str, Any]:
    shut = access.shut(scope, _sources(parts))
    frames = {source: _settled(store, source, settings) for source in _sources(parts) if source not in shut}
    told = [_in_bands(_source(source, frame), scope) for source, frame in frames.items()]
    return {
        "format": FORMAT,
        "version": store.reading.version,
        "files": [],
        "sources": [_own_rows(one, scope) for one in told],
        "notices": [*store.notices, *shut.values()],
    }


def _own_rows(told: dict[str, Any], scope: Scope) -> dict[str, Any]:
    if not scope.csps:
        return told
    rows = {code: n for code, n in told["rows_by_csp"].items() if code in scope.csps}
    return {**told, "rows": sum(rows.values()), "rows_by_csp": rows}


def _sources(parts: tuple[Part, ...]) -> list[str]:
    return sorted({part.source for part in parts if part.kind in INCIDENT_KINDS})


def _in_bands(told: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """Return a source's account; in bands and without its parts where the reader may not see its exact counts."""
    if not _banded(told["source"], scope):
        return told
    return {**told, "rows": _band(told["rows"]), "rows_by_csp": {}, "in_bands": True}


def _banded(source: str, scope: Scope) -> bool:
    """Return whether totals of a source are told in bands: exact ones would tell what its places leave out."""
    return bool(disclosure.controlled_of([source], scope) or disclosure.by_partnership_only([source], scope))


def _band(count: int) -> int:
    return int(disclosure.controlled_values(count))


def _file(part: Part, flagged: Mapping[str, int], apart: Mapping[str, int], scope: Scope) -> dict[str, Any]:
    told = _whole_file(part, flagged) | {"apart": dict(apart)}
    if part.kind not in INCIDENT_KINDS or not _banded(part.source, scope):
        return told
    hidden: dict[str, Any] = {"rows_read": _band(part.rows_read), "kept": _band(part.kept), "notes": []}
    return {**told, **hidden, "rejected": {}, "flagged": {}, "apart": {}, "in_bands": True}


def _whole_file(part: Part, flagged: Mapping[str, int]) -> dict[str, Any]:
    return {
        "name": part.name,
        "member": part.member,
        "sha256": part.sha256,
        "kind": part.kind,
        "source": part.source,
        "rows_read": part.rows_read,
        "kept": part.kept,
        "rejected": dict(part.rejected),
        "flagged": dict(flagged),
        "notes": list(part.notes),
    }


def _source(source: str, frame: pd.DataFrame) -> dict[str, Any]:
    months = incidents.months_held(frame)
    rows = frame["csp_code"].fillna("none").value_counts().sort_index()
    return {
        "source": source,
        "rows": len(frame),
        "months": list(months),
        "gaps": [list(gap) for gap in incidents.gaps(months)],
        "rows_by_csp": {str(code): int(n) for code, n in rows.items()},
    }


def _flagged(frame: pd.DataFrame) -> dict[int, dict[str, int]]:
    counted = incidents.flagged(frame).drop(columns="rows")
    return {int(part): {flag: int(n) for flag, n in row.items() if n} for part, row in counted.to_dict("index").items()}


def _apart(frame: pd.DataFrame) -> dict[int, dict[str, int]]:
    """Return for each part the rows at each institution by its name, most first."""
    rows = frame[frame["institution"]]
    named = rows["site"].fillna(rows["location"]).fillna("an institution")
    counted = rows.groupby(["part", named]).size().sort_values(ascending=False, kind="stable")
    told: dict[int, dict[str, int]] = {}
    for (part, site), n in counted.items():
        told.setdefault(int(part), {})[str(site)] = int(n)
    return told


def _settled(store: Stored, source: str, settings: Settings) -> pd.DataFrame:
    """Return the clean rows of one source over all places held, flagged as outside by the area it belongs to."""
    raw = incident_table(store, [source])
    tables = reference_tables(store)
    profile = _profile(source, settings)
    try:
        places = geography.areas(tables, profile) if profile.boundary else geography.everywhere(tables)
    except DataError:
        places = geography.nowhere()
    frame = incidents.clean(raw, places, profile, facilities=tables["facilities"]).frame
    if profile.csps:
        frame["outside_area"] = ~frame["csp_code"].isin(profile.csps) & ~(
            frame["no_location"] & frame["csp_code"].isna()
        )
    return frame


def _profile(source: str, settings: Settings) -> AreaProfile:
    """Return the widest area profile that the source belongs to, or one without partnerships."""
    mine = [one for one in config.profiles(settings.home).values() if source in one.sources]
    if mine:
        return max(mine, key=lambda one: len(one.csps))
    return AreaProfile(source, source, "", "EPSG:27700", "Europe/London", (), (source,), {}, {})
