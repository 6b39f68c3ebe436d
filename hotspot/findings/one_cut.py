"""Sums over districts of findings that leave in one geography only."""

from __future__ import annotations

import dataclasses

import numpy as np

from hotspot.disclosure import summed
from hotspot.findings.places import Findings

TOO_FEW = (
    "Counts by neighbourhood are not shown beside those by hexagon: the two could be subtracted from one another. A "
    "district's count is the sum of its shown hexagons, and is left out where most of them are below 8."
)
_OF_NEIGHBOURHOODS = ("population", "imd_decile")  # what is known by neighbourhood alone
_NUMBERS = ("count", "count_12m", "count_last")


def in_one_cut(found: Findings) -> Findings:
    """Return controlled findings whose counts add up by district, and are missing where they would be guesswork.

    Each district's sum is worked out from the numbers that are shown, the band counted as 4, so it tells nothing that
    they do not; where more than half of its places are in the band there is none. Rates have no residents to divide
    by, because residents are known by neighbourhood.
    """
    locations = found.locations.copy()
    for name in _NUMBERS:
        sums = locations.groupby("csp_code")[name].transform(lambda shown: summed(shown.to_numpy()))
        locations[name] = locations[name].astype(float).where(sums.notna())
    for name in _OF_NEIGHBOURHOODS:
        if name not in locations:
            locations[name] = np.nan
    return dataclasses.replace(found, locations=locations, notes=(*found.notes, TOO_FEW))
