"""Kernel density: worked numbers, the exact double loop, scikit-learn, laws, and real points."""

from __future__ import annotations

import csv
import io
import math
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from sklearn.neighbors import KernelDensity

from hotspot.errors import DataError, ParameterError
from hotspot.stats.density import Grid, edge_factor, kernel_density, kernel_ratio, quartic_bandwidth

KERNELS = ["quartic", "gaussian"]


def slow_density(x, y, w, grid, bandwidth, kernel):
    """Add up every hill at every centre, straight from the formula."""
    surface = np.zeros(grid.shape)
    for row, centre_y in enumerate(grid.y_centres_m):
        for column, centre_x in enumerate(grid.x_centres_m):
            d = np.hypot(centre_x - x, centre_y - y) / bandwidth
            if kernel == "quartic":
                hill = np.where(d < 1, 3 / math.pi * (1 - d**2) ** 2, 0)
            else:
                hill = np.where(d < 4, np.exp(-(d**2) / 2) / (2 * math.pi), 0)
            surface[row, column] = (w * hill).sum() / bandwidth**2
    return surface


@pytest.fixture(scope="module")
def gwent(shared: Path):
    """Two months of recorded violence in Gwent: eastings and northings, snapped as published."""
    lon, lat = [], []
    with zipfile.ZipFile(shared / "data/police_uk/gwent-street.zip") as archive:
        for month in ("2024-05", "2024-06"):
            text = archive.read(f"{month}/{month}-gwent-street.csv").decode()
            for row in csv.DictReader(io.StringIO(text)):
                if row["Crime type"] == "Violence and sexual offences" and row["Longitude"]:
                    lon.append(float(row["Longitude"]))
                    lat.append(float(row["Latitude"]))
    return Transformer.from_crs(4326, 27700, always_xy=True).transform(np.array(lon), np.array(lat))


NEWPORT = Grid(325_000, 183_000, 150, n_x=60, n_y=50)


def test_bandwidth_matches_worked_number(golden):
    case = golden["kernel_density"]
    x, y = np.array(case["bandwidth_points"]).T
    assert quartic_bandwidth(x, y) == pytest.approx(case["bandwidth"], abs=1e-9)


def test_quartic_matches_worked_numbers(golden):
    for distance, height in golden["kernel_density"]["quartic_r100"].items():
        grid = Grid(float(distance) - 5, -5, 10, 1, 1)
        assert kernel_density([0], [0], grid, bandwidth_m=100)[0, 0] == pytest.approx(height, rel=1e-6)


def test_row_zero_is_the_south_and_column_zero_the_west():
    surface = kernel_density([35], [5], Grid(0, 0, 10, n_x=4, n_y=3), bandwidth_m=8)
    assert surface.shape == (3, 4)
    assert np.argwhere(surface > 0).tolist() == [[0, 3]]


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("bandwidth", [7.0, 35.0, 400.0])
def test_density_is_the_sum_of_all_hills(kernel, bandwidth):
    rng = np.random.default_rng(1)
    # Lopsided weights, and points beyond the grid whose hills reach it or do not.
    x, y, w = rng.uniform(-300, 500, 60), rng.uniform(-300, 400, 60), rng.exponential(2, 60)
    grid = Grid(-20.5, 30, 10, n_x=23, n_y=17)
    found = kernel_density(x, y, grid, bandwidth_m=bandwidth, kernel=kernel, weights=w)
    assert found == pytest.approx(slow_density(x, y, w, grid, bandwidth, kernel), rel=1e-9, abs=1e-18)


@pytest.mark.parametrize("kernel", KERNELS)
def test_real_points_give_the_sum_of_all_hills(gwent, kernel):
    x, y = gwent
    found = kernel_density(x, y, NEWPORT, bandwidth_m=400, kernel=kernel)
    assert found == pytest.approx(slow_density(x, y, np.ones(len(x)), NEWPORT, 400, kernel), rel=1e-9, abs=1e-18)


def test_gaussian_agrees_with_scikit_learn_on_real_points(gwent):
    x, y = gwent
    model = KernelDensity(kernel="gaussian", bandwidth=400).fit(np.column_stack([x, y]))
    east, north = np.meshgrid(NEWPORT.x_centres_m, NEWPORT.y_centres_m)
    theirs = np.exp(model.score_samples(np.column_stack([east.ravel(), north.ravel()]))) * len(x)
    found = kernel_density(x, y, NEWPORT, bandwidth_m=400, kernel="gaussian")
    # Theirs is not cut at 4 standard deviations.
    assert np.abs(found.ravel() - theirs).max() < 1e-3 * theirs.max()


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("n", [40, 30_000])
def test_density_integrates_to_the_weight(kernel, n):
    rng = np.random.default_rng(2)
    w = rng.uniform(0, 5, n)
    surface = kernel_density(
        *rng.uniform(1000, 2000, (2, n)), Grid(0, 0, 20, 150, 150), bandwidth_m=200, kernel=kernel, weights=w
    )
    assert surface.sum() * 20**2 == pytest.approx(w.sum(), rel=1e-3)
    assert (surface >= 0).all()


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(-50, 150), st.integers(-50, 150)), min_size=1, max_size=12),
    st.integers(-10_000, 10_000),
    st.sampled_from(KERNELS),
)
def test_density_moves_mirrors_and_adds(points, shift, kernel):
    x, y = np.array(points, dtype=float).T
    grid, moved = Grid(0, 0, 10, 10, 10), Grid(shift, 0, 10, 10, 10)
    surface = kernel_density(x, y, grid, bandwidth_m=30, kernel=kernel)
    assert kernel_density(x + shift, y, moved, bandwidth_m=30, kernel=kernel) == pytest.approx(surface, abs=1e-12)
    assert kernel_density(100 - x, y, grid, bandwidth_m=30, kernel=kernel) == pytest.approx(surface[:, ::-1], abs=1e-15)
    assert kernel_density(y, x, grid, bandwidth_m=30, kernel=kernel) == pytest.approx(surface.T, abs=1e-15)
    twice = kernel_density(np.tile(x, 2), np.tile(y, 2), grid, bandwidth_m=30, kernel=kernel)
    assert twice == pytest.approx(2 * surface, abs=1e-15)


def test_no_points_no_density():
    assert (kernel_density([], [], Grid(0, 0, 10, 3, 2), bandwidth_m=50) == np.zeros((2, 3))).all()


def test_arguments_are_left_as_they_were():
    x, y, w = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([1.0, 0.0])
    kernel_density(x, y, Grid(0, 0, 1, 5, 5), bandwidth_m=2, weights=w)
    assert (x.tolist(), y.tolist(), w.tolist()) == ([1, 2], [3, 4], [1, 0])


@pytest.mark.parametrize(
    "change",
    [
        {"bandwidth_m": 0},
        {"bandwidth_m": np.nan},
        {"kernel": "epanechnikov"},
        {"x_m": [1.0]},
        {"x_m": [1.0, np.nan]},
        {"weights": [1, -1]},
    ],
)
def test_what_cannot_be_smoothed_is_refused(change):
    arguments = {"x_m": [1.0, 2.0], "y_m": [1.0, 2.0], "grid": Grid(0, 0, 1, 2, 2), "bandwidth_m": 1.0} | change
    with pytest.raises(ParameterError):
        kernel_density(**arguments)


def slow_bandwidth(x, y):
    """Repeat each point instead of weighting it."""
    distance = np.hypot(x - x.mean(), y - y.mean())
    spread = min(np.sqrt((distance**2).mean()), np.sqrt(1 / np.log(2)) * np.median(distance))
    return 0.9 * spread


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(1, 6)), min_size=3, max_size=15, unique=True
    ).filter(lambda points: len({(x, y) for x, y, _ in points}) > 2)
)
def test_weighted_bandwidth_is_that_of_repeated_points_up_to_their_number(points):
    x, y, w = np.array(points, dtype=float).T
    repeated = slow_bandwidth(np.repeat(x, w.astype(int)), np.repeat(y, w.astype(int)))
    effective = w.sum() ** 2 / (w**2).sum()
    if repeated > 1e-6:
        assert quartic_bandwidth(x, y, w) == pytest.approx(repeated * effective**-0.2, rel=1e-9)


def test_harm_weights_do_not_narrow_the_bandwidth():
    rng = np.random.default_rng(3)
    x, y = rng.normal(0, 500, (2, 400))
    assert quartic_bandwidth(x, y, np.full(400, 5475.0)) == pytest.approx(quartic_bandwidth(x, y))


def test_weights_of_nothing_leave_their_points_out():
    x, y = np.array([0.0, 10, 20, 35, 9000]), np.array([0.0, 40, 5, 9, 0])
    assert quartic_bandwidth(x, y, [1, 1, 1, 1, 0]) == pytest.approx(quartic_bandwidth(x[:4], y[:4]))


@pytest.mark.parametrize("points", [([], []), ([5], [5]), ([5, 5, 5], [1, 1, 1])])
def test_points_without_spread_suggest_no_bandwidth(points):
    with pytest.raises(DataError, match="bandwidth"):
        quartic_bandwidth(*points)


def test_edge_factor_is_a_half_on_a_straight_boundary_and_a_quarter_in_a_corner():
    grid, mask = Grid(0, 0, 1, 121, 121), np.zeros((121, 121), bool)
    mask[:61, :61] = True
    share = edge_factor(grid, mask, 20)
    assert share[30, 30] == pytest.approx(1)
    assert share[60, 30] == pytest.approx(0.5, abs=0.04) and share[60, 60] == pytest.approx(0.25, abs=0.04)
    assert share[100, 100] == pytest.approx(0)
    # Half a cell further out the boundary lies exactly between the two rows.
    assert (share[60, 30] + share[61, 30]) / 2 == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("kernel", KERNELS)
def test_edge_factor_is_the_slow_share_of_the_hill(kernel):
    rng = np.random.default_rng(4)
    grid, mask = Grid(100, 200, 50, 14, 11), rng.random((11, 14)) < 0.6
    east, north = np.meshgrid(grid.x_centres_m, grid.y_centres_m)
    inside = slow_density(east[mask], north[mask], np.ones(mask.sum()), grid, 120, kernel)
    wide = Grid(100 - 2000, 200 - 2000, 50, 94, 91)
    east, north = np.meshgrid(wide.x_centres_m, wide.y_centres_m)
    everywhere = slow_density(east.ravel(), north.ravel(), np.ones(east.size), Grid(350, 450, 50, 1, 1), 120, kernel)
    assert edge_factor(grid, mask, 120, kernel=kernel) == pytest.approx(inside / everywhere, abs=1e-9)


def test_edge_correction_makes_an_even_spread_even():
    rng = np.random.default_rng(5)
    grid = Grid(0, 0, 20, 50, 50)
    surface = kernel_density(*rng.uniform(0, 1000, (2, 200_000)), grid, bandwidth_m=150)
    corrected = surface / edge_factor(grid, np.ones((50, 50), bool), 150)
    assert surface.min() < 0.08 and corrected == pytest.approx(np.full((50, 50), 0.2), rel=0.15)


def test_edge_factor_needs_the_mask_of_its_grid():
    with pytest.raises(ParameterError, match="shape"):
        edge_factor(Grid(0, 0, 1, 4, 3), np.ones((4, 3), bool), 2)


def test_ratio_is_empty_below_the_floor_and_never_infinite():
    ratio = kernel_ratio([[1.0, 2.0], [3.0, 4.0]], [[2.0, 1.0], [0.0, np.nan]], floor=1.5)
    assert ratio[0, 0] == 0.5 and np.isnan([ratio[0, 1], ratio[1, 0], ratio[1, 1]]).all()
    assert np.isnan(kernel_ratio([1.0], [0.0], floor=0)).all()


@pytest.mark.parametrize(("bottom", "floor"), [([1.0, 2.0], 1), ([1.0], -1), ([1.0], np.nan)])
def test_ratio_refuses_what_does_not_fit(bottom, floor):
    with pytest.raises(ParameterError):
        kernel_ratio([1.0], bottom, floor=floor)
