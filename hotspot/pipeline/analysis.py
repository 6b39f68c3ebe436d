"""The flow, a room a line: store to incidents to cube to measures to release to findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial

import geopandas as gpd
import pandas as pd

from hotspot import (
    __version__,
    access,
    cube,
    disclosure,
    findings,
    incidents,
    measures,
)
from hotspot.access import LOCAL, Scope, ledger
from hotspot.config import AreaProfile, Measure, Parameters, Settings
from hotspot.errors import ParameterError
from hotspot.findings import Findings
from hotspot.pipeline import chosen
from hotspot.pipeline.base_map import Base, base_of
from hotspot.pipeline.counting import hours_said, recounting
from hotspot.pipeline.measuring import measured
from hotspot.pipeline.naming import named_places, points_in
from hotspot.pipeline.preparing import Prepared, completed, prepare, reference_of
from hotspot.pipeline.selecting import selected, without_place


@dataclass(frozen=True)
class Analysis:
    """One answered question, with everything a reader needs to judge it.

    Attributes
    ----------
    parameters : Parameters
        With every default filled in: dates and sources are those that were used.
    findings : Findings
        By H3 cell, or by LSOA where the parameters say so.
    institutions, quality : DataFrame
        What was set aside, and how good the records are.
    run_card : dict
        The provenance line of every export.
    by_lsoa : callable
        The findings by LSOA behind ``districts`` and ``lsoas``, made when first asked for: hexagons need none.
    where : tuple of str
        The names of the parts that were chosen; empty for the whole area.
    """

    parameters: Parameters
    profile: AreaProfile
    measure: Measure
    findings: Findings
    base: Base
    institutions: pd.DataFrame
    quality: pd.DataFrame
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    run_card: dict[str, str]
    by_lsoa: Callable[[], Findings]
    where: tuple[str, ...] = ()

    @cached_property
    def districts(self) -> pd.DataFrame:
        """One row per CSP: counts, rates per 1,000 residents and year, trend, deprivation."""
        return findings.district_rates(self.by_lsoa(), self.base.csp)

    @cached_property
    def lsoas(self) -> gpd.GeoDataFrame:
        """One row per LSOA, with the same columns."""
        return findings.lsoa_rates(self.by_lsoa())


def analyse(parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL) -> Analysis:
    """Answer one question from what the store holds.

    Parameters
    ----------
    parameters : Parameters
        The question. Empty dates mean the last unbroken run of months, empty sources all of the area's.
    settings : Settings
        Where the store is.
    scope : Scope
        Who asks; the answer is for nobody else.

    Raises
    ------
    HotspotError
        Anything that stands in the way, with its mend.
    """
    whole_area = prepare(parameters.area, settings, scope)
    asked = completed(parameters, whole_area)
    _refuse_too_fine(asked, scope)
    chosen.refuse_unknown(asked, whole_area, settings, scope)
    shape = chosen.chosen_shape(asked, settings, scope)
    held = chosen.alone(asked, whole_area, shape)
    measure = held.profile.measure(asked.offence)
    counted = cache(partial(selected, held, reference_of(asked)))

    asked, everywhere = measured(asked, held, counted)
    counts = everywhere.cube
    asked = _without_categories(asked, counts)
    located = cache(lambda: cube.within(counted(), counts.steps, asked.step))
    wanted = asked.method == "density" or asked.bandwidth_m is not None  # a radius that cannot be is refused everywhere
    surface = surface_of(located(), held, asked, scope) if wanted else None
    released = disclosure.release(everywhere, sources=asked.sources, scope=scope, surface=surface)
    _written_down(released, asked, measure, held, settings)
    named, inside = named_places(counts, held), points_in(counts, held)
    # What is chosen narrows what is listed; unless it is the reference, the area is what it is scored against.
    kept = chosen.listed(named, asked, held, shape, cut=held is not whole_area)

    def told(kept: chosen.Truths | None = None) -> Findings:
        mine, places, points = findings.part(released, named, inside, kept)
        patrols = measure.police_found
        return findings.findings(
            mine, places, method=asked.method, alpha=asked.alpha, follows_patrols=patrols, inside=points
        )

    plain = told(kept)
    found = findings.noted(plain, _notes(plain, held, asked), narrow=kept is not None)
    where = chosen.words(asked, whole_area, settings, scope)
    if kept is not None and not found.controlled:
        stated = chosen.records_in(located(), asked, held, shape)
        found = findings.noted(found, [*chosen.told(found, asked, located(), stated, where), *found.notes])
    return Analysis(
        parameters=asked,
        profile=held.profile,
        measure=measure,
        findings=found,
        base=base_of(held),
        institutions=_if_open(_set_aside(held, asked, counts), found),
        quality=_quality(held, found),
        sources=asked.sources,
        notes=found.notes,
        run_card=_run_card(asked, held, measure, found),
        by_lsoa=_by_lsoa((lambda: plain) if kept is None else cache(told), asked, held, scope, plain.controlled),
        where=where,
    )


def _refuse_too_fine(asked: Parameters, scope: Scope) -> None:
    finest = access.finest(asked.sources, scope)
    if asked.geography == "h3" and asked.resolution > finest:
        raise ParameterError(
            f"H3 resolution {asked.resolution} is finer than the locations of {', '.join(asked.sources)} allow.",
            f"Choose {finest} or less: a point that stands for a street cannot tell which side of it.",
        )


def surface_of(counted: pd.DataFrame, held: Prepared, parameters: Parameters, scope: Scope) -> measures.Surface | None:
    """Return the density of these incidents, or nothing where fewer than two have a point."""
    located = counted.index[~counted["no_location"].to_numpy()]
    if len(located) < 2:
        return None
    return measures.surface_of_spots(
        held.spots_in_metres(located),
        held.areas.crs,
        asked=parameters.bandwidth_m,
        snapped=access.moved_points(parameters.sources, scope),
        inside=held.areas.outline if parameters.edge == "corrected" else None,
    )


def _by_lsoa(
    whole: Callable[[], Findings], asked: Parameters, held: Prepared, scope: Scope, controlled: bool
) -> Callable[[], Findings]:
    """Return what makes the findings of all places by LSOA, once and only when a page asks for them."""
    if asked.geography == "lsoa":
        return whole
    if controlled:  # a second geography could be subtracted from the first
        return lambda: findings.in_one_cut(whole())
    mine = asked.changed(geography="lsoa")

    @cache
    def made() -> Findings:
        # The incidents are selected again: an answer that waits in memory must not keep a copy of every record.
        counts = recounting(selected(held, reference_of(mine)), held, mine)(mine)
        found = measures.measure(counts, held.areas, mine, once=held.lately)
        released = disclosure.release(found, sources=asked.sources, scope=scope)
        return findings.findings(released, named_places(counts, held), method=asked.method)

    return made


def _written_down(
    released: disclosure.Release, asked: Parameters, measure: Measure, held: Prepared, settings: Settings
) -> None:
    """Write a controlled release into the ledger before anybody sees it, or refuse it."""
    if not released.controlled:
        return
    source = asked.sources[0]
    cut = "lsoa" if asked.geography == "lsoa" else f"h3-{asked.resolution}"
    counted = measure.categories.get(access.family(source), ())
    counted = tuple(sorted(one for one in counted if not disclosure.kind_of(one)))
    first, last = released.steps[0].start.isoformat(), released.steps[-1].end.isoformat()
    leaving = ledger.Leaving(
        source, released.audience, f"{cut} of {asked.area}", first, last, counted, tuple(sorted(held.scope.csps)),
        released.digest,
    )  # fmt: skip
    ledger.leave(settings.home, leaving)


def _set_aside(held: Prepared, asked: Parameters, counts: cube.Cube) -> pd.DataFrame:
    rows = selected(held, reference_of(asked), institutions=True)
    within = cube.within(rows, counts.steps, asked.step) if len(rows) else rows
    return incidents.institutions_set_aside(within, held.areas)


def _if_open(table: pd.DataFrame, found: Findings) -> pd.DataFrame:
    """Return a table of exact counts, without a row where the answer is controlled."""
    return table.iloc[:0] if found.controlled else table


def _quality(held: Prepared, found: Findings) -> pd.DataFrame:
    """Return the quality of the records, source by source, of those alone that this reader sees exactly."""
    if len(held.sensitive):  # rows of every kind beside counts without the sensitive ones would tell how many those are
        return held.incidents.quality.iloc[:0]
    quality = held.incidents.quality
    return _if_open(quality.drop(index=list(held.banded), errors="ignore") if held.banded else quality, found)


def _notes(found: Findings, held: Prepared, asked: Parameters) -> tuple[str, ...]:
    left_out = () if held.sensitive.empty else (disclosure.NOT_BY_PLACE,)
    if found.controlled:
        return (*held.notices, *left_out, *found.notes)
    hours = hours_said(held, asked)
    lost = findings.lost_sentence(*without_place(held, asked))
    said = [*held.notices, *left_out, hours, lost, *found.notes, *held.areas.notes]
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def _without_categories(asked: Parameters, counts: cube.Cube) -> Parameters:
    """Return the parameters of a single map where there are too few steps for any category: labels are refused."""
    few = len(counts.steps) < measures.FEWEST_STEPS
    return asked.changed(method="gi_star") if few and asked.method == "emerging" else asked


def _run_card(asked: Parameters, held: Prepared, measure: Measure, found: Findings) -> dict[str, str]:
    return {
        "area": held.profile.name,
        "measure": measure.title,
        "sources": ", ".join(asked.sources),
        "period": f"{found.steps[0].start:%Y-%m-%d} to {found.steps[-1].end:%Y-%m-%d}",
        "settings": "; ".join(f"{key}={value}" for key, value in asked.to_query().items()),
        "analysis": asked.digest,
        "data version": held.digest,
        "method": f"hotspot {__version__}, {asked.rules} rules",
    }
