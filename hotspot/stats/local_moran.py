"""Local Moran's I: whether a place is like its neighbours or unlike them.

Source: Anselin, L. (1995), Local indicators of spatial association - LISA, Geographical Analysis 27(2).
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from hotspot.stats.scoring import checked_weights, row_sums


def local_moran(values: ArrayLike, weights: sparse.csr_array) -> NDArray[np.float64]:
    """Return local Moran's I of each place.

    Positive: the place is like its neighbours, both high or both low; negative: it stands out from them. Unlike Gi* it
    does not say which of the two, so look at the place's own value, and it has no z of its own here: use it to find
    odd places out, not to call them significant.

    Parameters
    ----------
    values : array of shape (n,)
    weights : sparse array of shape (n, n)
        The diagonal may be set and is left out: a place is not its own neighbour here. Each row is then scaled to sum
        to 1. Never changed.

    Returns
    -------
    array of shape (n,)
        ``(n - 1) d_i (mean of the neighbours' d) / sum(d^2)``, d being the difference from the mean; NaN where all
        values are alike or a place has no neighbour.

    Raises
    ------
    ParameterError
        When the weights belong to another list of places.

    Notes
    -----
    Anselin (1995).

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> chain = sparse.csr_array(np.eye(4) + np.eye(4, k=1) + np.eye(4, k=-1))
    >>> local_moran([1, 2, 8, 9], chain).round(2)
    array([0.72, 0.09, 0.09, 0.72])
    """
    x = np.asarray(values, dtype=float)
    rows = checked_weights(weights, len(x))
    own = rows.diagonal()
    differences = x - x.mean()
    around = cast("NDArray[np.float64]", rows @ differences) - own * differences
    reach = row_sums(rows) - own
    spread = np.sum(differences**2)
    alike = np.ptp(x) <= 1e-12 * np.abs(x).max() if len(x) else True
    with np.errstate(invalid="ignore", divide="ignore"):
        moran = (len(x) - 1) * differences * (around / reach) / spread
    return np.where(np.isfinite(moran) & ~np.bool_(alike), moran, np.nan)
