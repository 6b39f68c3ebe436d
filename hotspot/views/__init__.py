"""Findings as maps, pictures, charts, tables, sentences and files; everything here also works in a notebook.

A module is loaded when it is first asked for: a page without a chart need not wait for the library that draws charts.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hotspot.findings import Findings, narrowed
    from hotspot.views import (
        analyst,
        band_maps,
        band_pictures,
        bivariate,
        brief,
        charts,
        comparing,
        comparing_tables,
        correlation,
        district,
        drops,
        files,
        hour_grid,
        hours,
        legends,
        licensing_sheet,
        maps,
        over_time,
        palettes,
        patrol,
        patrol_pictures,
        register,
        scorecard,
        scorecard_charts,
        sensitive,
        shading,
        shortlist,
        shortlist_notes,
        shortlist_tables,
        side_by_side,
        simple_map,
        since,
        summaries,
        surrounding,
        tables,
        tiles,
        tooltips,
        words,
        worked,
        zones,
    )
    from hotspot.views.files import exports
    from hotspot.views.given import Analysis
    from hotspot.views.summaries import status_text, summary
    from hotspot.views.words import headline

_LOADED_WHEN_ASKED = {
    "hotspot.findings": ("Findings", "narrowed"),
    "hotspot.views.files": ("exports",),
    "hotspot.views.given": ("Analysis",),
    "hotspot.views.summaries": ("status_text", "summary"),
    "hotspot.views.words": ("headline",),
}
_HOME = {name: module for module, names in _LOADED_WHEN_ASKED.items() for name in names}

__all__ = [
    "Analysis",
    "Findings",
    "analyst",
    "band_maps",
    "band_pictures",
    "bivariate",
    "brief",
    "charts",
    "comparing",
    "comparing_tables",
    "correlation",
    "district",
    "drops",
    "exports",
    "files",
    "headline",
    "hour_grid",
    "hours",
    "legends",
    "licensing_sheet",
    "maps",
    "over_time",
    "narrowed",
    "palettes",
    "patrol",
    "patrol_pictures",
    "register",
    "scorecard",
    "scorecard_charts",
    "sensitive",
    "shading",
    "shortlist",
    "shortlist_notes",
    "shortlist_tables",
    "side_by_side",
    "since",
    "simple_map",
    "status_text",
    "summaries",
    "summary",
    "surrounding",
    "tables",
    "tiles",
    "tooltips",
    "words",
    "worked",
    "zones",
]


def __getattr__(name: str) -> Any:
    """Load the module of this room, or the module that holds ``name``, when it is first asked for."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
