"""Getis-Ord Gi*: whether a neighbourhood holds more of the incidents than chance would give it.

One formula serves a single map and a space-time cube. For a reference set of R bins with mean ``m`` and population
standard deviation ``S``, a neighbourhood with weights ``w`` (the bin itself included) scores::

    z = (sum w x - m sum w) / (S sqrt((R sum w^2 - (sum w)^2) / (R - 1)))

Source: Ord, J. K. and Getis, A. (1995), Local spatial autocorrelation statistics, Geographical Analysis 27(4).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from hotspot.errors import ParameterError
from hotspot.stats.scoring import Reading, Window, checked_weights, lag_of, numbers, prepare, row_sums, score_rows


def gi_star(values: ArrayLike, weights: sparse.csr_array, *, reading: Reading | None = None) -> NDArray[np.float64]:
    """Return the z-score of Gi* for each place of a single map.

    A high score means that a place and its neighbours together hold more than their share. The place itself may
    hold nothing: say "hot neighbourhood", or show the count beside it. Where the expected count of a neighbourhood
    is below 5 the score leans to the high side: see `expected_counts` and `hotspot.stats.permutation_p`.

    Parameters
    ----------
    values : array of shape (n,) or (n, m)
        The value at each place; each of the m columns is scored on its own.
    weights : sparse array of shape (n, n)
        How much place j counts as a neighbour of place i, the diagonal included. Never changed.
    reading : Reading, optional
        Of these weights, with these or other values, where they were read before.

    Returns
    -------
    array of the shape of ``values``
        NaN where there is no answer: all values alike, or a neighbourhood that is the whole map. A missing value
        makes its whole column NaN, because the mean is then not known.

    Raises
    ------
    ParameterError
        When the weights belong to another list of places.

    Notes
    -----
    Ord and Getis (1995). Unchanged by ``a * values + b`` with a > 0 and by rescaling a row of the weights.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> chain = sparse.csr_array(np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 1], [0, 0, 1, 1]]))
    >>> gi_star([0, 1, 2, 9], chain).round(2)
    array([-1.22, -1.7 ,  0.85,  1.22])
    """
    x = numbers(values)
    columns = x.reshape(x.shape[0], -1)
    read = Reading(columns, weights) if reading is None else reading.of(columns)
    return score_rows(columns, prepare(read, lag=0, window="step")).reshape(x.shape)


def space_time_gi_star(
    values: ArrayLike,
    weights: sparse.csr_array,
    *,
    lag: int | None = None,
    window: Window = "entire_cube",
    reading: Reading | None = None,
) -> NDArray[np.float64]:
    """Return the z-score of Gi* for each bin (place and step) of a cube.

    The neighbours of a bin are its spatial neighbours at the same step and at the ``lag`` steps before it, never
    after it; the first steps have shorter neighbourhoods. With ``entire_cube`` a score means "compared with all
    places at all times", so a quiet year is cold everywhere; with ``step`` it means "compared with the other places
    at this step", so a city-wide change leaves it alone.

    Parameters
    ----------
    values : array of shape (n, t)
        The count of each place at each step, oldest first.
    weights : sparse array of shape (n, n)
        Spatial weights with the diagonal; the same weights apply at every lag. Never changed.
    lag : int, optional
        How many earlier steps belong to the neighbourhood. None means 1, or 0 for the window ``step``.
    window : {"entire_cube", "neighbourhood_steps", "step"}
        The reference set: the whole cube, the steps of the neighbourhood (t - lag ... t), or the step alone.
    reading : Reading, optional
        Of these values and weights, where they were read before.

    Returns
    -------
    array of shape (n, t)
        NaN where the reference set has no variation or the neighbourhood is the whole of it.

    Raises
    ------
    ParameterError
        For an unknown window, a negative lag, or a lag with the window ``step``: lagged sums scored against one
        step's mean would make every place hot after a city-wide fall.

    Notes
    -----
    Ord and Getis (1995) on a space-time cube. Neighbouring steps share counts when ``lag`` is above 0, so the series
    is autocorrelated: test its trend on ``lag=0``.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> chain = sparse.csr_array(np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]]))
    >>> space_time_gi_star([[0, 1, 2], [1, 3, 4], [0, 5, 9]], chain).round(2)
    array([[-1.26, -1.41, -0.26],
           [-1.78, -1.62,  1.78],
           [-1.26, -0.49,  2.28]])
    """
    x = numbers(values)
    if x.ndim != 2:
        raise ParameterError(
            f"The cube has {x.ndim} dimensions instead of two.",
            "Pass the counts as places by steps, oldest step first.",
        )
    reference = prepare(
        reading or Reading(x, weights), lag=lag_of(lag, window), window=window, again=reading is not None
    )
    return score_rows(x, reference)


def expected_counts(
    values: ArrayLike, weights: sparse.csr_array, *, lag: int = 0, reading: Reading | None = None
) -> NDArray[np.float64]:
    """Return how many incidents each place's full neighbourhood would hold if they were spread evenly.

    Below 5 the normal approximation behind Gi* is poor, and z of a place should be marked as such.

    Parameters
    ----------
    values : array of shape (n,) or (n, t)
        The count of each place, or of each place at each step.
    weights : sparse array of shape (n, n)
        Spatial weights with the diagonal.
    lag : int
        How many earlier steps belong to the neighbourhood.
    reading : Reading, optional
        Of these weights, where they were read before.

    Returns
    -------
    array of shape (n,)

    Examples
    --------
    >>> import numpy as np
    >>> from scipy import sparse
    >>> expected_counts([[2, 2], [0, 4]], sparse.csr_array(np.array([[1, 1], [0, 1]])), lag=1)
    array([8., 4.])
    """
    x = numbers(values)
    reach = row_sums(checked_weights(weights, x.shape[0])) if reading is None else reading.reach
    return reach * float(x.mean()) * (lag + 1)
