"""Maps that draw with no outside network: the area's own boundaries are the ground.

Every layer has an id, and all travel in groups, which the page's highlighting leaves alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely
from pydeck.bindings.json_tools import default_serialize

from hotspot.findings import Findings
from hotspot.findings.bands import whole_bands
from hotspot.views import tooltips
from hotspot.views.ground import Ground, ground, packed, roomiest
from hotspot.views.layers import FONT, GRID_DEGREES, corners, hairlines
from hotspot.views.looking import MAP_HEIGHT, MAP_WIDTH, View, view_of
from hotspot.views.maps_places import cells, colour_expression, dots, marks, rims, seen
from hotspot.views.palettes import GROUND
from hotspot.views.remembered import once
from hotspot.views.shading import Shading
from hotspot.views.written import as_text

__all__ = [
    "FONT",
    "FURTHER",
    "GRID_DEGREES",
    "LISTED",
    "MAP_HEIGHT",
    "MAP_WIDTH",
    "Coloured",
    "Ground",
    "OfflineDeck",
    "Picture",
    "View",
    "apart",
    "cells",
    "colour_expression",
    "deck",
    "dots",
    "handled",
    "ground",
    "marked",
    "marks",
    "on_ground",
    "outlined",
    "packed",
    "place_keys",
    "roomiest",
    "seen",
    "view_of",
]

LISTED = 8  # places in the list, most recorded first
PICKED_PX = 4.0
MARK_PX = 24  # width of a numbered mark
TOUCHING_PX = 20  # on a small map, where more places would else have no number, marks may touch
FURTHER = 4  # places below them that need a decision


def handled(under: Ground, *, picked_from: bool = False) -> pdk.View:
    """Return how a map answers to a hand.

    One that is picked from and zooms at a double click would wait a third of a second after each click for the second.
    In a narrow window, as at a zoom of 400 %, a map is nearly as wide and high as the window: there the wheel moves the
    page, which could else not be scrolled past it.

    >>> from types import SimpleNamespace as Made
    >>> handled(Made(width_px=MAP_WIDTH)).controller, handled(Made(width_px=270)).controller
    (True, {'scrollZoom': False})
    """
    held = {"doubleClickZoom": False} if picked_from else {}
    held |= {"scrollZoom": False} if under.width_px < MAP_WIDTH else {}
    return pdk.View(type="MapView", controller=held or True)


class OfflineDeck(pdk.Deck):  # type: ignore[misc,unused-ignore]
    """A deck without a base map provider, written compactly: half the bytes of the usual spelling."""

    def to_json(self) -> str:
        """Return the specification without indentation; NaN is refused, for no browser reads it."""
        return json.dumps(self, sort_keys=True, separators=(",", ":"), allow_nan=False, default=default_serialize)


def apart(places: pd.DataFrame, look: View, width_px: int = MAP_WIDTH) -> list[int]:
    """Return which rows can be numbered in a view without covering one another, the first of the list first.

    >>> near = pd.DataFrame({"lon": [0.0, 0.005, 0.5], "lat": [51.0, 51.0, 51.0]})
    >>> apart(near, View(0.0, 50.5, 1.0, 51.5)), apart(near, View(0.0, 51.0, 0.01, 51.001))
    ([0, 2], [0, 1, 2])
    >>> near = pd.DataFrame({"lon": [0.0, 0.07], "lat": [51.0, 51.0]})
    >>> apart(near, View(0.0, 50.5, 1.0, 51.5)), apart(near, View(0.0, 50.5, 1.0, 51.5), 270)  # of a telephone
    ([0, 1], [0])
    """
    scale, shrink = float(look.pixels(width_px)[0]), np.cos(np.radians(look.lat_min))
    spots = np.column_stack([places["lon"] * scale, places["lat"] * scale / shrink])
    room = MARK_PX if width_px >= MAP_WIDTH else TOUCHING_PX
    kept: list[int] = []
    for row, spot in enumerate(spots):
        if all(np.hypot(*(spot - spots[other])) >= room for other in kept):
            kept.append(row)
    return kept


def outlined(locations: Any, keys: list[str], *, dark: bool = False) -> list[pdk.Layer]:
    """Return the outline of the picked location, thick, and of the place it is part of, thin; or nothing.

    The first key is the picked one; the others are the rest of its place. It is drawn as kinds of layer that every map
    has: at the first click a browser without a graphics card would take half a second to prepare another.
    """
    held = [key for key in keys if key in locations.index]
    if not held:
        return []
    shapes = locations.geometry.loc[held].to_numpy()
    whole = shapely.union_all(shapely.buffer(shapes, 1e-6))
    colour = GROUND["paper" if dark else "mark"]
    edge = shapely.boundary(shapes[0])
    return [
        hairlines("picked_place", [shapely.boundary(whole)], colour, 1.8),
        hairlines("picked", [edge], colour, PICKED_PX),
        corners("picked_corners", [edge], colour, PICKED_PX),
    ]


@dataclass(frozen=True)
class Picture:
    """What a map shows: places and their classes, the words on them, and what is marked or picked.

    Attributes
    ----------
    locations : GeoDataFrame
        The places, in the order of ``shading.index``.
    shading : Shading
        Class of each.
    texts : sequence of str
        Tooltip of each.
    hexagons : bool
        True where the keys are H3 cells, which the browser can draw from their names.
    marked : DataFrame or None
        Ranked places to number.
    picked : tuple of str
        Keys to outline.
    look_at : View or None
        Where to look; the whole area if not said.
    """

    locations: Any
    shading: Shading
    texts: Sequence[str]
    hexagons: bool
    marked: pd.DataFrame | None = None
    picked: tuple[str, ...] = ()
    look_at: View | None = None


def marked(findings: Findings) -> Any:
    """Return the places numbered on the map and in its list: the most recorded, then what needs a decision.

    Of a restricted source whole bands alone are: a place that merely stands first among its equals has no rank.
    """
    return _marked(findings)


@once
def _marked(findings: Findings, _agreed: Collection[Any]) -> pd.DataFrame:
    decide = findings.places["decide"].to_numpy(dtype=bool)
    places = findings.places
    first = len(whole_bands(places, LISTED)) if findings.controlled else min(LISTED, len(decide))
    further = np.flatnonzero(decide[first:])[:FURTHER] + first
    return places.iloc[[*range(first), *further]] if len(further) else places.iloc[:first]


@dataclass(frozen=True)
class Coloured:
    """The layers that follow from what is shown alone, whatever is picked and wherever the map looks.

    Attributes
    ----------
    places : pydeck.Layer
        The places, coloured.
    above : tuple of pydeck.Layer
        What tells them apart without colour.
    shared : str
        How the tooltip of each ends.
    """

    places: pdk.Layer
    above: tuple[pdk.Layer, ...]
    shared: str

    @classmethod
    def of(cls, picture: Picture, under: Ground, *, write: bool = False) -> Coloured:
        """Colour the places of a picture; with ``write`` as text, to keep for the next map of the same places."""
        shading, hexagons = seen(picture.shading, under), picture.hexagons
        shared = tooltips.ending(picture.texts)  # said once, in the template: a county has thousands of places
        texts = tooltips.without(shared, picture.texts)
        places = cells(picture.locations, shading, texts, hexagons=hexagons, write=write)
        edges = rims(places, picture.locations.index, shading, under, hexagons=hexagons) if under.is_dark else []
        above = (*edges, *dots(picture.locations, shading))
        return cls(as_text(places), tuple(map(as_text, above)), shared) if write else cls(places, above, shared)

    def __len__(self) -> int:
        """Return how many letters the written places have."""
        return len(self.places.data)


def deck(
    picture: Picture, under: Ground, coloured: Coloured | None = None, over: Sequence[pdk.Layer] = ()
) -> OfflineDeck:
    """Return the whole map: ground, places, outlines, names, what is drawn over them, marks.

    All travel in groups (lists within the list), which the page's highlighting leaves alone: an outline tells which
    place is picked, and the colours of the others stay what the legend says. Highlighting would besides have the
    browser colour every place anew at each click, and go on after another place was picked in the list.

    ``coloured`` are the places of the picture, if they were coloured before.
    """
    held = coloured or Coloured.of(picture, under)
    look = picture.look_at or under.view
    picked = outlined(picture.locations, list(picture.picked), dark=under.is_dark)
    marked = picture.marked if picture.marked is not None and len(picture.marked) else None
    spots: Any = [] if marked is None else np.column_stack([marked["lon"], marked["lat"]])
    above = under.clear_of(spots, look, over) if len(spots) or over else (*under.streets(look), *under.above)
    layers: list[Any] = [list(under.below), [held.places], [*held.above, *above, *picked]]
    layers += [list(over)] if over else []  # below the numbers: on a small map a word would cover one
    if marked is not None:
        at = picture.locations.index.get_indexer(marked["peak"])
        said = [picture.texts[row].removesuffix(held.shared) if row >= 0 else "" for row in at.tolist()]
        layers += [marks(marked, said)]
    return on_ground(under, layers, look, held.shared)


def on_ground(under: Ground, layers: list[Any], look: View, shared: str = "") -> OfflineDeck:
    """Return a deck of any layers: on the ground alone, or on the tiles of the partnership's own server if one is set.

    Without a style nothing is asked of anybody; a library's own base maps are never used. ``shared`` is how the
    tooltip of every place ends.
    """
    deck = copy(_bare(under.style))
    deck.layers, deck.initial_view_state, deck.views = layers, look.state(under.width_px), [handled(under)]
    deck._tooltip = tooltips.template(shared)
    return deck


@lru_cache(maxsize=4)
def _bare(style: str) -> OfflineDeck:
    """Return a deck with nothing on it: for each one that is made the library looks for a notebook, file by file."""
    tiles = {"map_provider": "carto", "map_style": style} if style else {"map_provider": None}
    return OfflineDeck(**tiles)


def place_keys(findings: Findings, key: str | None) -> tuple[str, ...]:
    """Return a location, then the rest of the place it is part of; nothing for a key that is no longer there."""
    if key is None or key not in findings.locations.index:
        return ()
    same = findings.locations["place"].to_numpy() == findings.locations.at[key, "place"]
    rest = findings.locations.index[np.flatnonzero(same)]
    return (key, *(other for other in rest if other != key))
