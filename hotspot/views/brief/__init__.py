"""Paper: the tasking brief of one page, the packs of a partnership, and the tables that go with them.

What draws and writes is loaded when it is first asked for: pages without paper need not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pandas as pd

from hotspot.views import words

_FILES: dict[str, tuple[str, str]] = {
    "brief.pdf": ("tasking", "tasking_pdf"),
    "brief.png": ("slide", "slide_png"),
    "brief.csv": ("tables", "brief_csv"),
    "brief-actions.csv": ("tables", "actions_csv"),
    "brief.xlsx": ("tables", "brief_xlsx"),
    "brief.geojson": ("tables", "geojson"),
    "brief.gpkg": ("tables", "gpkg"),
}
_PACKS: dict[str, tuple[str, str]] = {
    "needs-assessment.pdf": ("needs", "needs_assessment_pdf"),
    "yearly-review.pdf": ("review", "yearly_review_pdf"),
    "pack.xlsx": ("tables", "pack_xlsx"),
}
BRIEF_FILES, PACK_FILES = tuple(_FILES), tuple(_PACKS)

__all__ = ["BRIEF_FILES", "PACK_FILES", "brief_file", "judged", "pack_file", "sharing_gaps", "sharing_matrix"]


def _made(home: tuple[str, str], given: Any) -> bytes:
    make: Callable[[Any], bytes] = getattr(import_module(f"{__name__}.{home[0]}"), home[1])
    return make(given)


def brief_file(name: str, brief: Any) -> bytes:
    """Return one of ``BRIEF_FILES`` of a brief."""
    return _made(_FILES[name], brief)


def pack_file(name: str, pack: Any) -> bytes:
    """Return one of ``PACK_FILES`` of a partnership's pack."""
    return _made(_PACKS[name], pack)


def judged(held: pd.DataFrame) -> pd.DataFrame:
    """Return typed-in indicators with what may be said of them, in English."""
    from hotspot.views.brief import indicators, speech

    return indicators.judged(held, speech.Speech("en"))


def sharing_matrix(held: pd.DataFrame) -> pd.DataFrame:
    """Return what was shared, a row a partner and source, a column a month, the newest first."""
    latest = held.drop_duplicates(["partner", "source", "month"], keep="last")
    table = latest.pivot(index=["partner", "source"], columns="month", values="state").fillna("–")
    newest = table[sorted(table.columns, reverse=True)].reset_index()
    newest["source"] = [words.source(str(name)) for name in newest["source"]]
    return newest.rename(columns={"partner": "Partner", "source": "Source"})


def sharing_gaps(held: pd.DataFrame) -> str:
    """Return the gaps of every partner in a sentence, in English."""
    from hotspot.views.brief import parts, speech

    return parts.sharing_gaps(held, speech.Speech("en"))
