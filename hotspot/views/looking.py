"""Where a map looks: a box in degrees, and the first view that shows all of it at the widths that are really met."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pydeck as pdk
from numpy.typing import NDArray

MAP_HEIGHT = 600
# Two thirds of a laptop's 1366 pixels, less the margins. A wider screen shows more on both sides, never less.
MAP_WIDTH = 800
NARROW_WIDTH = 270  # of a window 320 pixels wide
TILE = 512
CLOSE = 12.6
SPARE = 0.1  # of a zoom level, so that nothing touches the edge


@dataclass(frozen=True)
class View:
    """Where the map looks: a bounding box in degrees, lon before lat."""

    lon_min: float
    lat_min: float
    lon_max: float
    lat_max: float

    def state(self, width_px: int = MAP_WIDTH, height_px: int = MAP_HEIGHT) -> pdk.ViewState:
        """Return the view that shows the whole box in a map so many pixels wide and high.

        The same box gives the same view, so that a filter that leaves the box alone leaves pan and zoom alone too.
        """
        lon, lat = (self.lon_min + self.lon_max) / 2, (self.lat_min + self.lat_max) / 2
        wide = max(self.lon_max - self.lon_min, 1e-4) * TILE / 360
        high = max(self.lat_max - self.lat_min, 1e-4) * TILE / 360 / math.cos(math.radians(lat))
        zoom = min(math.log2(width_px / wide), math.log2(height_px / high)) - SPARE
        return pdk.ViewState(
            longitude=round(lon, 4), latitude=round(lat, 4), zoom=round(min(zoom, CLOSE), 2), max_zoom=17
        )

    @property
    def pixels_a_degree(self) -> float:
        """Pixels that a degree of longitude takes in the first view of a map of the usual size."""
        return float(TILE * 2 ** self.state().zoom / 360)

    def pixels(self, width_px: int) -> NDArray[np.float64]:
        """Return how many pixels right and down a degree east and north takes in the first view of a map so wide.

        >>> View(0.0, 50.5, 1.0, 51.5).pixels(270).round().tolist()
        [252.0, -401.0]
        """
        scale = TILE * 2 ** self.state(width_px).zoom / 360
        return np.array([scale, -scale / math.cos(math.radians((self.lat_min + self.lat_max) / 2))])

    def shows(self, spots: Any, width_px: int) -> Any:
        """Return which spots (lon, lat) lie within the first view of a map so wide.

        >>> View(0.0, 50.5, 1.0, 51.5).shows([(0.5, 51.0), (1.4, 51.0), (2.4, 51.0)], MAP_WIDTH).tolist()
        [True, True, False]
        """
        middle = np.array([self.lon_min + self.lon_max, self.lat_min + self.lat_max]) / 2
        away = np.abs((np.asarray(spots) - middle) * self.pixels(width_px))
        return (away <= np.array([width_px, MAP_HEIGHT]) / 2).all(axis=-1)


def view_of(geometry: Any) -> View:
    """Return the view of a geometry or a table of them."""
    bounds = geometry.total_bounds if hasattr(geometry, "total_bounds") else geometry.bounds
    return View(*(float(b) for b in bounds))
