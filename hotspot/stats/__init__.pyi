from .accuracy import (
    PredictionAccuracy as PredictionAccuracy,
    accuracy_in_order as accuracy_in_order,
    prediction_accuracy as prediction_accuracy,
)
from .aoristic import aoristic_weights as aoristic_weights
from .before_after import (
    TrendTest as TrendTest,
    least_before as least_before,
    least_fall as least_fall,
    parallel_trends as parallel_trends,
)
from .binomial import share_p as share_p
from .concentration import (
    Concentration as Concentration,
    Lorenz as Lorenz,
    by_chance as by_chance,
    concentration as concentration,
    generalised_gini as generalised_gini,
    gini as gini,
    lorenz as lorenz,
    smallest_share as smallest_share,
)
from .corrected_trend import HamedRao as HamedRao, hamed_rao as hamed_rao
from .density import (
    Grid as Grid,
    edge_factor as edge_factor,
    kernel_density as kernel_density,
    kernel_ratio as kernel_ratio,
    quartic_bandwidth as quartic_bandwidth,
)
from .difference import (
    Difference as Difference,
    count_difference as count_difference,
    share_difference as share_difference,
)
from .emerging import (
    CATEGORIES as CATEGORIES,
    FEW_STEPS as FEW_STEPS,
    LETTERS as LETTERS,
    MIN_STEPS as MIN_STEPS,
    RULES as RULES,
    Rules as Rules,
    also_matches as also_matches,
    classify as classify,
    ever_marked as ever_marked,
    trend_decides as trend_decides,
)
from .evaluation import (
    PercentChange as PercentChange,
    WeightedDisplacementDifference as WeightedDisplacementDifference,
    e_test as e_test,
    percent_change as percent_change,
    wdd as wdd,
    wdq as wdq,
)
from .explanation import Explanation as Explanation, Sentences as Sentences, explain as explain, sentences as sentences
from .gi_star import expected_counts as expected_counts, gi_star as gi_star, space_time_gi_star as space_time_gi_star
from .local_moran import local_moran as local_moran
from .marking import marked as marked
from .near_repeat import Knox as Knox, knox as knox
from .rank_correlation import RankCorrelation as RankCorrelation, spearman as spearman
from .rates import empirical_bayes_rate as empirical_bayes_rate, poisson_interval as poisson_interval
from .reallocation import FEWEST_PLACES as FEWEST_PLACES, expected_share as expected_share
from .scoring import WINDOWS as WINDOWS, Reading as Reading, Window as Window
from .significance import (
    confidence_bins as confidence_bins,
    false_discovery as false_discovery,
    permutation_p as permutation_p,
    permutations_needed as permutations_needed,
    two_sided_p as two_sided_p,
)
from .trend import (
    MannKendall as MannKendall,
    direction as direction,
    mann_kendall as mann_kendall,
    sen_slope as sen_slope,
    unlagged_scores as unlagged_scores,
    unlagged_trend as unlagged_trend,
)
from .usual import next_count as next_count
