"""The door for tables that are not places: hours of the night, sources side by side, months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotspot import access
from hotspot.disclosure.counts import controlled_values
from hotspot.disclosure.exposure import exposure
from hotspot.disclosure.policy import may_see_raw
from hotspot.errors import AccessError


@dataclass(frozen=True)
class TableRelease:
    """What an audience may see of one table.

    Attributes
    ----------
    table : DataFrame
        The rows that may leave; in a controlled release counts are band values and hidden numbers are NaN.
    controlled : bool
        True where disclosure control changed anything.
    exposure : DataFrame
        What was hidden and why.
    """

    table: pd.DataFrame
    controlled: bool
    exposure: pd.DataFrame


def release_table(
    table: pd.DataFrame,
    *,
    counts: Sequence[str],
    leaves: Sequence[str],
    sources: Sequence[str],
    scope: access.Scope,
    coarse: pd.DataFrame | None = None,
) -> TableRelease:
    """Return what may leave of a table of counts, such as hours of the night or sources side by side.

    Parameters
    ----------
    table : DataFrame
        Raw numbers. Columns that are neither in ``counts`` nor in ``leaves`` are hidden where control applies: a rate,
        an interval or a mean time gives the count away.
    counts : sequence of str
        Columns shown in bands where control applies.
    leaves : sequence of str
        Keys and words, which leave as they are.
    sources : sequence of str
        Every source that was counted.
    scope : Scope
        Who asks.
    coarse : DataFrame, optional
        The table that leaves instead where control applies: fixed bands in place of single hours.
    """
    if not sources:
        raise AccessError("No source is named, so nothing can be released.", "Name the sources that were counted.")
    if may_see_raw(sources, scope):
        return TableRelease(table.copy(), False, exposure([]))
    kept = (table if coarse is None else coarse).copy()
    for name in counts:
        kept[name] = controlled_values(kept[name].to_numpy())
    hidden = [str(name) for name in kept.columns if name not in (*counts, *leaves)]
    kept[hidden] = np.nan
    return TableRelease(kept, True, exposure(hidden))
