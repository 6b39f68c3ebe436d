"""What surrounds a district's violence: maps of two numbers, a scatter with the same selection, links, protection."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.language import phrase, to_phrase
from hotspot.ui import address, answers, places, tables
from hotspot.ui.access import handed
from hotspot.ui.memory import long_lived
from hotspot.ui.pickers import one_of
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import spoken
from hotspot.views import bivariate, maps, surrounding
from hotspot.views.bivariate import CROSSINGS

BESIDE = 0.16  # of its width, left free on each side of a map that has a chart beside it: in half a window it is narrow
NOT_PICKED = to_phrase("Shown: the neighbourhood with most records. Pick another on the map or in the table.")
MAPS = {
    "need": "Violence and deprivation",
    "protection": "Violence and protection",
    "outline": "Hot spots, with an outline",
}


@st.cache_resource(max_entries=8, show_spinner="Looking at what surrounds the places…")
@long_lived
def _around(who: Scope, home: str, held: str, parameters: Parameters, _analysis: Any) -> Any:
    return pipeline.around(parameters, settings=Settings(Path(home)), scope=who, analysis=_analysis)


def around(analysis: Any) -> Any:
    """Return what surrounds the places of an analysis, made once for each version of the data."""
    asked = analysis.parameters
    return _around(answers.scope(), str(answers.settings().home), answers.version(asked.area), asked, analysis)


@st.cache_resource(max_entries=8, show_spinner=False)
def _line(csps: tuple[str, ...], home: str, held: str, area: str, layer: str, _areas: Any) -> Any:
    return bivariate.outline(_areas)


def _offered(found: Any) -> dict[str, dict[str, Any]]:
    """Return the maps that can be drawn, each with the layers it can show."""
    groups = {name: surrounding.of_group(found, name) for name in ("need", "protection")}
    offered = {name: layers for name, layers in groups.items() if layers}
    both = groups["need"] | groups["protection"]
    return offered | ({"outline": both} if both else {})


def _chosen(offered: dict[str, dict[str, Any]]) -> tuple[str, Any]:
    """Show the choice of map and of layer and return both, as the address says."""
    left, right = st.columns([3, 2])
    kind = one_of(address.CONTEXT, offered, next(iter(offered)))
    st.session_state["choose_context"] = kind
    left.segmented_control(
        "Map", list(offered), key="choose_context", format_func=MAPS.__getitem__, required=True,
        on_change=lambda: address.note(**{address.CONTEXT: st.session_state["choose_context"] or kind}),
    )  # fmt: skip
    layers = offered[kind]
    key = address.extra(address.WITH)
    key = key if key in layers else next(iter(layers))
    st.session_state["choose_with"] = key
    right.selectbox(
        "Layer", list(layers), key="choose_with", format_func=lambda name: layers[name].title,
        on_change=lambda: address.note(**{address.WITH: st.session_state["choose_with"]}),
    )  # fmt: skip
    return kind, layers[key]


@spoken
def context_maps(analysis: Any, rows: Any) -> None:
    """Show violence against need or protection: a map and a scatter in the same colours, one picking for both."""
    found = around(analysis)
    st.markdown("### What surrounds the violence")
    st.html(f'<p class="hs-note">{escape(surrounding.CAUTION)}</p>')
    offered = _offered(found)
    if not offered:
        st.markdown("No layer of need or protection is loaded for this area.")
        _not_loaded(found)
        return
    kind, layer = _chosen(offered)
    held = found.lsoas[layer.key].reindex(analysis.lsoas.index)
    crossing = CROSSINGS[layer.group]
    if not (held.notna() & analysis.lsoas["count"].notna()).any():
        st.markdown(phrase("Nothing here has both a count and a value of this layer, so no map of the two is drawn."))
        _not_loaded(found)
        return
    shading = bivariate.crossed(analysis.lsoas["count"], held, crossing, shown=rows.index)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if kind == "outline":
            _outlined(analysis, rows, held, layer)
        else:
            _crossed(analysis, rows, shading, layer)
            st.html(bivariate.legend(shading, crossing))
    with right:
        _scatter(rows, held, shading, layer)
        st.html(f'<p class="hs-row" style="margin:0">{escape(layer.caveat)}</p>')
    _not_loaded(found)


def _not_loaded(found: Any) -> None:
    with st.expander("Where the layers come from, and what is not loaded"):
        for text in found.missing:
            st.markdown(f"- {plain(text)}")
        for titles, told in surrounding.described(found.layers):
            st.markdown(f"- **{plain(titles)}**: {plain(told)}")


def _crossed(analysis: Any, rows: Any, shading: Any, layer: Any) -> None:
    chosen = places.picked(rows)
    picture = maps.Picture(
        locations=rows,
        shading=shading,
        texts=bivariate.tips(rows, around(analysis), layer.title, layer.key, analysis.findings),
        hexagons=False,
        picked=(chosen,) if chosen else (),
        look_at=_framed(rows, answers.ground(analysis).width_px),
    )
    _drawn(analysis, picture, "context_map", f"Neighbourhoods by {shading.title.lower()}.")


def _outlined(analysis: Any, rows: Any, held: Any, layer: Any) -> None:
    """Draw the hot spots with a line round the neighbourhoods that are worst on a layer."""
    found = analysis.findings
    shading = views.shading.by_method(found, analysis.parameters.method)
    worst = bivariate.worst_third(held)
    home, area = str(answers.settings().home), analysis.parameters.area
    line = _line(answers.scope().csps, home, answers.version(area), area, layer.key, analysis.lsoas.loc[worst])
    chosen = places.picked(found.locations)
    picture = maps.Picture(
        locations=found.locations,
        shading=shading,
        texts=views.tooltips.located(found),
        hexagons=analysis.parameters.geography == "h3",
        picked=(chosen,) if chosen else (),
        look_at=_framed(rows, answers.ground(analysis).width_px),
    )
    said = f"Hot spots, and a line round the neighbourhoods with the worst {layer.title.lower()}."
    _drawn(analysis, picture, "context_outline", said, line)
    st.html(views.legends.legend(shading, unit="places on the map"))
    st.html(bivariate.key_of_outline(layer.title, len(worst)))


def _drawn(analysis: Any, picture: maps.Picture, key: str, said: str, line: Any = None) -> None:
    """Draw a picture, live or as the image that the page's first map was asked to be, with a line over it."""
    if places.is_simple():
        credit = views.words.attribution(analysis.sources)
        if line is None:
            png = views.simple_map.picture_png(picture, analysis.base, "", credit=credit)
        else:
            png = bivariate.outlined_png(picture, analysis.base, line, credit)
        st.image(png, width="stretch", alt=said)
        return
    ground = answers.ground(analysis)
    st.pydeck_chart(
        maps.deck(picture, ground if line is None else bivariate.outlined(ground, line)), key=key,
        on_select=lambda: places.pick_from(key), selection_mode="single-object", height=maps.MAP_HEIGHT,
        alt=f"Map. {said} The same places stand in the table.",
    )  # fmt: skip


def _framed(rows: Any, width_px: int) -> maps.View | None:
    """Return where to look so that all rows show in a map that shares its line with a chart; a narrow one does not."""
    if not len(rows):
        return None
    whole = maps.view_of(rows)
    spare = (whole.lon_max - whole.lon_min) * (BESIDE if width_px == maps.MAP_WIDTH else 0)
    return maps.View(whole.lon_min - spare, whole.lat_min, whole.lon_max + spare, whole.lat_max)


def _scatter(rows: Any, held: Any, shading: Any, layer: Any) -> None:
    table = views.correlation.scatter_table(rows, held, shading)
    if table.empty:
        st.markdown("No neighbourhood here has both a count and a value of this layer.")
        return
    key = f"context_scatter_{st.session_state.get(places.TURN, 0)}"
    picked = places.picked(rows) or ""
    st.altair_chart(
        views.correlation.scatter(table, f"{layer.title} ({layer.unit}); right is worse", picked),
        width="stretch", key=key,
        on_select=lambda: _from_scatter(key, rows.index), selection_mode=views.correlation.PICK,
        alt=f"Records against {layer.title.lower()}, one dot a neighbourhood, coloured as on the map",
    )  # fmt: skip


def _from_scatter(chart: str, keys: Any) -> None:
    address.note(at=views.correlation.clicked(st.session_state[chart].selection, keys))


@spoken
def context_place(analysis: Any, rows: Any) -> None:
    """Show need, ties and the protection checklist of the picked place, else of the one with most records."""
    found = around(analysis)
    whole = analysis.findings.locations
    table = whole if places.picked(whole) else rows
    # The rows of a controlled answer are its hexagons: it leaves in one cut of the ground alone.
    layers = found.lsoas if table.index.isin(found.lsoas.index).all() else found.locations
    picked = places.picked(table)
    key = picked or _most_recorded(table)
    if not key:
        return
    chosen = "" if picked else f'<p class="hs-row">{escape(phrase(NOT_PICKED))}</p>'
    name = escape(str(table.at[key, "name"]))
    counted = [("How many", views.district.told(analysis.findings, table.loc[key]))]
    around_it = surrounding.panel(found, layers.loc[key])
    body = "".join(_entry(what, said) for what, said in [*counted, *around_it])
    if not around_it:
        body += "<dd>Nothing about these surroundings is loaded.</dd>"
    near = "Distances are straight lines, from where residents live on average or from the middle of a hexagon."
    st.html(
        f'<div class="hs-panel">{chosen}<h3>{name}</h3><dl style="columns:2;column-gap:2.5rem;margin:0;padding:0">'
        f'{body}</dl><p class="hs-note">{near}</p></div>'
    )


def _most_recorded(table: Any) -> str:
    known = table["count"].dropna()
    return str(known.idxmax()) if len(known) else ""


def _entry(what: str, lines: list[str]) -> str:
    said = "".join(f'<dd style="margin-left:0">{escape(line)}</dd>' for line in lines)
    head = f'<dt style="margin:0">{escape(what)}</dt>'
    return f'<div style="break-inside:avoid;padding-bottom:.5rem">{head}{said}</div>'


@spoken
def context_links(analysis: Any) -> None:
    """Show how far records and each layer rise together, with intervals, as a chart and in figures."""
    found = around(analysis).correlations
    known = views.correlation.known(found)
    st.markdown("### Do records and need rise together?")
    if known.empty:
        st.markdown("Too few neighbourhoods with known values to say.")
        return
    left, right = st.columns([2, 3], gap="medium")
    left.altair_chart(
        views.correlation.intervals(found), width="stretch", alt="Rank correlation of each layer with the records"
    )
    with right:
        tables.show(views.correlation.table(found), "Rank correlations with intervals")
    st.html(f'<p class="hs-note">{escape(views.correlation.NEIGHBOURS)}</p>')


def context_downloads(analysis: Any) -> None:
    """Offer layers and reach by neighbourhood and by place, and the correlations, as CSV."""
    files = {"surroundings_by_neighbourhood.csv": "lsoa", "surroundings_by_place.csv": "location", "links.csv": "links"}
    for column, (name, what) in zip(st.columns(len(files)), files.items(), strict=True):
        column.download_button(
            name, data=handed(partial(_file, analysis, what), name), file_name=name, mime="text/csv", on_click="ignore",
            width="stretch", key=f"download_{what}",
        )  # fmt: skip


def _file(analysis: Any, what: str) -> bytes:
    found, run = around(analysis), analysis.parameters.digest
    if what == "links":
        return surrounding.links(found.correlations, run)
    tables_of = {"lsoa": (found.lsoas, analysis.lsoas), "location": (found.locations, analysis.findings.locations)}
    layers, named = tables_of[what]
    return surrounding.written(layers, named, run, key=what)
