"""Who lives where hot spots are named: shares of places, records and residents by tenths of the neighbourhoods.

Evidence for an equality duty, not a verdict. It compares neighbourhoods, never persons: a record in a deprived
neighbourhood may concern somebody who came from anywhere.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest

from hotspot.findings.places import Findings

REDRAWN = 2000
FEWEST_STEPS = 6
NOT_KNOWN = 0  # the group of neighbourhoods that a layer does not hold
TENTHS = tuple(range(1, 11))


def tenths(values: pd.Series[float]) -> pd.Series[int]:
    """Return the tenth of each neighbourhood, 1 where the value is highest, 0 where it is not known.

    Equal values share a tenth, so tenths may differ in size.

    >>> tenths(pd.Series([0.9, 0.1, 0.5, float("nan")])).tolist()
    [4, 10, 7, 0]
    """
    place = values.rank(ascending=False, method="average", pct=True)
    return np.ceil((place * 10).round(9)).fillna(NOT_KNOWN).astype(int)


def shares(found: Findings, group: pd.Series[float], *, rng: np.random.Generator) -> pd.DataFrame:
    """Return how places named hot, records and residents are shared among groups of neighbourhoods.

    Parameters
    ----------
    found : Findings
        By LSOA.
    group : Series, index LSOA code
        Tenth 1 to 10; missing or 0 where not known.
    rng : numpy Generator
        For the intervals of the records.

    Returns
    -------
    DataFrame
        ``tenth`` (0: not known; left out where empty), ``neighbourhoods``, ``hot`` (of these named hot), ``records``,
        ``residents``, and for hot, records and residents the share of the whole (``hot_share`` and so on) with
        ``hot_low``, ``hot_high`` (Wilson), ``records_low``, ``records_high`` (the middle 95 % of 2,000 redrawings of
        the steps, so that a bad month counts as one; NaN below six steps), ``times`` (share of records over share of
        residents). Records are NaN in a controlled release: sums of bands are no counts.
    """
    where = group.reindex(found.locations.index).fillna(NOT_KNOWN).astype(int)
    order = [*TENTHS, *([NOT_KNOWN] if (where == NOT_KNOWN).any() else [])]
    member = (where.to_numpy() == np.array(order)[:, None]).astype(float)
    table = pd.DataFrame({"tenth": order, "neighbourhoods": member.sum(axis=1).astype(int)})
    hot = member @ found.locations["significant"].to_numpy(dtype=float)
    table[["hot", "hot_share", "hot_low", "hot_high"]] = _places(hot)
    told = member @ found.counts.astype(float) if not found.controlled else np.full((len(order), 1), np.nan)
    table[["records", "records_share", "records_low", "records_high"]] = _records(told, rng)
    residents = member @ found.locations["population"].to_numpy(dtype=float)
    if np.isnan(found.locations["population"].to_numpy(dtype=float)).any():
        residents = np.full(len(order), np.nan)  # a share of those known would pass for that of all
    table["residents"], table["residents_share"] = residents, _of_all(residents)
    table["times"] = table["records_share"] / table["residents_share"].where(table["residents_share"] > 0)
    return table


def _of_all(values: NDArray[np.float64]) -> NDArray[np.float64]:
    whole = values.sum()
    return values / whole if whole > 0 else np.full(len(values), np.nan)


def _places(hot: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return number, share and the Wilson interval of the share of hot places that lie in each group."""
    whole = int(hot.sum())
    if not whole:
        return np.column_stack([hot, *np.full((3, len(hot)), np.nan)])
    between = [binomtest(int(k), whole).proportion_ci(method="wilson") for k in hot]
    return np.column_stack([hot, hot / whole, [one.low for one in between], [one.high for one in between]])


def _records(by_step: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return number, share and interval of the records of each group, from its counts a step."""
    records, steps = by_step.sum(axis=1), by_step.shape[1]
    low = high = np.full(len(records), np.nan)
    if steps >= FEWEST_STEPS and records.sum() > 0:
        drawn = by_step @ rng.multinomial(steps, np.full(steps, 1 / steps), size=REDRAWN).T
        with np.errstate(invalid="ignore"):
            low, high = np.nanquantile(drawn / drawn.sum(axis=0), [0.025, 0.975], axis=1)
    return np.column_stack([records, _of_all(records), low, high])
