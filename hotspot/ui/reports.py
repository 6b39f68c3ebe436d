"""Below the map: emerging categories, districts, institutions, downloads, and what is held."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import views
from hotspot.config import Parameters
from hotspot.schema import KINDS
from hotspot.ui import address, answers, places
from hotspot.ui.refusals import refusing, spoken

DOCS = Path(__file__).resolve().parents[2] / "docs"
MIME = {
    "findings.csv": "text/csv",
    "findings.geojson": "application/geo+json",
    "findings.gpkg": "application/geopackage+sqlite3",
    "map.png": "image/png",
}
ADD = "python -m hotspot add PATH-TO-FILE-OR-FOLDER"


def letters(analysis: Any) -> None:
    """Show the letters of the categories that occur and how many places have each."""
    st.html(views.legends.letters(analysis.findings))


@spoken
def step_strip(analysis: Any) -> None:
    """Show the steps of the picked place, hot or cold or neither, and the numbers behind them."""
    found = analysis.findings
    key = places.picked(found.locations) or (found.places["peak"].iloc[0] if len(found.places) else None)
    if key is None:
        return
    table = views.charts.strip_table(found, key)
    st.markdown(f"### Step by step: {found.locations.at[key, 'name']}")
    st.altair_chart(views.charts.strip(table), width="stretch", alt="Hot, cold or neither in each step")
    with st.expander("The numbers behind the strip"):
        st.dataframe(table.drop(columns="class"), hide_index=True, width="stretch", placeholder="–")


@spoken
def emerging_table(analysis: Any, key: str = "emerging_table") -> None:
    """Show every place that has a category, with why it has it and what would change it."""
    table = views.tables.emerging(analysis.findings)
    st.markdown(f"### {len(table):,} places with a category")
    if table.empty:
        st.markdown("No place has a category with these settings. Larger places or a longer period may show more.")
        return
    keys = tuple(table.index)
    st.dataframe(
        table, hide_index=True, width="stretch", key=key, on_select=lambda: places._from_table(key, keys),
        selection_mode="single-row", alt="Places with a category",
    )  # fmt: skip


def institutions(analysis: Any) -> None:
    """Show the hospitals, prisons and stations that were set aside, counted and out of the ranking."""
    held = analysis.institutions
    if held.empty:
        return
    rows = int(held["count"].sum())
    many = "1 institution" if len(held) == 1 else f"{len(held)} institutions"
    with st.expander(f"Set aside: {many} with {rows:,} records"):
        st.markdown(
            "Hospitals, prisons, custody suites and police stations collect records of things that happened elsewhere. "
            "They are counted here and left out of the map and the ranking."
        )
        st.dataframe(held, hide_index=True, width="stretch", placeholder="–")


def _file(parameters: Parameters, name: str) -> bytes:
    return answers.files(parameters)[name]


def downloads(analysis: Any) -> None:
    """Offer the findings as files; they are made when asked for."""
    st.markdown("### Take it with you")
    parameters = analysis.parameters
    for column, name in zip(st.columns(len(MIME)), MIME, strict=True):
        column.download_button(
            name, data=partial(_file, parameters, name), file_name=name, mime=MIME[name],
            on_click="ignore", width="stretch", key=f"download_{name}",
        )  # fmt: skip


def district_rows(analysis: Any, district: str) -> Any:
    """Return the neighbourhoods of one district, or all."""
    held = analysis.lsoas
    return held[held["csp_code"] == district] if district else held


@spoken
def district_report(analysis: Any, district: str) -> None:
    """Show districts compared, and a paragraph about one's own to copy."""
    table = analysis.districts
    st.markdown("### Districts compared")
    mine = table.loc[district, "name"] if district in table.index else None
    st.altair_chart(views.charts.districts(table, mine), width="stretch", alt="Rates of the districts with intervals")
    if mine is None:
        return
    if table.loc[district, "ambiguous"]:
        st.warning(f"{mine}: {table.loc[district, 'why_none']}")
        return
    st.markdown("**Copy paragraph** (the sign at its right edge copies it)")
    st.code(views.words.paragraph(analysis, table.loc[district], date.today()), language=None, wrap_lines=True)


def district_table(analysis: Any) -> None:
    """Show every district in figures; one that has none says why."""
    table = views.tables.districts(analysis.districts, analysis.findings)
    st.markdown(f"### {len(table):,} districts")
    st.dataframe(table, hide_index=True, width="stretch", placeholder="–", alt="Districts, most records first")


def lsoa_table(analysis: Any, rows: Any, key: str = "lsoa_table") -> None:
    """Show one line a neighbourhood, most records first; picking a row shows it on the map."""
    table = views.tables.lsoas(rows, analysis.findings)
    keys = tuple(str(code) for code in table.index)
    st.markdown(f"### {len(table):,} neighbourhoods")
    st.dataframe(
        table, hide_index=True, width="stretch", key=key, on_select=lambda: _picked_row(key, keys),
        selection_mode="single-row", alt="Neighbourhoods, most records first",
    )  # fmt: skip


def _picked_row(table: str, keys: tuple[str, ...]) -> None:
    rows = st.session_state[table].selection.rows
    address.note(at=keys[rows[0]] if rows and rows[0] < len(keys) else "")


def holdings() -> None:
    """Show what is held: sources with their months and gaps, then every file with what became of its rows."""
    with refusing():
        status = answers.status()
    if not status["files"]:
        st.info(f"**Nothing is loaded yet.** In a terminal: `{ADD}`")
        return
    st.markdown("### Sources, month by month")
    for source in status["sources"]:
        st.markdown(_source_said(source))
    st.markdown(f"### Files taken in: {len(status['files']):,}")
    st.dataframe(
        _files(status["files"]),
        hide_index=True,
        width="stretch",
        placeholder="–",
        alt="Files and what became of their rows",
    )


def _source_said(source: dict[str, Any]) -> str:
    months = source["months"]
    gaps = [f"{first} to {last}" if first != last else first for first, last in source["gaps"]]
    missing = f" **Missing: {views.words.listed(gaps)}.** No map is drawn across a gap." if gaps else " No gaps."
    reach = f"{len(months)} months, {months[0]} to {months[-1]}." if months else "no months."
    return f"- **{views.words.source(source['source'])}**: {reach}{missing}"


def _files(files: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame([{
        "File": file["name"],
        "Inside": file["member"],
        "Taken for": KINDS[file["kind"]].title if file["kind"] in KINDS else file["kind"],
        "Source": file["source"],
        "Rows read": file["rows_read"],
        "Kept": file["kept"],
        "Rejected": _reasons(file["rejected"]),
        "Flagged": _reasons(file["flagged"]),
    } for file in files])  # fmt: skip


def _reasons(counts: dict[str, int]) -> str:
    return "; ".join(f"{n:,} {reason.replace('_', ' ')}" for reason, n in counts.items() if n) or "none"


def quality(analysis: Any) -> None:
    """Show how good the records behind an analysis are."""
    st.markdown("### How good the records are")
    st.dataframe(
        analysis.quality, hide_index=True, width="stretch", placeholder="–", alt="Rows kept, rejected and flagged"
    )


def how_to_add() -> None:
    """Say how more data come in."""
    st.markdown("### Add more")
    st.markdown(
        "Files, folders and zips are recognised by what is in them, never by their name. A file added twice changes "
        "nothing. `python -m hotspot undo` takes back the last command."
    )
    st.code(ADD, language=None)


def document(name: str) -> None:
    """Show one of the documents that ship with the program."""
    path = DOCS / name
    if not path.is_file():
        st.warning(
            f"The document {name} is missing from the docs folder beside app.py. Copy it there from the download."
        )
        return
    st.container(width=1000).markdown(path.read_text(encoding="utf-8"))


def emerging_map(analysis: Any, key: str) -> None:
    """Show the map of categories with its letters."""
    places.hotspot_map(analysis, key)
    letters(analysis)
