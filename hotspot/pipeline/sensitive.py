"""Sexual and domestic offences of restricted feeds, by partnership: the one table in which they leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from hotspot import disclosure, incidents
from hotspot.access import LOCAL, Scope, ledger
from hotspot.config import Settings
from hotspot.pipeline.preparing import Prepared, prepare

WINDOWS = 3  # the last ones held whole


def sensitive_offences(area: str, *, settings: Settings, scope: Scope = LOCAL) -> pd.DataFrame:
    """Return sexual and domestic offences of the restricted feeds of an area, by partnership and registered window.

    Parameters
    ----------
    area : str
        Key of the area.
    settings, scope
        Where the store is; who asks. The feed's own analyst, who sees such records by place, gets no row.

    Returns
    -------
    DataFrame
        source, csp_code, kind, first, last, shown; no row where no feed holds such records.

    Raises
    ------
    AccessError
        What would leave could be subtracted from what left before.
    """
    held = prepare(area, settings, scope)
    tables = [_released(held, str(source), settings) for source in held.sensitive.get("source", pd.Series()).unique()]
    kept = [table for table in tables if len(table)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=disclosure.SENSITIVE_COLUMNS)


def _released(held: Prepared, source: str, settings: Settings) -> pd.DataFrame:
    rows = held.sensitive[held.sensitive["source"] == source]
    counted = rows[~rows["repeated_id"] & ~rows["institution"] & rows["csp_code"].notna()]
    months = incidents.months_held(held.seen[held.seen["source"] == source])
    table = disclosure.by_partnership(counted, held.profile.csps, _whole(held, source, months), source)
    for leaving in _leavings(table, held):
        ledger.leave(settings.home, leaving)
    return table


def _whole(held: Prepared, source: str, months: Sequence[str]) -> list[tuple[str, str]]:
    """Return the last registered windows of which every month is held."""
    if not months:
        return []
    windows = disclosure.terms(source, held.scope).windows(months[0], months[-1])
    there = set(months)
    return [
        (first, last)
        for first, last in windows
        if {str(month) for month in pd.period_range(first, last, freq="M")} <= there
    ][-WINDOWS:]


def _leavings(table: pd.DataFrame, held: Prepared) -> Iterator[ledger.Leaving]:
    """Yield one line of the ledger for each partnership, so that a reader of one and a reader of all have one cut."""
    for (csp, kind, first, last), rows in table.groupby(["csp_code", "kind", "first", "last"]):
        begun, ended = pd.Period(str(first), "M").start_time, pd.Period(str(last), "M").end_time
        yield ledger.Leaving(
            source=str(rows["source"].iloc[0]),
            audience=held.scope.audience,
            geography=f"partnership of {held.profile.key}",
            first=f"{begun:%Y-%m-%d}",
            last=f"{ended:%Y-%m-%d}",
            counted=(f"every {kind} offence",),
            csps=(str(csp),),
            digest=disclosure.digest(rows),
        )
