"""Why a place has its category, and the one change that would give it another.

A category hangs on single steps and on one test. The reader who is told "persistent hot" should also be told that one
quiet week would have made it "historical hot".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hotspot.stats.emerging import (
    CATEGORIES,
    CONSECUTIVE,
    DIMINISHING,
    HISTORICAL,
    INTENSIFYING,
    NEW,
    OSCILLATING,
    PERSISTENT,
    SPORADIC,
    Rules,
    classify,
    ever_marked,
)

_REASONS: dict[int, str] = {
    NEW: "{Side} in the last of {n} steps and never before.",
    CONSECUTIVE: "{Side} in the last {own} steps in a row and never before.",
    INTENSIFYING: "{Side} in {own} of {n} steps, the last included, and getting {stronger}.",
    PERSISTENT: "{Side} in {own} of {n} steps, the last included, with no trend either way.",
    DIMINISHING: "{Side} in {own} of {n} steps, the last included, but getting less {side}.",
    SPORADIC: "{Side} in {own} of {n} steps, with breaks, the last {included}, and never {opposite}.",
    OSCILLATING: "{Side} in the last of {n} steps, but {opposite} in {other} of those before.",
    HISTORICAL: "{Side} in {own} of {n} steps, but not in the last.",
}
_NEVER = "Neither hot nor cold in any of {n} steps."
_NO_PATTERN = "Neither hot nor cold in the last of {n} steps; hot in {hot} and cold in {cold} of those before."
_STATES = {1: "hot", -1: "cold"}
_TRENDS = {1: "the trend were upwards", -1: "the trend were downwards", 0: "no trend were called"}
_SURE = 2  # from this confidence bin on, the trend is the smaller change
_TREND = -1  # stands for the trend where otherwise a step's number would


@dataclass(frozen=True)
class Explanation:
    """Why a place has its category, and what would flip it.

    ``flip_step`` is the step that would have to change, counted from 0, or None for the trend (or for no change at
    all); ``flip_code`` is the category the place would then have.
    """

    reason: str
    flip: str
    flip_step: int | None
    flip_code: int


class Sentences(NamedTuple):
    """What is said of each place: ``texts[of[i]]`` of place i, for thousands of places share a few sentences."""

    texts: NDArray[np.object_]
    of: NDArray[np.intp]

    @property
    def each(self) -> NDArray[np.object_]:
        """The sentence of every place."""
        said: NDArray[np.object_] = self.texts[self.of]
        return said


@dataclass
class _Flips:
    """The changes found so far, one entry a place; filled in by `_try`."""

    codes: NDArray[np.int8]
    rules: Rules
    signs: NDArray[np.int8]
    waiting: NDArray[np.intp]
    step: NDArray[np.intp]
    after: NDArray[np.int8]
    code: NDArray[np.int8]


def explain(bins: ArrayLike, trend: ArrayLike, *, rules: Rules = "current") -> list[Explanation]:
    """Return for each place the plain reason for its category and the one change that would flip it.

    Every single change is tried until one alters the category, smallest and latest first: the last step where it is
    hot or cold at 90 % at most, the trend, the last step where it is surer, the earlier steps from the latest back
    (each from hot or cold to neither or the other way round); then the changes from one side to the other. It says
    how the rules work, not how likely the change is.

    Parameters
    ----------
    bins : int array of shape (n, t)
        From `confidence_bins`; how sure the last step is (1, 2 or 3) decides whether it or the trend is tried first.
    trend : int array of shape (n,)
    rules : {"current", "legacy"}
        As for `classify`.

    Returns
    -------
    list of Explanation
        In the order of the places.

    Raises
    ------
    DataError, ParameterError
        As `classify` does.

    Examples
    --------
    >>> told = explain([[0, 0, 0, 1, 2], [3, 3, 3, 3, 3]], [0, 1])
    >>> print(told[0].reason, told[0].flip)
    Hot in the last 2 steps in a row and never before. If the last step were not hot, it would show no pattern.
    >>> print(told[1].flip)
    If no trend were called, it would be called persistent hot.
    """
    found, reason, flip = _found(bins, trend, rules)
    t = found.signs.shape[1]
    named = (_named(step, t) for step in found.step.tolist())
    return [Explanation(*one) for one in zip(reason.each, flip.each, named, found.code.tolist(), strict=True)]


def sentences(
    bins: ArrayLike, trend: ArrayLike, *, rules: Rules = "current", ever: NDArray[np.intp] | None = None
) -> tuple[Sentences, Sentences]:
    """Return reason and flip of each place, as ``explain`` does, for whoever wants the words alone.

    Parameters
    ----------
    bins, trend, rules
        As for ``explain``.
    ever : int array, optional
        As for ``classify``.

    >>> reason, flip = sentences([[0, 0, 0, 1, 2], [3, 3, 3, 3, 3]], [0, 1])
    >>> print(reason.each[0], flip.each[1])
    Hot in the last 2 steps in a row and never before. If no trend were called, it would be called persistent hot.
    """
    b, direction = np.asarray(bins), np.asarray(trend)
    if b.ndim != 2 or direction.shape != b.shape[:1]:
        return _found(b, direction, rules)[1:]
    # Places that were never hot nor cold read alike where their trend is alike, and most places are such.
    asked = np.zeros(len(b), dtype=bool)
    asked[ever_marked(b) if ever is None else ever] = True
    some, never = np.flatnonzero(asked), np.flatnonzero(~asked)
    _, one, like = np.unique(np.sign(direction[never]), return_index=True, return_inverse=True)
    rows = np.append(some, never[one])
    which = np.empty(len(b), dtype=np.intp)
    which[rows], which[never] = np.arange(len(rows)), len(rows) - len(one) + like
    _, reason, flip = _found(b[rows], direction[rows], rules)
    return Sentences(reason.texts, reason.of[which]), Sentences(flip.texts, flip.of[which])


def _found(bins: ArrayLike, trend: ArrayLike, rules: Rules) -> tuple[_Flips, Sentences, Sentences]:
    """Return the flips, and reason and flip in words; a sentence that many places share is put together once."""
    codes = classify(bins, trend, rules=rules)
    signs = np.sign(np.asarray(bins)).astype(np.int8)
    n, t = signs.shape
    unsure = np.abs(np.asarray(bins)[:, -1]) < _SURE
    flips = _Flips(codes, rules, signs, np.arange(n), np.full(n, t), np.zeros(n, np.int8), codes.copy())
    _fill(flips, np.sign(np.asarray(trend)).astype(np.int8), unsure)
    hot, cold = np.count_nonzero(signs > 0, axis=1), np.count_nonzero(signs < 0, axis=1)
    before = signs[np.arange(n), np.minimum(flips.step, t - 1)]
    reason = _worded(_reason, t, codes, hot, cold, signs[:, -1])
    return flips, reason, _worded(_sentence, t, flips.step, before, flips.after, flips.code)


def _worded(word: Callable[..., str], t: int, *told: NDArray[np.integer]) -> Sentences:
    """Return the sentence of each place, made once for each row of what it tells."""
    key = np.zeros(len(told[0]), dtype=np.int64)
    for part in told:
        low, high = (int(part.min()), int(part.max())) if len(part) else (0, 0)
        key = key * (high - low + 1) + (part - low)
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    rows = zip(*(part[first].tolist() for part in told), strict=True)
    return Sentences(np.array([word(*row, t) for row in rows], dtype=object), which)


def _reason(code: int, hot: int, cold: int, last: int, n: int) -> str:
    if code == 0:
        return (_NO_PATTERN if hot + cold else _NEVER).format(n=n, hot=hot, cold=cold)
    side, opposite = ("hot", "cold") if code > 0 else ("cold", "hot")
    own, other = (hot, cold) if code > 0 else (cold, hot)
    return _REASONS[abs(code)].format(
        Side=side.capitalize(),
        side=side,
        opposite=opposite,
        stronger="hotter" if code > 0 else "colder",
        included="included" if last else "not included",
        own=own,
        other=other,
        n=n,
    )


def _sentence(step: int, before: int, after: int, code: int, n: int) -> str:
    outcome = "show no pattern" if code == 0 else f"be called {CATEGORIES[code]}"
    if step >= n:
        return "No single change would alter it."
    if step == _TREND:
        return f"If {_TRENDS[after]}, it would {outcome}."
    when = "the last step" if step == n - 1 else f"step {step + 1} of {n}"
    state = _STATES[after] if after else f"not {_STATES[before]}"
    return f"If {when} were {state}, it would {outcome}."


def _named(step: int, n: int) -> int | None:
    return step if 0 <= step < n else None


def _fill(flips: _Flips, trend: NDArray[np.int8], unsure: NDArray[np.bool_]) -> None:
    """Try the changes in order, each on the places that still wait for one that works."""
    signs = flips.signs
    last = signs.shape[1] - 1
    lean = np.where(signs.sum(axis=1) < 0, -1, 1).astype(np.int8)
    for step, change, easily in _order(last):
        if not len(flips.waiting):
            return
        now = trend if step == _TREND else signs[:, step]
        after = _changed(now, lean, change)
        _try(flips, trend, step, np.where(unsure, after, now) if easily else after)


def _order(last: int) -> Iterator[tuple[int, str, bool]]:
    """Yield step, change, and whether only an unsure last step is meant."""
    earlier = range(last - 1, -1, -1)
    for step, easily in [(last, True), (_TREND, False), (last, False), *((step, False) for step in earlier)]:
        yield step, "nearer", easily
        yield step, "away", easily
    for step in (last, _TREND, *earlier):
        yield step, "across", False


def _changed(now: NDArray[np.int8], lean: NDArray[np.int8], change: str) -> NDArray[np.int8]:
    """Return the state after a change by one level, towards or away from the place's own side, or across both."""
    if change == "across":
        return -now
    towards = lean if change == "nearer" else -lean
    return np.where(now == 0, towards, 0).astype(np.int8)


def _try(flips: _Flips, trend: NDArray[np.int8], step: int, after: NDArray[np.int8]) -> None:
    """Make one change in every waiting place and keep it where the category becomes another."""
    places = flips.waiting
    bins, direction = flips.signs[places], trend[places]
    if step == _TREND:
        direction = after[places]
    else:
        bins[:, step] = after[places]
    codes = classify(bins, direction, rules=flips.rules)
    works = codes != flips.codes[places]
    done = places[works]
    flips.step[done], flips.after[done], flips.code[done] = step, after[done], codes[works]
    flips.waiting = places[~works]
