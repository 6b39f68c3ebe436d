"""What was measured lately, for the next question that changes only what is listed or drawn.

A score is that of the whole area, whichever district or ward is listed, and a density is drawn beside the same scores:
such a change counts and measures nothing anew.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from hotspot import access, measures
from hotspot.config import Parameters
from hotspot.measures import Measures
from hotspot.pipeline.counting import coarse_enough, recounting
from hotspot.pipeline.prepared import Prepared
from hotspot.pipeline.preparing import reference_of
from hotspot.pipeline.recent import Recent

MOST_MEASURED = 3  # of 50,000 hexagons over three years one takes up to 40 MB, most of it shared with its answer
_DRAWN = ("bandwidth_m", "edge")
_LISTED = ("lads", "wards", "outline")


def measured(asked: Parameters, held: Prepared, counted: Callable[[], pd.DataFrame]) -> tuple[Parameters, Measures]:
    """Return the measures of a question, and the question as they were made: weekends may have taken larger hexagons.

    Parameters
    ----------
    asked : Parameters
        Complete: see ``completed``.
    held : Prepared
        What is held of the area; of the chosen part alone where that is its own reference.
    counted : callable
        Selects the records that count; asked only where nothing was measured lately.

    Raises
    ------
    HotspotError
        What the counts or the measures refuse.
    """
    finest = access.finest(asked.sources, held.scope)
    question = measured_alike(asked)
    # Whose records are taken out or shown in bands decides what is counted where, whoever asks.
    key = (question, finest, held.banded, held.without, len(held.sensitive))
    kept = held.once("measured", lambda: Recent(MOST_MEASURED))
    fitted, found = kept.once(key, lambda: _measured(question, held, counted(), finest))
    return asked.changed(geography=fitted.geography, resolution=fitted.resolution), found


def measured_alike(asked: Parameters) -> Parameters:
    """Return the question that all questions share which are measured alike.

    >>> measured_alike(Parameters("gwent", wards=("W1",), method="density")) == Parameters("gwent")
    True
    """
    # Parts that are their own reference were cut out of what is held before; chosen partnerships are cut out here.
    same = reference_of(asked).without(*_DRAWN, *_LISTED)
    return same.changed(method="emerging") if same.method == "density" else same


def _measured(asked: Parameters, held: Prepared, counted: pd.DataFrame, finest: int) -> tuple[Parameters, Measures]:
    recount = recounting(counted, held, asked)
    fitted, counts = coarse_enough(asked, recount)
    return fitted, measures.measure(counts, held.areas, fitted, recount=recount, finest=finest, once=held.lately)
