"""Places on screen: the map that can be picked from, the ranked list beside it, the panel and the table below."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import streamlit as st

from hotspot import views
from hotspot.language import phrase
from hotspot.ui import address, answers, ground_looks, looking, measuring
from hotspot.ui.browser import SIMPLE
from hotspot.ui.once import kept_with
from hotspot.ui.plain import escape
from hotspot.ui.refusals import spoken
from hotspot.ui.sending import at_once
from hotspot.ui.since import headline_said, listed, since_meeting
from hotspot.views import maps
from hotspot.views.shading import Shading
from hotspot.views.written import WrittenDeck

TURN = "map_turn"  # how often the reader sent the map somewhere
HAIR = 1e-7  # degrees, a centimetre: a browser moves its map only when it is told something new


def picked(locations: Any) -> str | None:
    """Return the key of the picked location if it is (still) on this map.

    What the browser sends is only ever used to look the place up again here.
    """
    key = address.extra(address.PICKED)
    return key if key in locations.index else None


def let_go(locations: Any) -> None:
    """Take a picked place that the filters took off this map out of the address, and say so, once.

    A key of another kind (a neighbourhood, on a map of hexagons) is another page's and stays.
    """
    key = address.extra(address.PICKED)
    if key and key not in locations.index and len(key) in {len(str(one)) for one in locations.index[:1]}:
        address.note(at="")
        said = phrase("The place that was picked is not on this map with these filters, so it was let go.")
        st.html(f'<p class="hs-note" role="status">{escape(said)}</p>')


def pick_from(chart: str) -> None:
    """Pick the place that was clicked on a map.

    The browser lets go of a click by itself once another map has come, so nothing clicked says nothing: a place is let
    go by the button below the map.
    """
    layers = st.session_state[chart].selection.objects
    keys = [str(one.get("i") or one.get("properties", {}).get("i", "")) for found in layers.values() for one in found]
    if keys:
        address.note(at=keys[0])


def show_place(key: str) -> None:
    """Pick a place and send the map there."""
    address.note(at=key, look=key)
    _turn()


def _turn() -> None:
    """Have the next map look where it is told to, even if it was told the same before and was dragged away since."""
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def whole_area() -> None:
    """Let go of the picked place and show the whole area again."""
    address.note(at="", look="")
    _turn()


def show_row(table: str, keys: tuple[str, ...]) -> None:
    """Show on the map the place whose row was picked, or the whole area again when the row is let go."""
    rows = st.session_state[table].selection.rows
    if rows and rows[0] < len(keys):
        show_place(keys[rows[0]])
    elif not rows:
        whole_area()


def _look(findings: views.Findings, area: str) -> maps.View | None:
    """Return where the reader sent the map: to a place, to the chosen part, or (None) to the whole area."""

    def find(said: str) -> maps.View | None:
        if said == looking.PART:
            return maps.view_of(findings.locations) if len(findings.locations) else None
        keys = maps.place_keys(findings, said)
        return maps.view_of(findings.locations.loc[list(keys)]) if keys else None

    return looking.looked_at(area, find)


@spoken
def hotspot_map(analysis: Any, key: str, *, since: bool = False, wall: bool = False, worded: bool = False) -> None:
    """Show the hot spots: coloured cells on the area's own ground, places numbered, one outlined when picked.

    Parameters
    ----------
    analysis, key
        What the map is of, and the widget's key.
    since : bool
        Whether words beside the marks say what changed since the last meeting.
    wall : bool
        Whether the map stands on a wall: as large as there is room, and with nothing to choose.
    worded : bool
        Whether the word of each numbered place stands beside its number, and the legend above the map: what colours
        mean is then read without colours, and before them.
    """
    found, under = analysis.findings, answers.ground(analysis)
    shading = kept_with(found, ("shading", under.is_dark), lambda: _shading(analysis))
    marked = listed(analysis, wall=wall)
    picture = maps.Picture(
        locations=found.locations,
        shading=shading,
        texts=kept_with(found, "texts", lambda: views.tooltips.located(found)),
        hexagons=analysis.parameters.geography == "h3",
        marked=marked,
        picked=maps.place_keys(found, picked(found.locations)),
        look_at=_look(found, analysis.parameters.area),
    )
    changes = since_meeting(analysis) if since else None
    look = picture.look_at or under.view
    width = views.walls.width(look) if wall else under.width_px
    over = views.listing.worded(marked, look, width, found.locations) if worded else []
    over = views.since.tags(changes, marked, look, width) if changes else over
    legend = st.container() if worded else None
    drawn(
        analysis,
        picture,
        key,
        headline_said(analysis),
        over=over,
        wall=wall,
        same=("hot spots", repr(changes), worded, tuple(marked["peak"])),
    )
    cells = "hexagons" if picture.hexagons else "neighbourhoods"  # a place of the list may be several of them
    said, cold = views.legends.legend(shading, unit=f"{cells} on the map"), ""
    if analysis.parameters.method == "emerging" and not views.legends.cold_is_possible(found):
        none = phrase("No cold spots: at these counts a quiet place cannot be told from chance.")
        cold = f'<p class="hs-note">{escape(none)}</p>'
    if legend is None:
        st.html(said + cold)
        return
    legend.html(said)
    if cold:
        st.html(cold)


def _shading(analysis: Any) -> Shading:
    by_method = views.shading.by_method(analysis.findings, analysis.parameters.method)
    return maps.seen(by_method, answers.ground(analysis))


def is_simple() -> bool:
    """Return whether this reader asked for pictures in place of live maps."""
    return bool(st.session_state.get(SIMPLE, False))


def simple_toggle(label: str, key: str) -> None:
    """Let the reader ask for pictures; every such switch of a page shows the same choice, so that no two disagree."""
    st.session_state[key] = is_simple()
    st.toggle(label, key=key, on_change=lambda: st.session_state.update({SIMPLE: st.session_state[key]}))
    ground_looks.choice(f"dark_{key}")


def drawn(  # noqa: PLR0913 - what, under which name, said how, and three ways in which maps differ
    analysis: Any,
    picture: maps.Picture,
    key: str,
    said: str,
    *,
    over: Sequence[Any] = (),
    wall: bool = False,
    same: Hashable = None,
) -> None:
    """Draw a picture as a live map, or as an image where the reader asks for the simple one.

    Parameters
    ----------
    analysis, picture
        What the map is of.
    key, said : str
        The widget's key, and what a screen reader says of it.
    over : sequence of layers
        Drawn on top of the live map, and left alone by its highlighting.
    wall : bool
        Whether the map stands on a wall: as large as there is room, and with nothing to choose.
    same : hashable
        Names all of the picture, and of what is drawn over it, that follows from the analysis alone: two readers with
        the same name, place and ground get the same map, written once. None where it has to be written anew.
    """
    if is_simple():
        credit = views.words.attribution(analysis.sources)
        png = views.simple_map.picture_png(picture, analysis.base, "", credit=credit)
        st.image(png, width="stretch", alt=said)
    else:
        box = measuring.wall_box() if wall else None  # the page's own height is not the screen's
        deck = _deck(analysis, picture, over, box, same)
        with at_once():
            st.pydeck_chart(
                deck, key=key, on_select=lambda: pick_from(key),
                selection_mode="single-object", height=maps.MAP_HEIGHT,
                alt=f"Map. {said} The same places stand in the table.",
            )  # fmt: skip
    _under(key, wall=wall)


def _deck(
    analysis: Any, picture: maps.Picture, over: Sequence[Any], box: tuple[int, int] | None, same: Hashable
) -> Any:
    """Return the live map, from memory where it was written before."""
    under = answers.ground(analysis)
    look, aside = picture.look_at or under.view, HAIR * (st.session_state.get(TURN, 0) % 2)
    found, places = analysis.findings, None
    if same is not None:
        coloured = ("places", same, under.is_dark)
        places = kept_with(found, coloured, lambda: maps.Coloured.of(picture, under, write=True))

    def made() -> Any:
        deck = maps.deck(picture, under, places, over)
        deck.views = [maps.handled(under, picked_from=True)]
        if box:
            deck.initial_view_state = look.state(*box)
            views.walls.enlarged(deck.layers, views.walls.larger(look, box))
        for name in ("longitude", "latitude", "zoom"):
            setattr(deck.initial_view_state, name, getattr(deck.initial_view_state, name) + aside)
        return deck

    # The streets of a near view travel apart and have to be offered to this reader's browser each time.
    if same is None or under.streets(look):
        return WrittenDeck.of(made())
    key = ("map", same, picture.picked, look, under.is_dark, under.style, under.width_px, box, aside)
    return kept_with(found, key, lambda: WrittenDeck.of(made()))


def _under(key: str, *, wall: bool) -> None:
    """Show below a map the way back to the whole area and, but not on a wall, the choice of a picture."""
    away = address.extra(address.LOOK) or address.extra(address.PICKED)
    if wall and not away:
        return
    with st.container(key=f"under_{key}", horizontal=True, vertical_alignment="center"):
        if away:
            st.button(phrase("Show the whole area"), key=f"whole_{key}", on_click=whole_area)
        if not wall:
            simple_toggle(phrase("Simple map (a picture, if the map stays empty)"), f"simple_{key}")


def badge(word: str) -> str:
    """Return a place's word on its colour, as HTML; nothing without a word."""
    if not word:
        return ""
    group = next(one for one in views.palettes.WORDS if word in one.words)
    ink = "#ffffff" if views.palettes.is_dark(group.colour) else "#000000"
    mark = " ▾" if word == "easing" else ""
    looks = f"background:{views.palettes.css(group.colour)};color:{ink}"
    return f'<span class="hs-word" style="{looks}">{escape(phrase(word))}{mark}</span> '


def area_map(analysis: Any, table: Any, column: str, key: str) -> None:
    """Show neighbourhoods coloured by one of their numbers in fixed classes, so that districts can be compared."""
    shading: Shading = views.shading.by_value(table, column)
    unit = views.district.kind(analysis)
    chosen = picked(table)
    picture = maps.Picture(
        locations=table,
        shading=shading,
        texts=views.tooltips.valued(table, analysis.findings),
        hexagons=False,
        picked=(chosen,) if chosen else (),
        look_at=maps.view_of(table) if len(table) else None,
    )
    drawn(analysis, picture, key, f"{unit.capitalize()} by {shading.title.lower()}.")
    st.html(views.legends.legend(shading, unit=unit))
    exact = table[column].iloc[:0] if analysis.findings.controlled else table[column]
    if said := views.legends.one_class(shading, exact, unit=unit):
        st.html(f'<p class="hs-note">{escape(said)}</p>')
