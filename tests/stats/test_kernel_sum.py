"""The fast sums behind a density: against the exact sum in the worst cases, and compiled against plain."""

from __future__ import annotations

import numpy as np
import pytest

from hotspot.stats import kernel_compiled, kernel_mesh, kernel_sum
from hotspot.stats.density import Grid, kernel_density

KERNELS = list(kernel_sum.KERNELS)


def points(kind, n, shape, rng, reach=0.0):
    """Points in a grid and up to a reach around it: spread out, stacked on one spot, or snapped to a few."""
    u, v = rng.uniform(-reach, shape[1] - 1 + reach, n), rng.uniform(-reach, shape[0] - 1 + reach, n)
    if kind == "stacked":
        u[:], v[:] = shape[1] / 2 + rng.random(), shape[0] / 2 + rng.random()
    if kind == "snapped":
        spot = (rng.pareto(1, n) * 3).astype(int) % 30
        u, v = u[spot], v[spot]
    return u, v, rng.exponential(1, n)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("kind", ["spread", "stacked", "snapped"])
@pytest.mark.parametrize("width", [1.6, 4.0, 9.7, 13.0, 31.0])
def test_mesh_is_within_a_thousandth_of_the_peak_or_declines(kernel, kind, width):
    rng = np.random.default_rng(int(width))
    shape = (61, 83)
    u, v, w = points(kind, 300, shape, rng, width)
    found = kernel_sum.KERNELS[kernel].mesh_sum(u, v, w, shape, width)
    exact = kernel_sum.exact_sum(u, v, w, shape, width, kernel)
    if found is None:
        assert kernel == "quartic" and width < 10
    else:
        assert np.abs(found - exact).max() < 1e-3 * exact.max()
        assert (found >= 0).all()


@pytest.mark.parametrize(
    ("kernel", "width", "coarse"),
    [("quartic", 12.0, False), ("quartic", 30.0, True), ("gaussian", 2.0, False), ("gaussian", 6.0, True)],
)
def test_many_spread_points_are_summed_closely_on_a_mesh(kernel, width, coarse, monkeypatch):
    """Where the hills are wide, the mesh is coarser than the grid."""
    tried, axis = [], kernel_mesh.axis
    monkeypatch.setattr(kernel_mesh, "axis", lambda *given: tried.append(axis(*given)) or tried[-1])
    monkeypatch.setattr(kernel_sum, "EXACT_UP_TO", 1_000_000)
    rng = np.random.default_rng(1)
    u, v, w = points("spread", 15_000, (100, 150), rng, width)
    found = kernel_sum.kernel_sum(u, v, w, (100, 150), width, kernel)
    exact = kernel_sum.exact_sum(u, v, w, (100, 150), width, kernel)
    error = np.abs(found - exact).max() / exact.max()
    assert 0 < error < 5e-4
    assert (tried[-1].spacing > 1.5) == coarse


def test_points_too_far_to_reach_the_grid_are_left_out():
    u, v, w = np.array([-3.0, -2.9, 12.9, 13.0, 5.0]), np.array([0.0, 0, 0, 0, 99]), np.ones(5)
    assert kernel_sum.reaching(u, v, w, (4, 11), 3.0)[0].tolist() == [-2.9, 12.9]


def test_hills_do_not_run_round_the_mesh_to_the_other_end():
    for kernel, reach in (("quartic", 30.0), ("gaussian", 120.0)):
        u, v = np.full(5, -reach + 0.5), np.full(5, -reach + 0.5)
        far = np.array([49 + reach - 0.5] * 5)
        for place in ((u, v), (far, far), (u, far)):
            found = kernel_sum.KERNELS[kernel].mesh_sum(*place, np.ones(5), (50, 50), 30.0)
            peak = 5 * float(kernel_sum.KERNELS[kernel].height(np.zeros(1))[0])
            exact = kernel_sum.exact_sum(*place, np.ones(5), (50, 50), 30.0, kernel)
            assert found is None or np.abs(found - exact).max() < 1e-3 * peak


def test_a_mesh_too_large_for_memory_is_declined(monkeypatch):
    u, v, w = points("spread", 10, (50, 50), np.random.default_rng(2))
    monkeypatch.setattr(kernel_mesh, "_NODES_UP_TO", 1000)
    for kernel in kernel_sum.KERNELS.values():
        assert kernel.mesh_sum(u, v, w, (50, 50), 20.0) is None


def test_declined_points_are_summed_exactly(monkeypatch):
    """All on one spot, and a bandwidth too narrow for a mesh."""
    monkeypatch.setattr(kernel_sum, "EXACT_UP_TO", 0)
    u, v, w = points("stacked", 50, (20, 20), np.random.default_rng(3))
    found = kernel_sum.kernel_sum(u, v, w, (20, 20), 2.0, "quartic")
    assert found == pytest.approx(kernel_sum.exact_sum(u, v, w, (20, 20), 2.0, "quartic"), abs=1e-12)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("width", [0.3, 1.0, 4.4])
def test_compiled_and_plain_exact_sums_agree(kernel, width):
    u, v, w = points("spread", 500, (40, 30), np.random.default_rng(4), kernel_sum.KERNELS[kernel].reach * width)
    plain = kernel_sum.exact_sum(u, v, w, (40, 30), width, kernel)
    compiled = kernel_compiled.exact_sum(u, v, w, (40, 30), width, kernel == "quartic")
    assert compiled == pytest.approx(plain, rel=1e-9, abs=1e-12)


def test_compiled_and_plain_sharing_agree():
    y, x = kernel_mesh.axis(40, 6.0, 1.0), kernel_mesh.axis(30, 6.0, 1.7)
    u, v, w = points("spread", 3000, (40, 30), np.random.default_rng(5), 6.0)
    u[:4], v[:4] = [5.5, 6.5, 7, 8.499999], [5.5, 6, 7.5, 9.5]  # halfway between two nodes
    plain, compiled = kernel_mesh.shared(u, v, w, y, x), kernel_compiled.shared(u, v, w, y, x)
    assert compiled == pytest.approx(plain, rel=1e-9, abs=1e-12)
    assert plain.sum() == pytest.approx(w.sum())


@pytest.mark.parametrize("kernel", KERNELS)
def test_compiled_and_plain_densities_agree(kernel, monkeypatch):
    """One size, both paths, through the public function."""
    rng = np.random.default_rng(6)
    x, y = rng.normal(1000, 300, (2, 20_000))
    grid = Grid(0, 0, 10, 200, 200)
    monkeypatch.setattr(kernel_mesh, "COMPILED_FROM", 20_001)
    plain = kernel_density(x, y, grid, bandwidth_m=150, kernel=kernel)
    monkeypatch.setattr(kernel_mesh, "COMPILED_FROM", 20_000)
    compiled = kernel_density(x, y, grid, bandwidth_m=150, kernel=kernel)
    assert np.abs(compiled - plain).max() <= 1e-9 * plain.max()


def test_snapped_real_points_stay_within_a_thousandth(shared, monkeypatch):
    """Published points pile up on map points, the worst case for a mesh."""
    import csv
    import io
    import zipfile

    with zipfile.ZipFile(shared / "data/police_uk/gwent-street.zip") as archive:
        text = archive.read("2024-05/2024-05-gwent-street.csv").decode()
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["Longitude"]]
    u = (np.array([float(row["Longitude"]) for row in rows]) + 3.1) * 69_000 / 50
    v = (np.array([float(row["Latitude"]) for row in rows]) - 51.5) * 111_000 / 50
    w = np.ones(len(u))
    exact = {kernel: kernel_sum.kernel_sum(u, v, w, (300, 300), 5.0, kernel) for kernel in KERNELS}
    monkeypatch.setattr(kernel_sum, "EXACT_UP_TO", 0)
    for kernel in KERNELS:
        found = kernel_sum.kernel_sum(u, v, w, (300, 300), 5.0, kernel)
        assert np.abs(found - exact[kernel]).max() < 1e-3 * exact[kernel].max()
