"""The flow for the scorecard: an answer's counts, the built-up area, and every past list scored on what followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hotspot import evaluate, grid
from hotspot.access import LOCAL, Scope
from hotspot.config import HOURS, PLACES, AreaProfile, Measure, Parameters, Settings
from hotspot.findings import Findings
from hotspot.pipeline import chosen
from hotspot.pipeline.analysis import Analysis, analyse
from hotspot.pipeline.built_up import built_up
from hotspot.pipeline.preparing import Prepared, completed, prepare

COUNTED = (
    *("area", "sources", "offence", "start", "end", "geography", "resolution", "step", "mask", "reference"),
    *PLACES,
    *HOURS,
)


ALL_MONTHS = ("start", "step")  # of which nothing is taken from the question
SCORED = tuple(name for name in (*COUNTED, "rings", "seed") if name not in ALL_MONTHS)
ALONE = (
    "Of {part} alone: these lists pick from the places there and are scored on the records there. Those of the whole "
    "area are other lists with other figures: the page Did it work has them where nothing is chosen."
)


@dataclass(frozen=True)
class Scored:
    """How good past lists were, with what a reader needs to judge it.

    Attributes
    ----------
    parameters : Parameters
        The question that was scored: all months held up to the asked end, one list a month.
    card : Scorecard
        The scores.
    notes : tuple of str
        Of which part it is where one was chosen, how it was done, what it says and which method to use, in sentences.
    """

    parameters: Parameters
    profile: AreaProfile
    measure: Measure
    card: evaluate.Scorecard
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def scorecard(
    parameters: Parameters,
    *,
    settings: Settings,
    scope: Scope = LOCAL,
    analysis: Analysis | None = None,
    between: Callable[[], object] = lambda: None,
) -> Scored:
    """Score every past list of an area on the month that followed it.

    All months held without a gap up to the asked end are used, whatever month the question starts with; lists are made
    once a month, whatever its step. With chosen districts, lists are of their places and scored on their records.

    Parameters
    ----------
    parameters : Parameters
        The question.
    settings, scope
        Where the store is and who asks.
    analysis : Analysis, optional
        An answer at hand; its counts are used where they are the ones that are needed.
    between : callable
        Called before each list: it may raise where nobody wants the scores any more.

    Raises
    ------
    HotspotError
        Fewer than 12 months in a row, a restricted source (bands cannot be scored), or too few places.
    """
    held = prepare(parameters.area, settings, scope)
    alone = parameters.reference == "district"
    asked = completed(_whole(parameters, alone=alone).changed(start="", step="month"), held)
    fits = analysis is not None and all(getattr(analysis.parameters, n) == getattr(asked, n) for n in COUNTED)
    answer = analysis if analysis is not None and fits else _counted(asked, settings, scope)
    found, part = answer.findings, chosen.named(chosen.words(parameters, held, settings, scope))
    inside = _inside(found, parameters, held, settings, scope) if part and not alone else None
    if inside is not None and inside.all():  # all that the reader may see was chosen: it is their whole area
        inside, part = None, ""
    mask, said = built_up(found, held, inside=inside, part=part)
    card = evaluate.scorecard(
        found,
        built_up=mask,
        rng=np.random.default_rng(asked.seed),
        weights=_weights(found, asked),
        inside=inside,
        between=between,
    )
    whose = (ALONE.format(part=part),) if part else ()
    return Scored(asked, answer.profile, answer.measure, card, (*whose, *card.words, said), answer.sources)


def scored_as(parameters: Parameters) -> Parameters:
    """Return the question of the scorecard behind a question: its first month, its method and the like change no score.

    Examples
    --------
    >>> asked = Parameters("gwent", start="2024-01", method="density", hours="weekend_nights")
    >>> scored_as(asked) == Parameters("gwent")
    True
    """
    read = Parameters(**{name: getattr(parameters, name) for name in SCORED})
    return read if read.reference == "district" else read.without(*HOURS)


def _whole(parameters: Parameters, *, alone: bool) -> Parameters:
    """Return the question for every hour, and for the whole area unless the chosen part is its own reference."""
    return parameters.without(*HOURS) if alone else parameters.without(*PLACES, *HOURS)


def _inside(found: Findings, asked: Parameters, held: Prepared, settings: Settings, scope: Scope) -> NDArray[np.bool_]:
    kept = chosen.rows_in(found.locations, asked, held, chosen.chosen_shape(asked, settings, scope))
    mine = found.locations["csp_code"].isin(asked.csps).to_numpy() if asked.csps else True
    return np.asarray(kept & mine, dtype=bool)


def _counted(asked: Parameters, settings: Settings, scope: Scope) -> Analysis:
    # One map of the period: its counts are the same, and no categories or label stability are worked out for nothing.
    return analyse(asked.changed(method="gi_star", permutations=0), settings=settings, scope=scope)


def _weights(found: Findings, asked: Parameters) -> sparse.csr_array:
    if asked.rings == 1:
        return found.neighbours
    if asked.geography == "h3":
        return grid.neighbours(list(found.locations.index), asked.rings)
    reach = found.neighbours
    for _ in range(asked.rings - 1):
        reach = sparse.csr_array(((reach @ found.neighbours) > 0).astype(float))
    return reach
