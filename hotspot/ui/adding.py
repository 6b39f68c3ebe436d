"""Files that a reader adds here: first what they would replace, then the add, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import ADD, COLLECT
from hotspot.language import phrase, phrase_many
from hotspot.ui import access as door
from hotspot.ui import answers
from hotspot.ui.once import ask_anew
from hotspot.ui.plain import plain
from hotspot.ui.refusals import aside, spoken

ADDED = "lines_of_the_last_add"
ASKED = "what_an_add_would_replace"
TURN = "number_of_adds"
OFFERED = "file_whose_columns_may_be_named"
SHOWN = 12
FEW_PARTS = 3


def adding(
    chosen: Sequence[Any], label: str, *, key: str, source: str = "", first: Callable[[], None] | None = None
) -> None:
    """Offer to add the chosen files; where records that are held would give way, say so and ask before it happens.

    Parameters
    ----------
    chosen : sequence of uploaded files, or of Upload
        With ``name`` and ``getvalue()``, or read already.
    label, key : str
        Of the button.
    source : str
        The feed that the records come from, where their headings alone cannot tell.
    first : callable, optional
        Done before the files are read, such as saving how their columns are named.
    """
    # Never through a temporary file: of one that is refused nothing may stay on the disk.
    files = [one if isinstance(one, pipeline.Upload) else pipeline.Upload(one.name, one.getvalue()) for one in chosen]
    if _pressed(label, len(files), key):
        if first is not None:
            first()
        with st.spinner(phrase("Reading and checking…")):
            st.session_state[ASKED] = (key, hash(tuple(files)), _would_replace(files, source))
        if not st.session_state[ASKED][2]:
            _add(files, source)
    asked = st.session_state.get(ASKED)
    if asked and asked[:2] == (key, hash(tuple(files))):
        _ask(asked[2], files, key, source)


def _pressed(label: str, many: int, key: str) -> bool:
    """Show the button in a band that stays in sight wherever the page is scrolled: choosing looks like adding."""
    with st.container(key=f"to_add_{key}", horizontal=True, vertical_alignment="center"):
        said = phrase_many("1 file is chosen and not added yet.", "{n} files are chosen and not added yet.", many)
        st.markdown(f"**{said.format(n=f'{many:,}')}**", width="content")
        return st.button(label, type="primary", key=f"add_{key}")


@spoken
def _would_replace(files: Sequence[pipeline.Upload], source: str) -> tuple[pipeline.Replaced, ...]:
    return pipeline.would_replace(files, answers.settings(), source=source, as_of=date.today(), scope=answers.scope())


def _ask(replaced: Sequence[pipeline.Replaced], files: Sequence[pipeline.Upload], key: str, source: str) -> None:
    lines = [f"- {plain(one.file)} would replace {plain(one.what)}" for one in replaced[:SHOWN]]
    more = [f"- and {len(replaced) - SHOWN:,} more."] if len(replaced) > SHOWN else []
    st.warning("\n".join(["**Nothing is added yet: records that are held would be replaced.**", "", *lines, *more]))
    yes, no, _ = st.columns([1, 1, 2])
    if yes.button(phrase("Replace them"), key=f"replace_{key}", width="stretch"):
        with st.spinner(phrase("Adding…")):
            _add(files, source)
    no.button(phrase("Leave what is held"), key=f"leave_{key}", width="stretch", on_click=_forget)


def _forget() -> None:
    st.session_state.pop(ASKED, None)


@spoken
def _add(files: Sequence[pipeline.Upload], source: str) -> None:
    _forget()
    door.require(ADD)
    lines = list(pipeline.add(files, answers.settings(), source=source, as_of=date.today(), scope=answers.scope()))
    for line in lines:
        door.note(COLLECT, line.text.partition(": ")[0], line.status)
    st.session_state[OFFERED] = pipeline.to_be_named(files, lines)
    st.session_state[ADDED] = lines
    st.session_state[TURN] = turn() + 1
    st.rerun()


def turn() -> int:
    """Return how often something was added here: with it in its key, a place to drop files is empty after each add."""
    return int(st.session_state.get(TURN, 0))


def say_added() -> None:
    """Say what became of each file of the last add, or what taking it back did; said once, refusals first."""
    lines: list[pipeline.Line] = st.session_state.pop(ADDED, [])
    offered = st.session_state.get(OFFERED) if lines else None
    for line in lines:
        if not line.ok and not (offered is not None and line.unnamed):
            st.error(plain(line.text))
    if offered is not None:
        said = phrase(
            "{name} looks like records of your own. Go on below, under 'A file with hours': name its columns."
        )
        st.info(plain(said.format(name=offered.name)))
    if taken := [plain(text) for text in _taken([line for line in lines if line.ok])]:
        more = [f"And {len(taken) - SHOWN:,} more, all of them in the table of files."] if len(taken) > SHOWN else []
        st.success("  \n".join([*taken[:SHOWN], *more]))
    last_drop()


def _taken(lines: Sequence[pipeline.Line]) -> list[str]:
    """Return what is said of what is held now: a line a part, or one sentence for a file of many months."""
    said: list[str] = []
    for of, some in groupby(lines, key=lambda line: line.of):
        parts = list(some)
        if not of or len(parts) <= FEW_PARTS:
            said += [line.text for line in parts]
            continue
        rows, kept = sum(line.rows_read for line in parts), sum(line.kept for line in parts)
        whole = f"{of}: {len(parts):,} parts, such as months, taken in: {rows:,} rows read, {kept:,} kept."
        said.append(" ".join([whole, *dict.fromkeys(note for line in parts for note in line.notes)]))
    return said


@aside
def last_drop() -> None:
    """Say of each file of records of the last add what was read, kept and left out, and what is listed apart."""
    last = pipeline.last_add(answers.settings(), answers.scope())
    if last is None:
        return
    status = answers.status()
    records = {one["source"] for one in status["sources"]}
    held = {views.drops.shown(file): file for file in status["files"] if file["source"] in records}
    told = [f"- **{plain(name)}**: {plain(views.drops.said(held[name]))}" for name in last.files if name in held]
    if told:
        more = [f"- and {len(told) - SHOWN:,} more files, in the table."] if len(told) > SHOWN else []
        st.markdown("\n".join(["The last add brought these records:", "", *told[:SHOWN], *more]))


@aside
def take_back() -> None:
    """Offer to take the last add back, after saying what would go and what would come back."""
    last = pipeline.last_add(answers.settings(), answers.scope())
    if last is None:
        return
    with st.expander(phrase("Take back the last add"), key="take_back"):
        more = f" and {len(last.files) - SHOWN:,} more" if len(last.files) > SHOWN else ""
        st.markdown(f"It brought: {plain(', '.join(last.files[:SHOWN]) or 'nothing that is still held')}{more}.")
        if last.back:
            st.markdown(f"Files that it replaced and that come back: {last.back:,}.")
        sure = st.checkbox(phrase("Yes, take it out of the records"), key=f"take_back_{last.command}")
        if st.button(phrase("Take back the last add"), key="take_back_now", disabled=not sure):
            door.require(ADD)
            said = pipeline.undo(
                answers.settings(), at=datetime.now(), by=door.log_name(), command=last.command, scope=answers.scope()
            )  # fmt: skip
            ask_anew()
            st.session_state[ADDED] = [pipeline.Line(said, "undone", True)]
            st.rerun()
