"""The space-time cube: how many incidents at each place in each step of time, no place and no step left out."""

from __future__ import annotations

from hotspot.cube.cube import Cube, Known, Span, cube, in_quarters, span
from hotspot.cube.homes import Stated, homes, stated
from hotspot.cube.occasions import on_occasions
from hotspot.cube.places import Ground, ground, placed
from hotspot.cube.steps import Step, within
from hotspot.cube.tally import count_cells, tally

__all__ = [
    "Cube",
    "Ground",
    "Known",
    "Span",
    "Stated",
    "Step",
    "count_cells",
    "cube",
    "ground",
    "homes",
    "in_quarters",
    "on_occasions",
    "placed",
    "span",
    "stated",
    "tally",
    "within",
]
