"""Statistics: numbers in, numbers out. No tables, no files, no clock, no hidden randomness.

Names whose modules need a heavy library are loaded when first asked for, so that the app's start does not pay.

>>> from hotspot.stats import CATEGORIES
>>> CATEGORIES[1], CATEGORIES[-8], CATEGORIES[0]
('new hot', 'historical cold', 'no pattern')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hotspot.stats.concentration import Concentration, Lorenz, concentration, generalised_gini, gini, lorenz
from hotspot.stats.emerging import CATEGORIES, FEW_STEPS, LETTERS, MIN_STEPS, RULES, Rules, also_matches, classify
from hotspot.stats.explanation import Explanation, explain
from hotspot.stats.gi_star import expected_counts, gi_star, space_time_gi_star
from hotspot.stats.local_moran import local_moran
from hotspot.stats.scoring import WINDOWS, Window
from hotspot.stats.significance import (
    confidence_bins,
    false_discovery,
    permutation_p,
    permutations_needed,
    two_sided_p,
)
from hotspot.stats.trend import HamedRao, MannKendall, direction, hamed_rao, mann_kendall, sen_slope, unlagged_trend

if TYPE_CHECKING:
    from hotspot.stats.accuracy import PredictionAccuracy, prediction_accuracy
    from hotspot.stats.aoristic import aoristic_weights
    from hotspot.stats.before_after import TrendTest, least_before, least_fall, parallel_trends
    from hotspot.stats.binomial import share_p
    from hotspot.stats.density import Grid, edge_factor, kernel_density, kernel_ratio, quartic_bandwidth
    from hotspot.stats.difference import Difference, count_difference, share_difference
    from hotspot.stats.evaluation import PercentChange, WeightedDisplacementDifference, e_test, percent_change, wdd, wdq
    from hotspot.stats.near_repeat import Knox, knox
    from hotspot.stats.rank_correlation import RankCorrelation, spearman
    from hotspot.stats.rates import empirical_bayes_rate, poisson_interval
    from hotspot.stats.usual import next_count

_LOADED_WHEN_ASKED = {
    "accuracy": ("PredictionAccuracy", "prediction_accuracy"),
    "aoristic": ("aoristic_weights",),
    "before_after": ("TrendTest", "least_before", "least_fall", "parallel_trends"),
    "binomial": ("share_p",),
    "density": ("Grid", "edge_factor", "kernel_density", "kernel_ratio", "quartic_bandwidth"),
    "difference": ("Difference", "count_difference", "share_difference"),
    "evaluation": ("PercentChange", "WeightedDisplacementDifference", "e_test", "percent_change", "wdd", "wdq"),
    "near_repeat": ("Knox", "knox"),
    "rank_correlation": ("RankCorrelation", "spearman"),
    "rates": ("empirical_bayes_rate", "poisson_interval"),
    "usual": ("next_count",),
}
_HOME = {name: module for module, names in _LOADED_WHEN_ASKED.items() for name in names}

__all__ = [
    "CATEGORIES",
    "FEW_STEPS",
    "LETTERS",
    "MIN_STEPS",
    "RULES",
    "RankCorrelation",
    "WINDOWS",
    "Concentration",
    "Difference",
    "Explanation",
    "Grid",
    "HamedRao",
    "Knox",
    "Lorenz",
    "MannKendall",
    "PercentChange",
    "PredictionAccuracy",
    "Rules",
    "TrendTest",
    "WeightedDisplacementDifference",
    "Window",
    "also_matches",
    "aoristic_weights",
    "classify",
    "concentration",
    "confidence_bins",
    "count_difference",
    "direction",
    "e_test",
    "edge_factor",
    "empirical_bayes_rate",
    "expected_counts",
    "explain",
    "false_discovery",
    "generalised_gini",
    "gi_star",
    "gini",
    "hamed_rao",
    "kernel_density",
    "kernel_ratio",
    "knox",
    "least_before",
    "least_fall",
    "local_moran",
    "lorenz",
    "mann_kendall",
    "next_count",
    "parallel_trends",
    "percent_change",
    "permutation_p",
    "permutations_needed",
    "poisson_interval",
    "prediction_accuracy",
    "quartic_bandwidth",
    "sen_slope",
    "share_difference",
    "share_p",
    "space_time_gi_star",
    "spearman",
    "two_sided_p",
    "unlagged_trend",
    "wdd",
    "wdq",
]


def __getattr__(name: str) -> Any:
    """Load the module that holds ``name`` when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'hotspot.stats' has no attribute '{name}'")
    return getattr(import_module(f"hotspot.stats.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
