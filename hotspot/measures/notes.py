"""What a reader must know before quoting a number: said in sentences, made where the numbers are made."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from hotspot import stats
from hotspot.config import Parameters
from hotspot.cube import Cube
from hotspot.language import sentence
from hotspot.measures.emergence import Emergence

TWO_YEARS_DAYS = 2 * 365


def notes(cube: Cube, frame: pd.DataFrame, found: Emergence | None, parameters: Parameters) -> tuple[str, ...]:
    """Return the sentences that belong beside every number of these measures."""
    bins = frame["bin"].to_numpy() if found is None else found.bins
    said = [
        *cube.notes,
        _steps(cube, found),
        _season(cube, found),
        "" if (bins < 0).any() else _no_cold(),
        _small(frame, found),
        _permutations(len(frame), parameters),
        concentrated(frame["count"].to_numpy(), parameters.seed),
    ]
    return tuple(sentence for sentence in said if sentence)


def _no_cold() -> str:
    return sentence("Cold spots cannot be shown at these counts: no neighbourhood is empty enough.")


def _steps(cube: Cube, found: Emergence | None) -> str:
    if found is None:
        return sentence("No trend categories: they need the emerging method and at least {n} steps.", n=stats.MIN_STEPS)
    if len(cube.steps) < stats.FEW_STEPS:
        gaps = {"n": len(cube.steps), "few": stats.FEW_STEPS}
        return sentence("Only {n} steps: categories are weak below {few}.", **gaps)
    return ""


def _season(cube: Cube, found: Emergence | None) -> str:
    held = (cube.steps[-1].end - cube.steps[0].start).days + 1
    said = sentence("Less than 24 months of data: a trend word may be season.")
    return said if found and held < TWO_YEARS_DAYS else ""


def _small(frame: pd.DataFrame, found: Emergence | None) -> str:
    low = float(frame["low_expected_step" if found else "low_expected"].mean())
    part = f"{100 * low:,.0f} %" if low >= 0.005 else sentence("under 1 %")
    said = sentence(
        "In {part} of places fewer than 5 incidents are expected around in a step: scores there are rough.", part=part
    )
    return said if low > 0 else ""


def _permutations(places: int, parameters: Parameters) -> str:
    needed = stats.permutations_needed(places, parameters.alpha)
    if not parameters.permutations or parameters.permutations >= needed:
        return ""
    gaps = {"n": f"{parameters.permutations:,}", "places": f"{places:,}", "needed": f"{needed:,}"}
    return sentence("{n} reallocations are too few for {places} places: ask for {needed} or more.", **gaps)


def concentrated(counts: np.ndarray, seed: int) -> str:
    """Return how few places hold half of the incidents, beside the same figure under random reallocation.

    Without the second figure the first misleads: a few incidents thrown at random over many places always leave most
    places empty. Source: Bernasco & Steenbeek 2017.

    >>> concentrated(np.array([50, 1, 1, 1, 1, 1, 1, 1, 1, 1]), seed=1)
    'Half of the incidents are in 10 % of the places; by chance alone it would be 41 %.'
    """
    if counts.sum() < 2:
        return ""
    found, chance = stats.smallest_share(counts), _by_chance(len(counts), int(counts.sum()), seed)
    gaps = {"found": f"{100 * found:.2g}", "chance": f"{100 * chance:.2g}"}
    return sentence(
        "Half of the incidents are in {found} % of the places; by chance alone it would be {chance} %.", **gaps
    )


def _by_chance(places: int, incidents: int, seed: int) -> float:
    return stats.expected_share(places, incidents) if places >= stats.FEWEST_PLACES else _drawn(places, incidents, seed)


@lru_cache(maxsize=256)
def _drawn(places: int, incidents: int, seed: int) -> float:
    """Return the mean of random reallocations: another method or level throws the same records again."""
    return float(np.mean(stats.by_chance(places, incidents, share=0.5, rng=np.random.default_rng(seed))))
