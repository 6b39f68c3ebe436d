"""A cube of chosen hours: what its steps divide by is how often those hours came round, not days."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from hotspot.cube.cube import Cube
from hotspot.cube.steps import UNEVEN, Step
from hotspot.errors import DataError

NAMED = 4  # that many steps left out are named, more are counted


def on_occasions(counted: Cube, days: pd.DatetimeIndex) -> Cube:
    """Return a cube whose steps say how often its hours came round; a step in which they never did is left out.

    A month has eight to ten weekend nights, and August has no school day: an empty August would be read as a fall that
    nobody lived through.

    Parameters
    ----------
    counted : Cube
        Counts of records in the chosen hours.
    days : DatetimeIndex
        The days or nights on which those hours came round.

    Raises
    ------
    DataError
        They came round in no step.
    """
    times = [_times(step, days) for step in counted.steps]
    kept = np.flatnonzero(times)
    if not kept.size:
        raise DataError("These hours never came round in this period.", "Choose a longer period, or other hours.")
    steps = tuple(dataclasses.replace(counted.steps[i], days=times[i]) for i in kept)
    counts = counted.counts[:, kept]
    notes = [note for note in counted.notes if note != UNEVEN]
    notes += _said(steps, [step for step, n in zip(counted.steps, times, strict=True) if not n])
    return dataclasses.replace(
        counted, steps=steps, counts=counts, notes=tuple(notes), sparseness=float((counts == 0).mean())
    )


def _times(step: Step, days: pd.DatetimeIndex) -> int:
    return int(((days >= pd.Timestamp(step.start)) & (days <= pd.Timestamp(step.end))).sum())


def _said(steps: tuple[Step, ...], empty: list[Step]) -> list[str]:
    few, many = min(step.days for step in steps), max(step.days for step in steps)
    said = []
    if few < many:
        said.append(
            f"These hours came round {few} to {many} times a step: scores use counts per time; counts are whole."
        )
    if empty:
        names = ", ".join(step.label for step in empty) if len(empty) <= NAMED else f"{len(empty)} steps"
        said.append(f"Left out, because these hours never came round: {names}.")
    return said
