"""Places to act: a ranked and explained list of places of one size.

A place is one location of the analysis, so that all are of nearly equal size: a large area would top any list by being
large. Places are ranked by their count over up to three years, the last 12 months beside it, as the College of Policing
advises: one year ranks luck, and a score ranks noise at these counts. Scores and categories give a place its words and
never its rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from hotspot import stats
from hotspot.disclosure import Step
from hotspot.errors import DataError
from hotspot.findings import Findings
from hotspot.findings.bands import whole_bands
from hotspot.findings.rates import calendar_years
from hotspot.targeting.expected import expected, pace_changed, spread

TOP = 20
YEARS = 3
CHANGED = 0.01  # below this p the last 12 months are taken for another pace than the time before
FEW = 10  # below this a count cannot carry a place on the list by itself
LONG_LIST = 40  # places that are looked into: a combined order chooses among those most recorded
ALL_EQUAL = (
    "Too many places of this restricted source share the highest band, so none of them comes before the others.",
    "Choose a longer period or more kinds of offence.",
)

_FROM_FINDINGS = (
    "name csp_code csp_name lad_name area_km2 count_12m count_last usual usual_low usual_high word group category "
    "category_name letter decide reason flip stability settings_tried low_expected_step bin"
).split()


class LastTime(NamedTuple):
    """How the places that a list made a year ago would have named went on.

    Attributes
    ----------
    places : int
        How many were looked at.
    fall, area_fall : float
        Share by which their yearly pace fell in the 12 months after, and that of all places together; a rise is
        negative. The second is what happened everywhere, the rest is luck gone, and whatever was done there.
    """

    places: int
    fall: float
    area_fall: float


@dataclass(frozen=True)
class Shortlist:
    """Places to act, most recorded first.

    Attributes
    ----------
    places : DataFrame, index location
        ``rank`` (ties share one), ``tied``, ``name`` and what the findings say; ``count`` with ``lower`` and ``upper``,
        ``count_12m``; ``per_year`` with its interval; ``rank_best``, ``rank_worst``; ``steps_hot``, ``hot_since``;
        ``base``, ``pace``, ``expected`` with its range, ``fall`` with its range; ``beside``.
    first, last : date
        The days that ``count`` covers, both included.
    years : float
        The same in years.
    steps : int
        How many steps they hold.
    with_records, total : int
        Places with at least one record, what was chosen from; and the records they hold together (0 where counts are
        bands, which do not add up).
    holding : dict
        Count -> how many of them hold it, so that a list which ends inside a tie says so.
    last_time : LastTime or None
        Only where two years are held.
    controlled : bool
        True where counts are bands.
    """

    places: pd.DataFrame
    first: date
    last: date
    years: float
    steps: int
    with_records: int
    total: int
    holding: dict[int, int]
    last_time: LastTime | None
    controlled: bool


def shortlist(found: Findings, *, top: int = LONG_LIST) -> Shortlist:
    """Return the places that hold most, with the evidence for each.

    Parameters
    ----------
    found : Findings
        By locations of nearly equal size.
    top : int
        How many to list.

    Raises
    ------
    DataError
        Nothing is recorded in the period, or counts are bands and more than ``top`` places share the highest.
    """
    kept = _within(found.steps, YEARS)
    steps = tuple(step for step, use in zip(found.steps, kept, strict=True) if use)
    if found.controlled:  # bands do not add up: the whole period stands for itself
        steps = found.steps
    frame = _counted(found, kept)
    frame = frame[frame["count"] > 0]
    if frame.empty:
        raise DataError("Nothing is recorded in this period, so no place can be listed.", "Choose a longer period.")
    years = calendar_years(steps[0].start, steps[-1].end)  # of chosen hours, the days of a step are nights
    order = frame.sort_values(["count", "count_12m"], ascending=False, kind="stable")
    first = whole_bands(order, top) if found.controlled else order.head(top)
    if first.empty:
        raise DataError(*ALL_EQUAL)
    listed = _evidenced(found, first, years)
    if not found.controlled:
        listed = listed.join(_certain(found, frame, kept, listed.index))
    past = None if found.controlled else last_time(found.counts, found.steps, top=min(10, top))
    return Shortlist(
        _neighboured(found, listed), steps[0].start, steps[-1].end, years, len(steps), len(frame),
        0 if found.controlled else int(frame["count"].sum()),
        {int(count): int(n) for count, n in frame["count"].value_counts().items()}, past, found.controlled,
    )  # fmt: skip


def _days(steps: Sequence[Step]) -> int:
    return sum(step.days for step in steps)


def _within(steps: Sequence[Step], years: int, *, back: int = 0) -> NDArray[np.bool_]:
    """Return which steps begin in the last so many years, or in those years ending ``back`` years ago."""
    end = pd.Timestamp(steps[-1].end) + pd.Timedelta(days=1) - pd.DateOffset(years=back)
    begin = end - pd.DateOffset(years=years)
    return np.array([begin <= pd.Timestamp(step.start) < end for step in steps])


def _counted(found: Findings, kept: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the findings by location with the count of up to three years, its interval and its rank."""
    columns = [name for name in _FROM_FINDINGS if name in found.locations]
    frame = pd.DataFrame(found.locations[columns])
    middle = found.locations.geometry.representative_point()
    frame["lon"], frame["lat"] = middle.x, middle.y
    frame["count"] = found.locations["count"] if found.controlled else found.counts[:, kept].sum(axis=1)
    frame["rank"] = frame["count"].rank(method="min", ascending=False).astype(int)
    frame["tied"] = frame["count"].duplicated(keep=False)
    return frame


def _evidenced(found: Findings, listed: pd.DataFrame, years: float) -> pd.DataFrame:
    """Return the listed places with their yearly rate and since when they are hot."""
    rows = found.locations.index.get_indexer(listed.index)
    hot = found.bins[rows] >= 1
    since = [_since(line, found.steps) for line in hot]
    frame = listed.assign(steps_hot=hot.sum(axis=1), hot_since=pd.Series(since, index=listed.index, dtype=object))
    if found.controlled:
        return frame
    lower, upper = stats.poisson_interval(frame["count"].to_numpy())
    rates = {"per_year": frame["count"] / years, "per_year_low": lower / years, "per_year_high": upper / years}
    return frame.assign(lower=lower, upper=upper, **rates)


def _since(hot: NDArray[np.bool_], steps: Sequence[Step]) -> date | None:
    """Return the first day of the run of hot steps that reaches the last one; None where that is not hot."""
    if not hot[-1]:
        return None
    cold = np.flatnonzero(~hot)
    return steps[int(cold[-1]) + 1 if cold.size else 0].start


def _certain(found: Findings, frame: pd.DataFrame, kept: NDArray[np.bool_], listed: pd.Index) -> pd.DataFrame:
    """Return how sure the rank is, and what each place should hold next if nothing is done."""
    recent = kept & _within(found.steps, 1)
    spans = [[step for step, use in zip(found.steps, which, strict=True) if use] for which in (kept, recent)]
    days, recent_days = (_days(span) for span in spans)
    three, last = (found.counts[:, which].sum(axis=1) for which in (kept, recent))
    table = _expected(three, last, recent_days / days).set_index(found.locations.index).loc[listed]
    ahead = (spans[1][-1].end - spans[1][0].start).days + 1
    return table.assign(year_days=ahead, **_rank_range(frame, listed))


def _expected(three: NDArray[np.int64], last: NDArray[np.int64], share: float) -> pd.DataFrame:
    """Return the expected count of a stretch as long as the last 12 months, from the whole period where its pace held.

    Where the last 12 months differ clearly from the time before, they alone are the base: a place that has changed does
    not go back to its old mean.
    """
    whole = expected(three, spread(three), ahead=share)
    frame = pd.DataFrame(whole._asdict()).rename(columns={"mean": "expected"})
    frame["pace"], frame["base"] = three * share, "period"
    if share < 1 and last.sum():
        p = pace_changed(three - last, last, periods=(1 - share) / share)
        year = pd.DataFrame(expected(last, spread(last))._asdict()).rename(columns={"mean": "expected"})
        year["pace"], year["base"] = last.astype(float), "12 months"
        moved = (p < CHANGED) & (last > 0)
        frame.loc[moved] = year.loc[moved]
    return frame.rename(columns={"low": "expected_low", "high": "expected_high"})


def _rank_range(frame: pd.DataFrame, listed: pd.Index) -> dict[str, NDArray[np.int64]]:
    """Return the best and the worst rank that a place's count allows.

    A place is surely behind those whose interval lies wholly above its own, and surely before those wholly below.
    """
    lower, upper = stats.poisson_interval(frame["count"].to_numpy())
    at = frame.index.get_indexer(listed)
    above = len(lower) - np.searchsorted(np.sort(lower), upper[at], side="right")
    not_below = len(upper) - np.searchsorted(np.sort(upper), lower[at], side="left")
    return {"rank_best": above + 1, "rank_worst": not_below}


def _neighboured(found: Findings, listed: pd.DataFrame) -> pd.DataFrame:
    """Return the listed places with which others of the list adjoin them."""
    rows = found.locations.index.get_indexer(listed.index)
    near = sparse.csr_array(found.neighbours[rows][:, rows])
    near.setdiag(0)
    near.eliminate_zeros()
    beside = [tuple(listed.index[near.indices[a:b]]) for a, b in zip(near.indptr, near.indptr[1:], strict=False)]
    return listed.assign(beside=pd.Series(beside, index=listed.index, dtype=object))


def shown(places: pd.DataFrame, *, top: int = TOP) -> pd.DataFrame:
    """Return the first places of an order, each with the run of adjoining ones (``group``) that it is part of.

    Two neighbours on a list are one problem as often as two: ``beside`` names them, within what is shown.

    >>> rows = pd.DataFrame({"beside": [("c",), (), ("a", "z")]}, index=["a", "b", "c"])
    >>> shown(rows)[["beside", "group"]].values.tolist()
    [[('c',), 0], [(), 1], [('a',), 0]]
    """
    head = places.head(top)
    beside = [tuple(key for key in keys if key in head.index) for keys in head["beside"]]
    pairs = [(k, head.index.get_loc(key)) for k, keys in enumerate(beside) for key in keys]
    here, there = np.array(pairs, dtype=int).reshape(-1, 2).T
    near = sparse.csr_array((np.ones(len(pairs)), (here, there)), shape=(len(head), len(head)))
    _, part = sparse.csgraph.connected_components(near, directed=False)
    return head.assign(beside=pd.Series(beside, index=head.index, dtype=object), group=part)


def folded(places: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each run of adjoining places: its first, with how many more adjoin and the count together.

    Ranks stay those of single places: only pieces of equal size are compared.

    >>> rows = pd.DataFrame({"group": [0, 1, 0], "count": [9, 7, 5]}, index=["a", "b", "c"])
    >>> folded(rows)[["count", "more", "count_together"]].values.tolist()
    [[9, 1, 14], [7, 0, 7]]
    """
    by = places.groupby("group")
    whole = places.assign(more=by["count"].transform("size") - 1, count_together=by["count"].transform("sum"))
    return whole.drop_duplicates("group")


def last_time(counts: NDArray[np.int64], steps: Sequence[Step], *, top: int = 10) -> LastTime | None:
    """Return how the places that a list made 12 months ago would have named went on in those 12 months.

    Parameters
    ----------
    counts : array of shape (places, steps)
        Incidents.
    steps : sequence of Step
        Their dates.
    top : int
        How many places that list would have named.

    Returns
    -------
    LastTime or None
        None where there is not a whole year before the last 12 months, or nothing was recorded in it.
    """
    after, before = _within(steps, 1), _within(steps, YEARS, back=1)
    spans = [[step for step, use in zip(steps, which, strict=True) if use] for which in (before, after)]
    if not spans[0] or calendar_years(spans[0][0].start, spans[0][-1].end) < 1 or not counts[:, before].sum():
        return None
    old, new = (counts[:, w].sum(axis=1) / _days(span) for w, span in zip((before, after), spans, strict=True))
    picked = np.argsort(-old, kind="stable")[:top]
    return LastTime(len(picked), float(1 - new[picked].sum() / old[picked].sum()), float(1 - new.sum() / old.sum()))
