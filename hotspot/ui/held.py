"""The page Data, and the documents: what is held, how more comes in, what the numbers mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import pipeline, views
from hotspot.schema import KINDS
from hotspot.ui import answers, tables
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refusing, spoken

DOCS = Path(__file__).resolve().parents[2] / "docs"
ADD = "python -m hotspot add PATH-TO-FILE-OR-FOLDER"
ADDED = "lines_of_the_last_add"


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
    tables.show(_files(status["files"]), "Files and what became of their rows")


def _source_said(source: dict[str, Any]) -> str:
    months = source["months"]
    gaps = [f"{first} to {last}" if first != last else first for first, last in source["gaps"]]
    missing = f" **Missing: {views.words.listed(gaps)}.** No map is drawn across a gap." if gaps else " No gaps."
    reach = f"{len(months)} months, {months[0]} to {months[-1]}." if months else "no months."
    return f"- **{plain(views.words.source(source['source']))}**: {reach}{missing}"


def _files(files: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame([{
        "File": file["name"],
        "Inside": file["member"],
        "Taken for": KINDS[file["kind"]].title if file["kind"] in KINDS else file["kind"],
        "Source": views.words.source(file["source"]) if file["source"] else "",
        "Rows read": file["rows_read"],
        "Kept": file["kept"],
        "Rejected": _reasons(file["rejected"]),
        "Flagged": _reasons(file["flagged"]),
        "Notes": " ".join(file["notes"]),
    } for file in files])  # fmt: skip


def _reasons(counts: dict[str, int]) -> str:
    said = {reason: views.tables.flag(reason) for reason in counts}
    return "; ".join(f"{n:,} {said[why][:1].lower()}{said[why][1:]}" for why, n in counts.items() if n) or "none"


def add_more() -> None:
    """Take in more files, here or from the terminal, and say what became of each."""
    st.markdown("### Add more")
    st.markdown(
        "Files, folders and zips are recognised by what is in them, never by their name. A file added twice changes "
        "nothing. `python -m hotspot undo` takes back the last command."
    )
    st.code(ADD, language=None)
    chosen = st.file_uploader(
        f"Or choose files here, each up to {st.get_option('server.maxUploadSize')} MB", accept_multiple_files=True
    )
    if chosen and st.button("Add these files", type="primary"):
        with st.spinner("Reading and checking…"):
            st.session_state[ADDED] = _added(chosen)
        st.rerun()
    for line in st.session_state.pop(ADDED, []):
        (st.success if line.ok else st.error)(plain(line.text))


@spoken
def _added(chosen: list[Any]) -> list[pipeline.Line]:
    # Never through a temporary file: of one that is refused nothing may stay on the disk.
    files = [pipeline.Upload(file.name, file.getvalue()) for file in chosen]
    return list(pipeline.add(files, answers.settings(), as_of=date.today()))


def document(name: str) -> None:
    """Show one of the documents that ship with the program."""
    path = DOCS / name
    if not path.is_file():
        st.warning(
            f"The document {name} is missing from the docs folder beside app.py. Copy it there from the download."
        )
        return
    st.container(width=1000).markdown(path.read_text(encoding="utf-8"))
