"""The flow to paper: an answer, when it happens, who else knows, what surrounds it and what was agreed, on one page.

What is not held is left empty here, and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pandas as pd

from hotspot import targeting
from hotspot.access import LOCAL, Scope
from hotspot.config import HOURS, SMALL_PARTS, Parameters, Settings
from hotspot.errors import DataError, HotspotError, HoursUnknownError, ParameterError
from hotspot.findings import Findings
from hotspot.findings.hours import Hours
from hotspot.pipeline.acting import places_to_act
from hotspot.pipeline.analysis import Analysis, analyse
from hotspot.pipeline.evening import WeekWindow, evening
from hotspot.pipeline.preparing import prepare
from hotspot.pipeline.registering import register_table
from hotspot.pipeline.scoring import scorecard
from hotspot.pipeline.sensitive import sensitive_offences
from hotspot.pipeline.side_by_side import who_else
from hotspot.pipeline.surrounding import Around, around
from hotspot.pipeline.working import Tried, as_tried, did_it_work
from hotspot.pipeline.yearly import yearly
from hotspot.views import headlines, register
from hotspot.views.brief.given import MARKINGS, Brief, Near, Pack, Paper, Point
from hotspot.views.words import is_made_up

WINDOWS = ("weekend_nights", "after_school", "day_drinking")
NAMED_TYPES = ("station", "bus_interchange", "school", "hospital")
REGISTERED = ("action", "project", "indicator", "sharing")
NAMED_M = 2_000.0
MOST_NAMED = 6
WORDS_OF_VERDICT = 6


def focus_of(found: Findings, asked: str = "", agreed: Mapping[Any, str] = headlines.NONE) -> str:
    """Return the location in hand: the one asked for, else the one that the headline names first.

    Raises
    ------
    ParameterError
        The place asked for is not in the answer.
    """
    if asked and asked not in found.locations.index:
        raise ParameterError(f"There is no place '{asked}' in this answer.", "Take the key of a place on its list.")
    if asked or found.places.empty:
        return asked
    return headlines.first_place(found, agreed)


def brief(
    parameters: Parameters,
    *,
    settings: Settings,
    scope: Scope = LOCAL,
    place: str = "",
    paper: Paper | None = None,
    analysis: Analysis | None = None,
) -> Brief:
    """Return what the tasking brief of one place says.

    Parameters
    ----------
    parameters : Parameters
        The question.
    settings, scope
        Where the store is and who asks.
    place : str
        Key of the location in hand; empty takes the one in the headline.
    paper : Paper, optional
        Marking, language and today; the demonstration's today is the last day of its records.
    analysis : Analysis, optional
        The answer to these parameters, where it is at hand.

    Raises
    ------
    HotspotError
        Whatever stands in the way of the analysis itself.
    """
    answer = analysis or analyse(parameters, settings=settings, scope=scope)
    actions = register_table("action", answer.parameters.area, settings, scope)
    settled_paper = paper_of(answer, paper or Paper())
    agreed = register.agreed(answer.findings, actions, settled_paper.as_of)
    focus = focus_of(answer.findings, place, agreed)
    hours, no_hours = hours_at(answer.parameters, focus, settings, scope)
    return Brief(
        analysis=answer,
        focus=focus,
        hours=hours,
        no_hours=no_hours,
        who=_who(answer, settings, scope),
        around=_near(answer, focus, settings, scope),
        actions=actions,
        paper=settled_paper,
    )


def paper_of(answer: Analysis, paper: Paper) -> Paper:
    """Return the paper with today settled: never before the end of the data, and for the made-up county just then."""
    if paper.marking not in MARKINGS:
        raise ParameterError(
            f"'{paper.marking}' is not a marking.", "Choose OFFICIAL or OFFICIAL-SENSITIVE, or leave it empty."
        )
    end = answer.findings.steps[-1].end
    open_ended = is_made_up(answer.sources) or paper.as_of == date.max
    return Paper(paper.marking, paper.language, end if open_ended else max(paper.as_of, end))


def hours_at(parameters: Parameters, where: str, settings: Settings, scope: Scope) -> tuple[tuple[Hours, ...], str]:
    """Return the windows of the week at a place or partnership, or none and why."""
    if not where:
        return (), ""
    try:
        windows = [WeekWindow(key, where) for key in WINDOWS]
        return tuple(evening(parameters, one, settings=settings, scope=scope).hours for one in windows), ""
    except HoursUnknownError:
        return (), ""
    except HotspotError as error:
        return (), str(error)


def _who(answer: Analysis, settings: Settings, scope: Scope) -> Any:
    try:
        return who_else(answer.parameters, settings=settings, scope=scope)
    except HotspotError:  # one source alone is held: the page says so
        return None


def _near(answer: Analysis, focus: str, settings: Settings, scope: Scope) -> Near:
    if not focus or answer.parameters.geography != "h3":
        return Near()
    known = around(answer.parameters, settings=settings, scope=scope, analysis=answer)
    crs = prepare(answer.parameters.area, settings, scope).areas.crs
    here = answer.findings.locations.loc[[focus]]
    middle = here.geometry.representative_point()
    at = pd.DataFrame({"lon": middle.x, "lat": middle.y}, index=here.index)
    told = targeting.surrounded(at, known.locations, known.layers, known.facilities, crs).iloc[0]
    return Near(
        near=tuple(told["who_near"]),
        gaps=tuple(told["gaps"]),
        looked_for=tuple(told["looked_for"]),
        need=tuple(told["need"]),
        expected=_expected(answer, focus, settings, scope),
        points=_points(known, middle.x.iloc[0], middle.y.iloc[0]),
    )


def _expected(answer: Analysis, focus: str, settings: Settings, scope: Scope) -> pd.Series | None:
    """Return what the place should hold next with no action at all; None where that was not worked out."""
    try:
        listed = places_to_act(answer.parameters, settings=settings, scope=scope, analysis=answer).shortlist
    except HotspotError:  # such as a measure that follows patrols, which is never ranked
        return None
    if listed.controlled or focus not in listed.places.index:
        return None
    return cast(pd.Series, listed.places.loc[focus])


def _points(known: Around, lon: float, lat: float) -> tuple[Point, ...]:
    """Return the stations, schools and hospitals around a place, nearest first."""
    held = known.facilities
    if held.empty:
        return ()
    named = held[held["type_key"].isin(NAMED_TYPES)]
    away = (named["lat"] - lat) ** 2 + ((named["lon"] - lon) * 0.6) ** 2  # near enough to choose by, at these latitudes
    first = named[away < (NAMED_M / 111_320) ** 2].assign(away=away).sort_values("away", kind="stable")
    return tuple(Point(row["name"], row["lon"], row["lat"]) for _, row in first.head(MOST_NAMED).iterrows())


def pack(
    parameters: Parameters,
    csp: str,
    *,
    settings: Settings,
    scope: Scope = LOCAL,
    paper: Paper | None = None,
) -> Pack:
    """Return what the packs of one partnership say: its places, hours, trend, context, register and limits.

    Parameters
    ----------
    parameters : Parameters
        The question; places are scored against the whole area.
    csp : str
        Code of the partnership.
    settings, scope, paper
        As for a brief.

    Raises
    ------
    HotspotError
        The area has no such partnership, or it cannot be told from another one.
    """
    plain = parameters.without(*SMALL_PARTS, *HOURS)
    answer = analyse(plain.changed(csps=(csp,), reference="area"), settings=settings, scope=scope)
    _refuse_unknown(answer, csp)
    hours, no_hours = hours_at(answer.parameters, csp, settings, scope)
    return Pack(
        analysis=answer,
        csp=csp,
        name=str(answer.districts.at[csp, "name"]),
        year=yearly(answer, csp, prepare(parameters.area, settings, scope), scope),
        hours=hours,
        no_hours=no_hours,
        around=_around(answer, settings, scope),
        tables={kind: register_table(kind, parameters.area, settings, scope) for kind in REGISTERED},
        worked=_worked(answer, settings, scope),
        scored=_scored(answer, settings, scope),
        paper=paper_of(answer, paper or Paper()),
        sensitive=_sensitive(parameters.area, settings, scope),
    )


def _sensitive(area: str, settings: Settings, scope: Scope) -> pd.DataFrame:
    try:
        return sensitive_offences(area, settings=settings, scope=scope)
    except HotspotError:  # it could be subtracted from what left before; My district says so
        return pd.DataFrame()


def _refuse_unknown(answer: Analysis, csp: str) -> None:
    if csp not in answer.districts.index:
        raise ParameterError(
            f"{answer.profile.name} has no partnership '{csp}'.", f"Use: {', '.join(answer.profile.csps)}."
        )
    if answer.districts.at[csp, "ambiguous"]:
        raise DataError(
            str(answer.districts.at[csp, "why_none"]), "Choose another partnership, or use the area's brief."
        )


def _around(answer: Analysis, settings: Settings, scope: Scope) -> Around | None:
    try:
        return around(answer.parameters, settings=settings, scope=scope, analysis=answer)
    except HotspotError:  # no layer at all is held: the page says so
        return None


def _scored(answer: Analysis, settings: Settings, scope: Scope) -> tuple[str, ...]:
    """Return how good past lists of this partnership were, or why that cannot be said."""
    try:
        return scorecard(answer.parameters, settings=settings, scope=scope).notes
    except HotspotError as error:
        return (str(error),)


def _worked(answer: Analysis, settings: Settings, scope: Scope) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the verdict on each action or project that began at this partnership's places, or why there is none."""
    area, mine = answer.parameters.area, set(answer.findings.locations.index)
    entries = [
        row for kind in ("action", "project") for _, row in register_table(kind, area, settings, scope).iterrows()
    ]
    begun = [row.to_dict() for row in entries if isinstance(row["start"], date) and mine & set(row["cells"])]
    return tuple(_verdict(answer, as_tried(entry), settings, scope) for entry in begun)


def _verdict(answer: Analysis, tried: Tried, settings: Settings, scope: Scope) -> tuple[str, tuple[str, ...]]:
    try:
        found = did_it_work(answer.parameters, tried, settings=settings, scope=scope)
    except HotspotError as error:
        return tried.name, (str(error),)
    return tried.name, (found.headline, *found.words[:WORDS_OF_VERDICT])
