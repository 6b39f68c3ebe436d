"""What every clean incident has: its flags, and what its source allows."""

from __future__ import annotations

FLAGS = (
    "no_location",
    "outside_area",
    "repeated_id",
    "vintage_2011",
    "split_nearest",
    "irregular",
    "by_point",
    "institution",
)
PRECISIONS = ("month", "day", "hour", "minute", "none")
SNAPPED = frozenset({"police_uk"})  # families whose points stand for a street, not for the place itself


def family(source: str) -> str:
    """Return the family of a source, whose categories and precision its members share.

    >>> family("police_uk/derbyshire")
    'police_uk'
    """
    return source.split("/", 1)[0]


def is_snapped(source: str) -> bool:
    """Return whether a source moves its points to anonymous map points.

    >>> is_snapped("police_uk/derbyshire")
    True
    """
    return family(source) in SNAPPED
