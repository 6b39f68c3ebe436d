"""The page Admin: roles, feeds and the log, for the role admin where people log in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import access, config, pipeline, views
from hotspot.access import ADMINISTER, Holder
from hotspot.errors import HotspotError
from hotspot.ui import access as door
from hotspot.ui import answers, tables
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refuse, spoken

NEW = ""
SAID = "said_of_roles"
NONE_HERE = 'Roles are given where people log in. Here nobody does: README.md, "Login and roles", says how to begin.'
SHOWN = 500


def need_administrator() -> None:
    """Stop the page for whoever may not administer."""
    if not door.login_is_on():
        st.info(NONE_HERE)
        st.stop()
    if not door.may(ADMINISTER):
        st.error("**This page is for the role admin.**  \nAsk one of them: they are named by whoever set this up.")
        st.stop()


@spoken
def role_table() -> None:
    """Show who holds which role, with the form to give, change and take away."""
    held = access.holders(answers.settings().home)
    st.markdown("### Roles")
    if said := st.session_state.pop(SAID, ""):
        st.success(plain(said))
    tables.show(_roles(held), "Who holds which role")
    named = {NEW: "somebody new"} | {f"{one.issuer} {one.subject}": _name(one) for one in held}
    chosen = str(st.selectbox("Give or change the role of", list(named), format_func=named.__getitem__, key="role_of"))
    was = next((one for one in held if f"{one.issuer} {one.subject}" == chosen), None)
    _role_form(was, chosen)


def _name(one: Holder) -> str:
    return plain(f"{access.named(one.issuer, one.subject)} ({one.role})")


def _roles(held: tuple[Holder, ...]) -> pd.DataFrame:
    areas = _districts()
    return pd.DataFrame({
        "Subject": [one.subject for one in held],
        "Issuer": [one.issuer for one in held],
        "Role": [_title(one.role) for one in held],
        "Districts": [", ".join(f"{areas.get(code, '–')} ({code})" for code in one.csps) or "all" for one in held],
        "Feeds": [", ".join(one.feeds) or "all that are open to the role" for one in held],
        "Audience": [one.audience for one in held],
    })  # fmt: skip


def _role_form(was: Holder | None, key: str) -> None:
    with st.form(f"role_{key}", clear_on_submit=False):
        left, right = st.columns(2)  # a pair in each row: where columns stand one above the other, pairs stay together
        issuer = left.text_input("Issuer (address of the login service)", was.issuer if was else "", key=f"i{key}")
        subject = right.text_input("Subject (shown to who logs in)", was.subject if was else "", key=f"s{key}")
        left, right = st.columns(2)
        roles = list(access.ROLES)
        role = left.selectbox("Role", roles, roles.index(was.role) if was else 0, format_func=_title, key=f"r{key}")
        audiences = [NEW, *access.AUDIENCES]
        audience = right.selectbox(
            "Audience", audiences, audiences.index(was.audience) if was else 0, key=f"a{key}",
            format_func=lambda said: said or "the role's own",
        )  # fmt: skip
        left, right = st.columns(2)
        districts = _districts() | {code: code for code in (was.csps if was else ())}
        csps = left.multiselect(
            "Only these districts (Community Safety Partnerships)", list(districts), list(was.csps) if was else [],
            key=f"c{key}", format_func=lambda code: plain(f"{districts[code]} ({code})"), placeholder="All districts",
        )  # fmt: skip
        sources = sorted({*_sources(), *(was.feeds if was else ())})
        feeds = right.multiselect(
            "Only these feeds (an analyst sees exact numbers of the feeds named here)", sources,
            list(was.feeds) if was else [], key=f"f{key}", placeholder="All that are open to the role",
        )  # fmt: skip
        with st.container(horizontal=True):  # below both columns, also where they stand one above the other
            give = st.form_submit_button("Give this role", type="primary")
            take = st.form_submit_button("Take the role away", disabled=was is None)
    if give:
        done(partial(_give, issuer.strip(), subject.strip(), role, tuple(csps), tuple(feeds), audience), SAID)
    if take and was is not None:
        gone = partial(access.take, answers.settings().home, was.issuer, was.subject, at=datetime.now(), by=_me())
        done(gone, SAID)


def _title(role: str) -> str:
    return f"{access.ROLES[role].title} ({role})"


def _districts() -> dict[str, str]:
    """Return code and name of every district that an area with records has."""
    profiles = config.profiles(answers.settings().home)
    known = pipeline.partnerships_known(answers.settings())
    found: dict[str, str] = {}
    for area in pipeline.areas_held(answers.settings()):
        codes = profiles[area].csps
        names = known if known.keys() >= set(codes) else _drawn(area)
        found |= {code: names.get(code, f"a district of {profiles[area].name}") for code in codes}
    return found


def _drawn(area: str) -> dict[str, str]:
    """Return code and name of an area's districts as its maps call them, where no lookup names them all."""
    try:
        return dict(answers.offered(config.Parameters(area)).parts["csps"])
    except HotspotError:  # what is wrong with the records is said on Data; a role can be given all the same
        return {}


def _sources() -> set[str]:
    held = pipeline.areas_held(answers.settings())
    profiles = config.profiles(answers.settings().home)
    return {*access.feeds(answers.settings().home), *(source for area in held for source in profiles[area].sources)}


def _give(*said: Any) -> str:
    return access.give(answers.settings().home, Holder(*said), at=datetime.now(), by=_me())


def _me() -> str:
    return door.log_name()


def done(act: Callable[[], str | None], said: str) -> None:
    """Change a table if who asks may still do so, and show the page anew with what came of it."""
    try:
        door.require(ADMINISTER)
        st.session_state[said] = f"Done: {act() or 'the role is taken away'}. It counts from the next click on."
    except HotspotError as error:
        refuse(error)
        return
    st.rerun()


@spoken
def audit_log() -> None:
    """Show who did what, the newest first, to be narrowed down and taken away as CSV."""
    st.markdown("### Who did what")
    st.markdown("The log only grows, and holds no value of any incident.")
    left, middle, right = st.columns(3)
    acts = left.multiselect("What", access.ACTS, key="log_acts", placeholder="Everything")
    since = middle.date_input("Since", value=None, format="DD/MM/YYYY", key="log_since")
    words = right.text_input("With these words", key="log_words").strip().lower()
    found = [one for one in reversed(access.trail(answers.settings().home)) if _fits(one, acts, since, words)]
    table = pd.DataFrame({
        "When": [one.at for one in found],
        "What": [one.act for one in found],
        "Who": [one.who for one in found],
        "Of": [one.what for one in found],
        "Detail": [one.detail for one in found],
    })  # fmt: skip
    shown = table.head(SHOWN).assign(When=table["When"].str[:19].str.replace("T", " ") if len(table) else [])
    tables.show(shown, "Lines of the log, the newest first")
    st.markdown(f"{min(len(table), SHOWN):,} of {len(table):,} lines are shown; the file holds all of them.")
    st.download_button(
        "audit.csv", data=door.handed(partial(views.shortlist_tables.csv, table, "audit"), "audit.csv"),
        file_name="audit.csv", mime="text/csv", on_click="ignore", key="download_audit",
    )  # fmt: skip


def _fits(one: access.Done, acts: list[str], since: date | None, words: str) -> bool:
    told = f"{one.who} {one.what} {one.detail}".lower()
    return (not acts or one.act in acts) and (since is None or one.at >= since.isoformat()) and words in told
