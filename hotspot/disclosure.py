"""The only door through which numbers leave: raw measures in, a Release for an audience out.

Published sources (data.police.uk) and the demonstration pass untouched. Anything mixed with a restricted source is
*controlled* unless the reader is that source's own analyst: no exact count, score or density leaves, only a category, a
significance bin, a density class and counts in bands. A free choice of dates on rounded counts leaks nearly every small
count by subtraction, so control is of the whole release, never of a column at a time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from hotspot import access
from hotspot.cube import Step
from hotspot.errors import AccessError
from hotspot.measures import Measures, Surface

BAND_TOP = 7  # 0 to 7 are one band
BAND_WORD = "fewer than 8"
BAND_VALUE = 4  # the number the band counts as where one is needed
ROUND_TO = 5
CONTROLLED = (
    f"Counts below 8 are shown as '{BAND_WORD}' and others rounded to 5 (disclosure control); totals, institutions and "
    "quality figures of a restricted source are not shown."
)

__all__ = [
    "Release",
    "Step",
    "Surface",
    "TableRelease",
    "controlled_count",
    "controlled_values",
    "may_see_raw",
    "release",
    "release_table",
]

_COUNTS = ("count", "count_12m", "count_last")
_LEAVES = ("bin", "bin_last", "category", "low_expected", "low_expected_step", "reason", "flip")


@dataclass(frozen=True)
class Release:
    """What an audience may see of one analysis.

    Attributes
    ----------
    audience : str
        For whom it is.
    controlled : bool
        True where disclosure control changed anything.
    frame : DataFrame
        One row per location.
    steps : tuple of Step
        The steps of ``counts``, ``z`` and ``bins``.
    counts, z, bins : arrays (n, t)
        Per step; in a controlled release counts are band values and z is NaN.
    also : bool array (n, 17)
        Further categories whose rule holds.
    neighbours : sparse array (n, n)
        Which locations adjoin.
    surface : Surface or None
        Density; classes only where controlled.
    exposure : DataFrame
        What was hidden and why, one row per kind of number.
    """

    audience: str
    controlled: bool
    frame: pd.DataFrame
    steps: tuple[Step, ...]
    counts: NDArray[np.int64]
    z: NDArray[np.float64]
    bins: NDArray[np.int8]
    also: NDArray[np.bool_]
    neighbours: sparse.csr_array
    surface: Surface | None
    notes: tuple[str, ...]
    exposure: pd.DataFrame


def controlled_count(count: int) -> str:
    """Return a count as an audience beyond the source may see it.

    Zero is inside the band: otherwise the edge of an empty area pins its neighbours.

    >>> [controlled_count(n) for n in (0, 1, 7, 8, 12, 13, 22, 23)]
    ['fewer than 8', 'fewer than 8', 'fewer than 8', '10', '10', '15', '20', '25']
    """
    return BAND_WORD if count <= BAND_TOP else str(int(controlled_values(np.array([count]))[0]))


def controlled_values(counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return banded counts as numbers, where a chart or a rate needs one: the band counts as 4.

    >>> controlled_values(np.array([0, 7, 8, 23])).tolist()
    [4, 4, 10, 25]
    """
    rounded = ROUND_TO * np.floor(np.asarray(counts) / ROUND_TO + 0.5).astype(np.int64)
    return np.where(np.asarray(counts) <= BAND_TOP, BAND_VALUE, rounded)


def may_see_raw(sources: Iterable[str], scope: access.Scope) -> bool:
    """Return whether raw numbers of all these sources may leave for this reader."""
    restricted = [source for source in sources if not access.is_open([source], scope)]
    return not restricted or (scope.audience == "analyst" and set(restricted) <= set(scope.analyst_of))


def release(
    measures: Measures, *, sources: Sequence[str], scope: access.Scope, surface: Surface | None = None
) -> Release:
    """Return what may leave.

    Parameters
    ----------
    measures : Measures
        Raw results.
    sources : sequence of str
        Every source that was counted; one restricted source controls the whole release.
    scope : Scope
        Who asks.
    """
    if not sources:
        raise AccessError("No source is named, so nothing can be released.", "Name the sources that were counted.")
    raw = Release(
        audience=scope.audience,
        controlled=False,
        frame=measures.frame.copy(),
        steps=measures.cube.steps,
        counts=measures.cube.counts.astype(np.int64),
        z=measures.z,
        bins=measures.bins,
        also=measures.also,
        neighbours=measures.neighbours,
        surface=surface,
        notes=measures.notes,
        exposure=_exposure([]),
    )
    return raw if may_see_raw(sources, scope) else _control(raw)


def _control(raw: Release) -> Release:
    frame = raw.frame.copy()
    for name in _COUNTS:
        frame[name] = controlled_values(frame[name].to_numpy())
    hidden = [name for name in frame.columns if name not in (*_COUNTS, *_LEAVES)]
    frame[hidden] = np.nan
    return dataclasses.replace(
        raw,
        controlled=True,
        frame=frame,
        counts=controlled_values(raw.counts),
        z=np.full(raw.z.shape, np.nan),
        surface=None if raw.surface is None else dataclasses.replace(raw.surface, density=None),
        notes=(CONTROLLED,),  # the others name exact counts
        exposure=_exposure(hidden),
    )


def _exposure(hidden: Sequence[str]) -> pd.DataFrame:
    why = "Exact scores and densities can be turned back into single incidents."
    return pd.DataFrame({"number": list(hidden), "why_hidden": [why] * len(hidden)})


@dataclass(frozen=True)
class TableRelease:
    """What an audience may see of one table.

    Attributes
    ----------
    table : DataFrame
        The rows that may leave; in a controlled release counts are band values and hidden numbers are NaN.
    controlled : bool
        True where disclosure control changed anything.
    exposure : DataFrame
        What was hidden and why.
    """

    table: pd.DataFrame
    controlled: bool
    exposure: pd.DataFrame


def release_table(
    table: pd.DataFrame,
    *,
    counts: Sequence[str],
    leaves: Sequence[str],
    sources: Sequence[str],
    scope: access.Scope,
    coarse: pd.DataFrame | None = None,
) -> TableRelease:
    """Return what may leave of a table of counts, such as hours of the night or sources side by side.

    Parameters
    ----------
    table : DataFrame
        Raw numbers. Columns that are neither in ``counts`` nor in ``leaves`` are hidden where control applies: a rate,
        an interval or a mean time gives the count away.
    counts : sequence of str
        Columns shown in bands where control applies.
    leaves : sequence of str
        Keys and words, which leave as they are.
    sources : sequence of str
        Every source that was counted.
    scope : Scope
        Who asks.
    coarse : DataFrame, optional
        The table that leaves instead where control applies: fixed bands in place of single hours.
    """
    if not sources:
        raise AccessError("No source is named, so nothing can be released.", "Name the sources that were counted.")
    if may_see_raw(sources, scope):
        return TableRelease(table.copy(), False, _exposure([]))
    kept = (table if coarse is None else coarse).copy()
    for name in counts:
        kept[name] = controlled_values(kept[name].to_numpy())
    hidden = [str(name) for name in kept.columns if name not in (*counts, *leaves)]
    kept[hidden] = np.nan
    return TableRelease(kept, True, _exposure(hidden))
