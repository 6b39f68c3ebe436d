"""Findings as maps, pictures, charts, tables, sentences and files; everything here also works in a notebook."""

from hotspot.views import charts, exports, legends, maps, palettes, shading, simple_map, tables, tooltips, words
from hotspot.views.words import headline

__all__ = [
    "charts",
    "exports",
    "headline",
    "legends",
    "maps",
    "palettes",
    "shading",
    "simple_map",
    "tables",
    "tooltips",
    "words",
]
