"""Findings as maps, pictures, charts, tables, sentences and files; everything here also works in a notebook."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
    summaries,
    tables,
    tooltips,
    words,
)
from hotspot.views.files import exports
from hotspot.views.given import Analysis
from hotspot.views.summaries import status_text, summary
from hotspot.views.words import headline

if TYPE_CHECKING:
    from hotspot.views import simple_map

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


def __getattr__(name: str) -> Any:
    """Load the picture maker when it is first asked for: it needs a large library that most pages do not."""
    if name == "simple_map":
        return import_module("hotspot.views.simple_map")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
