"""Places to compare with: as busy before, moving as before, in surroundings as busy, and touched by nothing."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, sparse

from hotspot.errors import DataError, ParameterError
from hotspot.evaluate.intervention import Periods, Rows
from hotspot.findings import Findings

OTHER_DISTRICT = 1.0  # a place of another district must be better by one chance unit in all
AROUND = 10.0  # units for surroundings e times as busy
FEW_AROUND = 5  # incidents added to those around, so that one or none is no difference
SHOWN = 30  # further candidates offered to a reader who wants another


def reached(neighbours: sparse.csr_array, rows: Rows, rings: int) -> Rows:
    """Return the rows within some rings of some rows, themselves included.

    >>> line = sparse.csr_array(np.eye(5, k=1) + np.eye(5, k=-1))
    >>> reached(line, np.array([0]), 2)
    array([0, 1, 2])
    """
    inside = np.zeros(neighbours.shape[0], dtype=bool)
    inside[rows] = True
    for _ in range(rings):
        inside |= (neighbours @ inside.astype(np.int64)) > 0
    return np.flatnonzero(inside)


def ring(neighbours: sparse.csr_array, rows: Rows, rings: int) -> Rows:
    """Return the rows around some rows, themselves left out.

    >>> line = sparse.csr_array(np.eye(5, k=1) + np.eye(5, k=-1))
    >>> ring(line, np.array([2]), 1)
    array([1, 3])
    """
    return np.setdiff1d(reached(neighbours, rows, rings), rows)


def eligible(found: Findings, target: Rows, touched: Rows, rings: int) -> Rows:
    """Return the rows that may be compared with: outside the target, its ring and that ring's ring, touched by nothing.

    The second ring stays out so that the ring of a comparison place shares nothing with the ring of the target.
    """
    shut = np.union1d(reached(found.neighbours, target, 2 * rings), touched)
    return np.setdiff1d(np.arange(len(found.counts)), shut)


def unlikeness(found: Findings, wanted: Rows, among: Rows, when: Periods, rings: int) -> NDArray[np.float64]:
    """Return how unlike each candidate is to each wanted place; shape (wanted, among).

    Four squared differences are added up. Three are in units of chance: incidents in all the time before, in the
    compared period before, and the change from the first to the second half of the time before. The fourth is of what
    the surroundings held: twice as busy costs five units, so that they do not keep a very busy place from its like. A
    candidate of another district gets one unit more. Nothing from after the start is looked at.
    """
    counts = found.counts
    history = counts[:, when.history]
    half = history.shape[1] // 2
    around = _around(found, rings) @ history.sum(axis=1)
    levels = [_levels(history.sum(axis=1)), _levels(counts[:, when.before].sum(axis=1)), _surroundings(around)]
    total = sum((one[wanted][:, None] - one[among][None, :]) ** 2 for one in levels)
    early, late = history[:, :half].sum(axis=1) + 0.5, history[:, half:].sum(axis=1) + 0.5
    drift, doubt = np.log(late / early), 1 / late + 1 / early
    apart = drift[wanted][:, None] - drift[among][None, :]
    total = total + apart**2 / (doubt[wanted][:, None] + doubt[among][None, :])
    district = found.locations["csp_code"].to_numpy()
    elsewhere = district[wanted][:, None] != district[among][None, :]
    return np.asarray(total + OTHER_DISTRICT * elsewhere, dtype=float)


def _levels(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return counts on a scale on which a difference of 1 is one of chance, whatever the level: the square root's."""
    return np.asarray(np.sqrt(2.0 * counts))


def _surroundings(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.sqrt(AROUND) * np.log(counts + FEW_AROUND))


def _around(found: Findings, rings: int) -> sparse.csr_array:
    """Return which places are in the ring of each place, the place itself left out."""
    near = found.neighbours.astype(bool).astype(np.int64)
    reach = near
    for _ in range(rings - 1):
        reach = reach @ near
    inside = reach.astype(bool).astype(np.int64)
    return sparse.csr_array(inside - sparse.dia_array((inside.diagonal()[None, :], [0]), shape=inside.shape))


def matched(found: Findings, target: Rows, touched: Rows, when: Periods, rings: int) -> Rows:
    """Return one comparison row for each target row, the closest pairs over all together, no row twice.

    Raises
    ------
    DataError
        Fewer places are left alone than the target has.
    """
    among = eligible(found, target, touched, rings)
    among = among[found.counts[np.ix_(among, when.history)].sum(axis=1) > 0]
    if len(among) < len(target):
        raise DataError(
            f"Only {len(among)} places are far enough away and touched by nothing, for {len(target)} of the action.",
            "Choose fewer places, or compare in a larger area.",
        )
    apart = unlikeness(found, target, among, when, rings)
    return _paired(among, apart)


def _paired(among: Rows, apart: NDArray[np.float64]) -> Rows:
    picked: Rows = among[optimize.linear_sum_assignment(apart)[1]]
    return picked


def candidates(found: Findings, target: Rows, touched: Rows, when: Periods, rings: int) -> pd.DataFrame:
    """Return the places most like any of the target's, the closest first, with counts and ``unlike``."""
    among = eligible(found, target, touched, rings)
    unlike = unlikeness(found, target, among, when, rings).min(axis=0)
    order = np.argsort(unlike, kind="stable")[:SHOWN]
    return described(found, among[order], when).assign(unlike=unlike[order].round(1))


def described(found: Findings, rows: Rows, when: Periods) -> pd.DataFrame:
    """Return name, district and counts of some rows: of all the time before, of the period before and after."""
    columns = {name: found.locations[name].to_numpy()[rows] for name in ("name", "csp_name")}
    table = pd.DataFrame(columns, index=found.locations.index[rows])
    for column, steps in (("history", when.history), ("before", when.before), ("after", when.after)):
        table[column] = found.counts[np.ix_(rows, steps)].sum(axis=1)
    return table


def chosen(found: Findings, keys: Collection[str], target: Rows, touched: Rows, rings: int) -> Rows:
    """Return the rows of comparison places that a reader chose.

    Raises
    ------
    ParameterError
        One of them is not there, or lies in the target, too near it, or where another action took place.
    """
    rows = found.locations.index.get_indexer(list(keys))
    if (rows < 0).any() or not len(rows):
        raise ParameterError("A comparison place is not in this area.", "Choose it from the list.")
    barred = np.setdiff1d(rows, eligible(found, target, touched, rings))
    if len(barred):
        name = found.locations["name"].iloc[barred[0]]
        raise ParameterError(
            f"{name} cannot be compared with: it is too near, or another action touched it.", "Choose another place."
        )
    return np.asarray(rows, dtype=np.intp)


def ring_comparison(found: Findings, around: Rows, comparison: Rows, shut: Rows, when: Periods, rings: int) -> Rows:
    """Return places to compare the target's ring with: the comparison's own ring, or each its like where that differs.

    Parameters
    ----------
    found : Findings
        What was found.
    around, comparison : int arrays
        The target's ring; the comparison places.
    shut : int array
        Rows that may not be used: the target, its ring, touched places.
    when, rings
        The periods, and how wide a ring is.
    """
    own = np.setdiff1d(ring(found.neighbours, comparison, rings), shut)
    history = found.counts[:, when.history].sum(axis=1)
    if similar(float(history[around].sum()), float(history[own].sum())):
        return own
    free = np.setdiff1d(np.arange(len(history)), np.concatenate([shut, comparison]))
    if len(free) < len(around):
        return own
    return _paired(free, unlikeness(found, around, free, when, rings))


def similar(one: float, other: float) -> bool:
    """Return whether two counts are of similar size, so that the same trend moves them by a similar number.

    >>> similar(60, 59), similar(60, 25), similar(0, 2)
    (True, False, True)
    """
    low, high = sorted((one, other))
    return high + 5 <= 1.5 * (low + 5)
