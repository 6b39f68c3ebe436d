"""The 17 emerging-hot-spot categories: what a place's run of hot and cold steps amounts to.

Two vintages of the published definitions are offered, ``current`` and ``legacy``. Cold mirrors hot, with a falling z
for a rising one: "intensifying cold" grows colder. Comparisons are made with whole numbers (10 h >= 9 n), because 0.9
has no exact binary form and nine steps of ten must count as 90 %.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotspot.errors import DataError, ParameterError

Rules = Literal["current", "legacy"]
RULES: tuple[Rules, ...] = ("current", "legacy")
MIN_STEPS = 5
FEW_STEPS = 10  # below this many steps the categories are shown with a warning
_NAMES = ("new", "consecutive", "intensifying", "persistent", "diminishing", "sporadic", "oscillating", "historical")

CATEGORIES: dict[int, str] = {
    0: "no pattern",
    **{code: f"{name} hot" for code, name in enumerate(_NAMES, start=1)},
    **{-code: f"{name} cold" for code, name in enumerate(_NAMES, start=1)},
}
"""Code -> name, in the order of the columns of `also_matches`."""

LETTERS: dict[int, str] = {
    code: "" if code == 0 else name[0].upper() if code > 0 else name[0] for code, name in CATEGORIES.items()
}
"""Code -> letter for maps and tables without colour: capitals for hot, small letters for cold."""

NEW, CONSECUTIVE, INTENSIFYING, PERSISTENT, DIMINISHING, SPORADIC, OSCILLATING, HISTORICAL = range(1, 9)
_WHEN_HOT = (INTENSIFYING, PERSISTENT, DIMINISHING, OSCILLATING, NEW, CONSECUTIVE, SPORADIC)
_WHEN_NEITHER = (HISTORICAL, SPORADIC)


@dataclass(frozen=True)
class Tally:
    """One side of a place's history, hot or cold: everything its rules ask about.

    ``own`` and ``other`` count the steps of this side and of the opposite one, ``run`` is the length of the final run,
    ``last`` says whether the final step is of this side, ``trend`` is 1 where this side grows stronger.
    """

    steps: int
    own: NDArray[np.intp]
    other: NDArray[np.intp]
    run: NDArray[np.intp]
    last: NDArray[np.bool_]
    trend: NDArray[np.int8]

    @cached_property
    def mostly(self) -> NDArray[np.bool_]:
        """Return where at least 90 % of the steps are of this side."""
        return np.asarray(10 * self.own >= 9 * self.steps)


_Rule = Callable[[Tally], NDArray[np.bool_]]

_CURRENT: dict[int, _Rule] = {
    NEW: lambda a: a.last & (a.own == 1),
    CONSECUTIVE: lambda a: a.last & (a.run == a.own) & (a.run >= 2) & ~a.mostly,
    INTENSIFYING: lambda a: a.last & a.mostly & (a.trend > 0),
    PERSISTENT: lambda a: a.last & a.mostly & (a.trend == 0),
    DIMINISHING: lambda a: a.last & a.mostly & (a.trend < 0),
    SPORADIC: lambda a: a.last & ~a.mostly & (a.other == 0) & (a.own >= 2) & (a.run < a.own),
    OSCILLATING: lambda a: a.last & (a.other >= 1) & ~a.mostly,
    HISTORICAL: lambda a: ~a.last & a.mostly,
}
_LEGACY: dict[int, _Rule] = _CURRENT | {
    CONSECUTIVE: lambda a: a.last & (a.run == a.own) & (a.run >= 1) & ~a.mostly,
    SPORADIC: lambda a: ~a.mostly & (a.other == 0) & (a.own >= 1) & (a.run < a.own),
}
_RULES: dict[str, dict[int, _Rule]] = {"current": _CURRENT, "legacy": _LEGACY}


def classify(
    bins: ArrayLike, trend: ArrayLike, *, rules: Rules = "current", ever: NDArray[np.intp] | None = None
) -> NDArray[np.int8]:
    """Return the category of each place: 0 no pattern, 1 ... 8 hot, -1 ... -8 cold, as in `CATEGORIES`.

    The final step's sign decides between hot and cold, so a category is a statement about now, with a memory. One bin
    can change it: show what would flip it (`hotspot.stats.explanations`). With fewer than 10 steps, say so.

    Parameters
    ----------
    bins : int array of shape (n, t)
        From `confidence_bins`: 1 or more is a hot step, -1 or less a cold one.
    trend : int array of shape (n,)
        1 where z rises, -1 where it falls, 0 where no trend is called.
    rules : {"current", "legacy"}
        Which vintage of the definitions. Legacy calls a place sporadic even if its final step is neither hot nor cold.
    ever : int array, optional
        The rows of the places that are hot or cold in some step, where they are known: see `ever_marked`.

    Returns
    -------
    int8 array of shape (n,)

    Raises
    ------
    DataError
        With fewer than 5 steps.
    ParameterError
        For unknown rules, or a trend that does not fit the bins.

    Notes
    -----
    Where rules overlap: with a final hot step the 90 % family comes first, then oscillating, new, consecutive,
    sporadic; with a final step that is neither, historical, then (legacy) sporadic.

    Examples
    --------
    >>> codes = classify([[0, 0, 0, 0, 2], [3, 3, 3, 3, 3], [-1, -1, -1, -1, 1]], [0, 1, 0])
    >>> [CATEGORIES[code] for code in codes.tolist()]
    ['new hot', 'intensifying hot', 'oscillating hot']
    """
    b, direction = _checked(bins, trend)
    codes = np.zeros(len(b), dtype=np.int8)
    # A place that was never hot nor cold has no pattern under any rule, and most places are such.
    some = ever_marked(b) if ever is None else ever
    codes[some] = _choose(*tallies(b[some], direction[some]), rules)
    return codes


def ever_marked(bins: NDArray[Any]) -> NDArray[np.intp]:
    """Return the rows of the places that are hot or cold in some step: the others have no pattern by any rule.

    >>> ever_marked(np.array([[0, 0, 0], [0, 2, 0], [-1, 0, 0]]))
    array([1, 2])
    """
    return np.flatnonzero(bins.any(axis=1))


def also_matches(
    bins: ArrayLike, trend: ArrayLike, *, rules: Rules = "current", ever: NDArray[np.intp] | None = None
) -> NDArray[np.bool_]:
    """Return which other categories' rules each place satisfies besides the one it was given.

    Parameters
    ----------
    bins, trend, rules, ever
        As for `classify`.

    Returns
    -------
    bool array of shape (n, 17)
        Columns in the order of `CATEGORIES`: 0, 1 ... 8, -1 ... -8. The place's own category is False, and so is
        column 0, because "no pattern" holds only where nothing else does.

    Examples
    --------
    >>> row = also_matches([[-1, -1, -1, -1, 1]], [0])[0]
    >>> [name for name, holds in zip(CATEGORIES.values(), row) if holds]
    ['new hot']
    """
    b, direction = _checked(bins, trend)
    some = ever_marked(b) if ever is None else ever
    hot, cold = tallies(b[some], direction[some])
    chosen = _choose(hot, cold, rules)
    holds = np.zeros((len(b), len(CATEGORIES)), dtype=bool)
    for column, code in enumerate(CATEGORIES):
        if code:
            rule = _vintage(rules)[abs(code)]
            holds[some, column] = rule(hot if code > 0 else cold) & (chosen != code)
    return holds


def trend_decides(bins: ArrayLike) -> NDArray[np.bool_]:
    """Return for which places a trend can change the category: those hot, or cold, in at least 90 % of their steps.

    Of all others the rules never ask for it, at this level of confidence or a stricter one: there the hot and the cold
    steps are some of these.

    Parameters
    ----------
    bins : int array of shape (n, t)
        From `confidence_bins`.

    Examples
    --------
    >>> trend_decides([[0, 0, 0, 0, 2], [3, 3, 3, 3, 3], [-1, -1, -1, -1, -2]])
    array([False,  True,  True])
    """
    b = np.asarray(bins)
    side = np.maximum(np.count_nonzero(b >= 1, axis=1), np.count_nonzero(b <= -1, axis=1))
    return np.asarray(10 * side >= 9 * b.shape[1])


def tallies(bins: ArrayLike, trend: ArrayLike) -> tuple[Tally, Tally]:
    """Return the hot and the cold side of each place's history."""
    b, direction = _checked(bins, trend)
    hot, cold = b >= 1, b <= -1
    h, c = np.count_nonzero(hot, axis=1), np.count_nonzero(cold, axis=1)
    towards = np.sign(direction).astype(np.int8)
    steps = b.shape[1]
    return (
        Tally(steps, h, c, _final_run(hot, h), hot[:, -1], towards),
        Tally(steps, c, h, _final_run(cold, c), cold[:, -1], -towards),
    )


def _checked(bins: ArrayLike, trend: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    b, direction = np.asarray(bins), np.asarray(trend)
    if b.ndim != 2 or direction.shape != b.shape[:1]:
        raise ParameterError(
            f"The bins are {b.shape} and the trends {direction.shape}.",
            "Pass bins as places by steps, one trend a place.",
        )
    if b.shape[1] < MIN_STEPS:
        raise DataError(
            f"There are {b.shape[1]} steps, too few for a category.",
            f"Choose a longer period or shorter steps, so that there are at least {MIN_STEPS}; 10 or more are better.",
        )
    return b, direction


def _final_run(side: NDArray[np.bool_], own: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return how many steps in a row, counted back from the last, are of this side, of which each place has ``own``."""
    run: NDArray[np.intp] = np.where(own == side.shape[1], own, np.argmin(side[:, ::-1], axis=1))
    return run


def _vintage(rules: str) -> dict[int, _Rule]:
    if rules not in _RULES:
        raise ParameterError(f"There are no rules called '{rules}'.", f"Choose one of {', '.join(RULES)}.")
    return _RULES[rules]


def _choose(hot: Tally, cold: Tally, rules: Rules) -> NDArray[np.int8]:
    """Let the final step's sign pick the side, then take the first rule that holds."""
    holds = _vintage(rules)
    codes = np.zeros(len(hot.last), dtype=np.int8)
    mine = _of_last(hot, cold)
    _fill(codes, ((code, mine.last & holds[code](mine)) for code in _WHEN_HOT))
    np.negative(codes, out=codes, where=cold.last)
    neither = ~mine.last
    for sign, side in ((1, hot), (-1, cold)):
        _fill(codes, ((sign * code, neither & holds[code](side)) for code in _WHEN_NEITHER))
    return codes


def _of_last(hot: Tally, cold: Tally) -> Tally:
    """Return of each place the side of its final step, so that the rules are asked once; hot where it is neither."""
    own, other, run = (
        np.where(cold.last, theirs, ours)
        for ours, theirs in ((hot.own, cold.own), (hot.other, cold.other), (hot.run, cold.run))
    )
    return Tally(hot.steps, own, other, run, hot.last | cold.last, np.where(cold.last, cold.trend, hot.trend))


def _fill(codes: NDArray[np.int8], candidates: Iterable[tuple[int, NDArray[np.bool_]]]) -> None:
    """Write each code where its rule holds and no earlier one has been written; ``codes`` is our own array."""
    for code, holds in candidates:
        codes[holds & (codes == 0)] = code
