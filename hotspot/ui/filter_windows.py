"""The fixed stretches of time that can be chosen in one go, in words."""

from __future__ import annotations

from hotspot import pipeline
from hotspot.config import Parameters
from hotspot.language import phrase, to_phrase
from hotspot.ui.filter_words import period

WINDOWS = {
    "run": to_phrase("All months without a gap, to the latest"),
    "weeks": to_phrase("The last 4 weeks, week by week"),
    "months": to_phrase("The last {n} months"),
    "quarter": to_phrase("This quarter"),
    "year_before": to_phrase("The same months a year earlier"),
    "registered": "",
}


def window_said(window: pipeline.FixedWindow) -> str:
    """Return a window in words, with its months.

    >>> window_said(pipeline.FixedWindow("months", "2025-10", "2025-12"))
    'The last 3 months (October to December 2025)'
    >>> window_said(pipeline.FixedWindow("registered", "2025-01", "2025-12"))
    'January to December 2025'
    """
    dates = period(window.start, window.end)
    kind = WINDOWS[window.kind]
    words = phrase(kind).format(n=_months(window) if window.kind == "months" else "") if kind else ""
    if window.kind in ("run", "weeks"):
        return words
    return f"{words} ({dates})" if words else dates


def _months(window: pipeline.FixedWindow) -> int:
    (first_year, first), (last_year, last) = (said.split("-")[:2] for said in (window.start, window.end))
    return (int(last_year) - int(first_year)) * 12 + int(last) - int(first) + 1


def window_of(parameters: Parameters, offered: pipeline.Offered, *, own: bool) -> int | None:
    """Return the number of the window that the address says, None for months of the reader's own choice.

    Parameters
    ----------
    own : bool
        Whether the reader asked for months of their own, which may be those of a window.
    """
    if own and not offered.restricted:
        return None
    said = (parameters.start, parameters.end)
    found = (n for n, one in enumerate(offered.windows) if (one.start, one.end) == said)
    return next(found, 0 if offered.restricted and offered.windows else None)
