"""What the list and the map say of the last meeting: what changed since, and who has an action there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from hotspot import views
from hotspot.errors import HotspotError
from hotspot.ui import answers
from hotspot.ui.once import kept_with
from hotspot.views.since import Since


def as_of(analysis: Any) -> date:
    """Return today; for the made-up county the last day of its records, or everything in it would be late."""
    last: date = analysis.findings.steps[-1].end
    return last if views.words.is_made_up(analysis.sources) else date.today()


def since_meeting(analysis: Any) -> Since:
    """Return what changed since the last meeting whose list was kept; nothing where the register cannot be read."""
    found = analysis.findings
    try:
        held = _held(analysis, "meeting")
    except HotspotError:  # the strip above the list says so
        return Since()
    return kept_with(found, ("since", state_of(held)), lambda: views.since.since(found, held))


def owners(analysis: Any) -> dict[Any, list[str]]:
    """Return for each place who has an open action there; nothing where the register cannot be read."""
    found, today = analysis.findings, as_of(analysis)
    try:
        held = _held(analysis, "action")
    except HotspotError:
        return {}

    def named() -> dict[Any, list[str]]:
        return views.register.owners(found, views.register.with_state(held, today))

    return kept_with(found, ("owners", today, state_of(held)), named)


def state_of(held: pd.DataFrame) -> tuple[Any, ...]:
    """Return by what a list of entries is told from what it was before: which entries, and the version of each."""
    return tuple(zip(held["key"].tolist(), held["version"].tolist(), strict=True))


def _held(analysis: Any, kind: str) -> pd.DataFrame:
    return answers.registered(kind, analysis.parameters.area)
