"""An area for records that no area counts yet: its name, its partnerships, and of one's own records what counts."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from hotspot import access, disclosure, pipeline
from hotspot.config import FirstProfile
from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import access as door
from hotspot.ui import answers
from hotspot.ui.once import ask_anew
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refuse

FEED = "police_uk/"  # whose records come with the places and categories that a first profile counts


def offer(source: str, mine: dict[str, str]) -> None:
    """Say that records are on no screen yet, and ask what an area of theirs needs.

    Parameters
    ----------
    source : str
        Whose records they are.
    mine : mapping
        Key and name of the areas there are: where the partnerships cannot be told from the source, theirs are offered.
    """
    unseen(source)
    ask(source, mine)


def unseen(source: str) -> None:
    """Say that no area counts the records of a source."""
    said = phrase("{source}: held, and no area counts these records yet, so they are on no screen.")
    st.markdown(f"✗ {plain(said.format(source=source))}")


def ask(source: str, mine: dict[str, str]) -> None:
    """Ask what an area of their own needs."""
    known = pipeline.partnerships_known(answers.settings())
    if not known:
        st.markdown(phrase("Add the lookup from local authority to Community Safety Partnership, then choose here."))
        return
    with st.form(f"own_{source}", border=True):
        first = _asked(source, known, mine)
        if st.form_submit_button(phrase("Make this area"), type="primary"):
            _made(first)


def _asked(source: str, known: dict[str, str], mine: dict[str, str]) -> FirstProfile:
    force = source.partition("/")[2].replace("-", " ").title()
    published = source.startswith(FEED)
    name = st.text_input(
        phrase("Name of your area"), max_chars=100,
        value=force if published else phrase("{force}: our own records").format(force=force),
    )  # fmt: skip
    csps = st.multiselect(
        phrase("Its Community Safety Partnerships"), list(known), default=_likely(force, known, mine),
        format_func=known.__getitem__,
    )  # fmt: skip
    counted = () if published else _counted(source)
    words = st.text_input(
        phrase("What serious violence means there, in one sentence (empty until it is agreed)"), max_chars=300
    )
    return FirstProfile(name, tuple(csps), source, words, counted)


def _likely(force: str, known: dict[str, str], mine: dict[str, str]) -> list[str]:
    """Return the partnerships of the force of that name, else those of the areas that are there already."""
    named = [code for code, name in known.items() if f"({force})".lower() in name.lower()]
    there = {code for key in mine for code in answers.profile(key).csps}
    return named or [code for code in known if code in there]


def say_words_left_out(source: str) -> None:
    """Say to who sees a source in bands why its rare words are not in the list."""
    if disclosure.controlled_of([source], answers.scope()):
        st.markdown(
            phrase(
                "You see these records in bands, so only words that at least eight of them bear are told, and no "
                "sexual or domestic one: a rare word would tell one record from none."
            )
        )


def _counted(source: str) -> tuple[str, ...]:
    say_words_left_out(source)
    words, violent = pipeline.offences_held(source, answers.settings(), answers.scope())
    chosen = st.multiselect(
        phrase("Which offences count as violence here: a suggestion, until your definition is agreed"), words,
        default=violent,
    )  # fmt: skip
    return tuple(chosen)


def _made(first: FirstProfile) -> None:
    door.require(access.ADD)
    try:
        pipeline.begin_profile(first, answers.settings(), at=datetime.now(), by=door.log_name())
    except HotspotError as error:
        refuse(error)
        return
    ask_anew()
    st.rerun()
