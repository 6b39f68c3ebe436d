"""What a chart needs on a narrow screen, where its words would leave no room for what they are words of.

The widths are known to the browser alone, so these are expressions that it works out whenever the chart is drawn.
"""

from __future__ import annotations

from typing import Any

NARROW_PX = 480
LETTERS = 24  # in a line of a narrow chart's words
SMALL_PX, USUAL_PX = 12, 14
_NARROW = f"containerSize()[0] < {NARROW_PX}"


def words(limit_px: int) -> dict[str, Any]:
    """Return how the names at an axis or in a legend are written: whole in one line, on a narrow chart in several.

    Parameters
    ----------
    limit_px : int
        From what width on a name is cut on a wide chart.

    Examples
    --------
    >>> sorted(words(300))
    ['labelExpr', 'labelFontSize', 'labelLimit']
    """
    lines = f"split(trim(replace(datum.label, regexp('(.{{1,{LETTERS}}})(?: +|$)', 'g'), '$1\\n')), '\\n')"
    size = {"expr": f"{_NARROW} ? {SMALL_PX} : {USUAL_PX}"}
    return {"labelExpr": f"{_NARROW} ? {lines} : datum.label", "labelLimit": limit_px, "labelFontSize": size}


def columns(wide: int) -> dict[str, str]:
    """Return in how many columns a legend stands: on a narrow chart in one.

    >>> columns(2)
    {'expr': 'containerSize()[0] < 480 ? 1 : 2'}
    """
    return {"expr": f"{_NARROW} ? 1 : {wide}"}
