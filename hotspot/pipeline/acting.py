"""The flow for "places to act": findings, what surrounds them and when they are busy, to a list that is explained."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from hotspot import disclosure, grid, incidents, stats, targeting
from hotspot.access import LOCAL, Scope
from hotspot.config import AreaProfile, Measure, Parameters, Settings
from hotspot.config.catalogue import Action, catalogue
from hotspot.errors import ParameterError
from hotspot.findings import Findings
from hotspot.measures import hours, place_hours
from hotspot.pipeline.analysis import Analysis, analyse
from hotspot.pipeline.base_map import Base
from hotspot.pipeline.preparing import Prepared, completed, prepare, reference_of
from hotspot.pipeline.surrounding import Around, around
from hotspot.targeting import Combined, Peaks, Sensitivity, Shortlist


@dataclass(frozen=True)
class Acting:
    """Places to act at, each explained, with what fits it.

    Attributes
    ----------
    shortlist : Shortlist
        The places most recorded, most first, with evidence, certainty, need, thin protection, who is near and hours.
    combined : Combined or None
        The order by agreed weights; None where none are agreed, or nothing that they speak of is loaded.
    sensitivity : Sensitivity or None
        How much hangs on those weights.
    actions : DataFrame
        ``location`` and the actions of the catalogue that fit there, with reason, ratings and source.
    hours_why_none : str
        Why no hours are told; empty where they are.
    around, findings, base, catalogue, parameters, profile, measure, sources, notes, run_card
        As in ``Analysis`` and ``Around``.
    """

    parameters: Parameters
    profile: AreaProfile
    measure: Measure
    shortlist: Shortlist
    combined: Combined | None
    sensitivity: Sensitivity | None
    actions: pd.DataFrame
    hours_why_none: str
    around: Around
    findings: Findings
    base: Base
    catalogue: tuple[Action, ...]
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    run_card: Mapping[str, str]

    def listed(self, *, by_weights: bool = False, top: int = targeting.TOP) -> pd.DataFrame:
        """Return the first places, by count or, where weights are agreed, in their combined order."""
        places = self.shortlist.places
        if by_weights and self.combined is not None:
            places = places.loc[self.combined.table.index].join(self.combined.table)
        return targeting.shown(places, top=top)

    def actions_at(self, location: str) -> pd.DataFrame:
        """Return the actions that fit a place."""
        return self.actions[self.actions["location"] == location].reset_index(drop=True)


def places_to_act(
    parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL, analysis: Analysis | None = None
) -> Acting:
    """Return where to act, why, how sure that is, and what fits there.

    Parameters
    ----------
    parameters : Parameters
        The question, by hexagon.
    settings, scope
        Where the store is and who asks.
    analysis : Analysis, optional
        The answer to these parameters, where it is at hand.

    Raises
    ------
    ParameterError
        The measure follows police activity, or the places are not of one size.
    HotspotError
        Whatever stands in the way of the analysis itself.
    """
    held = prepare(parameters.area, settings, scope)
    _refuse(held.profile.measure(parameters.offence), parameters)
    answer = analysis or analyse(parameters, settings=settings, scope=scope)
    known = around(parameters, settings=settings, scope=scope, analysis=answer)
    listed = targeting.shortlist(answer.findings)
    seen = _seen(answer.parameters, tuple(listed.places.index), settings, scope, held.digest)
    short = dataclasses.replace(listed, places=_explained(listed, known, seen, held.areas.crs))
    actions = catalogue(settings.home)
    weighed, sure = _weighed(short.places, held.profile.weights, answer.parameters.seed)
    return Acting(
        parameters=answer.parameters,
        profile=answer.profile,
        measure=answer.measure,
        shortlist=short,
        combined=weighed,
        sensitivity=sure,
        actions=targeting.suiting(short.places, actions),
        hours_why_none=seen.peaks.why_none,
        around=known,
        findings=answer.findings,
        base=answer.base,
        catalogue=actions,
        sources=answer.sources,
        notes=answer.notes,
        run_card=answer.run_card,
    )


def _refuse(measure: Measure, parameters: Parameters) -> None:
    if measure.police_found:
        raise ParameterError(
            f"{measure.title} is not ranked: such offences are found where police search, so a list of them would send "
            "patrols to where patrols have been.",
            "Choose a measure of violence under 'What is counted'; this one stays on the maps as a line of its own.",
        )
    if parameters.geography != "h3":
        raise ParameterError(
            "Neighbourhoods are of different sizes, so a list of them would be headed by the largest.",
            "Choose hexagons under 'Places'.",
        )


@dataclass(frozen=True)
class _Seen:
    """What records say of a place besides how many they are: when, how young, and where in the hexagon."""

    peaks: Peaks
    middles: pd.DataFrame


@lru_cache(maxsize=8)
def _seen(asked: Parameters, listed: tuple[str, ...], settings: Settings, scope: Scope, digest: str) -> _Seen:
    # The digest of what is held is part of the key, as in ``preparing``.
    held = prepare(asked.area, settings, scope)
    question = completed(asked, held)
    rows = incidents.select(held.incidents, held.profile, reference_of(question))
    here = rows[rows["lon"].notna() & rows["lat"].notna()]
    cells = grid.names(grid.cells(here["lon"], here["lat"], question.resolution))
    place, index = pd.Series(cells, index=here.index), pd.Index(listed, name="location")
    middles = disclosure.release_table(
        place_hours.middles(here, place, index), counts=[], leaves=[], sources=question.sources, scope=scope
    )
    return _Seen(_peaks(rows, place, index, question, held, scope), middles.table)


def _peaks(
    rows: pd.DataFrame, place: pd.Series, index: pd.Index, question: Parameters, held: Prepared, scope: Scope
) -> Peaks:
    everything = incidents.of_sources(held.incidents.frame, question)
    spread = hours.spread(rows, incidents.placeholders(everything))
    if spread.table.empty:
        return targeting.no_peaks(index, "Hours not known: the records counted here say only the month or the day.")
    calendar = held.profile.calendar
    counted = place_hours.by_place(spread.table, place, rows["age_band"].astype(object), index, calendar)
    released = disclosure.release_table(
        counted, counts=list(place_hours.COUNTS), leaves=[], sources=question.sources, scope=scope
    )
    first, last = spread.table["night"].min(), spread.table["night"].max()
    return targeting.peaks(released, place_hours.exposures(first, last, calendar, held.profile.zone))


def _explained(listed: Shortlist, known: Around, seen: _Seen, crs: str) -> pd.DataFrame:
    middles = seen.middles.fillna(listed.places[["lon", "lat"]])
    near = targeting.surrounded(middles, known.locations, known.layers, known.facilities, crs)
    frame = listed.places.join(near).join(seen.peaks.table).assign(hours_known=not seen.peaks.why_none)
    if listed.controlled:
        return frame
    lived = np.where(frame["population"] > 0, frame["population"] / 1000 * listed.years, np.nan)
    lower, upper = stats.poisson_interval(frame["count"].to_numpy())
    return frame.assign(rate=frame["count"] / lived, rate_low=lower / lived, rate_high=upper / lived)


def _weighed(
    places: pd.DataFrame, agreed: Mapping[str, float], seed: int
) -> tuple[Combined | None, Sensitivity | None]:
    if not agreed:
        return None, None
    try:
        found = targeting.combined(places, agreed)
    except ParameterError:  # none of the agreed parts is loaded: the count stands alone, and the page says so
        return None, None
    return found, targeting.sensitivity(places, agreed, np.random.default_rng(seed))
