"""Raw measures in, a Release for an audience out: the only door for the numbers of places."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from hotspot import access
from hotspot.cube import Cube, Step
from hotspot.disclosure import narrowing
from hotspot.disclosure.classed import classed
from hotspot.disclosure.counts import BAND_VALUE, BAND_WORD, controlled_values
from hotspot.disclosure.exposure import exposure, withheld
from hotspot.disclosure.policy import may_see_raw
from hotspot.disclosure.terms import Terms, alone, terms
from hotspot.errors import AccessError
from hotspot.measures import Measures, Surface
from hotspot.stats import CATEGORIES

CONTROLLED = (
    f"Counts below 8 are shown as '{BAND_WORD}' and others rounded to 5 (disclosure control); totals, institutions and "
    "quality figures of a restricted source are not shown."
)
WITHHELD = "Not shown: a word here, beside the counts that are shown, could give a small count away."
_COUNTS = ("count", "count_12m", "count_last")
_LATE = ("trend_lagged", "trend_lagged_p", "hamed_rao_p")  # besides in a file, of scores that do not leave
_WORDS = ("bin", "bin_last", "category", "reason", "flip")
_STABLE = ((0.9, "high"), (0.7, "medium"), (0.0, "low"))


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
        The steps of ``counts``, ``z`` and ``bins``; in a controlled release one, the registered window.
    counts, z, bins : arrays (n, t)
        Per step; in a controlled release counts are band values and z is NaN.
    also : bool array (n, 17)
        Further categories whose rule holds.
    neighbours : sparse array (n, n)
        Which locations adjoin.
    surface : Surface or None
        Density; in a controlled release five classes made from the shown counts.
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

    @property
    def digest(self) -> str:
        """SHA-256 of what left: equal releases, equal digest."""
        words = self.frame[["bin", "category"]].to_numpy(dtype=np.int64)
        keys = "\n".join(map(str, self.frame.index)).encode()
        return hashlib.sha256(keys + self.counts.tobytes() + words.tobytes()).hexdigest()


def release(
    measures: Measures, *, sources: Sequence[str], scope: access.Scope, surface: Surface | None = None
) -> Release:
    """Return what may leave.

    Parameters
    ----------
    measures : Measures
        Raw results.
    sources : sequence of str
        Every source that was counted.
    scope : Scope
        Who asks.

    Raises
    ------
    AccessError
        No source is named; a restricted source is part of a sum; or the measures are not of its registered cut.
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
        exposure=exposure([]),
    )
    if may_see_raw(sources, scope):
        return raw
    mine = terms(alone(sources, scope), scope)
    _refuse_another_cut(measures.cube, mine)
    return _control(raw, measures)


def _refuse_another_cut(cube: Cube, mine: Terms) -> None:
    cut = cube.geography if cube.geography != "h3" else f"h3-{cube.resolution}"
    first, last = (f"{day:%Y-%m}" for day in (cube.steps[0].start, cube.steps[-1].end))
    whole = mine.windows(first, last) == [(first, last)]
    if cut != mine.geography or cube.mask == "inhabited" or not whole:
        raise AccessError(
            f"{mine.source} leaves in one cut only: {mine.geography}, all places of the area, one whole "
            f"{mine.period}; these are {cut}, {cube.mask} places, {first} to {last}.",
            "Ask with hotspot.disclosure.fitted, which fills the registered cut in.",
        )


def _control(raw: Release, measures: Measures) -> Release:
    """Return the controlled release: one number, one class and one category for each place of one window."""
    counts = controlled_values(raw.counts.sum(axis=1))
    frame = raw.frame.copy()
    for name in _COUNTS:
        frame[name] = counts
    frame = _worded(frame, measures, counts)
    kept = (*_COUNTS, *_WORDS, "stability_class")
    hidden = [str(name) for name in frame.columns if name not in kept]
    frame[hidden] = np.nan
    window = Step(raw.steps[0].start, raw.steps[-1].end, _label(raw.steps), sum(step.days for step in raw.steps))
    return dataclasses.replace(
        raw,
        controlled=True,
        frame=frame,
        steps=(window,),
        counts=counts[:, None],
        z=np.full((len(frame), 1), np.nan),
        bins=frame["bin"].to_numpy(dtype=np.int8)[:, None],
        also=np.zeros(raw.also.shape, dtype=bool),
        surface=None if raw.surface is None else classed(raw.surface, counts, measures.cube),
        notes=(CONTROLLED,),  # the others name exact counts
        exposure=pd.concat([exposure([*hidden, *_LATE]), withheld(frame["reason"] == WITHHELD, counts == BAND_VALUE)]),
    )


def _label(steps: tuple[Step, ...]) -> str:
    return f"{steps[0].start:%b %Y} to {steps[-1].end:%b %Y}"


def _worded(frame: pd.DataFrame, measures: Measures, shown: NDArray[np.int64]) -> pd.DataFrame:
    """Return the frame with the classes and categories that give nothing away; cold ones never leave."""
    of = narrowing.known(shown, measures.neighbours)
    total = measures.cube.counts.sum(axis=1).astype(float)[:, None]
    z, found = frame[["z"]].to_numpy(dtype=float), frame[["bin"]].to_numpy(dtype=np.int8)
    edges = narrowing.thresholds(total, z, found, measures.neighbours, lag=0)[:, 0]
    classes, patterns = narrowing.class_may_leave(edges, of), _patterns(measures, of)
    hot = frame["category"].between(1, len(CATEGORIES) // 2)
    category = frame["category"].where(hot & patterns & classes, 0).astype(int)
    said = category.map(CATEGORIES).astype(object) + ", in this window."
    return frame.assign(
        bin=frame["bin"].clip(lower=0).where(classes, 0).astype(np.int8),
        bin_last=np.int8(0),
        category=category,
        reason=said.where(pd.Series(patterns & classes, index=frame.index), WITHHELD),
        flip="",
        stability_class=[_stable(share) for share in frame["stability"].where(category > 0)],
    )


def _patterns(measures: Measures, of: narrowing.Known) -> NDArray[np.bool_]:
    """Return where a category may leave; everywhere where there is none."""
    if not np.isfinite(measures.z).any():
        return np.ones(len(of.least), dtype=bool)
    days = np.array([step.days for step in measures.cube.steps], dtype=float)
    days = days if np.ptp(days) > 0 else np.ones(len(days))
    lag = 1  # registered questions leave the lag at its default
    edges = narrowing.edges_of(
        measures.cube.counts, days, z=measures.z, bins=measures.bins, neighbours=measures.neighbours, lag=lag
    )
    return narrowing.pattern_may_leave(edges, days, of, lag=lag)


def _stable(share: float) -> str:
    """Return how far a label held under other settings, in a word.

    >>> [_stable(share) for share in (1.0, 0.75, 0.2, float("nan"))]
    ['high', 'medium', 'low', '']
    """
    return next((word for least, word in _STABLE if share >= least), "")
