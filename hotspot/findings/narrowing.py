"""The same findings for some districts only."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from hotspot.disclosure import Release
from hotspot.findings.places import Findings
from hotspot.findings.ranking import Points, grouped, peaks, ranked

NARROWED = (
    "Scores, and the figures in these notes that do not name what was chosen, are for the whole area. A hexagon on a "
    "border counts whole: for the district and the ward that most of its records state, for an outline where half of "
    "it lies inside. So its totals differ from a count record by record, which the district table is."
)


def part(
    release: Release, named: gpd.GeoDataFrame, inside: Points, kept: NDArray[np.bool_] | None
) -> tuple[Release, gpd.GeoDataFrame, Points]:
    """Return what ``findings`` takes of some places alone; all of it where nothing says which.

    Less leaves than may, so that it need not ask at the door again. It is what ``only`` returns of the findings of all,
    without working out what is then not listed.

    Parameters
    ----------
    release, named, inside
        As for ``findings``, in one order.
    kept : bool array of shape (n,) or None
        Which places are listed.
    """
    if kept is None:
        return release, named, inside
    rows = np.flatnonzero(kept)
    mine = dataclasses.replace(
        release,
        frame=release.frame.iloc[rows],
        counts=release.counts[rows],
        z=release.z[rows],
        bins=release.bins[rows],
        also=release.also[rows],
        neighbours=release.neighbours[rows][:, rows],
    )
    return mine, named.iloc[rows], inside[rows]


def narrowed(found: Findings, csps: Collection[str]) -> Findings:
    """Return the findings of these districts, grouped and ranked among themselves; scores and words stay as they were.

    "Hot" still means hot for the whole area that was compared. A place that reaches over the border ends at it here.

    Parameters
    ----------
    found : Findings
        Of the whole area.
    csps : collection of str
        Codes of the districts to keep; none keeps all.
    """
    return only(found, found.locations["csp_code"].isin(csps).to_numpy()) if csps else found


def only(found: Findings, kept: NDArray[np.bool_]) -> Findings:
    """Return the findings of some places alone, grouped and ranked among themselves: see ``narrowed``."""
    if kept.all():
        return found
    rows = np.flatnonzero(kept)
    near = found.neighbours[rows][:, rows]
    locations = found.locations.iloc[rows]
    locations = locations.assign(place=grouped(locations["significant"].to_numpy(), near))
    return dataclasses.replace(
        found,
        locations=locations,
        places=ranked(locations),
        peaks=peaks(locations, near),
        neighbours=near,
        notes=tuple(dict.fromkeys((NARROWED, *found.notes))),
        counts=found.counts[rows],
        z=found.z[rows],
        bins=found.bins[rows],
    )
