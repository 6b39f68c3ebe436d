"""What the area is like: deprivation, needs, residents and what is near, and where visitors outnumber residents.

Context explains and qualifies a number; it never changes one.
"""

from __future__ import annotations

from hotspot.context.deprivation import by_code, deprivation, index_by_code
from hotspot.context.facilities import facilities, plain_type, type_key
from hotspot.context.layer import Layer
from hotspot.context.layers import Surroundings, on_cells, surroundings
from hotspot.context.protection import (
    FEWEST_PARTS,
    INDEX,
    PROTECTIVE,
    WITHIN_M,
    distance,
    index_parts,
    part_name,
    protection,
    protection_index,
)
from hotspot.context.reach import STRAIGHT, reach
from hotspot.context.rescored import domain_scores, domain_weights, movers, without_crime
from hotspot.context.town_centres import town_centres

__all__ = [
    "FEWEST_PARTS",
    "INDEX",
    "PROTECTIVE",
    "STRAIGHT",
    "WITHIN_M",
    "Layer",
    "Surroundings",
    "by_code",
    "deprivation",
    "distance",
    "domain_scores",
    "domain_weights",
    "facilities",
    "index_by_code",
    "index_parts",
    "movers",
    "part_name",
    "on_cells",
    "plain_type",
    "protection",
    "protection_index",
    "reach",
    "surroundings",
    "town_centres",
    "type_key",
    "without_crime",
]
