"""Did it work: from an entry of the register, or places and dates, to what may be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from hotspot import evaluate
from hotspot.access import LOCAL, Scope
from hotspot.config import HOURS, PLACES, Parameters, Settings
from hotspot.errors import DataError
from hotspot.evaluate import Intervention, Worked
from hotspot.findings import Findings
from hotspot.pipeline.analysis import Analysis, analyse
from hotspot.pipeline.registering import register_table


@dataclass(frozen=True)
class Tried:
    """What is to be evaluated.

    Attributes
    ----------
    name : str
        In a reader's words, with its place.
    start, end : date, date or None
        First and last day.
    cells : tuple of str
        Hexagons, or keys of small areas.
    shape : mapping or None
        A drawn area (GeoJSON, degrees), instead of hexagons.
    comparison : tuple of str
        Places to compare with; empty lets them be matched.
    key : str
        Of the register's entry, if it is one.
    """

    name: str
    start: date
    end: date | None = None
    cells: tuple[str, ...] = ()
    shape: Mapping[str, Any] | None = None
    comparison: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True)
class DidItWork:
    """One evaluation, with the analysis that it was made from.

    Attributes
    ----------
    analysis : Analysis
        Of the whole area.
    tried : Tried
        What was asked.
    worked : Worked
        What was counted and the verdict.
    headline : str
        The verdict in a sentence.
    words : tuple of str
        Everything needed to judge it.
    cannot : tuple of str
        What no comparison of counts can say.
    claimed_if : str
        The rule for a claim.
    """

    analysis: Analysis
    tried: Tried
    worked: Worked
    headline: str
    words: tuple[str, ...]
    cannot: tuple[str, ...]
    claimed_if: str


def actions_begun(area: str, settings: Settings, scope: Scope = LOCAL) -> pd.DataFrame:
    """Return the register's actions and projects with a start and a place, the latest first: what can be evaluated."""
    listed = _listed(area, settings, scope)
    placed = listed["cells"].map(_keys).map(bool) | listed["shape"].map(type).eq(dict)
    return listed[listed["start"].notna() & placed].sort_values("start", ascending=False, kind="stable")


def as_tried(entry: Mapping[str, Any]) -> Tried:
    """Return what is to be evaluated of an entry of the register.

    Raises
    ------
    DataError
        The entry says no start.
    """
    if not isinstance(entry["start"], date):
        raise DataError(f"'{entry['what']}' says no start.", "Enter its first day in the register.")
    return Tried(
        name=f"{entry['what']}, {entry['place']}",
        start=entry["start"],
        end=entry["end"] if isinstance(entry["end"], date) else None,
        cells=_keys(entry["cells"]),
        shape=entry["shape"] if isinstance(entry["shape"], dict) else None,
        comparison=_keys(entry.get("comparison")),
        key=entry["key"],
    )


def _keys(said: Any) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, list | tuple) else ()


def did_it_work(
    parameters: Parameters, asked: Tried, *, settings: Settings, scope: Scope = LOCAL, of: Analysis | None = None
) -> DidItWork:
    """Return what the numbers can say about something that was done.

    Parameters
    ----------
    parameters : Parameters
        What is counted, where, in which steps; chosen districts are passed over, because comparison places may lie in
        any.
    asked : Tried
        What was done, where and when.
    settings, scope
        Where the store is, and who asks.
    of : Analysis, optional
        The analysis of these parameters for this reader, where it was already made.

    Raises
    ------
    HotspotError
        The offence follows patrols, counts are controlled, months are missing, or a place is not in the area.
    """
    whole = of or analyse(parameters.without(*PLACES, *HOURS), settings=settings, scope=scope)
    found = whole.findings
    evaluate.refuse_outcome(whole.measure, controlled=found.controlled)
    where = evaluate.located(found.locations, {"cells": asked.cells, "shape": asked.shape})
    if not where:
        raise DataError(f"{asked.name} names no place of this area.", "Give it places on the map or a drawn area.")
    action = Intervention(asked.name, where, asked.start, asked.end)
    others = _others(found, action, _listed(parameters.area, settings, scope), asked.key)
    # An agreed comparison may be in hexagons of another size, or in small areas: it is found here as the action is.
    agreed = evaluate.located(found.locations, {"cells": asked.comparison})
    like = agreed or asked.comparison  # one that is nowhere is refused, never passed over
    result = evaluate.worked(found, action, whole.measure, comparison=like, touched=others)
    return DidItWork(
        whole, asked, result, evaluate.headline(result), evaluate.told(result), evaluate.CANNOT, evaluate.CLAIMED_IF
    )


def _listed(area: str, settings: Settings, scope: Scope) -> pd.DataFrame:
    tables = [register_table(kind, area, settings, scope).assign(kind=kind) for kind in ("action", "project")]
    held = [one for one in tables if len(one)]
    return pd.concat(held, ignore_index=True).astype(object) if held else tables[0].astype(object)


def _others(found: Findings, action: Intervention, listed: pd.DataFrame, key: str) -> tuple[str, ...]:
    """Return the places of other actions in the time compared; the target's own places never count."""
    when = evaluate.periods(found.steps, action)
    first, last = found.steps[when.before[0]].start, found.steps[when.after[-1]].end
    other = evaluate.touched(found.locations, listed, first, last, but=(key,))
    return tuple(one for one in other if one not in action.locations)
