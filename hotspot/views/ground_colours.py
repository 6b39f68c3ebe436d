"""The colours of the ground, light and dark: quiet enough that a hot spot is the loudest thing on either."""

from __future__ import annotations

from dataclasses import dataclass

from hotspot.views.palettes import GROUND, Colour, rgb


@dataclass(frozen=True)
class GroundColours:
    """What each thing on the ground is painted with.

    Attributes
    ----------
    unknown : Colour
        Beyond the area where nothing says what is there: neither land nor sea is claimed.
    sea, neighbour, land : Colour
        Where a coast is held; land of others, and the area itself.
    urban, green, water, stream, railway, street, road, main_road, motorway : Colour
        Of a base map.
    lsoa, csp : Colour
        Lines between neighbourhoods and districts.
    name, minor_name, green_name, water_name, halo : Colour
        Letters and their edge.
    quiet : tuple of int
        Red, green, blue and opacity of a place without a pattern.
    rim : tuple of int
        Line round each place with a pattern; opacity 0 where none is needed.
    """

    unknown: Colour
    sea: Colour
    neighbour: Colour
    land: Colour
    urban: Colour
    green: Colour
    water: Colour
    stream: Colour
    railway: Colour
    street: Colour
    road: Colour
    main_road: Colour
    motorway: Colour
    lsoa: Colour
    csp: Colour
    name: Colour
    minor_name: Colour
    green_name: Colour
    water_name: Colour
    halo: Colour
    quiet: tuple[int, int, int, int]
    rim: tuple[int, int, int, int]


LIGHT = GroundColours(
    unknown=rgb("#e6e5e1"),
    sea=rgb("#d3e2ec"),
    neighbour=rgb("#ebe9e3"),
    land=GROUND["land"],
    urban=rgb("#ebe7df"),
    green=rgb("#cde3bb"),
    water=rgb("#93bfde"),
    stream=rgb("#a3c8e2"),
    railway=rgb("#a9a5a0"),
    street=rgb("#8f8b85"),
    road=rgb("#cfcac1"),
    main_road=rgb("#857f76"),
    motorway=rgb("#5c6f8a"),
    lsoa=rgb("#e3dfd7"),
    csp=GROUND["csp"],
    name=rgb("#1f242b"),
    minor_name=rgb("#4a515b"),
    green_name=rgb("#3d6330"),
    water_name=rgb("#2a5f86"),
    halo=rgb("#ffffff"),
    quiet=(240, 240, 240, 70),
    rim=(255, 255, 255, 0),
)

DARK = GroundColours(
    unknown=rgb("#15181d"),
    sea=rgb("#0e1a26"),
    neighbour=rgb("#1b1f25"),
    land=rgb("#262b33"),
    urban=rgb("#2e343d"),
    green=rgb("#263a2f"),
    water=rgb("#173650"),
    stream=rgb("#1d4362"),
    railway=rgb("#59616c"),
    street=rgb("#8a929d"),
    road=rgb("#474f5a"),
    main_road=rgb("#8b95a3"),
    motorway=rgb("#9db4d6"),
    lsoa=rgb("#343a44"),
    csp=rgb("#a8b1bd"),
    name=rgb("#ffffff"),
    minor_name=rgb("#c3cad3"),
    green_name=rgb("#a5d39a"),
    water_name=rgb("#8fc1e6"),
    halo=rgb("#14171c"),
    quiet=(120, 130, 144, 60),
    rim=(255, 255, 255, 150),
)


def colours(*, dark: bool) -> GroundColours:
    """Return the colours of one of the two grounds.

    >>> colours(dark=True).name
    (255, 255, 255)
    """
    return DARK if dark else LIGHT
