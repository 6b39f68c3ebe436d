"""Sentences that belong beside every number of an answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from hotspot.findings.places import Findings


def noted(found: Findings, notes: Sequence[str]) -> Findings:
    """Return the findings with these notes in place of their own."""
    return dataclasses.replace(found, notes=tuple(notes))


def lost_sentence(nowhere: int, outside: int) -> str:
    """Return what an answer leaves out because no place can be given to it; empty where nothing is left out.

    >>> lost_sentence(3662, 0)
    '3,662 records state no place and have no location: they are in no map, rate or total.'
    """
    said = []
    if nowhere:
        said.append(f"{nowhere:,} records state no place and have no location: they are in no map, rate or total.")
    if outside:
        said.append(f"{outside:,} records lie outside the area and are not counted.")
    return " ".join(said)
