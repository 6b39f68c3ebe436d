"""Who is looking: nobody is asked where nobody logs in; else the person of the login, with the role the table gives.

Login is on where ``.streamlit/secrets.toml`` has a section ``[auth]``, where roles are kept, or where HOTSPOT_LOGIN
says so; HOTSPOT_LOGIN=off says that it is not. What cannot be read counts as on: in doubt nothing is shown.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import date, datetime
from functools import partial, wraps
from typing import Any, ParamSpec

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from hotspot import access, config
from hotspot.access import Scope
from hotspot.config import Settings
from hotspot.errors import AccessError, HotspotError
from hotspot.language import in_english, phrase
from hotspot.ui import reasons
from hotspot.ui.once import ask_anew, once_a_run
from hotspot.ui.plain import escape
from hotspot.ui.refusals import aside, refuse
from hotspot.ui.tongue import listen

P = ParamSpec("P")
Reader = tuple[str, str]
LOGIN = "HOTSPOT_LOGIN"
HOURS = 12  # a login older than this is asked for again: the login service may have shut the person out since
SEEN, PAGE, CONSULTED = "scope_of_this_page", "name_of_this_page", "last_consultation"
_ON_BEHALF: ContextVar[Reader | None] = ContextVar("reader of a file that is being made", default=None)


@once_a_run
def login_is_on() -> bool:
    """Return whether people log in here."""
    said = os.environ.get(LOGIN, "").strip().lower()
    return said != "off" if said else has_auth() or bool(access.holders(_home()))


def has_auth() -> bool:
    """Return whether the login service is named in the secrets; True where they cannot be read."""
    try:
        return bool(get_secrets_auth_section())
    except Exception:
        return True


def reader() -> Reader | None:
    """Return issuer and subject of who is logged in, None where nobody is: the only place that reads the login."""
    behalf = _ON_BEHALF.get()
    if behalf is not None:
        return behalf
    said = st.user.to_dict()
    fresh = float(str(said.get("iat") or 0)) > time.time() - HOURS * 3600
    if not said.get("is_logged_in") or not fresh or not said.get("iss") or not said.get("sub"):
        return None
    return str(said["iss"]), str(said["sub"])


def scope() -> Scope:
    """Return who asks and what they may see, read anew by every drawing of a page or a part.

    The analyst of a restricted feed sees what others see of it until they have said why they need more.

    Raises
    ------
    AccessError
        Login is on, and nobody is logged in or they hold no role.
    """
    full = _entitled()
    own = access.exact_of(full)
    return full if not own or reasons.given(log_name(), own) else access.before_a_reason(full)


def _entitled() -> Scope:
    return _entitled_to(_ON_BEHALF.get())


@once_a_run
def _entitled_to(_behalf: Reader | None) -> Scope:
    home = _home()
    if not login_is_on():
        return access.local_scope(home, as_of=date.today())
    who = reader()
    if who is None:
        raise AccessError("Nobody is logged in.", "Log in to see what your role opens.")
    return access.scope_of(home, *who, as_of=date.today())


def may(act: str) -> bool:
    """Return whether who looks may do something besides looking: ``enter``, ``add`` or ``administer``."""
    try:
        return access.may(scope(), act)
    except AccessError:
        return False


def require(act: str) -> None:
    """Refuse what the role of who looks may not do.

    Raises
    ------
    AccessError
        It may not, or nobody is logged in.
    """
    access.require(scope(), act)


def log_name() -> str:
    """Return who is looking, as the log names them."""
    who = reader() if login_is_on() else None
    return access.named(*who) if who else access.HERE


def gate(page: str) -> None:
    """Let in who may see something, and stop the page for anybody else. Every page begins with it."""
    st.session_state[PAGE] = page
    if login_is_on():
        _who_logged_in()
    _reason()


def _who_logged_in() -> None:
    who = reader()
    if who is None:
        _ask()
    try:
        st.session_state[SEEN] = scope()
    except HotspotError as error:
        refuse(error)
        st.button(phrase("Log out"), on_click=st.logout, key="logout")
        st.stop()
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.html(f'<p class="hs-row" style="margin:0">{escape(_told(st.session_state[SEEN]))}</p>')
        st.button(phrase("Log out"), on_click=st.logout, key="logout", type="tertiary")


@aside
def _reason() -> None:
    """Ask the analyst of a restricted feed that some area shows why exact numbers are needed."""
    own = access.exact_of(_entitled())
    shown = {source for one in config.profiles(_home()).values() for source in one.sources} if own else set()
    if shown & set(own):
        reasons.ask(log_name(), own, partial(note, access.CONSULT, f"exact numbers of {', '.join(own)}"))


def _told(seen: Scope) -> str:
    title = access.ROLES[seen.role].title
    return f"You are here as: {title}{' · ' + ', '.join(seen.csps) if seen.csps else ''}"


def _ask() -> None:
    if has_auth():
        st.markdown(phrase("Log in with your organisation's account to see what your role opens."))
        st.button(phrase("Log in"), on_click=st.login, type="primary", key="login")
    else:
        st.error(
            phrase(
                "**Login is asked for, but no login service is named.**  \nWrite the section [auth] into "
                ".streamlit/secrets.toml as README.md shows, and start again."
            )
        )
    st.stop()


def part(act: Callable[P, None]) -> Callable[P, None]:
    """Return a page function that a choice inside it draws again alone, if who looks may still see the same."""

    @wraps(act)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> None:
        if login_is_on() and not _same(st.session_state.get(SEEN)):
            st.rerun()  # the whole page, which begins at the gate
        listen()
        act(*args, **kwargs)

    return st.fragment(drawn)


def _same(seen: Scope | None) -> bool:
    try:
        return scope() == seen
    except AccessError:
        return False


def handed(make: Callable[[], bytes], name: str) -> Callable[[], bytes]:
    """Return what makes a file when it is asked for, if who asks may still see it; it is logged before it is handed.

    Parameters
    ----------
    make : callable
        Makes the file's bytes.
    name : str
        Its name, for the log.
    """
    make = in_english(make)
    seen, own = scope(), access.exact_of(_entitled())
    if not login_is_on() and not own:
        return make
    who, said, asked = reader() if login_is_on() else None, log_name(), _question()
    may_be_exact = bool(own) and reasons.given(said, own)

    def made() -> bytes:
        # A file is made outside the page's own run, where the login cannot be read: the reader is carried along.
        token = _ON_BEHALF.set(who)
        end = reasons.carried(said, own if may_be_exact else ())
        try:
            if not _same(seen):
                raise AccessError("What you may see has changed since this page was drawn.", "Open the page again.")
            data = make()
            note(access.EXPORT, name, asked)
            return data
        finally:
            end()
            _ON_BEHALF.reset(token)

    return made


def consulted(digest: str) -> None:
    """Log that a page was looked at, once for each question on it."""
    now = (str(st.session_state.get(PAGE, "")), digest)
    if login_is_on() and st.session_state.get(CONSULTED) != now:
        note(access.CONSULT, *now)
        st.session_state[CONSULTED] = now


def note(act: str, what: str, detail: str = "") -> None:
    """Write into the log what was just done, and by whom."""
    access.note(_home(), act, what, detail, at=datetime.now(), who=log_name())
    ask_anew()  # whatever is logged may have changed what is true


def _question() -> str:
    asked: Any = st.session_state.get("question_on_this_page")
    return str(getattr(asked, "digest", ""))


def _home() -> Any:
    return Settings.from_environment().home
