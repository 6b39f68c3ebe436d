"""Where things are: the area's districts and neighbourhoods, and which of them a record belongs to.

Lower Layer Super Output Areas (LSOAs, about 1,500 residents) change every ten years. Everything here is counted on the
2021 set; records and statistics that state a 2011 code are brought over through the exact-fit lookup of the Office for
National Statistics. Distances and areas are measured in metres on the profile's projected reference system.
"""

from __future__ import annotations

from hotspot.geography.areas import Areas, areas
from hotspot.geography.contiguity import contiguity
from hotspot.geography.everywhere import everywhere, nowhere
from hotspot.geography.metres import in_metres, shapes_in_metres, to_metres
from hotspot.geography.naming import lsoa_names, place_names
from hotspot.geography.nearest import nearest_lsoa
from hotspot.geography.settle import settle, vintage_of

__all__ = [
    "Areas",
    "areas",
    "contiguity",
    "everywhere",
    "in_metres",
    "lsoa_names",
    "nearest_lsoa",
    "nowhere",
    "place_names",
    "settle",
    "shapes_in_metres",
    "to_metres",
    "vintage_of",
]
