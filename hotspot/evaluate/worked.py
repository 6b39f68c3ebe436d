"""Before and after, beside places that were left alone: what the numbers can carry, and what they cannot."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot import stats
from hotspot.config import Measure
from hotspot.errors import DataError, ParameterError
from hotspot.evaluate import matching
from hotspot.evaluate.intervention import Intervention, Periods, Rows, periods
from hotspot.evaluate.regression import WithoutAction, restlessness, without_action
from hotspot.findings import Findings
from hotspot.stats import TrendTest, WeightedDisplacementDifference

Verdict = Literal["too few", "not shown", "fell more", "rose more"]
APART = 0.05  # a drift apart that chance gives one time in twenty
PARTS = ("target", "comparison", "ring", "ring_comparison")
TYPICAL_FALL = 0.2  # what a well-run hotspot programme may hope for


@dataclass(frozen=True)
class Worked:
    """What was counted and what may be said of it.

    Attributes
    ----------
    intervention : Intervention
        What was done.
    periods : Periods
        Which steps are compared.
    first_before, last_before, first_after, last_after : str
        The ends of the periods in words of the steps.
    counts : DataFrame
        Index ``target``, ``comparison``, ``ring``, ``ring_comparison``; ``places``, ``before``, ``after``.
    wdd : WeightedDisplacementDifference
        Of target and ring, net of their comparisons, with the interval that chance alone would give.
    wider : float
        How many times as wide as chance the margins are, from places that no action touched.
    wdq : float
        NaN where it cannot be read.
    change : PercentChange
        Of the target alone, with its interval.
    without_action : WithoutAction
        What the target was to be expected to hold.
    series : DataFrame
        Step by step: ``label``, ``start``, ``end``, ``target``, ``comparison``, ``period`` (before, after, or empty).
    drift : TrendTest
        Whether target and comparison moved apart before the start.
    least_fall : float
        The least fall these counts could show, as a share; above 1 means none.
    least_before : int
        Incidents that a fall of a fifth needs before.
    comparison, ring, candidates : DataFrame
        Places compared with, places around the target, and others that could be compared with.
    verdict : str
        ``too few``, ``not shown``, ``fell more`` or ``rose more``.
    """

    intervention: Intervention
    periods: Periods
    first_before: str
    last_before: str
    first_after: str
    last_after: str
    counts: pd.DataFrame
    wdd: WeightedDisplacementDifference
    wider: float
    wdq: float
    change: stats.PercentChange
    without_action: WithoutAction
    series: pd.DataFrame
    drift: TrendTest
    least_fall: float
    least_before: int
    comparison: pd.DataFrame
    ring: pd.DataFrame
    candidates: pd.DataFrame
    verdict: Verdict

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the difference, as wide as places of this area move by themselves."""
        low, high = self.wdd.interval
        middle = self.wdd.estimate
        return middle - (middle - low) * self.wider, middle + (high - middle) * self.wider

    @property
    def alike(self) -> bool:
        """Whether both, and both rings, held a similar number before, as a difference of numbers supposes."""
        before = self.counts["before"]
        return self.same_size and matching.similar(before["ring"], before["ring_comparison"])

    @property
    def same_size(self) -> bool:
        """Whether the places themselves held a similar number before."""
        before = self.counts["before"]
        return matching.similar(before["target"], before["comparison"])


@dataclass(frozen=True)
class _Groups:
    """Rows of the four groups compared, and of what no action touched."""

    target: Rows
    comparison: Rows
    ring: Rows
    ring_comparison: Rows
    untouched: Rows


def worked(
    found: Findings,
    done: Intervention,
    outcome: Measure,
    *,
    comparison: Collection[str] = (),
    touched: Collection[str] = (),
    rings: int = 1,
) -> Worked:
    """Return whether something was followed by a fall that neither chance, nor luck running out, nor the area explains.

    Parameters
    ----------
    found : Findings
        Of the whole area, open: from bands no difference can be made.
    done : Intervention
        What, where, when.
    outcome : Measure
        What the findings count. Offences that police activity finds are no outcome.
    comparison : collection of str
        Places to compare with; empty lets them be matched.
    touched : collection of str
        Places of other actions in the same time: never compared with.
    rings : int
        How far the ring around the target reaches.

    Raises
    ------
    DataError
        The outcome follows patrols, counts are controlled, or the records do not reach before and into the action.
    ParameterError
        A place is not in this area, or cannot be compared with.
    """
    refuse_outcome(outcome, controlled=found.controlled)
    when = periods(found.steps, done)
    groups = _groups(found, done, when, (comparison, touched), rings)
    counts = _counted(found.counts, groups, when)
    days = np.array([step.days for step in found.steps], dtype=float)
    alone = without_action(found.counts, days, groups.target, groups.untouched, when)
    series = _series(found, groups, when)
    history = series.iloc[when.history]
    pair = {name: (float(row["before"]), float(row["after"])) for name, row in counts.iterrows()}
    before = pair["target"][0]
    others = counts[["before", "after"]].to_numpy().sum() - sum(pair["target"])
    wdd = stats.wdd(*(pair[name] for name in PARTS))
    drift = stats.parallel_trends(history["target"], history["comparison"])
    least = stats.least_fall(before, float(others))
    around = (pair["ring"][0] + pair["ring_comparison"][0]) / before if before else 0.0
    barred = np.setdiff1d(np.arange(len(found.counts)), groups.untouched)
    result = Worked(
        intervention=done,
        periods=when,
        first_before=found.steps[when.before[0]].label,
        last_before=found.steps[when.before[-1]].label,
        first_after=found.steps[when.after[0]].label,
        last_after=found.steps[when.after[-1]].label,
        counts=counts,
        wdd=wdd,
        wider=restlessness(found.counts[groups.untouched], when),
        wdq=_wdq(pair),
        change=stats.percent_change(int(before), int(pair["target"][1])),
        without_action=alone,
        series=series,
        drift=drift,
        least_fall=least,
        least_before=stats.least_before(TYPICAL_FALL, around=around),
        comparison=matching.described(found, groups.comparison, when),
        ring=matching.described(found, groups.ring, when).sort_values("before", ascending=False, kind="stable"),
        candidates=matching.candidates(found, groups.target, barred, when, rings),
        verdict="not shown",
    )
    return _judged(result)


def refuse_outcome(outcome: Measure, *, controlled: bool) -> None:
    """Raise where these numbers can be no outcome, whatever was done.

    Raises
    ------
    DataError
        Police activity finds the offence, or only bands of counts may be seen.
    """
    if outcome.police_found:
        raise DataError(
            f"{outcome.title} cannot be an outcome: police activity finds these offences, so more patrols mean more of "
            "them and fewer patrols fewer, whatever happens on the street.",
            "Choose a measure of violence.",
        )
    if controlled:
        raise DataError(
            "Only bands of counts may be seen of these sources, and no difference can be made from bands.",
            "Evaluate on published records, or ask the source's own analyst to do it.",
        )


def _groups(
    found: Findings, done: Intervention, when: Periods, named: tuple[Collection[str], Collection[str]], rings: int
) -> _Groups:
    target = np.asarray(found.locations.index.get_indexer(list(dict.fromkeys(done.locations))), dtype=np.intp)
    if (target < 0).any() or not len(target):
        raise ParameterError(
            f"{done.name} names a place that is not in this area or holds no record of any kind.",
            "Choose its places on the map.",
        )
    comparison, touched = named
    other = np.setdiff1d(found.locations.index.get_indexer(list(touched)), [-1])
    picked = (
        matching.chosen(found, comparison, target, other, rings)
        if comparison
        else matching.matched(found, target, other, when, rings)
    )
    around = matching.ring(found.neighbours, target, rings)
    shut = np.concatenate([target, around, other])
    like = matching.ring_comparison(found, around, picked, shut, when, rings)
    return _Groups(target, picked, around, like, np.setdiff1d(np.arange(len(found.counts)), shut))


def _counted(counts: NDArray[np.int64], groups: _Groups, when: Periods) -> pd.DataFrame:
    rows = [getattr(groups, name) for name in PARTS]
    columns = {"places": [len(one) for one in rows]}
    for name, steps in (("before", when.before), ("after", when.after)):
        columns[name] = [int(counts[np.ix_(one, steps)].sum()) for one in rows]
    return pd.DataFrame(columns, index=pd.Index(PARTS, name="part"))


def _series(found: Findings, groups: _Groups, when: Periods) -> pd.DataFrame:
    period = np.full(len(found.steps), "", dtype=object)
    period[when.before], period[when.after] = "before", "after"
    return pd.DataFrame(
        {
            "label": [step.label for step in found.steps],
            "start": [step.start for step in found.steps],
            "end": [step.end for step in found.steps],
            "target": found.counts[groups.target].sum(axis=0),
            "comparison": found.counts[groups.comparison].sum(axis=0),
            "period": period,
        }
    )


def _wdq(pair: dict[str, tuple[float, float]]) -> float:
    """Return the quotient only where its parts are there: without a ring or a comparison it says nothing."""
    if min(pair["comparison"]) == 0 or sum(pair["ring"]) == 0:
        return float("nan")
    return stats.wdq(target=pair["target"], buffer=pair["ring"], control=pair["comparison"])


def _judged(result: Worked) -> Worked:
    """Return the result with its verdict.

    More than chance is not enough: a place picked because it was high falls by itself, so the count after must also lie
    outside what the place's own longer past leads to expect, and the comparison must be a fair one.
    """
    low, high = result.interval
    after = result.counts.at["target", "after"]
    fair = result.alike and not result.drift.p < APART
    verdict: Verdict = "not shown"
    if fair and high < 0 and after < result.without_action.low:
        verdict = "fell more"
    elif fair and low > 0 and after > result.without_action.high:
        verdict = "rose more"
    elif result.least_fall > 1:
        verdict = "too few"
    return dataclasses.replace(result, verdict=verdict)
