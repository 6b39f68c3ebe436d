"""How good were our past lists? Each one scored on the step that followed it, beside plain counting and chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from hotspot.disclosure import Step
from hotspot.errors import DataError, HiddenError
from hotspot.evaluate.past_lists import CHANCE, PLAIN, TITLES, Past, Unit, by_chance, held, hindsight, scores
from hotspot.evaluate.verdict import words
from hotspot.findings import Findings

Floats = NDArray[np.float64]
Universes = dict[Unit, NDArray[np.bool_]]  # what a list of so many places, and of so much area, is picked from

Row = tuple[object, ...]
ROW = ("method", "unit", "at", "hits", "possible", "area_share", "incidents")

FEWEST_BASELINE = 6
FEWEST_FOLDS = 6
PLACES = (10, 20, 40)
SHARES = (0.005, 0.01, 0.02, 0.05, 0.10)
DRAWS = 2_000
BLOCK = 3  # steps drawn together: lists a month apart share nearly all of their past
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Scorecard:
    """How much past lists held of the step that followed each.

    Attributes
    ----------
    table : DataFrame
        One row per method and length of list: ``method``, ``title``, ``unit`` (``places`` or ``area``), ``at`` (a
        number of places of the built-up area, or a share of the area of all places), ``hit_rate`` with ``low`` and
        ``high``, ``pai``, ``pei``, and the ``difference`` of the hit rate from the plain count's with
        ``difference_low`` and ``difference_high``.
    by_fold : DataFrame
        For each step scored too, named by its first day: ``hits``, the most ``possible`` and the ``area_share`` of
        each list, ``incidents``.
    folds : tuple of Step
        The steps that were scored, oldest first.
    baseline : (int, int)
        How many steps the first and the last list were made from.
    words : tuple of str
        What was done, and which method to use, in sentences.
    """

    table: pd.DataFrame
    by_fold: pd.DataFrame
    folds: tuple[Step, ...]
    baseline: tuple[int, int]
    words: tuple[str, ...]

    def at(self, method: str, places: int) -> pd.Series:
        """Return the row of a method's list of so many places."""
        return self.table.iloc[self._rows[method, places]]

    @cached_property
    def _rows(self) -> dict[tuple[str, float], int]:
        """Where each row of so many places stands; looked up for the line beside every list."""
        named = zip(self.table["method"], self.table["unit"], self.table["at"], strict=True)
        return {(method, at): row for row, (method, unit, at) in enumerate(named) if unit == "places"}


def scorecard(
    found: Findings,
    *,
    built_up: NDArray[np.bool_],
    rng: np.random.Generator,
    weights: sparse.csr_array | None = None,
    inside: NDArray[np.bool_] | None = None,
    between: Callable[[], object] = lambda: None,
) -> Scorecard:
    """Score every past list on the step that followed it, with rolling origin.

    For each step from the seventh on, the places are ordered by what the steps before it held, all of them and nothing
    later, and scored by what the step itself held. A hit rate of 0.34 in 10 places says that lists of 10 like this one
    held 34 % of what came next; it does not say that anything was prevented there, and records that were never made
    count nowhere.

    Parameters
    ----------
    found : Findings
        Counts of n places in t steps; not controlled.
    built_up : bool array (n,)
        Places that a list may pick, and the area against which 10, 20 or 40 of them are measured. Shares of the area
        are of all places.
    rng : Generator
        Draws the lists by lot and the intervals.
    weights : sparse array (n, n), optional
        Spatial weights with the diagonal; the adjoining places unless given.
    inside : bool array (n,), optional
        Only these places are picked and scored (a district), though all of them are compared.
    between : callable
        Called before each list: it may raise where nobody wants the scores any more.

    Returns
    -------
    Scorecard
        Intervals hold the middle 95 % of 2,000 draws of the steps in blocks of three in a row. They say how far the
        figure would move with other months, not how it will do after something changes.

    Raises
    ------
    HiddenError
        The findings are controlled: counts in bands cannot be scored.
    DataError
        Fewer than 12 steps (six to make the first list from, six to score), nothing happened, or fewer than 10 places.

    Notes
    -----
    Hit rate, PAI = hit rate / share of the area, PEI = hits / the most that the same area could have held, each over
    the sums of all folds; ties are put in the worst order. Sources: S. Chainey, L. Tompson & S. Uhlig, Security Journal
    21 (2008) 4-28; J. Hunt (2016); block bootstrap: H. R. Künsch, Annals of Statistics 17 (1989) 1217-1241, with the
    circle of D. N. Politis & J. P. Romano (1992).
    """
    mine = np.ones(len(found.counts), dtype=bool) if inside is None else inside
    universes: Universes = {"places": built_up & mine, "area": mine}
    _refuse(found, universes)
    near = found.neighbours if weights is None else weights
    origins = range(FEWEST_BASELINE, len(found.steps))
    pasts = (Past(found.counts[:, :origin], found.steps[:origin], near, rng) for origin in origins)
    area_km2 = found.locations["area_km2"].to_numpy(dtype=float)
    rows: list[Row] = []
    for past, origin in zip(pasts, origins, strict=True):
        between()
        observed = found.counts[:, origin].astype(float)
        rows += [(found.steps[origin].start, *row) for row in _fold(scores(past), observed, area_km2, universes)]
    by_fold = pd.DataFrame(rows, columns=["step", *ROW])
    scored = found.steps[FEWEST_BASELINE:]
    table = _table(by_fold, rng)
    baseline = (FEWEST_BASELINE, len(found.steps) - 1)
    return Scorecard(table, by_fold, scored, baseline, words(table, scored, baseline))


def _refuse(found: Findings, universes: Universes) -> None:
    if found.controlled:
        raise HiddenError(
            "Counts of a restricted source are shown in bands, and bands cannot be scored.",
            "Ask the source's own analyst, who sees the scorecard, or choose a published source.",
        )
    steps, needed, listed = len(found.steps), FEWEST_BASELINE + FEWEST_FOLDS, int(universes["places"].sum())
    if steps < needed:
        raise DataError(
            f"Past lists cannot be scored on {steps} months in a row: the first list needs {FEWEST_BASELINE} months "
            f"before it, and with fewer than {FEWEST_FOLDS} months to score one odd month decides.",
            f"Add months until {needed} are held without a gap.",
        )
    if listed < PLACES[0]:
        raise DataError(
            f"Only {listed} places of the built-up area can be listed, fewer than {PLACES[0]}.",
            "Choose smaller places or a larger area.",
        )
    if not found.counts[universes["places"], FEWEST_BASELINE:].any():
        raise DataError("Nothing was recorded in the months to be scored.", "Choose what is recorded here more often.")


def _fold(scored: dict[str, Floats], observed: Floats, area_km2: Floats, universes: Universes) -> list[Row]:
    """Return what the list of each method held of one step: one row per method and length."""
    rows: list[Row] = []
    for unit, inside in universes.items():
        seen, size = observed[inside], area_km2[inside]
        at = [float(k) for k in PLACES if k <= len(seen)] if unit == "places" else SHARES
        best = hindsight(seen, size)
        lists = {key: held(score[inside], seen, size, at=at, unit=unit, best=best) for key, score in scored.items()}
        lists[CHANCE] = by_chance(seen, size, at=at, unit=unit, best=best)
        rows += [
            (key, unit, *figures, float(seen.sum()))
            for key, one in lists.items()
            for figures in zip(at, one.hits, one.possible, one.area_share, strict=True)
        ]
    return rows


def _table(by_fold: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per length of list and method, over the sums of all folds."""
    parts = by_fold.assign(by_area=by_fold["incidents"] * by_fold["area_share"])
    wide = {
        name: parts.pivot(index="step", columns=["unit", "at", "method"], values=name).sort_index(axis=1)
        for name in ("hits", "possible", "by_area", "incidents")
    }
    total = {name: frame.sum() for name, frame in wide.items()}
    draws = _draws(len(wide["hits"]), rng)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (draws @ wide["hits"].to_numpy()) / (draws @ wide["incidents"].to_numpy())
    drawn = pd.DataFrame(drawn, columns=wide["hits"].columns)
    table = pd.DataFrame({"hit_rate": total["hits"] / total["incidents"]})
    table["low"], table["high"] = _middle(drawn)
    table["pai"] = total["hits"] / total["by_area"]
    table["pei"] = total["hits"] / total["possible"]
    plain = [(unit, at, PLAIN) for unit, at, _ in drawn.columns]
    table["difference"] = table["hit_rate"] - table.loc[plain, "hit_rate"].to_numpy()
    table["difference_low"], table["difference_high"] = _middle(drawn - drawn[plain].to_numpy())
    return _in_order(table.reset_index())


def _draws(folds: int, rng: np.random.Generator) -> Floats:
    """Return how often each draw holds each fold: blocks of steps in a row, the first following the last."""
    starts = rng.integers(folds, size=(DRAWS, -(-folds // BLOCK)))
    drawn = ((starts[:, :, None] + np.arange(BLOCK)) % folds).reshape(DRAWS, -1)[:, :folds]
    times = np.zeros((DRAWS, folds))
    np.add.at(times, (np.arange(DRAWS)[:, None], drawn), 1)
    return times


def _middle(drawn: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    tail = (1 - CONFIDENCE) / 2
    return drawn.quantile(tail), drawn.quantile(1 - tail)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    table.insert(1, "title", table["method"].map(TITLES))
    order = table.assign(area=table["unit"] == "area", nth=table["method"].map(list(TITLES).index))
    return order.sort_values(["area", "at", "nth"]).drop(columns=["area", "nth"]).reset_index(drop=True)
