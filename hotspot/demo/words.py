"""Made-up names for streets and wards: plausible, and of no real place."""

from __future__ import annotations

from itertools import product

FRONTS = (
    "Alder Anchor Ash Beacon Bell Birch Bishop Bower Bridle Brook Candle Cedar Chandler Church Cinder Clover "
    "Coble Cooper Crane Dale Drover Elm Fairfax Falcon Fallow Fern Ferry Fletcher Forge Garth Glebe Grange "
    "Gull Harbour Hart Hawthorn Hazel Heron Holly Juniper Kestrel Kiln Lamp Larch Ling Linnet Lock Maltings "
    "Mariner Marram Mason Meadow Mere Moss Myrtle Netherby Oak Orchard Osier Otter Paddock Pilot Plover Poplar "
    "Priory Quarry Rectory Reed Rope Rowan Salter Sandpiper Saxon Shepherd Skipper Sloe Smithy Spring Staithe "
    "Sycamore Tanner Teal Thistle Tithe Turnstone Vicarage Wagon Weaver Whin Willow Windmill Wren Yarrow "
).split()
ROADS = ("Street", "Road", "Lane", "Avenue", "Close", "Crescent", "Terrace", "Grove", "Way", "Garth", "Row", "Drive")
WARD_FRONTS = (
    "Abbot Ansel Barrow Brant Calder Cran Dunsel Elms Fenby Garrow Hather Kell Lang Marl Norby Ork Penn Raven Scar "
    "Thorn Ulver Wath Yar"
).split()
WARD_ENDS = ("field", "holme", "mere", "wick", "dale", "stead")


def streets(n: int) -> list[str]:
    """Return n street names, each once.

    >>> streets(2)
    ['Alder Street', 'Anchor Street']
    """
    return [f"{front} {road}" for road, front in product(ROADS, FRONTS)][:n] + [
        f"{side} {front} {road}" for side, road, front in product(("Upper", "Nether", "Little"), ROADS, FRONTS)
    ][: max(0, n - len(FRONTS) * len(ROADS))]


def wards(n: int) -> list[str]:
    """Return n ward names, each once.

    >>> wards(1)
    ['Abbotfield']
    """
    return [front + end for end, front in product(WARD_ENDS, WARD_FRONTS)][:n]
