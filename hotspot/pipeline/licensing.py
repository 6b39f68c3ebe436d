"""The flow for a licensing sheet: what other services recorded at the same places in the same hours."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hotspot import disclosure
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import AccessError, DataError
from hotspot.measures import hours
from hotspot.pipeline.evening import WeekWindow, premises_around, ready_for
from hotspot.pipeline.preparing import completed, prepare
from hotspot.pipeline.side_by_side import offences_by_source


@dataclass(frozen=True)
class OtherBands:
    """What another source recorded in the bands of a window, place by place.

    Attributes
    ----------
    source, title : str
        The source, and what is counted of it.
    first, last : Timestamp
        First and last night that were counted: up to a year, as held.
    bands : DataFrame, index location
        One column a band; a place without records is not in it.
    controlled : bool
        True where disclosure control changed anything.
    """

    source: str
    title: str
    first: pd.Timestamp
    last: pd.Timestamp
    bands: pd.DataFrame
    controlled: bool


@dataclass(frozen=True)
class SheetParts:
    """What a licensing sheet needs beside the hours themselves.

    Attributes
    ----------
    others : tuple of OtherBands
        Further sources with hours.
    around : DataFrame, index location
        ``premises`` within 500 m of the middle of the records, and how many of them close when (``closing``).
    """

    others: tuple[OtherBands, ...]
    around: pd.DataFrame


def sheet_parts(
    parameters: Parameters, window: WeekWindow, areas: tuple[str, ...], *, settings: Settings, scope: Scope = LOCAL
) -> SheetParts:
    """Return what each further source with hours recorded in the window, and the premises around the areas of a sheet.

    Each is counted by the widest measure of the profile that it offers and that does not follow police activity.
    Records are never joined across sources: one fight may stand in all of them. A source that knows no hours is left
    out, for it has nothing to say of a night.
    """
    held = prepare(parameters.area, settings, scope)
    asked = completed(parameters, held)
    offences = offences_by_source(held, asked)
    others = {source: key for source, key in offences.items() if source not in asked.sources}
    # Each by its own last unbroken run: a month that an ambulance trust did not deliver is no gap in police records.
    found = [_of_one(asked.changed(sources=(source,), offence=key, start=""), window, settings, scope, held.digest)
             for source, key in others.items()]  # fmt: skip
    ready = ready_for(parameters, window.preset, settings, scope, held.digest)
    where = ready.inside["row"].map(ready.place)
    around = {key: premises_around(ready, ready.inside[where == key]) for key in areas if (where == key).any()}
    table = pd.DataFrame.from_dict(around, orient="index", columns=["premises", "closing"])
    return SheetParts(tuple(one for one in found if one is not None), table.reindex(list(areas)))


def _of_one(asked: Parameters, window: WeekWindow, settings: Settings, scope: Scope, digest: str) -> OtherBands | None:
    try:
        ready = ready_for(asked, window.preset, settings, scope, digest)
    except (DataError, AccessError):
        return None
    recent = ready.inside[ready.inside["night"].isin(ready.recent)]
    counts = hours.band_counts(recent, ready.preset, ready.place, ready.mask.locations)
    kept = counts[counts.sum(axis="columns") > 0]
    released = disclosure.release_table(kept, counts=list(kept.columns), leaves=[], sources=asked.sources, scope=scope)
    title = ready.held.profile.measure(asked.offence).title
    return OtherBands(asked.sources[0], title, ready.recent[0], ready.recent[-1], released.table, released.controlled)
