"""Findings as maps, pictures, charts, tables, sentences and files; everything here also works in a notebook."""

from hotspot.views import charts, files, legends, maps, palettes, shading, simple_map, summaries, tables, tooltips, words
from hotspot.views.files import exports
from hotspot.views.summaries import status_text, summary
from hotspot.views.words import headline

__all__ = [
    "charts",
    "exports",
    "files",
    "headline",
    "legends",
    "maps",
    "palettes",
    "shading",
    "simple_map",
    "status_text",
    "summaries",
    "summary",
    "tables",
    "tooltips",
    "words",
]
