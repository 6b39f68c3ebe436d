"""What the area is like: deprivation, and where visitors outnumber residents.

Context explains and qualifies a number; it never changes one.
"""

from __future__ import annotations

from hotspot.context.deprivation import by_code, deprivation, without_crime
from hotspot.context.town_centres import town_centres

__all__ = ["by_code", "deprivation", "town_centres", "without_crime"]
