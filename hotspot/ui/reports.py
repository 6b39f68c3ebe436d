"""Beside and below the map: categories, districts, institutions, quality, downloads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import views
from hotspot.config import Parameters
from hotspot.language import phrase, to_phrase
from hotspot.ui import address, answers, context, places, tables
from hotspot.ui.access import handed, part
from hotspot.ui.pickers import one_of, ward_keys
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import spoken
from hotspot.ui.since import agreed, first_place

HOW_TO_COPY = (
    "The sign at its right edge copies it. Where that does nothing (some laptops and addresses without https forbid "
    "it), click the text three times and press Ctrl+C: nothing needs to be allowed."
)
NO_CHANGE_TOLD = to_phrase("Which places change their kind is not told of a restricted source.")
NOT_BY_PLACE = to_phrase("Of this restricted source no neighbourhood and no hexagon is counted on this page.")
ELSEWHERE = to_phrase(
    "Hot now, Emerging and Places to act show its places in bands. Sexual and domestic offences stand below, by "
    "partnership."
)
FILES_OF_ALL = to_phrase(
    "These files hold all {unit} of the whole area, not those of {name} alone: in the tables the column csp_name tells "
    "which are its own."
)
FILES_OF_PART = to_phrase(
    "These files hold all {unit} of the part chosen in the filters, not those of {name} alone: in the tables the "
    "column csp_name tells which are its own."
)
PICTURE = "map.png"
MIME = {
    "findings.csv": "text/csv",
    "findings.geojson": "application/geo+json",
    "findings.gpkg": "application/geopackage+sqlite3",
    PICTURE: "image/png",
}


def letters(analysis: Any) -> None:
    """Show the letters of the categories that occur and how many places have each, or why there is none."""
    said = views.legends.letters(analysis.findings)
    if said:
        st.html(said)
    else:
        st.info(plain(views.legends.no_letters(analysis.findings)))


@spoken
def emerging_line(analysis: Any) -> None:
    """Show in large words which places are new, worsening and fading: what a meeting asks of this page first."""
    none = phrase(NO_CHANGE_TOLD) if analysis.findings.controlled else phrase("No place changes its kind.")
    said = views.shortlist.by_word(analysis.findings) or none
    st.html(f'<p class="hs-headline" role="status">{escape(said)}</p>')


@spoken
def step_strip(analysis: Any) -> None:
    """Show the steps of the picked place, hot or cold or neither, and the numbers behind them."""
    found = analysis.findings
    if found.controlled and len(found.steps) < 2:  # the whole period in bands: there are no steps to tell of
        return
    key = places.picked(found.locations) or first_place(analysis)
    if not key:
        return
    table = views.charts.strip_table(found, key)
    st.markdown(f"### Step by step: {plain(found.locations.at[key, 'name'])}")
    st.altair_chart(views.charts.strip(table), width="stretch", alt="Hot, cold or neither in each step")
    with st.expander(phrase("The numbers behind the strip")):
        tables.show(table.drop(columns="class"), "The steps in numbers")


@spoken
def emerging_table(analysis: Any, key: str = "emerging_table") -> None:
    """Show every place that has a category, with why it has it and what would change it."""
    table = views.tables.emerging(analysis.findings)
    unit = views.district.UNITS[analysis.parameters.geography]
    st.markdown(f"### {len(table):,} {unit} with a category")
    if table.empty:
        st.markdown(
            phrase("No place has a category with these settings. Larger places or a longer period may show more.")
        )
        return
    keys = tuple(table.index)
    tables.show(tables.told(table), "Places with a category", key=key, act=lambda: places.show_row(key, keys))


def institutions(analysis: Any) -> None:
    """Show the hospitals, prisons and stations that were set aside, counted and out of the ranking."""
    held = analysis.institutions
    if held.empty:
        return
    rows = int(held["count"].sum())
    many = "1 institution" if len(held) == 1 else f"{len(held)} institutions"
    where = " in the whole area" if getattr(analysis, "where", ()) else ""
    with st.expander(f"Set aside: {many} with {rows:,} records{where}"):
        st.markdown(
            phrase(
                "Hospitals, prisons, custody suites and police stations collect records of things that happened "
                "elsewhere. They are counted here and left out of the map and the ranking."
            )
        )
        tables.show(views.tables.institutions(held), "Institutions set aside")


def _file(parameters: Parameters, name: str, settled: Mapping[Any, str]) -> bytes:
    if name == PICTURE:  # its title is the page's headline, which changes with the register
        return views.files.picture(answers.analysis(parameters), settled)
    return answers.files(parameters)[name]


def downloads(district: str = "") -> None:
    """Offer the findings of this page as files; they are made when asked for, from the answer already at hand.

    Where the page is about one ``district`` they are still of every place of its answer, and the line above says so.
    """
    st.markdown(f"### {phrase('Take it with you')}")
    parameters: Parameters = st.session_state[answers.QUESTION]
    analysis = answers.analysis(parameters)
    settled = agreed(analysis)
    if said := _held_by_files(analysis, district):
        st.html(f'<p class="hs-note">{escape(said)}</p>')
    with st.container(horizontal=True):
        for name, mime in MIME.items():
            st.download_button(
                name, data=handed(partial(_file, parameters, name, settled), name), file_name=name, mime=mime,
                on_click="ignore", width="stretch", key=f"download_{name}",
            )  # fmt: skip


def _held_by_files(analysis: Any, district: str) -> str:
    """Return what the files of a page about one district hold where that is more than the district."""
    if not district or (analysis.findings.locations["csp_code"] == district).all():  # a reader may see no other
        return ""
    said = phrase(FILES_OF_PART if analysis.parameters.is_narrow else FILES_OF_ALL)
    unit = phrase(views.district.UNITS[analysis.parameters.geography])
    return said.format(unit=unit, name=analysis.base.csp["name"].get(district, district))


def district_rows(analysis: Any, district: str, ward: str = "") -> Any:
    """Return the neighbourhoods of one district, or all; of one of its wards alone where one was chosen."""
    held = analysis.lsoas
    mine = held[held["csp_code"] == district] if district else held
    return mine[ward_keys(mine) == ward] if ward else mine


@spoken
def district_line(analysis: Any, district: str) -> None:
    """Show in large words where the district stands among the others, or which of them stand out; figures below."""
    said, figures = views.district.headline(analysis, district), views.district.line(analysis, district)
    if analysis.findings.controlled:
        said = phrase("Districts of a restricted source are not ranked.")
        figures = views.district.hidden_said(analysis.by_lsoa())
    if said:
        st.html(f'<p class="hs-headline" role="status">{escape(said)}</p><p class="hs-second">{escape(figures)}</p>')


def counted_by_place(analysis: Any) -> bool:
    """Return whether any place of this page has a count; where a restricted source tells none, say so instead."""
    if not analysis.findings.controlled or analysis.lsoas["count"].notna().any():
        return True
    st.info(f"**{phrase(NOT_BY_PLACE)}**  \n{phrase(ELSEWHERE)}")
    return False


@spoken
def district_report(analysis: Any, district: str) -> None:
    """Show districts compared, and a paragraph about one's own to copy."""
    table = analysis.districts
    st.markdown(f"### {phrase('Districts compared')}")
    mine = table.loc[district, "name"] if district in table.index else None
    if table["rate"].notna().any():
        chart = views.charts.districts(table, mine)
        st.altair_chart(chart, width="stretch", alt="Rates of the districts with intervals")
    else:
        st.markdown(plain(_no_rates(analysis)))
    if mine is None:
        return
    if table.loc[district, "ambiguous"]:
        st.warning(f"{plain(mine)}: {plain(table.loc[district, 'why_none'])}")
        return
    said = views.district.paragraph(analysis, table.loc[district], analysis.by_lsoa(), date.today())
    st.markdown(f"**{phrase('Copy paragraph')}**")
    st.code(said, language=None, wrap_lines=True)
    st.html(f'<p class="hs-note">{HOW_TO_COPY}</p>')


def _no_rates(analysis: Any) -> str:
    if analysis.findings.controlled:
        return phrase(
            "Counts of a restricted source are shown in bands, so no rate per resident is given: the table below has "
            "the count of each district that can be told."
        )
    return phrase("No rate can be given: no population is loaded. Add *Population by LSOA* on the page Data.")


@part  # a choice here draws this part again and nothing else
def district_months(analysis: Any, district: str) -> None:
    """Show what one district recorded by quarter or by month, each beside the same time a year before."""
    if not district:
        return
    found = analysis.by_lsoa()
    named = plain(analysis.districts.at[district, "name"])
    if analysis.findings.controlled or not views.district.in_months(found):
        return
    st.markdown(f"### {named}, over time")
    every = _every()
    held = views.district.spans(found, district, every)
    if held.empty:
        st.markdown(phrase("No whole quarter is held yet: look month by month, or add more months."))
        return
    left, right = st.columns([2, 3], gap="medium")
    chart = views.over_time.over_time(held)
    left.vega_lite_chart(spec=chart, width="stretch", alt=f"Records of {named}; the same numbers stand in the table")
    with right:
        tables.show(views.district.spans_table(held), f"Records of {named} over time, the newest first")


def _every() -> str:
    held = views.district.EVERY
    st.session_state["choose_every"] = one_of(address.EVERY, held, next(iter(held)))
    st.segmented_control(
        phrase("Shown"), list(held), key="choose_every", format_func=held.__getitem__, required=True,
        on_change=lambda: address.note(every=st.session_state["choose_every"]),
    )  # fmt: skip
    return str(st.session_state["choose_every"])


def district_table(analysis: Any) -> None:
    """Show every district in figures; one that has none says why."""
    table = views.tables.districts(analysis.districts, analysis.findings)
    st.markdown(f"### {len(table):,} districts")
    tables.show(table, "Districts, most records first")


def lsoa_table(analysis: Any, rows: Any, key: str = "lsoa_table") -> None:
    """Show one line a neighbourhood, most records first; picking a row shows it on the map."""
    held = views.tables.lsoas(rows, analysis.findings)
    near = views.surrounding.columns(context.around(analysis), held.index)
    table = pd.concat([held.loc[:, :"Trend"], near, held.loc[:, "Trend":].iloc[:, 1:]], axis=1)
    table = tables.told(table) if analysis.findings.controlled else table
    keys = tuple(str(code) for code in table.index)
    heading = phrase("{n} neighbourhoods, records {period}")
    if views.district.kind(analysis) == views.district.HEXAGONS:
        heading = phrase("{n} hexagons, records {period}")
        table = table.rename(columns={"Neighbourhood": "Place"})
    st.markdown(f"### {heading.format(n=f'{len(table):,}', period=views.words.period(analysis.by_lsoa()))}")
    tables.show(table, "Places, most recorded first", key=key, act=lambda: _picked_row(key, keys))


def _picked_row(table: str, keys: tuple[str, ...]) -> None:
    rows = st.session_state[table].selection.rows
    address.note(at=keys[rows[0]] if rows and rows[0] < len(keys) else "")


def quality(analysis: Any) -> None:
    """Show how good the records behind an analysis are."""
    st.markdown(f"### {phrase('How good the records are')}")
    if analysis.quality.empty:  # exact rows of a restricted source beside its bands would tell what they leave out
        st.markdown(
            phrase(
                "How many rows were kept or flagged is not told of a restricted source: beside its bands, exact "
                "numbers would tell what they leave out. Its own analyst sees them."
            )
        )
        return
    tables.show(views.tables.quality(analysis.quality), "Rows kept and flagged, by source")
    st.html(
        '<p class="hs-note">Here every row of a source counts, of any kind and month. What else stands on the pages '
        "is of what is counted there and of its months alone, so its numbers are smaller.</p>"
    )


def emerging_map(analysis: Any, key: str) -> None:
    """Show the map of categories, its legend first of all, the word beside each number, and the letters."""
    places.hotspot_map(analysis, key, worded=True)
    letters(analysis)
