"""The public interface: every promised name can be imported, and loading it costs no compiler."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hotspot import stats

PROMISED = """
gi_star space_time_gi_star two_sided_p false_discovery confidence_bins permutation_p mann_kendall hamed_rao sen_slope
classify CATEGORIES LETTERS also_matches Grid quartic_bandwidth kernel_density edge_factor kernel_ratio gini
generalised_gini lorenz concentration prediction_accuracy wdq wdd e_test empirical_bayes_rate knox local_moran
aoristic_weights
""".split()


def fresh(code: str) -> str:
    """Run code in a Python of its own, where nothing has been imported yet."""
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_every_promised_name_is_there_whatever_was_loaded_before():
    loaded = "import hotspot.stats.concentration, hotspot.stats.gi_star, hotspot.stats.local_moran;"
    names = ", ".join(PROMISED)
    code = f"{loaded} from hotspot.stats import {names}; print([type(x).__name__ for x in ({names})])"
    assert "module" not in fresh(code)


def test_the_list_of_names_is_complete():
    assert set(PROMISED) <= set(stats.__all__) == set(dir(stats))
    assert all(getattr(stats, name) is not None for name in stats.__all__)
    with pytest.raises(AttributeError, match="hot_spots"):
        stats.hot_spots  # noqa: B018


def test_importing_loads_no_compiler_and_no_heavy_library():
    heavy = "('numba', 'sklearn', 'scipy.stats', 'scipy.signal', 'pandas')"
    assert fresh(f"import sys, hotspot.stats; print([m for m in {heavy} if m in sys.modules])") == "[]"
