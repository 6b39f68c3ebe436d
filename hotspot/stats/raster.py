"""The raster of square cells on which a density is worked out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hotspot.errors import ParameterError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """A raster of square cells on a projected map, counted from its south-west corner.

    Parameters
    ----------
    x_min_m, y_min_m : float
        The south-west corner of the south-westernmost cell (its corner, not its centre), in metres.
    step_m : float
        The side of a cell.
    n_x, n_y : int
        The number of columns (west to east) and of rows (south to north).

    Examples
    --------
    >>> Grid(0, 0, 100, n_x=3, n_y=1).x_centres_m
    array([ 50., 150., 250.])
    """

    x_min_m: float
    y_min_m: float
    step_m: float
    n_x: int
    n_y: int

    def __post_init__(self) -> None:
        """Refuse a grid that has no cells."""
        if not (self.step_m > 0 and self.n_x >= 1 and self.n_y >= 1):
            raise ParameterError(
                f"A grid of {self.n_x} by {self.n_y} cells of {self.step_m} m has no area.",
                "Give a step above 0 m and at least one column and one row.",
            )

    @property
    def shape(self) -> tuple[int, int]:
        """The shape of a surface on this grid: rows (row 0 is the south), then columns."""
        return self.n_y, self.n_x

    @property
    def x_centres_m(self) -> Floats:
        """The easting of each column's centre."""
        return self.x_min_m + (np.arange(self.n_x, dtype=np.float64) + 0.5) * self.step_m

    @property
    def y_centres_m(self) -> Floats:
        """The northing of each row's centre, from south to north."""
        return self.y_min_m + (np.arange(self.n_y, dtype=np.float64) + 0.5) * self.step_m
