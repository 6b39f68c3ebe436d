"""Sentences that belong beside every number of an answer."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from hotspot.findings.narrowing import NARROWED
from hotspot.findings.places import Findings
from hotspot.language import sentence, sentences


def noted(found: Findings, notes: Sequence[str], *, narrow: bool = False) -> Findings:
    """Return the findings with these notes in place of their own; of some places alone one says so first."""
    said = (NARROWED, *notes) if narrow else notes
    return dataclasses.replace(found, notes=tuple(dict.fromkeys(said)))


def lost_sentence(nowhere: int, outside: int) -> str:
    """Return what an answer leaves out because no place can be given to it; empty where nothing is left out.

    >>> lost_sentence(3662, 0)
    '3,662 records state no place and have no location: they are not counted here, in no map, rate or total.'
    """
    placeless = sentence(
        "{n} records state no place and have no location: they are not counted here, in no map, rate or total.",
        n=f"{nowhere:,}",
    )
    beyond = sentence("{n} records lie outside the area and are not counted.", n=f"{outside:,}")
    return sentences(placeless if nowhere else "", beyond if outside else "")


def hours_sentence(title: str, inside: int, elsewhere: int, unknown: int) -> str:
    """Return which hours were counted, and what became of every other record.

    >>> hours_sentence("Student night, Thursday 18:00-05:59", 12, 80, 8)
    'Only these hours are counted: Student night, Thursday 18:00-05:59. Of 100 records 12 are in them, 80 at other \
hours, and of 8 the hour is not known. A record known only as from-to counts where at least half of it is in them.'
    """
    lost = f"and of {unknown:,} the hour is not known" if unknown else "and the hour of every one is known"
    return (
        f"Only these hours are counted: {title}. Of {inside + elsewhere + unknown:,} records {inside:,} are in them, "
        f"{elsewhere:,} at other hours, {lost}. A record known only as from-to counts where at least half of it is in "
        "them."
    )
