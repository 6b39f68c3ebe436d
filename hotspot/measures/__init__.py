"""Statistics of a cube, computed inside the gate on raw counts.

Nothing here is shown to anyone: ``disclosure`` decides what of it may leave. The room joins the arithmetic of ``stats``
to the places of a ``cube`` by position once, and hands on tables keyed by location from then on.
"""

from hotspot.measures.density import Spots, Surface, surface_of_spots
from hotspot.measures.emergence import FEWEST_STEPS
from hotspot.measures.places import Measures, measure, neighbourhoods, weights_of

__all__ = [
    "FEWEST_STEPS",
    "Measures",
    "Spots",
    "Surface",
    "measure",
    "neighbourhoods",
    "surface_of_spots",
    "weights_of",
]
