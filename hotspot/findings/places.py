"""Released statistics joined back to places by key: named, ranked and explained in a sentence.

Places are ranked by count, never by a score: on counts this small a z-score ranks noise. The score and the category
supply the words. Adjoining significant cells are one place with one row, ranked by the count of its busiest cell, so
that only pieces of equal size are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray
from scipy import sparse

from hotspot.disclosure import Release, Step, Surface
from hotspot.errors import DataError
from hotspot.findings.ranking import adjoining, few_texts, grouped, peaks, ranked
from hotspot.measures.emergence import GROUPS, LEVELS, WORDS
from hotspot.stats import CATEGORIES, LETTERS, next_count

_OF_CATEGORY: dict[str, Mapping[int, Any]] = {
    "category_name": CATEGORIES,
    "letter": LETTERS,
    "word": WORDS,
    "group": GROUPS,
}
DECIDE = ("new", "worsening")
# What each code is called, the lowest first, and whether its word is one to decide about.
_OF_CODE = {name: pd.Series([told[one] for one in sorted(CATEGORIES)]).array for name, told in _OF_CATEGORY.items()}
_DECIDES = np.array([WORDS[one] in DECIDE for one in sorted(CATEGORIES)])
EMPTY_HOT = " Nothing was recorded here in the last step: it is the neighbourhood around it that is hot."
USUAL = 0.95  # the usual range holds 95 % of steps at the place's own earlier mean


@dataclass(frozen=True, eq=False)  # itself, not its tables, is what is remembered by
class Findings:
    """What an analysis found, ready to be shown.

    Attributes
    ----------
    locations : GeoDataFrame
        One row per location of the mask (EPSG:4326), sorted by its key: measures, words, place and names.
    places : DataFrame
        One row per named place, ranked by the count of its busiest cell.
    peaks : DataFrame
        The further busy cells inside places of several cells, so that one row never hides them.
    neighbours : sparse array (n, n)
        Which locations adjoin, in the order of ``locations``.
    steps, counts, z, bins
        The steps and the arrays (n, t) in the order of ``locations``.
    surface : Surface or None
        Density.
    notes : tuple of str
        Plain sentences that belong beside every number here.
    controlled : bool
        True where disclosure control changed anything.
    exposure : DataFrame
        What was hidden and why.
    """

    locations: gpd.GeoDataFrame
    places: pd.DataFrame
    peaks: pd.DataFrame
    neighbours: sparse.csr_array
    steps: tuple[Step, ...]
    counts: NDArray[np.int64]
    z: NDArray[np.float64]
    bins: NDArray[np.int8]
    surface: Surface | None
    notes: tuple[str, ...]
    controlled: bool
    exposure: pd.DataFrame


def findings(
    release: Release,
    named: gpd.GeoDataFrame,
    *,
    method: str = "emerging",
    alpha: float = 0.10,
    follows_patrols: bool = False,
    inside: NDArray[np.float64] | None = None,
) -> Findings:
    """Return the findings of a release.

    Parameters
    ----------
    release : Release
        What may leave; nothing else is accepted.
    named : GeoDataFrame
        Index = location; ``name``, ``csp_code``, ``csp_name``, ``lad_name``, ``area_km2``, outline, and whatever
        context belongs on the row.
    method, alpha
        Which cells are significant: those of a hot category, or with ``gi_star`` those of the single map that pass the
        confidence level.
    follows_patrols : bool
        True for offences that police activity finds: a rise there calls for no decision.
    inside : array of shape (n, 2), optional
        A point in each location of the release, where somebody keeps them: see ``ranking.points_inside``.

    Raises
    ------
    DataError
        A location has no name: results would be attached to nowhere.
    """
    if not isinstance(release, Release):
        raise TypeError("Findings are made from a disclosure.Release only.")
    named, frame = _in_order(named, release.frame.index), release.frame
    code = frame["category"].to_numpy(dtype=np.int64) + max(CATEGORIES)  # 0 for the lowest
    told: dict[str, Any] = {name: words.take(code) for name, words in _OF_CODE.items()}
    told["also_matches"] = _also(release.also)
    usual = usual_range(release.counts, release.steps)
    told["usual_low"], told["usual_high"], told["usual"] = usual
    told["significant"] = _significant(frame, method, alpha)
    above = frame["count_last"].to_numpy() > told["usual_high"]
    told["decide"] = _DECIDES[code] & above & (not follows_patrols)
    near = adjoining(told["significant"], release.neighbours)
    told["place"] = grouped(told["significant"], release.neighbours, near=near)
    mine = _with_reasons(frame).set_axis(named.index)
    locations = cast(gpd.GeoDataFrame, pd.concat([named, mine, pd.DataFrame(told, index=named.index)], axis=1))
    return Findings(
        locations=locations,
        places=ranked(locations, inside),
        peaks=peaks(locations, release.neighbours, near=near),
        neighbours=release.neighbours,
        steps=release.steps,
        counts=release.counts,
        z=release.z,
        bins=release.bins,
        surface=release.surface,
        notes=release.notes,
        controlled=release.controlled,
        exposure=release.exposure,
    )


def _in_order(named: gpd.GeoDataFrame, locations: pd.Index[str]) -> gpd.GeoDataFrame:
    """Return the names of these locations, in their order; most often they are in it already."""
    if named.index.equals(locations):
        return named
    if len(lost := locations.difference(named.index)):
        raise DataError(f"{len(lost)} locations have no name or outline.", "Add the boundaries of the whole area.")
    return cast(gpd.GeoDataFrame, named.loc[locations])


def _also(also: NDArray[np.bool_]) -> ExtensionArray:
    """Return the further categories of each place in words."""
    names = np.array(list(CATEGORIES.values()))
    some = np.flatnonzero(also.any(axis=1))  # few places match a second category
    return few_texts(["; ".join(names[also[place]]) for place in some], some, len(also))


def usual_range(
    counts: NDArray[np.int64], steps: tuple[Step, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return low, high and mean of what the last step would usually hold, from each place's own earlier steps.

    The mean is the earlier count per day times the days of the last step. The range is that of a Poisson count whose
    mean is itself known from those few steps only (a negative binomial, Jeffreys prior), so that "never before" does
    not become "impossible". It is still too narrow for a place that swings (a stadium), and a newly busy place will
    mostly fall back into it on its own.

    >>> from datetime import date
    >>> one = [Step(date(2025, m, 1), date(2025, m, 28), "", 28) for m in (1, 2, 3)]
    >>> [float(v[0]) for v in usual_range(np.array([[4, 4, 11]]), tuple(one))]
    [0.0, 10.0, 4.0]
    """
    if len(steps) < 2:
        nothing = np.full(len(counts), np.nan)
        return nothing, nothing, nothing
    days = np.array([step.days for step in steps], dtype=float)
    before = counts[:, :-1].sum(axis=1)
    certain = days[:-1].sum() / (days[:-1].sum() + days[-1])
    low, high = next_count(before, certain, confidence=USUAL)
    return low, high, before / days[:-1].sum() * days[-1]


def _significant(frame: pd.DataFrame, method: str, alpha: float) -> NDArray[np.bool_]:
    if method == "gi_star":
        return np.asarray(frame["bin"] >= LEVELS[alpha])
    return np.asarray(frame["category"] > 0)


def _with_reasons(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the measures; of a hot place that held nothing in the last step they say what is hot: its surroundings."""
    empty = np.flatnonzero((frame["category"].to_numpy() > 0) & (frame["count_last"].to_numpy() == 0))
    if not len(empty):
        return frame
    reason = frame["reason"].array
    said = reason.copy()
    said[empty] = reason.take(empty) + EMPTY_HOT
    return frame.assign(reason=said)
