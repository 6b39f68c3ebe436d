"""Two periods or two districts side by side, where a reader asks for it; a page that is not asked waits for nothing.

Two maps and not one with two views: of one map the browser draws every layer in both views, and on a narrow screen two
maps stand one above the other.
"""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import DataError, HotspotError, ParameterError
from hotspot.language import phrase
from hotspot.ui import address, answers, places, tables
from hotspot.ui.access import handed, part
from hotspot.ui.memory import long_lived
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import refuse

NOTHING, PERIODS, DISTRICTS = "nothing", "periods", "districts"
KINDS = {NOTHING: "Nothing", PERIODS: "Another period", DISTRICTS: "Another district"}
CHOOSING = "choosing_own_months"
OWN = (0, 0)  # a choice of its own: a box without one says that something is still to be chosen
PRESETS = {
    (12, 12): "The last 12 months and the 12 before",
    (3, 12): "The last 3 months and the same 3 a year before",
    (6, 6): "The last 6 months and the 6 before",
    (3, 3): "The last 3 months and the 3 before",
    (1, 1): "The last month and the one before",
}
HEIGHT = 460
SPAN_ENDS = ("First period, from", "First period, to", "Second period, from", "Second period, to")


@st.cache_resource(max_entries=6, show_spinner="Counting both and comparing…")
@long_lived
def _compared(who: Scope, home: str, held: str, parameters: Parameters, pair: pipeline.Pair) -> Any:
    return pipeline.compare(parameters, pair, settings=Settings(Path(home)), scope=who)


@part  # a choice here draws this part again and nothing else
def compare_with(analysis: Any, district: str = "") -> None:
    """Offer two periods or two districts side by side, and show what was chosen.

    Parameters
    ----------
    analysis : Analysis
        Of the page: what is counted, where.
    district : str
        Code of the reader's own district, where the page has one.
    """
    st.markdown("### Compare")
    kind = _kind()
    if kind == NOTHING:
        return
    try:
        pair = _periods(analysis) if kind == PERIODS else _districts(analysis, district)
        mine = (district,) if district and kind == PERIODS else analysis.parameters.csps
        asked = st.session_state[answers.QUESTION].changed(csps=mine)
        with st.spinner("Counting both and comparing…"):
            both = _compared(answers.scope(), str(answers.settings().home), answers.version(asked.area), asked, pair)
    except HotspotError as error:
        refuse(error)
        return
    _shown(both)


def _kind() -> str:
    """Show what the address says is compared; a change of kind starts from its own first choice."""
    said = address.extra(address.AGAINST)
    value = NOTHING if not said else PERIODS if pipeline.is_period(said) else DISTRICTS
    st.session_state["choose_comparison"] = value
    st.segmented_control(
        "Side by side with", list(KINDS), key="choose_comparison", format_func=KINDS.__getitem__, required=True,
        on_change=_kind_changed,
    )  # fmt: skip
    return value


def _kind_changed() -> None:
    chosen = str(st.session_state["choose_comparison"] or NOTHING)
    address.note(against="" if chosen == NOTHING else chosen, compared="")


def _noted(first: str, second: str) -> None:
    address.note(compared=first, against=second)


def _periods(analysis: Any) -> pipeline.Pair:
    """Show the choice of two periods and return the chosen ones, or refuse them below it."""
    months = answers.months(analysis.parameters.area)
    end = analysis.parameters.end[:7]
    offered = {how: pipeline.Pair.last(end, *how) for how in PRESETS}
    offered = {how: pair for how, pair in offered.items() if pair.second[:7] >= months[0]}
    said = address.extra(address.COMPARED), address.extra(address.AGAINST)
    if said[1] == PERIODS:
        if not offered:
            raise DataError("Only one month is held.", "Add another month, then compare.")
        first = next(iter(offered.values()))
        said = first.first, first.second
    chosen = next((how for how, one in offered.items() if (one.first, one.second) == said), OWN)
    _preset(offered, OWN if st.session_state.get(CHOOSING) else chosen)
    if st.session_state["choose_periods"] == OWN:
        _own_months(months, said)
    return pipeline.Pair.read(*said) if said[0] else pipeline.Pair.beside(said[1], end)


def _preset(offered: dict[tuple[int, int], pipeline.Pair], chosen: tuple[int, int]) -> None:
    st.session_state["choose_periods"] = chosen
    st.selectbox(
        "Which periods", [*offered, OWN], key="choose_periods", on_change=_preset_changed, args=(offered,),
        format_func=lambda how: PRESETS.get(how, "Months of my own choice"),
    )  # fmt: skip


def _preset_changed(offered: dict[tuple[int, int], pipeline.Pair]) -> None:
    pair = offered.get(st.session_state["choose_periods"])
    st.session_state[CHOOSING] = pair is None
    if pair is not None:
        _noted(pair.first, pair.second)


def _own_months(months: list[str], said: tuple[str, str]) -> None:
    """Show the four months of a reader's own choice; nothing else is compared until the button is pressed."""
    held = re.findall(r"\d{4}-\d{2}", " ".join(said))
    with st.form("own_months_form", border=False):
        for column, label, k in zip(st.columns(4), SPAN_ENDS, range(4), strict=True):
            month = held[k] if k < len(held) and held[k] in months else months[-1]
            st.session_state[f"own_month_{k}"] = month
            column.selectbox(label, months, key=f"own_month_{k}", format_func=_month)
        st.form_submit_button("Compare these months", on_click=_own_chosen)


def _own_chosen() -> None:
    a, b, c, d = (st.session_state[f"own_month_{k}"] for k in range(4))
    st.session_state[CHOOSING] = True
    _noted(f"{a}..{b}", f"{c}..{d}")


def _month(month: str) -> str:
    return views.words.month(date.fromisoformat(f"{month}-01"))


def _districts(analysis: Any, district: str) -> pipeline.Pair:
    table = analysis.districts
    names = {str(code): str(row["name"]) for code, row in table.iterrows() if code in analysis.profile.csps}
    if len(names) < 2:
        raise ParameterError("You see one district, so there is none to compare it with.", "Compare two periods.")
    second = address.extra(address.AGAINST)
    first = address.extra(address.COMPARED) or district or next(iter([*analysis.parameters.csps, *names]))
    if second == DISTRICTS:
        second = next(code for code in names if code != first)
    left, right = st.columns(2)
    for column, label, key, value in (
        (left, "This district", "choose_first_district", first),
        (right, "beside this one", "choose_second_district", second),
    ):
        held = list(names) if value in names else [value, *names]
        st.session_state[key] = value
        column.selectbox(
            label, held, key=key, format_func=lambda code: names.get(code, code), on_change=_districts_changed
        )
    return pipeline.Pair.read(first, second)


def _districts_changed() -> None:
    _noted(st.session_state["choose_first_district"], st.session_state["choose_second_district"])


def _shown(both: Any) -> None:
    said = views.comparing_tables.headline(both)
    st.html(f'<p class="hs-second" role="status">{escape(said)}</p>')
    at = places.picked(both.places) or ""
    look = views.maps.view_of(both.places.loc[[at]]) if at and address.extra(address.LOOK) == at else _area(both)
    pictures = views.comparing.pictures(both, picked=at, look_at=look)
    for column, picture, title in zip(st.columns(2, gap="small"), pictures, views.comparing.titles(both), strict=True):
        with column:
            _map(both, picture, title)
    st.html(views.comparing.legend(both))
    with st.container(horizontal=True, vertical_alignment="center"):
        places.simple_toggle(phrase("Simple maps (a picture, if the maps stay empty)"), "simple_compared")
    _tables(both)
    for line in views.comparing_tables.notes(both):
        st.html(f'<p class="hs-note">{escape(line)}</p>')


def _area(both: Any) -> views.maps.View | None:
    """Return where both maps look: at chosen districts, or (None) at the whole area."""
    chosen = both.first.parameters.csps
    return views.maps.view_of(both.first.findings.locations) if chosen and len(both.places) else None


def _map(both: Any, picture: views.maps.Picture, title: str) -> None:
    st.markdown(f"**{plain(title[:1].upper() + title[1:])}**")
    alt = f"Map of {title}. {views.comparing_tables.headline(both)} The same numbers stand in the table."
    if places.is_simple():
        credit = views.words.attribution(both.first.sources)
        st.image(views.simple_map.picture_png(picture, both.first.base, title, credit=credit), width="stretch", alt=alt)
        return
    deck = views.maps.deck(picture, answers.ground(both.first))
    st.pydeck_chart(deck, key=f"compared_{both.pair.kind}_{title}", height=HEIGHT, alt=alt)


def _tables(both: Any) -> None:
    table = views.comparing_tables.table(both)
    if views.comparing.of_periods(both):
        st.markdown(f"### {len(table):,} places with records in either period")
        keys = tuple(table.index)
        tables.show(table, "Places with records in either period", key="compared_table", act=partial(_picked_row, keys))
    else:
        st.markdown("### Quarter by quarter")
        tables.show(table, "Two districts, quarter by quarter")
        with st.expander("The places of both maps"):
            tables.show(views.comparing_tables.district_places(both), "Places of both districts, most recorded first")
    st.download_button(
        "comparison.csv", data=handed(partial(views.comparing_tables.csv, both), "comparison.csv"),
        file_name="comparison.csv", mime="text/csv", on_click="ignore", key="download_comparison",
    )  # fmt: skip


def _picked_row(keys: tuple[str, ...]) -> None:
    rows = st.session_state["compared_table"].selection.rows
    key = keys[rows[0]] if rows and rows[0] < len(keys) else ""
    address.note(at=key, look=key)
