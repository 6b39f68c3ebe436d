"""Local Moran's I: the definition as a slow loop, laws, and a peer on real counts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.stats import local_moran


def slow_moran(x, weights):
    n, mean = len(x), sum(x) / len(x)
    total = sum((value - mean) ** 2 for value in x)
    for i in range(n):
        reach = sum(weights[i, j] for j in range(n) if j != i)
        around = sum(weights[i, j] * (x[j] - mean) for j in range(n) if j != i) / reach
        yield (n - 1) * (x[i] - mean) * around / total


@pytest.mark.parametrize("seed", range(4))
def test_is_the_formula_place_by_place(seed, lopsided):
    rng = np.random.default_rng(seed)
    x, weights = rng.poisson(3, 11), lopsided(rng, 11)
    before = weights.toarray()
    np.testing.assert_allclose(local_moran(x, weights), list(slow_moran(x, before)), atol=1e-10)
    np.testing.assert_array_equal(weights.toarray(), before)
    np.testing.assert_allclose(local_moran(3 * x + 5, weights), local_moran(x, weights), atol=1e-10)


def test_whether_the_diagonal_is_set_does_not_matter(lattice):
    x = np.random.default_rng(0).poisson(3, 16)
    bare = lattice(4, 4) - sparse.eye_array(16)
    np.testing.assert_allclose(local_moran(x, sparse.csr_array(bare)), local_moran(x, lattice(4, 4)), atol=1e-12)


def test_has_no_answer_without_variation_or_neighbours(lattice):
    assert np.isnan(local_moran(np.full(12, 0.1), lattice(3, 4))).all()
    nearly = np.where(np.arange(12) % 2, 0.1, 0.3 - 0.2)  # another last bit
    assert np.ptp(nearly) > 0
    assert np.isnan(local_moran(nearly, lattice(3, 4))).all()
    alone = sparse.csr_array(np.array([[1.0, 0, 0], [0, 1, 1], [0, 1, 1]]))
    assert np.isnan(local_moran([1, 2, 5], alone)).tolist() == [True, False, False]


def test_refuses_weights_of_other_places(lattice):
    with pytest.raises(ParameterError, match="5 places"):
        local_moran(np.arange(5), lattice(2, 2))


def test_agrees_with_esda_on_real_counts(gwent):
    esda = pytest.importorskip("esda")
    libpysal = pytest.importorskip("libpysal")
    bare = gwent.weights.copy()
    bare.setdiag(0)
    bare.eliminate_zeros()
    peer_weights = libpysal.weights.WSP(bare.tocsr()).to_W(silence_warnings=True)
    counts = gwent.counts.sum(axis=1).astype(float)
    peer = esda.Moran_Local(counts, peer_weights, transformation="r", permutations=0)
    ours = local_moran(counts, gwent.weights)
    np.testing.assert_allclose(np.nan_to_num(ours), peer.Is, atol=1e-9)
    assert np.isfinite(ours).mean() > 0.95
