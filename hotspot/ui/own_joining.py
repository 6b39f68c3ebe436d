"""A source of one's own counted in an area that is there: asked, checked, then done, and taken out again."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from hotspot import access, config, pipeline, views
from hotspot.config import Counted
from hotspot.errors import HotspotError
from hotspot.language import phrase, to_phrase
from hotspot.ui import access as door
from hotspot.ui import address, answers, own_area
from hotspot.ui.menu import FOLDER
from hotspot.ui.once import ask_anew
from hotspot.ui.plain import plain
from hotspot.ui.refusals import aside, refuse

SAID = "said_of_counting_in"  # area, its name, what was done, and the measure to open it with
DRAWN = "counting_in_is_said_above"
CHECKED = "counting_in_as_checked"
KINDS = {
    "police": to_phrase("records of the police"),
    "ambulance": to_phrase("ambulance call-outs"),
    "hospital": to_phrase("emergency-department attendances"),
    "other": to_phrase("records of another service"),
}
TITLES = {
    "police": to_phrase("Police records with hours"),
    "ambulance": to_phrase("Ambulance call-outs to assaults"),
    "hospital": to_phrase("Emergency-department attendances after assault"),
    "other": to_phrase("Records of our own"),
}
BY_FAMILY = {"force": "police", "police": "police", "ambulance": "ambulance", "ed": "hospital", "hospital": "hospital"}


def offer(source: str) -> None:
    """Ask in which area that is there a source is to be counted, as what, and check it before anything happens.

    Parameters
    ----------
    source : str
        Whose records they are.
    """
    areas = pipeline.areas_without(source, answers.settings(), answers.scope())
    if not areas:
        st.markdown(phrase("There is no area of yours that could count them."))
        return
    area, one = _asked(source, areas)
    if one is not None:
        _checked(area, areas[area], one)
    elif _key(source) not in st.session_state:
        return
    _confirmed(source)


def _key(source: str) -> str:
    return f"{CHECKED}_{source}"


def _asked(source: str, areas: dict[str, str]) -> tuple[str, Counted | None]:
    """Return the area and what would be counted there; None until it is asked for, or where it cannot be."""
    likely = list(KINDS).index(BY_FAMILY.get(access.family(source), "other"))
    role = str(
        st.selectbox(
            phrase("What they are"), list(KINDS), index=likely,
            format_func=lambda one: phrase(KINDS[one]), key=f"join_role_{source}",
            on_change=lambda: st.session_state.pop(_key(source), None),
        )
    )  # fmt: skip
    found, violent = pipeline.offences_held(source, answers.settings(), answers.scope())
    with st.form(f"join_{source}", border=True):
        area = str(st.selectbox(phrase("Count them in"), list(areas), format_func=lambda key: plain(areas[key])))
        title = st.text_input(
            phrase("What they are called in the list 'What is counted'"), phrase(TITLES[role]), max_chars=80,
            key=f"join_title_{source}_{role}",
        )  # fmt: skip
        own_area.say_words_left_out(source)
        chosen = st.multiselect(
            phrase("Which of them count: a suggestion, until it is agreed"), found, default=violent,
            format_func=plain_word,
        )  # fmt: skip
        opens = st.checkbox(phrase("Open pages with these records where a link names nothing else"))
        asked = st.form_submit_button(phrase("Check first"))
    if not asked:
        return area, None
    try:
        return area, Counted(source, role, title, tuple(chosen), bool(opens))
    except HotspotError as error:
        st.session_state.pop(_key(source), None)
        refuse(error)
        return area, None


def plain_word(word: str) -> str:
    """Return a word of the records as it is shown in a list: a cell may hold 64 kB of text.

    >>> plain_word("Robbery"), len(plain_word("x" * 60_000))
    ('Robbery', 80)
    """
    return plain(word) if len(word) <= 80 else f"{word[:79]}…"


def _checked(area: str, name: str, one: Counted) -> None:
    st.session_state.pop(_key(one.source), None)
    try:
        with st.spinner(phrase("Reading and checking…")):
            said = pipeline.foresee_counting(area, one, answers.settings(), answers.scope())
    except HotspotError as error:
        refuse(error)
        return
    st.session_state[_key(one.source)] = (answers.scope(), area, name, one, said)


def _confirmed(source: str) -> None:
    """Show what the check found, and do it only when that is confirmed."""
    held = st.session_state.get(_key(source))
    if held is None:
        return
    told_to, area, name, one, said = held
    if told_to != answers.scope():  # who may see what has changed since it was told
        del st.session_state[_key(source)]
        return
    st.markdown("\n".join([phrase("Nothing is changed yet. This is what it means:"), "", *_lines(said)]))
    yes, no = st.columns(2)
    if yes.button(
        plain(phrase("Count it in {area}").format(area=name)), key=f"join_yes_{source}", type="primary", width="stretch"
    ):
        _count_in(area, name, one)
    no.button(
        phrase("Leave it"), key=f"join_no_{source}", width="stretch",
        on_click=lambda: st.session_state.pop(_key(source), None),
    )  # fmt: skip


def _lines(said: tuple[str, ...]) -> list[str]:
    return [f"- {plain(line)}" for line in said]


@aside
def _count_in(area: str, name: str, one: Counted) -> None:
    door.require(access.ADD)
    said = pipeline.count_in(
        area, one, answers.settings(), answers.scope(), at=datetime.now(), by=door.log_name()
    )  # fmt: skip
    ask_anew()
    st.session_state.pop(_key(one.source), None)
    done = phrase("{source} is counted in {area} from now on.").format(source=views.words.source(one.source), area=name)
    st.session_state[SAID] = (area, done, said, one.key)
    st.rerun()


@aside
def say_counted() -> None:
    """Say what was counted in or taken out, with the ways on; once on a page, here or among the steps above."""
    if SAID not in st.session_state or st.session_state.pop(DRAWN, False):
        return
    area, done, said, offence = st.session_state[SAID]
    st.success("\n".join([plain(done), "", *_lines(said)]))
    if not offence:
        del st.session_state[SAID]
        return
    left, middle, right = st.columns(3)
    pages = (
        (left, "hot_now", phrase("Open Hot now with it")),
        (middle, "weekend", phrase("Open Weekend nights with it")),
    )
    for place, page, label in pages:
        if place.button(label, key=f"joined_{page}", width="stretch"):
            del st.session_state[SAID]
            address.start_again()
            st.switch_page(FOLDER / f"{page}.py", query_params={"area": area, "offence": offence})
    right.button(
        phrase("Done"), key="joined_done", width="stretch", on_click=lambda: st.session_state.pop(SAID, None)
    )  # fmt: skip


@aside
def counted_sources() -> None:
    """Show which area counts which own source besides those of its profile, with the way to take it out or add one."""
    if not door.may(access.ADD):
        return
    for fault in config.unreadable(answers.settings().home).values():
        refuse(fault)
    mine = pipeline.own_sources(answers.settings(), answers.scope())
    beside = pipeline.counted_beside(answers.settings(), answers.scope())
    if not (mine or beside or SAID in st.session_state):
        return
    st.markdown(f"### {phrase('Sources of your own, and the areas that count them')}")
    say_counted()
    _held(mine)
    for area, name, one in beside:
        _beside(area, name, one, mine)
    loose = set(pipeline.unclaimed(answers.settings(), answers.scope()))  # asked among the steps, where they are shown
    for source in mine:
        if source not in loose:
            with st.expander(plain(phrase("Count {source} in another area").format(source=views.words.source(source)))):
                offer(source)


def _held(mine: list[str]) -> None:
    profiles = config.profiles(answers.settings().home)
    for source in mine:
        names = [one.name for one in profiles.values() if source in one.sources]
        where = views.words.listed(names) if names else phrase("no area: they are on no screen")
        st.markdown(f"- **{plain(views.words.source(source))}**: {plain(where)}")


def _beside(area: str, name: str, one: Counted, mine: list[str]) -> None:
    if one.source not in mine:
        gone = phrase("{area} counts {source}, of which nothing is held now.")
        st.markdown(f"- {plain(gone.format(area=name, source=views.words.source(one.source)))}")
    said = phrase("Take {source} out of {area}").format(source=views.words.source(one.source), area=name)
    with st.expander(plain(said)):
        gone = phrase(
            "It is counted as '{title}'. Taken out, its records stay held, and links and lists that count them say "
            "that they cannot."
        )
        st.markdown(plain(gone.format(title=one.title)))
        if st.button(phrase("Count it no longer"), key=f"join_out_{area}_{one.source}"):
            _taken_out(area, name, one)


@aside
def _taken_out(area: str, name: str, one: Counted) -> None:
    door.require(access.ADD)
    pipeline.count_no_longer(
        area, one.source, answers.settings(), answers.scope(), at=datetime.now(), by=door.log_name()
    )  # fmt: skip
    ask_anew()
    done = phrase("{source} is no longer counted in {area}. Its records are still held.")
    st.session_state[SAID] = (area, done.format(source=views.words.source(one.source), area=name), (), "")
    st.rerun()
