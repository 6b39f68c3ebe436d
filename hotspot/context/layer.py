"""What a layer is: one number known of every area, with its source and its doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

AVERAGED = (
    "In a hexagon: the average over its residents (overlap of neighbourhood and hexagon times residents per km²; by "
    "overlap alone where no residents are known)."
)
SHARED_OUT = "In a hexagon: each neighbourhood's residents, shared out by the part of its area that lies inside."
OVER_LAND = "In a hexagon: its residents over the land in it."

Group = Literal["need", "protection", "facility", "population"]
Higher = Literal["worse", "better", "more"]


@dataclass(frozen=True)
class Layer:
    """One number that is known of every area.

    Attributes
    ----------
    key, title : str
        Column name; name on screen.
    group : str
        ``need``, ``protection``, ``facility`` or ``population``.
    unit : str
        What one of it is.
    higher_is : str
        ``worse``, ``better`` or ``more`` (neither).
    source, date : str
        Who published it, and of when it is.
    weighting : str
        How it came to hexagons.
    caveat : str
        What it does not say.
    """

    key: str
    title: str
    group: Group
    unit: str
    higher_is: Higher
    source: str
    date: str
    weighting: str
    caveat: str


class Loaded(NamedTuple):
    """Layers of one origin: their numbers by LSOA, what they are, and what is missing."""

    frame: pd.DataFrame
    layers: tuple[Layer, ...]
    missing: tuple[str, ...]
