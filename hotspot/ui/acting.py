"""The page Places to act: the list with its reasons, the picked place, what fits it, and files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import pipeline, views
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import HotspotError
from hotspot.language import phrase, phrase_many, to_phrase
from hotspot.targeting.shortlist import folded
from hotspot.ui import address, answers, looking, opening, places, tables
from hotspot.ui.access import handed
from hotspot.ui.commissioned import project_points
from hotspot.ui.memory import long_lived
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import refuse, spoken
from hotspot.views import maps, shortlist, shortlist_notes, shortlist_tables, suited

BY_COUNT, BY_WEIGHTS = "count", "weights"
ORDERS = {BY_COUNT: to_phrase("By records"), BY_WEIGHTS: to_phrase("By agreed weights")}
FOLDED = "yes"
IN_THE_LIST = 8
TIERS = {
    "primary": to_phrase("Before it happens (primary)"),
    "secondary": to_phrase("Early (secondary)"),
    "tertiary": to_phrase("After harm (tertiary)"),
}
PROMPT = to_phrase(
    "A prompt for the meeting, not advice: each is offered for the reason it names. Your own file, catalogue.toml, "
    "adds to the list or replaces it."
)
MIME = {
    "shortlist.csv": "text/csv",
    "shortlist.geojson": "application/geo+json",
    "actions.csv": "text/csv",
}


@st.cache_resource(max_entries=12, show_spinner="Looking at what surrounds each place…")
@long_lived
def _acting(who: Scope, home: str, held: str, parameters: Parameters, _analysis: Any) -> Any:
    return pipeline.places_to_act(parameters, settings=Settings(Path(home)), scope=who, analysis=_analysis)


def need_acting() -> Any:
    """Return the places to act that the address asks for, after showing the filters; otherwise say why not and stop."""
    analysis = opening.need_analysis(geography="h3", method="emerging")
    question: Parameters = st.session_state[answers.QUESTION]
    if st.session_state[address.PARAMETERS].geography != question.geography:
        st.info(
            phrase(
                "Neighbourhoods are of different sizes, and the largest would head any list: this page lists hexagons."
            )
        )
    try:
        who, home = answers.scope(), str(answers.settings().home)
        return _acting(who, home, answers.version(question.area), question, analysis)
    except HotspotError as error:
        refuse(error)
        st.stop()


def _listed(acting: Any) -> pd.DataFrame:
    """Return the places in the order that the reader chose, folded where asked."""
    found: pd.DataFrame = acting.listed(by_weights=_by_weights(acting))
    return found


def _by_weights(acting: Any) -> bool:
    return acting.combined is not None and address.extra(address.ORDER) == BY_WEIGHTS


def _is_folded() -> bool:
    return address.extra(address.FOLD) == FOLDED


def acting_headline(acting: Any) -> None:
    """Show the sentence that is read from across the room, and what the count alone would bury."""
    listed = _listed(acting)
    st.html(f'<p class="hs-headline" role="status">{escape(shortlist.headline(acting, listed))}</p>')
    st.html(f'<p class="hs-second">{escape(shortlist.second_line(listed, controlled=acting.shortlist.controlled))}</p>')


@spoken
def acting_order(acting: Any) -> None:
    """Show the choice of the order and of folding neighbours, and how much hangs on the weights."""
    # All in one line, so that map and list stand on the first screen; it wraps on a narrow one.
    row = st.container(key="act_order", horizontal=True, vertical_alignment="center", gap="medium")
    if acting.combined is not None:
        chosen = BY_WEIGHTS if _by_weights(acting) else BY_COUNT
        st.session_state["choose_order"] = chosen
        row.segmented_control(
            phrase("Order by"), list(ORDERS), key="choose_order", required=True,
            format_func=lambda order: phrase(ORDERS[order]), label_visibility="collapsed",
            on_change=lambda: address.note(order=str(st.session_state["choose_order"]).replace(BY_COUNT, "")),
        )  # fmt: skip
    st.session_state["choose_fold"] = _is_folded()
    row.toggle(
        phrase("Fold adjoining places into one line"), key="choose_fold",
        on_change=lambda: address.note(fold=FOLDED if st.session_state["choose_fold"] else ""),
    )  # fmt: skip
    said = shortlist_notes.order_said(acting, by_weights=_by_weights(acting))
    row.html(f'<p class="hs-row" style="margin:0">{escape(said)}</p>')


@spoken
def acting_map(acting: Any, key: str = "act_map") -> None:
    """Show the listed places on the map, numbered as in the list."""
    listed = _listed(acting)
    picked = places.picked(acting.findings.locations)
    look_at = _look(acting)
    under = answers.ground(acting)
    picture = shortlist_tables.picture(acting, listed, picked=picked, look_at=look_at, width_px=under.width_px)
    projects = views.register.points(project_points(acting), picture.marked, look_at or under.view, under.width_px)
    places.drawn(acting, picture, key, shortlist.headline(acting, listed), over=projects)
    st.html(views.legends.legend(picture.shading, unit="places on the map"))
    near = len(listed) - len(picture.marked) if picture.marked is not None else 0
    if near:
        said = phrase_many(
            "1 place of the list is too near another to be numbered at this size: choose it in the list or the table.",
            "{n} places of the list are too near another to be numbered at this size: choose one in the list or the "
            "table, and the map goes there.",
            near,
        )
        st.html(f'<p class="hs-note">{escape(said.format(n=near))}</p>')


def _look(acting: Any) -> maps.View | None:
    locations = acting.findings.locations

    def find(said: str) -> maps.View | None:
        if said == looking.PART:
            return maps.view_of(locations) if len(locations) else None
        return maps.view_of(locations.geometry[said].buffer(0.012)) if said in locations.index else None

    return looking.looked_at(acting.parameters.area, find)


@spoken
def acting_list(acting: Any) -> None:
    """Show the first places: number, name, word, how many, when and what is thin; each name goes there on the map."""
    listed = _listed(acting)
    shown = folded(listed) if _is_folded() else listed
    with st.container(key="act_list", gap="small"):
        st.markdown(f"### {phrase('Where to act')}")
        for key, place in shown.head(IN_THE_LIST).iterrows():
            number = place.get("combined_rank", place["rank"])
            st.button(
                f"{number}. {plain(shortlist.short_name(place['name']))}", key=f"place_{key}",
                on_click=places.show_place, args=(str(key),), wrap=True, help=plain(place["name"]),
            )  # fmt: skip
            more = shortlist.more_said(place, controlled=acting.shortlist.controlled)
            lines = [escape(text) for text in (shortlist.line(acting, place), shortlist.gist(place), more) if text]
            st.html(f'<p class="hs-row">{places.badge(str(place["word"]))}{"<br/>".join(lines)}</p>')
        if len(shown) > IN_THE_LIST:
            st.markdown(phrase("{n} more stand in the table below.").format(n=len(shown) - IN_THE_LIST))


def _picked(acting: Any) -> tuple[str, pd.DataFrame]:
    """Return the picked place if it is on the list, else the first, with the list."""
    listed = _listed(acting)
    key = places.picked(listed)
    return (key if key is not None else str(listed.index[0])), listed


@spoken
def acting_place(acting: Any) -> None:
    """Show all that is known of the picked place, and beside it what fits it."""
    key, listed = _picked(acting)
    place = listed.loc[key]
    asked = address.extra(address.PICKED)
    if asked and asked != key and asked in acting.findings.locations.index:
        st.info(phrase("The place that is picked on the map is not on this list; the first of the list is shown here."))
    left, right = st.columns([1, 1], gap="medium")
    lines = "".join(
        f"<dt>{escape(what)}</dt><dd>{escape(text)}</dd>" for what, text in shortlist.panel(acting, place, listed)
    )
    name = f"{place.get('combined_rank', place['rank'])}. {place['name']}"
    left.html(f'<div class="hs-panel"><h3>{escape(name)}</h3>{places.badge(str(place["word"]))}<dl>{lines}</dl></div>')
    with right:
        _what_fits(acting.actions_at(key))


def _what_fits(actions: pd.DataFrame) -> None:
    st.markdown(f"### {phrase('What could be done here')}")
    if actions.empty:
        st.markdown(phrase("Nothing in the catalogue fits what is known of this place."))
        return
    said = [_tier(tier, actions[actions["tier"] == tier]) for tier in TIERS]
    st.html(f'<div class="hs-panel"><dl>{"".join(said)}</dl></div>')
    st.html(f'<p class="hs-note">{escape(phrase(PROMPT))}</p>')


def _tier(tier: str, actions: pd.DataFrame) -> str:
    if actions.empty:
        return ""
    return f"<dt>{escape(phrase(TIERS[tier]))}</dt>" + "".join(_action(action) for _, action in actions.iterrows())


def _action(action: pd.Series) -> str:
    # What a partnership wrote into a file of its own is in no catalogue and stays as it was written.
    title, who, says = (escape(phrase(action[name])) for name in ("title", "who", "says"))
    return (
        f'<dd style="margin-bottom:.55rem"><b>{title}</b> · {who}<br/>'
        f"{escape(suited.why(action))}<br/><b>{escape(suited.ratings(action))}</b>. {says} "
        f'<a href="{escape(action["address"])}" rel="noreferrer noopener" target="_blank">'
        f"{escape(suited.source(action))}</a></dd>"
    )


@spoken
def acting_table(acting: Any, key: str = "act_table") -> None:
    """Show the whole list as a table; picking a row shows the place on the map."""
    listed = _listed(acting)
    shown = tables.told(shortlist_tables.table(acting, listed, by_weights=_by_weights(acting)))
    keys = tuple(str(one) for one in shown.index)
    st.markdown(f"### {phrase('All {n} places of the list').format(n=format(len(shown), ','))}")
    tables.show(shown, "Places to act", key=key, act=lambda: places.show_row(key, keys))


def acting_notes(acting: Any) -> None:
    """Show what a reader must know beside this list."""
    st.markdown(f"### {phrase('Read with care')}")
    said = [*shortlist_notes.care(acting, _listed(acting)), *acting.notes, views.words.attribution(acting.sources)]
    st.html("".join(f'<p class="hs-note">{escape(text)}</p>' for text in dict.fromkeys(said)))


def _file(acting: Any, name: str) -> bytes:
    return shortlist_tables.exports(acting, _listed(acting))[name]


def acting_downloads(acting: Any) -> None:
    """Offer the list, its outlines and what fits as files, in the order shown."""
    st.markdown(f"### {phrase('Take it with you')}")
    for column, name in zip(st.columns(len(MIME)), MIME, strict=True):
        column.download_button(
            name, data=handed(partial(_file, acting, name), name), file_name=name, mime=MIME[name], on_click="ignore",
            width="stretch", key=f"download_{name}",
        )  # fmt: skip
