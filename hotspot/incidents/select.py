"""Which incidents an analysis counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.config import AreaProfile, Measure, Parameters
from hotspot.errors import DataError
from hotspot.incidents.clean import Incidents
from hotspot.incidents.hours import hour_known, in_hours
from hotspot.incidents.months import Period, months_held, period, period_of
from hotspot.incidents.record import family


def select(
    incidents: Incidents, profile: AreaProfile, parameters: Parameters, *, institutions: bool = False
) -> pd.DataFrame:
    """Return the incidents that an analysis counts, each once.

    Of rows with one (source, month, record id) the first in the file counts; rows without an id each count. Rows at
    institutions and outside the area do not.

    Parameters
    ----------
    incidents : Incidents
        All clean incidents of the area.
    profile, parameters
        Say which categories, sources, months and partnerships count.
    institutions : bool
        True returns, instead, what was set aside: the rows at institutions alone.

    Returns
    -------
    DataFrame
        Rows of ``incidents.frame``; where hours were chosen, those of these hours, with ``night``: see ``in_hours``.

    Raises
    ------
    DataError
        The sources offer no category of this measure, or the months are not held (the gap is named), or hours were
        chosen and no record's hour is known.
    """
    if not parameters.by_the_hour:
        return countable(incidents, profile, parameters).within(parameters, institutions=institutions)
    chosen = of_sources(incidents.frame, parameters)
    kept = _counts(chosen, profile.measure(parameters.offence)) & _in_period(chosen, period(chosen, parameters))
    kept &= chosen["institution"].to_numpy() == institutions
    if parameters.csps:
        kept &= chosen["csp_code"].isin(parameters.csps).to_numpy()
    return in_hours(chosen[kept], chosen, profile, parameters)


@dataclass(frozen=True)
class Countable:
    """The records of one measure of some sources, each once, whatever the month: what no period or place changes.

    Attributes
    ----------
    months : tuple of str
        Those that every one of the sources holds.
    counted, aside : DataFrame
        In the area: those that count, and those at institutions.
    lost : DataFrame
        ``month`` and ``outside_area`` of those that lie in no place of the area.
    """

    months: tuple[str, ...]
    counted: pd.DataFrame
    aside: pd.DataFrame
    lost: pd.DataFrame

    def within(self, parameters: Parameters, *, institutions: bool = False) -> pd.DataFrame:
        """Return the records in the months and partnerships of an analysis."""
        rows = self.aside if institutions else self.counted
        kept = _in_period(rows, period_of(self.months, parameters))
        if parameters.csps:
            kept &= rows["csp_code"].isin(parameters.csps).to_numpy()
        return _of_rows(rows, kept)

    def without_place(self, parameters: Parameters) -> tuple[int, int]:
        """Return how many of the period no place can be given to, and how many lie outside: see ``without_place``."""
        outside = self.lost["outside_area"].to_numpy()[_in_period(self.lost, period_of(self.months, parameters))]
        return int((~outside).sum()), int(outside.sum())


def countable(
    incidents: Incidents, profile: AreaProfile, parameters: Parameters, columns: Sequence[str] | None = None
) -> Countable:
    """Return the records of a measure for whoever asks for one period after another.

    Parameters
    ----------
    columns : sequence of str, optional
        Those that are kept of the records; all without it.
    """
    chosen = of_sources(incidents.frame, parameters)
    mine = _of_measure(chosen, profile.measure(parameters.offence))
    inside, apart = chosen["lad_code"].notna().to_numpy(), chosen["institution"].to_numpy()
    slim = chosen if columns is None else chosen[list(columns)]
    lost = chosen.loc[mine & ~inside, ["month", "outside_area"]]
    return Countable(months_held(chosen), slim[mine & inside & ~apart], slim[mine & inside & apart], lost)


def without_place(incidents: Incidents, profile: AreaProfile, parameters: Parameters) -> tuple[int, int]:
    """Return how many records of the measure and period no place can be given to, and how many lie outside the area.

    They are in no map, rate or total, so an answer that does not name them is too low and does not say so.

    Returns
    -------
    nowhere, outside : int
        Each record once, those of an institution elsewhere too: with what is counted and set aside they make all.
    """
    if not parameters.by_the_hour:
        return countable(incidents, profile, parameters, ["month"]).without_place(parameters)
    chosen = of_sources(incidents.frame, parameters)
    kept = _of_measure(chosen, profile.measure(parameters.offence)) & chosen["lad_code"].isna().to_numpy()
    kept &= _in_period(chosen, period(chosen, parameters))
    rows = chosen[kept & hour_known(chosen, chosen)]
    kept = chosen.index.isin(in_hours(rows, chosen, profile, parameters).index)
    outside = chosen["outside_area"].to_numpy() & kept
    return int((kept & ~outside).sum()), int(outside.sum())


def beside_hours(incidents: Incidents, profile: AreaProfile, parameters: Parameters) -> tuple[int, int, int]:
    """Return what became of the records that would count without a choice of hours.

    Returns
    -------
    inside, elsewhere, unknown : int
        In the chosen hours; at other hours, or on the last night that is not held whole; their hour not known.
    """
    everything = of_sources(incidents.frame, parameters)
    all_day = select(incidents, profile, parameters.changed(hours="", hour_band=""))
    unknown = len(all_day) - int(hour_known(all_day, everything).sum())
    inside = len(in_hours(all_day, everything, profile, parameters))
    return inside, len(all_day) - inside - unknown, unknown


def sources_offering(incidents: Incidents, measure: Measure) -> tuple[str, ...]:
    """Return the sources that hold at least one record of a measure.

    A source that cannot offer it is left out altogether: its months and gaps are not those of the answer.
    """
    frame = incidents.frame
    offers = [
        source
        for source in incidents.sources
        if frame.loc[frame["source"] == source, "category"].isin(measure.categories.get(family(source), ())).any()
    ]
    return tuple(offers)


def of_sources(frame: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Return the rows of the sources an analysis names, all where it names none.

    Raises
    ------
    DataError
        None of them is held.
    """
    chosen = frame[frame["source"].isin(parameters.sources)] if parameters.sources else frame
    if chosen.empty:
        wanted = ", ".join(parameters.sources) or "of this area"
        raise DataError(f"No records {wanted} are held.", "Add the files of that source, or choose another source.")
    return chosen


def _of_rows(rows: pd.DataFrame, kept: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the rows that are kept; where they follow one another, as months in a file do, nothing is copied."""
    at = np.flatnonzero(kept)
    if len(at) == len(rows):
        return rows
    in_a_row = len(at) and at[-1] - at[0] + 1 == len(at)
    return rows.iloc[at[0] : at[-1] + 1] if in_a_row else rows[kept]


def _in_period(rows: pd.DataFrame, months: Period) -> NDArray[np.bool_]:
    month = rows["month"].to_numpy()
    return np.asarray((month >= np.datetime64(months.first)) & (month <= np.datetime64(months.last)))


def _counts(chosen: pd.DataFrame, measure: Measure) -> NDArray[np.bool_]:
    """Return which rows are of the measure, in the area, and the first of their id."""
    return np.asarray(_of_measure(chosen, measure) & chosen["lad_code"].notna().to_numpy())


def _of_measure(chosen: pd.DataFrame, measure: Measure) -> NDArray[np.bool_]:
    """Return which rows are of the measure and the first of their id."""
    kept = np.zeros(len(chosen), dtype=bool)
    offered = [source for source in chosen["source"].unique() if family(source) in measure.categories]
    for source in offered:
        wanted = measure.categories[family(source)]
        kept |= ((chosen["source"] == source) & chosen["category"].isin(wanted)).to_numpy()
    if not offered:
        raise DataError(
            f"No source that is held can offer '{measure.title}'.",
            "Choose another measure, or name its categories in the area profile.",
        )
    return np.asarray(kept & ~chosen["repeated_id"].to_numpy())
