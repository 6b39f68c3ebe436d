"""Findings as maps, pictures, charts, tables, sentences and files; everything here also works in a notebook."""

from hotspot.findings import Findings, narrowed
from hotspot.views import (
    band_maps,
    charts,
    files,
    hours,
    legends,
    maps,
    palettes,
    shading,
    side_by_side,
    simple_map,
    summaries,
    tables,
    tooltips,
    words,
)
from hotspot.views.files import exports
from hotspot.views.given import Analysis
from hotspot.views.summaries import status_text, summary
from hotspot.views.words import headline

__all__ = [
    "Analysis",
    "Findings",
    "band_maps",
    "charts",
    "exports",
    "files",
    "headline",
    "hours",
    "legends",
    "maps",
    "narrowed",
    "palettes",
    "shading",
    "side_by_side",
    "simple_map",
    "status_text",
    "summaries",
    "summary",
    "tables",
    "tooltips",
    "words",
]
