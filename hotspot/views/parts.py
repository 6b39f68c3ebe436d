"""Parts of a larger place that need a decision where the place as a whole does not: no headline may say "none"."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from hotspot.findings import Findings
from hotspot.language import phrase_many
from hotspot.views.remembered import once

SAID = ("place", "name", "word", "count_last")


@once
def deciding(findings: Findings, agreed: Collection[Any] = ()) -> pd.DataFrame:
    """Return the cells that need a decision inside places that, as a whole, do not, and where nothing is agreed.

    Of each no more than is said of it; the rest stands under its key in ``findings.locations``.
    """
    places, frame = findings.places, findings.locations
    settled = [*places["place"].to_numpy()[places["decide"].to_numpy(dtype=bool)], *agreed]
    wanted = frame["decide"].to_numpy(dtype=bool) & ~np.isin(frame["place"].to_numpy(), settled)
    rows = np.flatnonzero(wanted)
    said = {name: frame[name].array.take(rows) for name in SAID}  # of a few columns a fifth of the work
    return pd.DataFrame(said, index=frame.index.take(rows))


def busiest(hidden: pd.DataFrame) -> pd.Series:
    """Return the one of these parts with most records in the last step."""
    last = hidden["count_last"].to_numpy(dtype=float, na_value=np.nan)
    return hidden.iloc[int(np.argmax(np.nan_to_num(last, nan=-1.0)))]


def opening(findings: Findings, agreed: Collection[Any] = ()) -> str:
    """Return how a headline begins where only such parts need a decision, or nothing."""
    many = len(deciding(findings, agreed))
    return (
        phrase_many(
            "No whole place needs a decision now, 1 part of a larger one does.",
            "No whole place needs a decision now, {n} parts of larger ones do.",
            many,
        ).format(n=many)
        if many
        else ""
    )
