"""What the list and the map say of the last meeting: what changed since, and who has an action there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from hotspot import pipeline, views
from hotspot.errors import HotspotError
from hotspot.ui import answers
from hotspot.views.since import Since


def as_of(analysis: Any) -> date:
    """Return today; for the made-up county the last day of its records, or everything in it would be late."""
    last: date = analysis.findings.steps[-1].end
    return last if views.words.is_made_up(analysis.sources) else date.today()


def since_meeting(analysis: Any) -> Since:
    """Return what changed since the last meeting whose list was kept; nothing where the register cannot be read."""
    try:
        return views.since.since(analysis.findings, _held(analysis, "meeting"))
    except HotspotError:  # the strip above the list says so
        return Since()


def owners(analysis: Any) -> dict[Any, list[str]]:
    """Return for each place who has an open action there; nothing where the register cannot be read."""
    try:
        held = views.register.with_state(_held(analysis, "action"), as_of(analysis))
    except HotspotError:
        return {}
    return views.register.owners(analysis.findings, held)


def _held(analysis: Any, kind: str) -> pd.DataFrame:
    return pipeline.register_table(kind, analysis.parameters.area, answers.settings(), answers.scope())
