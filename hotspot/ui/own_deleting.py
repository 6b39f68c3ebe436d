"""Delete for good on the page Data: what would go is shown by file and month, then asked once more, then gone."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import streamlit as st

from hotspot import access, pipeline, views
from hotspot.errors import AccessError, HotspotError
from hotspot.language import phrase, to_phrase
from hotspot.ui import access as door
from hotspot.ui import adding, answers, memory, tables
from hotspot.ui.once import ask_anew
from hotspot.ui.plain import plain
from hotspot.ui.refusals import aside, refuse

SHOWN, SAID, TURN = "deletion_that_is_shown", "said_of_the_deletion", "number_of_deletions"
EVERY = ""
MOST = 500
LONGEST_NAME = 120
AGREED = to_phrase("Records of shared sources that are older than agreed")
OF_SOURCE = to_phrase("A source, or one month of it")
OF_FILE = to_phrase("A file that was added")
WORDS = to_phrase(
    "Deleted for good means: out of every version, also out of what is kept for taking back, and off the disk of this "
    "computer. **Not reached**: backups and copies of the data folder, files that were exported or printed, and the "
    "original that was added. Delete those yourself, and let backups expire within the period that was agreed. What a "
    "disk keeps of a deleted file is why it should be encrypted."
)


def may_delete() -> bool:
    """Return whether who looks may delete for good: the administrator where people log in, else who sits here."""
    return door.may(access.ADMINISTER) if door.login_is_on() else door.may(access.ADD)


def _require() -> access.Scope:
    """Return for whom it is told, and refuse everybody else.

    Raises
    ------
    AccessError
        The role may not delete, or covers a part of what is held.
    """
    door.require(access.ADMINISTER if door.login_is_on() else access.ADD)
    who = answers.scope()
    if who.csps or who.sources:
        raise AccessError(
            "Your role covers a part of what is held, and a file is deleted whole.",
            "Ask an administrator whose role covers everything.",
        )
    return who


@aside
def delete_for_good() -> None:
    """Show what would be deleted under the agreed period or by hand, and delete it once that is confirmed."""
    held = pipeline.held_files(answers.settings()) if may_delete() else []
    if not held and SAID not in st.session_state:
        return
    st.markdown(f"### {phrase('Delete for good')}")
    if said := st.session_state.pop(SAID, ""):
        st.success(plain(said))
    if not held:
        return
    with st.expander(
        phrase("See what would go, then delete it"), key="delete_for_good", expanded=SHOWN in st.session_state
    ):
        who = _require()
        if st.session_state.get(SHOWN, (who,))[0] != who:
            _forget()  # who may see what has changed since it was told
        st.markdown(phrase(WORDS))
        _ask(held)
        if SHOWN in st.session_state:
            _confirm(st.session_state[SHOWN][1])
    st.divider()  # above it files come and go; below it begin the filters


def _ask(held: list[tuple[str, str, str]]) -> None:
    """Ask what is meant; a new question forgets what was shown of the last one."""
    ways = [AGREED, OF_SOURCE, OF_FILE]
    way = st.radio(phrase("What is to go?"), ways, format_func=phrase, key=f"delete_way_{_turn()}", on_change=_forget)
    with st.form(f"delete_{ways.index(way)}_{_turn()}", border=True):
        asked = _months() if way == AGREED else _source(held) if way == OF_SOURCE else _file(held)
        see = st.form_submit_button(phrase("See what would go"))
    if see:
        _forget()
        _look(asked)


def _turn() -> int:
    return int(st.session_state.get(TURN, 0))


def _forget() -> None:
    st.session_state.pop(SHOWN, None)


def _months() -> int:
    label = phrase("How many whole months may they be kept, beside the one that runs? (as agreed with their owners)")
    return int(st.number_input(label, min_value=1, max_value=1200, value=36, step=1))


def _source(held: list[tuple[str, str, str]]) -> pipeline.Chosen | None:
    sources = sorted({source for source, *_ in held if source})
    months = sorted({month for source, _, month in held if source and month}, reverse=True)
    left, right = st.columns(2)
    source = left.selectbox(
        phrase("Source"), sources, format_func=lambda one: plain(views.words.source(one)), index=None
    )
    month = right.selectbox(
        phrase("Month"), [EVERY, *months], format_func=lambda one: one or phrase("Every month of it")
    )
    return pipeline.Chosen(source=str(source), period=str(month or "")) if source else None


def _file(held: list[tuple[str, str, str]]) -> pipeline.Chosen | None:
    names = sorted({name for _, name, _ in held})
    name = st.selectbox(phrase("File"), names, format_func=lambda one: plain(_short(one)), index=None)
    return pipeline.Chosen(file=str(name)) if name else None


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


@aside
def _look(asked: int | pipeline.Chosen | None) -> None:
    who, here = _require(), answers.settings()
    if isinstance(asked, int):
        found = pipeline.would_expire(asked, here, as_of=date.today(), scope=who)
    elif asked is None:
        raise AccessError("Nothing is chosen yet.", "Choose a source or a file from the list.")
    else:
        found = pipeline.would_erase(asked, here, as_of=date.today(), scope=who)
    st.session_state[SHOWN] = (who, found)


def _confirm(found: pipeline.Deletion) -> None:
    if found.undated:
        late = phrase("Without a month, so their age is not known; delete these by hand where it is due: {files}.")
        st.warning(
            plain(late.format(files=views.words.listed(sorted({_short(one.file) for one in found.undated})[:12])))
        )
    if not found.going:
        st.info(phrase("Nothing of a shared source is older than that. Published records stay however old they are."))
        return
    st.markdown(f"**{plain(_counted(found))}**")
    tables.show(_table(found), "What would be deleted for good, by file and month")
    if len(found.going) > MOST:
        st.markdown(phrase("The first {n} are shown; the number above is of all of them.").format(n=MOST))
    if found.months:
        whole = phrase(
            "Of a shared source a month goes whole, with its earlier deliveries: {months}. Else two releases of one "
            "month could be subtracted from one another. Deliver the month again where it is due."
        )
        st.info(plain(whole.format(months=views.words.listed(list(found.months)[:12]))))
    sure = st.checkbox(
        phrase("Yes: delete exactly this, for good. Nothing brings it back."), key=f"delete_sure_{_turn()}"
    )
    yes, no = st.columns(2)
    if yes.button(phrase("Delete for good"), type="primary", disabled=not sure, width="stretch", key="delete_now"):
        _delete(found)
    no.button(phrase("Leave everything"), width="stretch", key="delete_not", on_click=_leave)


def _leave() -> None:
    _forget()
    st.session_state[TURN] = _turn() + 1


def _counted(found: pipeline.Deletion) -> str:
    """Return how much would go, in a sentence: no number of records of a source that is seen in bands."""
    months = sorted({one.month for one in found.going if one.month})
    files = len({one.file.partition(" › ")[0] for one in found.going})
    span = f"{months[0]} – {months[-1]}" if months else phrase("no month")
    known = [one.rows for one in found.going if one.rows is not None]
    rows = f"{sum(known):,}" if len(known) == len(found.going) else phrase("not told, as they are seen in bands")
    said = phrase(
        "Nothing is deleted yet. Would go: files {files}, stored parts {parts}, months {span}, records {rows}."
    )
    return said.format(files=f"{files:,}", parts=f"{len(found.going):,}", span=span, rows=rows)


def _table(found: pipeline.Deletion) -> pd.DataFrame:
    shown = found.going[:MOST]
    return pd.DataFrame({
        "File": [_short(one.file) for one in shown],
        "Taken for": [one.taken_for for one in shown],
        "Source": [views.words.source(one.source) if one.source else "" for one in shown],
        "Month": [one.month or "none" for one in shown],
        "Records": ["in bands" if one.rows is None else f"{one.rows:,}" for one in shown],
    })  # fmt: skip


def _delete(found: pipeline.Deletion) -> None:
    """Delete what was shown, from the memory of this program too."""
    try:
        _require()
        with st.spinner(phrase("Deleting…")):
            pipeline.delete(found, answers.settings(), at=datetime.now(), by=door.log_name())
    except HotspotError as error:
        _forget()
        refuse(error)
        return
    finally:  # also where it was cut short: no answer made of these records is served again
        memory.forget_everything()
    _leave()
    st.session_state.pop(adding.OFFERED, None)
    done = phrase(
        "Deleted for good: stored parts {n}. The log says so. Now delete the original, what was exported and, where "
        "they must not wait to expire, the backups."
    )
    st.session_state[SAID] = done.format(n=f"{len(found.going):,}")
    ask_anew()
    st.rerun()
