"""The page Data, and the documents: what is held, how more comes in, what the numbers mean."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import access, pipeline, views
from hotspot.language import phrase, to_phrase
from hotspot.schema import KINDS
from hotspot.ui import adding, answers, tables
from hotspot.ui.access import may
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import refusing

_TO_A_FILE = re.compile(r"\[([^\]]+)\]\([\w./-]+\.md(?:#[\w-]+)?\)")
DOCS = Path(__file__).resolve().parents[2] / "docs"
PYTHON = ".venv\\Scripts\\python" if os.name == "nt" else ".venv/bin/python"
ADD = f"{PYTHON} -m hotspot add PATH-TO-FILE-OR-FOLDER"
DRAWN = "adding_is_drawn_above"
WORDS = (
    to_phrase(
        "**Read, kept, left out.** Every row of a file is accounted for: rows kept and rows left out make up the rows "
        "read. A row is left out if it cannot be read as what it claims to be; the reason, the first such line and its "
        "column stand with the file."
    ),
    to_phrase(
        "**Flagged.** Such a row is kept, with something to know about it: it has no location (it counts in totals and "
        "is on no map), it lies outside the area, or it repeats a record that is counted already and counts once."
    ),
    to_phrase(
        "**Set aside as damaged (quarantine).** A stored file that has changed on the disk is moved aside; its rows "
        "are in no number until the file is added again. A warning at the top of this page names it."
    ),
    to_phrase(
        "**Taken back, deleted, kept how long (retention).** Taking back the last add can itself be undone by adding "
        "the file again. Nothing is deleted by itself: *Delete for good*, further down, deletes a file, a source, a "
        "month, or everything of shared sources that is older than agreed; in a terminal `erase` and `retention` do."
    ),
)


def holdings() -> None:
    """Show what is held: sources with their months and gaps, then every file with what became of its rows."""
    with refusing():
        status = answers.status()
    for notice in status.get("notices", ()):
        st.warning(plain(notice))
    if not status["files"] and not status["sources"]:
        st.info(phrase("Nothing is loaded yet: what is shown is the demonstration, made up."))
        return
    st.markdown(f"### {phrase('Sources, month by month')}")
    for source in status["sources"]:
        st.markdown(_source_said(source))
    if not st.session_state.get(DRAWN):  # the steps for a newcomer say it above
        _next_step(status["sources"])
    if status["files"]:
        with st.expander(phrase("Files taken in: {n}").format(n=f"{len(status['files']):,}")):
            tables.show(_files(status["files"]), "Files and what became of their rows")
    with st.expander(phrase("What the words mean: kept, left out, flagged, set aside, deleted")):
        for words in WORDS:
            st.markdown(phrase(words))


def _next_step(sources: list[dict[str, Any]]) -> None:
    """Say what would make it better: the files that are not held, in order of their use, or next month's records."""
    lacking = [need for need, there in pipeline.needs(answers.settings()) if not there]
    gaps = [views.words.source(one["source"]) for one in sources if one["gaps"]]
    better = [plain(f"{need.title}: {need.why}") for need in lacking]
    better += [phrase("the missing months of {source}").format(source=plain(name)) for name in gaps]
    if better:
        st.markdown("\n".join([phrase("What would make it better, added below:"), *(f"- {one}" for one in better)]))
    else:
        st.markdown(phrase("Nothing is missing. Next comes the newest month, added below."))


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
    if not may(access.ADD) or st.session_state.pop(DRAWN, False):  # the steps for a newcomer have it already
        return
    st.markdown(f"### {phrase('Add more')}")
    st.markdown(
        phrase(
            "Files, folders and zips are recognised by what is in them, never by their name. A file added twice "
            "changes nothing. A newer file of a month that is held takes its place once you agree; the "
            "last add can be taken back."
        )
    )
    add_files(key="files")


def add_files(*, key: str) -> None:
    """Show the place to drop files and the one to drop a folder, the command for large ones, and what became of each.

    Parameters
    ----------
    key : str
        Of the widgets: the page shows them once, here or among the steps for a newcomer.
    """
    most = st.get_option("server.maxUploadSize")
    left, right = st.columns([1, 1], gap="medium")
    files = left.file_uploader(
        phrase("Choose files here, each up to {most} MB").format(most=most),
        accept_multiple_files=True,
        key=f"{key}_files_{adding.turn()}",
    )
    folder = right.file_uploader(
        phrase("Or a whole folder"), accept_multiple_files="directory", key=f"{key}_folder_{adding.turn()}"
    )
    if files or folder:
        adding.adding([*files, *folder], phrase("Add these files"), key=key)
    adding.say_added()
    adding.take_back()
    with st.expander(phrase("Files larger than {most} MB").format(most=most)):
        st.markdown(
            phrase("Larger files, or a folder on this computer, go in from a terminal, in the folder of this program:")
        )
        st.code(ADD, language=None)


def document(name: str) -> None:
    """Show one of the documents that ship with the program: its sections by name first, for none is short."""
    path = DOCS / name
    if not path.is_file():
        st.warning(
            f"The document {name} is missing from the docs folder beside app.py. Copy it there from the download."
        )
        return
    opening, *sections = path.read_text(encoding="utf-8").split("\n## ")
    titled = [section.partition("\n") for section in sections]
    box = st.container(width=1000)
    box.markdown(_alone(opening.partition("\n")[2]))  # its title is the page's own
    links = [f'<li><a href="#section-{n}">{escape(title)}</a></li>' for n, (title, _, _) in enumerate(titled, start=1)]
    said = escape(phrase("On this page"))
    names = f"<p><b>{said}</b></p><ul>{''.join(links)}</ul>"
    box.html(f'<nav class="hs-contents" id="hs-contents" tabindex="-1" aria-label="{said}">{names}</nav>')
    back = phrase("Back to the names of the sections")
    for n, (title, _, text) in enumerate(titled, start=1):
        box.header(plain(title), anchor=f"section-{n}")
        # A wide table scrolls sideways in a narrow window: by keys only if something in its section takes the focus.
        box.markdown(f"{_alone(text)}\n\n[{back}](#hs-contents)")


def _alone(text: str) -> str:
    """Return Markdown without links to other files: beside a page there are none.

    >>> _alone("How it went stands in [trust.md](trust.md); see [them](https://example.org).")
    'How it went stands in trust.md; see [them](https://example.org).'
    """
    return _TO_A_FILE.sub(r"\1", text)
