"""Findings of some districts only, still scored against the whole area."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

import numpy as np

from hotspot.findings import Findings


def narrowed(findings: Findings, csps: Collection[str]) -> Findings:
    """Return the findings of these districts, ranked among themselves; their scores and words stay as they were.

    "Hot" still means hot for the whole area that was compared. A place belongs to the district of its busiest cell.

    Parameters
    ----------
    findings : Findings
        Of the whole area.
    csps : collection of str
        Codes of the districts to keep; none keeps all.
    """
    if not csps:
        return findings
    rows = np.flatnonzero(findings.locations["csp_code"].isin(csps).to_numpy())
    places = findings.places[findings.places["csp_code"].isin(csps)].reset_index(drop=True)
    ranks = places["count"].rank(method="min", ascending=False).astype(int)
    return dataclasses.replace(
        findings,
        locations=findings.locations.iloc[rows],
        places=places.assign(rank=ranks),
        counts=findings.counts[rows],
        z=findings.z[rows],
        bins=findings.bins[rows],
    )
