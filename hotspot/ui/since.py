"""What a row of the list says of the last meeting: what changed since, and who has an action there."""

from __future__ import annotations

from datetime import date
from typing import Any

from hotspot import pipeline, views
from hotspot.errors import HotspotError
from hotspot.ui import answers


def as_of(analysis: Any) -> date:
    """Return today; for the made-up county the last day of its records, or everything in it would be late."""
    last: date = analysis.findings.steps[-1].end
    return last if views.words.is_made_up(analysis.sources) else date.today()


def since_meeting(analysis: Any) -> dict[str, str]:
    """Return for the busiest cell of each place what is to be said; nothing where the register cannot be read."""
    try:
        meetings, actions = (
            pipeline.register_table(kind, analysis.parameters.area, answers.settings(), answers.scope())
            for kind in ("meeting", "action")
        )
    except HotspotError:  # the strip above the list says so
        return {}
    held = views.register.with_state(actions, as_of(analysis))
    return views.register.since_meeting(analysis.findings, meetings, held)
