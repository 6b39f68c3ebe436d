"""Kernel density: a smooth surface of incidents per square metre, and what belongs to it.

A density map answers "where do incidents lie close together?". It does not say whether that is more than chance would
give: for that use Gi*. Everything is in metres on a projected map; degrees make circles into ellipses.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import fft

from hotspot.errors import DataError, ParameterError
from hotspot.stats import kernel_sum
from hotspot.stats.raster import Grid

__all__ = ["Grid", "edge_factor", "kernel_density", "kernel_ratio", "quartic_bandwidth"]

Floats = NDArray[np.float64]
KernelName = Literal["quartic", "gaussian"]


def quartic_bandwidth(x_m: ArrayLike, y_m: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Return a starting bandwidth for a density map: 0.9 * min(SD, sqrt(1 / ln 2) * Dm) * n^-0.2, in metres.

    SD is the standard distance and Dm the median distance from the mean centre, both weighted. It is a rule for one
    round cloud of points: over several towns it is far too wide and melts them into one. Show it and let it be changed.

    Parameters
    ----------
    x_m, y_m : array of shape (n,)
        Eastings and northings of the incidents, in metres.
    weights : array of shape (n,), optional
        The weight of each incident, 0 or more. n becomes (sum w)^2 / sum w^2, so that weighting by harm, in thousands
        of days, does not by itself narrow the bandwidth.

    Returns
    -------
    float
        The bandwidth in metres.

    Raises
    ------
    DataError
        If there is no spread to measure: no points, or half of them or more at one spot.

    Notes
    -----
    Source: B. W. Silverman, Density Estimation for Statistics and Data Analysis (1986), section 3.4, in the form for
    two dimensions that desktop mapping tools use.

    Examples
    --------
    >>> round(quartic_bandwidth([1000, -1000, 0, 0], [0, 0, 1000, -1000]), 3)
    682.072
    """
    x, y, w = _points(x_m, y_m, weights)
    total = w.sum()
    if total > 0:
        # Plain sums: those of the linear algebra library depend on how many threads it takes, and wake all of them.
        distance = np.hypot(x - (w * x).sum() / total, y - (w * y).sum() / total)
        middle = float(np.median(distance)) if weights is None else _weighted_median(distance, w)
        spread = min(np.sqrt((w * distance**2).sum() / total), np.sqrt(1 / np.log(2)) * middle)
        bandwidth = 0.9 * spread * (total**2 / (w**2).sum()) ** -0.2
        if bandwidth > 0:
            return float(bandwidth)
    raise DataError(
        f"The {len(x)} points do not spread out enough to suggest a bandwidth.",
        "Choose the bandwidth yourself, or take a longer period.",
    )


def kernel_density(
    x_m: ArrayLike,
    y_m: ArrayLike,
    grid: Grid,
    *,
    bandwidth_m: float,
    kernel: KernelName = "quartic",
    weights: ArrayLike | None = None,
) -> Floats:
    """Return the density of incidents at the centre of each cell, per square metre.

    Each incident is spread over a round hill of volume 1 (or of its weight) and the hills are added up. Multiply by
    1e6 for incidents per square kilometre. The bandwidth decides what the map shows: a narrow one draws every address,
    a wide one draws a county. Near the edge of an area without records the density is too low, because part of each
    hill falls outside: see `edge_factor`. Smoothing points that were snapped to a shared map point draws the snapping,
    so keep the bandwidth at 200 m or more for such a source.

    Parameters
    ----------
    x_m, y_m : array of shape (n,)
        Eastings and northings in metres. Points beyond the grid still count where their hill reaches it.
    grid : Grid
        Where the density is wanted.
    bandwidth_m : float
        Quartic: the radius of the hill. Gaussian: its standard deviation; the hill is cut at 4 of them, which loses
        0.03 % of its volume.
    kernel : {"quartic", "gaussian"}
        The shape of the hill.
    weights : array of shape (n,), optional
        The weight of each incident, 0 or more. 1 each where left out.

    Returns
    -------
    array of shape (n_y, n_x)
        The density per square metre; row 0 is the south. The surface sums to the (weighted) number of incidents when
        multiplied by the area of a cell, if no hill leaves the grid and a hill covers several cells.

    Raises
    ------
    ParameterError
        If the bandwidth is not positive, the kernel is unknown, or the arrays do not match.

    Notes
    -----
    Quartic: f(s) = sum over d_i < r of w_i * 3 / (pi r^2) * (1 - (d_i / r)^2)^2 (Silverman 1986, equation 4.5). Small
    problems are summed exactly. Large ones first share each point among the nodes of a fine mesh, which keeps the
    result within 0.1 % of the peak of the exact sum (in practice much closer).

    Examples
    --------
    >>> surface = kernel_density([50], [50], Grid(0, 0, 100, 2, 1), bandwidth_m=200)
    >>> (surface * 1e6).round(3)
    array([[23.873, 13.429]])
    """
    x, y, w = _points(x_m, y_m, weights)
    if not (np.isfinite(bandwidth_m) and bandwidth_m > 0):
        raise ParameterError(
            f"A bandwidth of {bandwidth_m} m cannot be used.", "Choose a bandwidth above 0 m, such as 300 m."
        )
    if kernel not in kernel_sum.KERNELS:
        raise ParameterError(f'There is no kernel called "{kernel}".', 'Choose "quartic" or "gaussian".')
    column, row = x - (grid.x_min_m + grid.step_m / 2), y - (grid.y_min_m + grid.step_m / 2)
    column /= grid.step_m
    row /= grid.step_m
    density = kernel_sum.kernel_sum(column, row, w, grid.shape, bandwidth_m / grid.step_m, kernel)
    density /= bandwidth_m**2
    return density


def edge_factor(grid: Grid, mask: NDArray[np.bool_], bandwidth_m: float, *, kernel: KernelName = "quartic") -> Floats:
    """Return the share of a hill centred on each cell that falls inside the area.

    Incidents outside the area are not recorded, so a density near its boundary is too low by about this factor:
    1 well inside, about 0.5 on a straight boundary, 0.25 in a right-angled corner. Divide the density by it, inside the
    area only. The correction supposes that the other side looks like this side: at a coast or a motorway it does not,
    and dividing then invents incidents in the sea.

    Parameters
    ----------
    grid : Grid
        The grid of the density.
    mask : bool array of shape (n_y, n_x)
        True where the cell's centre is inside the area. Everything beyond the grid counts as outside.
    bandwidth_m : float
        The bandwidth of the density.
    kernel : {"quartic", "gaussian"}
        The kernel of the density.

    Returns
    -------
    array of shape (n_y, n_x)
        Between 0 and 1, outside the area too.

    Raises
    ------
    ParameterError
        If the mask does not have the shape of the grid.

    Notes
    -----
    Source: P. J. Diggle, A kernel method for smoothing point process data, Applied Statistics 34 (1985) 138-147.

    Examples
    --------
    >>> edge_factor(Grid(0, 0, 10, 41, 41), np.ones((41, 41), bool), 100).round(2)[[0, 20], [20, 20]]
    array([0.55, 1.  ])
    """
    inside = np.asarray(mask, dtype=bool)
    if inside.shape != grid.shape:
        raise ParameterError(
            f"The mask has shape {inside.shape} but the grid has {grid.shape}.",
            "Build the mask from the same grid: one row for each of grid.y_centres_m.",
        )
    shape = kernel_sum.KERNELS[kernel]
    reach = int(np.ceil(shape.reach * bandwidth_m / grid.step_m))
    offset_m = np.arange(-reach, reach + 1) * grid.step_m
    hill = shape.height((offset_m[:, None] ** 2 + offset_m**2) / bandwidth_m**2)
    return np.clip(_convolved(inside.astype(float), hill / hill.sum()), 0.0, 1.0)


def _convolved(surface: Floats, hill: Floats) -> Floats:
    """Return a surface with every cell spread over a hill of an odd number of cells a side, as a product of transforms.

    The same numbers as ``scipy.signal.fftconvolve``, whose module takes nearly half a second to load.
    """
    size = tuple(
        fft.next_fast_len(cells + more - 1, real=True) for cells, more in zip(surface.shape, hill.shape, strict=True)
    )
    spread: Floats = fft.irfftn(fft.rfftn(surface, size) * fft.rfftn(hill, size), size)
    rows, columns = (slice(more // 2, more // 2 + cells) for cells, more in zip(surface.shape, hill.shape, strict=True))
    return spread[rows, columns]


def kernel_ratio(numerator: ArrayLike, denominator: ArrayLike, *, floor: float) -> Floats:
    """Return one surface divided by another, left empty where the second is too small to divide by.

    Incidents over residents, or over licensed premises, turns "where does it happen?" into "where is it likely, for
    the people or places there?". With a small denominator a single incident becomes an enormous risk: that is what the
    floor is for. Residents are a poor denominator for a town centre at night, where nobody lives and everybody is.

    Parameters
    ----------
    numerator, denominator : arrays of the same shape
        Two densities on one grid, smoothed with one bandwidth.
    floor : float
        The smallest denominator that is trusted, in the denominator's units, 0 or more.

    Returns
    -------
    array of the same shape
        The ratio; NaN where the denominator is below the floor, 0 or unknown.

    Raises
    ------
    ParameterError
        If the shapes differ or the floor is negative.

    Notes
    -----
    Source: J. F. Bithell, An application of density estimation to geographical epidemiology, Statistics in Medicine 9
    (1990) 691-701.

    Examples
    --------
    >>> kernel_ratio([2.0, 2.0], [4.0, 0.1], floor=1.0)
    array([0.5, nan])
    """
    top, bottom = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    if top.shape != bottom.shape or not floor >= 0:
        raise ParameterError(
            f"Surfaces of shape {top.shape} and {bottom.shape} with a floor of {floor} cannot be divided.",
            "Use two surfaces on one grid and a floor of 0 or more.",
        )
    trusted = (bottom >= floor) & (bottom > 0)
    ratio = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=ratio, where=trusted)
    return ratio


def _points(x_m: ArrayLike, y_m: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats, Floats]:
    x, y = np.asarray(x_m, dtype=float), np.asarray(y_m, dtype=float)
    w = np.ones(x.shape) if weights is None else np.asarray(weights, dtype=float)
    if x.ndim != 1 or not x.shape == y.shape == w.shape:
        raise ParameterError(
            f"The eastings, northings and weights have shapes {x.shape}, {y.shape} and {w.shape}.",
            "Give one easting, one northing and one weight for each incident.",
        )
    if not (np.isfinite(x).all() and np.isfinite(y).all() and np.isfinite(w).all() and (w >= 0).all()):
        raise ParameterError(
            "An easting, a northing or a weight is missing, or a weight is negative.",
            "Leave out the incidents without a location and use weights of 0 or more.",
        )
    return x, y, w


def _weighted_median(values: Floats, weights: Floats) -> float:
    """Return the value that splits the weight in two; between two values, their mean (numpy's median for weights 1)."""
    order = np.argsort(values)
    ranked, below = values[order], np.cumsum(weights[order])
    half = below[-1] / 2
    low, high = np.searchsorted(below, half, side="left"), np.searchsorted(below, half, side="right")
    return float((ranked[low] + ranked[min(high, len(ranked) - 1)]) / 2)
