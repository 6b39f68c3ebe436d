"""The sum of very many hills: share the points among the nodes of a mesh, then smooth the mesh in one go.

Each point is shared among the 3 x 3 nodes around it by quadratic B-splines. Smoothing is then one multiplication of
Fourier transforms, in which the blur of the sharing is divided out again. Distances are in cells, as in `kernel_sum`.

Source of the idea: A. Dutt & V. Rokhlin, Fast Fourier transforms for nonequispaced data, SIAM Journal on Scientific
Computing 14 (1993) 1368-1393.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

Floats = NDArray[np.float64]
Complexes = NDArray[np.complex128]

COMPILED_FROM = 500_000
"""Number of points from which compiled sharing pays for the seconds that loading its compiler takes."""

_NODES_UP_TO = 1 << 26  # half a gigabyte
_MARGIN = 8  # cells beyond the reach of the hills, in which sharing and dividing by the spline may ring
_NODES_TO_A_DEVIATION = 3.0  # Gaussian: the worst error of one hill is then 0.07 % of its peak
_CELLS_TO_A_DEVIATION = 1.5  # Gaussian: frequencies beyond those of the grid are then below 0.002 % of the lowest
_NODES_TO_A_RADIUS = 12  # quartic: the coarsest mesh that is tried, good enough for points that are spread out
_RING_ERROR = 0.3  # quartic: worst error at the foot of one hill of radius r nodes, in peaks, is this over r squared
_TOLERANCE = 3e-4  # quartic: error allowed by that rule, which leaves room for three such hills to meet


@dataclass(frozen=True)
class Axis:
    """One side of the mesh: a circle of `length` cells with `nodes` on it, long enough that its ends do not meet.

    The first of the `cells` whose centres are wanted lies `first` cells along.
    """

    cells: int
    first: int
    length: int
    nodes: int

    @property
    def spacing(self) -> float:
        """The distance between two nodes in cells."""
        return self.length / self.nodes

    @property
    def inside(self) -> slice:
        """Where the wanted centres lie when the mesh is read out at every cell."""
        return slice(self.first, self.first + self.cells)


def axis(cells: int, reach: float, spacing: float = 1.0) -> Axis:
    """Return an axis for hills of a reach around `cells` centres, its nodes at most `spacing` cells apart."""
    margin = int(np.ceil(reach)) + _MARGIN
    # A point may lie one reach outside, and its hill ends another reach further on.
    length = fft.next_fast_len(cells + 2 * margin, real=True)
    return Axis(cells, margin, length, fft.next_fast_len(int(np.ceil(length / spacing)), real=True))


def quartic_sum(u: Floats, v: Floats, w: Floats, shape: tuple[int, int], width: float) -> Floats | None:
    """Return the sum of quartic hills at the centres, or None where no affordable mesh is fine enough.

    A quartic hill ends with a kink, which a mesh blurs. Over many places the blurs cancel; they do not where one place
    holds much of the whole, as on snapped points. So the heaviest node decides how fine the mesh must be.
    """
    for spacing in sorted({max(1.0, width / _NODES_TO_A_RADIUS), 1.0, 1 / 2, 1 / 3}, reverse=True):
        fine = max(1, round(1 / spacing))
        y, x = (axis((cells - 1) * fine + 1, width * fine, spacing * fine) for cells in shape)
        if y.length * x.length > _NODES_UP_TO:
            return None
        mesh = shared(u * fine, v * fine, w, y, x) if fine > 1 else shared(u, v, w, y, x)
        surface = _quartic_surface(mesh, width * fine, y, x)[::fine, ::fine]
        # A place gives at least a quarter of its weight to one node, and 3 / pi is the peak of its hill.
        peaks = 4 * 3 / np.pi * mesh.max() / max(surface.max(), 1e-300)
        if _RING_ERROR * (spacing / width) ** 2 * min(1.0, peaks) <= _TOLERANCE:
            return _without_noise(surface)
    return None


def _quartic_surface(mesh: Floats, radius: float, y: Axis, x: Axis) -> Floats:
    spectrum: Complexes = fft.rfft2(mesh)
    spectrum *= _hill((radius / y.spacing, radius / x.spacing), y, x)
    surface = _read_out(spectrum, y, x)
    surface *= y.spacing * x.spacing
    return surface


def gaussian_sum(u: Floats, v: Floats, w: Floats, shape: tuple[int, int], width: float) -> Floats | None:
    """Return the sum of Gaussian hills at the centres, or None where no affordable mesh is fine enough.

    A Gaussian hill is so smooth that its mesh may be coarser than the grid, and has next to no frequencies that a grid
    of 1.5 cells to a deviation does not have. The hills keep their brims beyond 4 deviations, 0.03 % of their volume,
    which the exact sum cuts off: where far more lies just beyond the edge of the grid than on it, the two differ more.
    """
    y, x = (axis(cells, 4 * width, width / _NODES_TO_A_DEVIATION) for cells in shape)
    if width < _CELLS_TO_A_DEVIATION or max(y.nodes, y.length) * max(x.nodes, x.length) > _NODES_UP_TO:
        return None
    spectrum: Complexes = fft.rfft2(shared(u, v, w, y, x))
    along = _gaussian(width / y.spacing, fft.fftfreq(y.nodes))
    across = _gaussian(width / x.spacing, fft.rfftfreq(x.nodes))
    spectrum *= (width**2 * along)[:, None] * across
    return _without_noise(_read_out(spectrum, y, x))


def shared(u: Floats, v: Floats, w: Floats, y: Axis, x: Axis) -> Floats:
    """Return the mesh with each point's weight shared among the 3 x 3 nodes around it."""
    if len(u) >= COMPILED_FROM:
        from hotspot.stats import kernel_compiled

        return kernel_compiled.shared(u, v, w, y, x)
    mesh = np.zeros((y.nodes, x.nodes))
    column, row = (u + x.first) / x.spacing, (v + y.first) / y.spacing
    nearest_column, nearest_row = np.rint(column).astype(np.int64), np.rint(row).astype(np.int64)
    across, along = _spline(column - nearest_column), _spline(row - nearest_row)
    first = (nearest_row - 1) * mesh.shape[1] + nearest_column - 1
    for i in range(3):
        for j in range(3):
            np.add.at(mesh.reshape(-1), first + (i * mesh.shape[1] + j), w * along[i] * across[j])
    return mesh


def _spline(s: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the quadratic B-spline at the node before, the nearest and the node after a point `s` from the nearest."""
    return (0.5 - s) ** 2 / 2, 0.75 - s**2, (0.5 + s) ** 2 / 2


def _hill(radius: tuple[float, float], y: Axis, x: Axis) -> Complexes:
    """Return the transform of a quartic hill at node (0, 0), with the blur of the splines divided out.

    Its radius in nodes is given along y and along x, where the nodes may lie a little closer or wider.
    """
    up, right = (np.arange(-int(np.ceil(nodes)), int(np.ceil(nodes)) + 1) for nodes in radius)
    q = (up[:, None] / radius[0]) ** 2 + (right / radius[1]) ** 2
    hill = np.zeros((len(up), x.nodes))
    hill[:, right] = 3 / np.pi * np.maximum(1 - q, 0) ** 2
    # Most rows are 0, so that transforming only the others along x saves half of the work.
    rows = np.zeros((y.nodes, x.nodes // 2 + 1), dtype=complex)
    rows[up] = fft.rfft(hill, axis=1) / _blur(fft.rfftfreq(x.nodes))
    spectrum: Complexes = fft.fft(rows, axis=0, overwrite_x=True)
    spectrum /= _blur(fft.fftfreq(y.nodes))[:, None]
    return spectrum


def _blur(frequency: Floats) -> Floats:
    """Return the transform of a quadratic B-spline known at whole nodes: 1/8, 6/8, 1/8."""
    return np.asarray((6 + 2 * np.cos(2 * np.pi * frequency)) / 8)


def _gaussian(deviation: float, frequency: Floats) -> Floats:
    """Return the transform of a Gaussian over that of a continuous quadratic B-spline, sinc cubed."""
    return np.asarray(np.exp(-2 * (np.pi * deviation * frequency) ** 2) / np.sinc(frequency) ** 3)


def _read_out(spectrum: Complexes, y: Axis, x: Axis) -> Floats:
    """Return the smoothed mesh at every cell, with the frequencies that mesh and grid have in common."""
    if y.nodes != y.length:
        common = min(y.nodes, y.length)
        low = (common + 1) // 2
        kept = np.zeros((y.length, spectrum.shape[1]), dtype=complex)
        kept[:low], kept[low - common :] = spectrum[:low], spectrum[low - common :]
        spectrum = kept
    rows = fft.ifft(spectrum, axis=0, overwrite_x=True)[y.inside]
    surface: Floats = fft.irfft(rows, n=x.length, axis=1)[:, x.inside]
    return surface


def _without_noise(surface: Floats) -> Floats:
    """Return the surface with 0 where it is no more than a rounding error or a ripple below 0."""
    return np.where(surface > 1e-12 * surface.max(), surface, 0.0)
