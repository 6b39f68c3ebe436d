"""Whose records these are: the source of a file with hours is named on the page, by what right, and for whom."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import streamlit as st

from hotspot import access, views
from hotspot.access import Feed
from hotspot.errors import AccessError
from hotspot.language import phrase, to_phrase
from hotspot.ui import access as door
from hotspot.ui import answers, reasons
from hotspot.ui.plain import plain
from hotspot.ui.refusals import aside

NEW = ""
CHOSEN, NEXT = "mapping_source", "source_just_named"
LONGEST = 60
# Who delivers -> the first word of the source's name, and what the reader is shown. Hospitals are not among them: their
# records are cleaned where they are.
DELIVER = {
    "police": ("force", to_phrase("a police force")),
    "ambulance": ("ambulance", to_phrase("an ambulance service")),
    "fire": ("fire", to_phrase("a fire and rescue service")),
    "local authority": ("council", to_phrase("a council")),
    "published": ("open", to_phrase("anybody: its owner has published them")),
}
PLACES = {
    "exact": to_phrase("the place itself"),
    "snapped": to_phrase("a point that stands for a street, as on data.police.uk"),
    "street": to_phrase("somewhere in the street"),
    "lsoa": to_phrase("the neighbourhood (LSOA) alone"),
    "none": to_phrase("no place at all"),
}


def whose() -> str:
    """Ask whose records these are and return their source; empty until one is named."""
    held = [source for source, feed in access.feeds(answers.settings().home).items() if feed.provider != "health"]
    if named := st.session_state.pop(NEXT, ""):
        st.session_state[CHOSEN] = named
    source = str(st.selectbox(phrase("Whose records are these?"), [*held, NEW], format_func=_titled, key=CHOSEN) or NEW)
    if source == NEW:
        _ask()
    return source


def _titled(source: str) -> str:
    return plain(views.words.source(source)) if source else phrase("A new source: name it below")


def _ask() -> None:
    if door.login_is_on() and not door.may(access.ADMINISTER):
        st.info(phrase("A new source is registered by an administrator first: page Admin, under Feeds."))
        return
    with st.form("own_feed", border=True):
        said = _delivered() | _agreed()
        said["reason"] = "" if door.login_is_on() else _exact()
        asked = st.form_submit_button(phrase("Name this source"), type="primary")
    if asked:
        _register(said)


def _delivered() -> dict[str, Any]:
    left, right = st.columns(2)
    return {
        "provider": left.selectbox(
            phrase("Who delivers them"), list(DELIVER), format_func=lambda one: phrase(DELIVER[one][1])
        ),
        "name": right.text_input(phrase("Short name, such as the county's"), max_chars=LONGEST),
        "owner": left.text_input(
            phrase("Who answers for them: an organisation, never a person's name"), max_chars=2 * LONGEST
        ),
        "gateway": right.selectbox(
            phrase("By what right they are shared"), [*access.GATEWAYS], index=[*access.GATEWAYS].index("cda"),
            format_func=access.GATEWAYS.__getitem__,
        ),
    }  # fmt: skip


def _agreed() -> dict[str, Any]:
    left, right = st.columns(2)
    return {
        "agreement": left.text_input(phrase("Reference of the sharing agreement (may be empty)"), max_chars=LONGEST),
        "review": right.date_input(
            phrase("Day of its next review: after it the records are not opened (may be empty)"), None,
            min_value=date(2000, 1, 1), format="DD/MM/YYYY",
        ),
        "location": left.selectbox(
            phrase("How exact their places are"), list(PLACES), format_func=lambda one: phrase(PLACES[one])
        ),
    }  # fmt: skip


def _exact() -> str:
    """Return why this reader needs exact numbers; empty where bands will do."""
    st.markdown(
        phrase(
            "Records that are not published are shown in bands, in large hexagons and whole years, so that nobody can "
            "be found in them. Whoever works with them as their analyst sees exact numbers, for a reason that the log "
            "keeps."
        )
    )
    return str(
        st.text_input(
            phrase("I am their analyst and need exact numbers, because (leave empty to see bands)"),
            max_chars=reasons.LONGEST,
        )
    ).strip()


@aside
def _register(said: dict[str, Any]) -> None:
    door.require(access.ADD)
    feed = _feed(said)
    reason = said["reason"]
    if 0 < len(reason) < reasons.LEAST:
        raise AccessError("The reason is too short to be one.", "Say it in a few words, such as: checking the extract.")
    access.register(answers.settings().home, feed, at=datetime.now(), by=door.log_name(), reason=reason)
    if reason:  # said once is enough in this session
        door.note(access.CONSULT, f"exact numbers of {feed.source}", reason)
        st.session_state[reasons.SAID] = ((door.log_name(), (feed.source,)), reason)
    st.session_state[NEXT] = feed.source
    st.rerun()


def _feed(said: dict[str, Any]) -> Feed:
    """Return the feed that was described.

    Raises
    ------
    AccessError
        It has no name or no owner, or is registered already.
    """
    short = re.sub(r"[^a-z0-9]+", "-", said["name"].lower()).strip("-")
    if not short or not said["owner"].strip():
        raise AccessError(
            "The source has no name yet, or nobody answers for it.", "Write a short name and the organisation."
        )
    source = f"{DELIVER[said['provider']][0]}/{short}"
    if source in access.feeds(answers.settings().home):
        raise AccessError(f"{source} is registered already.", "Choose it in the list above, or write another name.")
    gateway = "published" if said["provider"] == "published" else said["gateway"]
    return Feed(
        source, said["provider"], said["owner"].strip(), gateway, said["agreement"].strip(), said["review"],
        location=said["location"], analyst=bool(said["reason"]),
    )  # fmt: skip
