"""The page Data, and the documents: what is held, how more comes in, what the numbers mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import access, views
from hotspot.schema import KINDS
from hotspot.ui import adding, answers, tables
from hotspot.ui.access import may
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refusing

DOCS = Path(__file__).resolve().parents[2] / "docs"
ADD = "python -m hotspot add PATH-TO-FILE-OR-FOLDER"


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
    """Take in more files, here or from the terminal, and say what became of each; for roles that may."""
    if not may(access.ADD):
        return
    st.markdown("### Add more")
    st.markdown(
        "Files, folders and zips are recognised by what is in them, never by their name. A file added twice changes "
        "nothing. A newer file of a month that is held takes its place once you agree; the last add can be taken back."
    )
    st.code(ADD, language=None)
    chosen = st.file_uploader(
        f"Or choose files here, each up to {st.get_option('server.maxUploadSize')} MB", accept_multiple_files=True
    )
    if chosen:
        adding.adding(chosen, "Add these files", key="files")
    adding.say_added()
    adding.take_back()


def document(name: str) -> None:
    """Show one of the documents that ship with the program."""
    path = DOCS / name
    if not path.is_file():
        st.warning(
            f"The document {name} is missing from the docs folder beside app.py. Copy it there from the download."
        )
        return
    st.container(width=1000).markdown(path.read_text(encoding="utf-8"))
