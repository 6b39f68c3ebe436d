"""Places that are sides of one another are said as one in a list: "Canal Basin (also its north)", not twice by name."""

from __future__ import annotations

from collections.abc import Sequence

from hotspot.language import phrase, to_phrase
from hotspot.views.words import listed

SIDES = (
    to_phrase("north"), to_phrase("north-east"), to_phrase("east"), to_phrase("south-east"), to_phrase("south"),
    to_phrase("south-west"), to_phrase("west"), to_phrase("north-west"), to_phrase("middle"),
)  # fmt: skip


def split(name: str) -> tuple[str, str]:
    """Return a name without its side, and the side.

    >>> split("Canal Basin, south-east"), split("Canal Basin"), split("Docks, Northmoor")
    (('Canal Basin', 'south-east'), ('Canal Basin', ''), ('Docks, Northmoor', ''))
    >>> split("Mill Lane, north 2")  # the second of those in the north of it
    ('Mill Lane', 'north 2')
    """
    whole, _, side = name.rpartition(", ")
    return (whole, side) if whole and side.partition(" ")[0] in SIDES else (name, "")


def together(names: Sequence[str]) -> dict[str, int]:
    """Return names as a list says them, in their order, and for how many places each of them stands.

    >>> together(["Canal Basin", "High Bridge", "Canal Basin, south-east", "Canal Basin, north"])
    {'Canal Basin (also its south-east and north)': 3, 'High Bridge': 1}
    >>> together(["High Bridge, west", "Dock Road", "Dock Road"])
    {'High Bridge (west)': 1, 'Dock Road': 2}
    """
    held: dict[str, list[str]] = {}
    for name in names:
        whole, side = split(name)
        held.setdefault(whole, []).append(side)
    return {_said(whole, sides): len(sides) for whole, sides in held.items()}


def _said(whole: str, sides: list[str]) -> str:
    named = [" ".join(map(phrase, side.split())) for side in dict.fromkeys(sides) if side]
    if not named:
        return whole
    also = phrase("{name} (also its {sides})") if "" in sides else "{name} ({sides})"
    return also.format(name=whole, sides=listed(named))
