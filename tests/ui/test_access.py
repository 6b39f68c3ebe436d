"""The gate: on or off, who is logged in, and for how long."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from hotspot import access
from hotspot.errors import AccessError
from hotspot.ui import access as door

WHO = ("https://login.example", "4711")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    monkeypatch.delenv(door.LOGIN, raising=False)
    return tmp_path


def test_without_roles_or_a_login_service_nobody_is_asked(home):
    assert not door.login_is_on()
    assert door.scope() == access.LOCAL
    assert not (home / "log").exists()


@pytest.mark.parametrize(("said", "roles", "auth", "on"), [
    ("", False, False, False), ("", True, False, True), ("", False, True, True), ("off", True, True, False),
    ("on", False, False, True), ("perhaps", False, False, True),
])  # fmt: skip
def test_in_doubt_login_is_on(said, roles, auth, on, home, monkeypatch):
    monkeypatch.setenv(door.LOGIN, said)
    monkeypatch.setattr(door, "has_auth", lambda: auth)
    if roles:
        access.give(home, access.Holder(*WHO, "opcc"), at=datetime(2026, 1, 1))
    assert door.login_is_on() is on
    if on:
        with pytest.raises(AccessError, match="Nobody is logged in"):
            door.scope()


def test_secrets_that_cannot_be_read_count_as_a_login_service(monkeypatch):
    def broken() -> None:
        raise ValueError("not TOML")

    monkeypatch.setattr(door, "get_secrets_auth_section", broken)
    assert door.has_auth()


def shown() -> None:
    import streamlit as st

    from hotspot.ui.access import gate, scope

    gate("A page")
    st.markdown(f"role {scope().role}")


@pytest.mark.parametrize(("claims", "said"), [
    ({}, "Log in"),
    ({"is_logged_in": True, "iss": WHO[0], "sub": WHO[1], "iat": "now"}, "role nte_lead"),
    ({"is_logged_in": True, "iss": WHO[0], "sub": WHO[1], "iat": "yesterday"}, "Log in"),
    ({"is_logged_in": True, "iss": WHO[0], "sub": WHO[1]}, "Log in"),
    ({"is_logged_in": True, "iss": WHO[0], "iat": "now"}, "Log in"),
    ({"is_logged_in": False, "iss": WHO[0], "sub": WHO[1], "iat": "now"}, "Log in"),
    ({"is_logged_in": True, "iss": WHO[0], "sub": "other", "iat": "now"}, "hold no role"),
])  # fmt: skip
def test_the_gate_lets_in_who_logged_in_lately_and_holds_a_role(claims, said, home, monkeypatch):
    monkeypatch.setenv(door.LOGIN, "on")
    monkeypatch.setattr(door, "has_auth", lambda: True)
    access.give(home, access.Holder(*WHO, "nte_lead"), at=datetime(2026, 1, 1))
    when = {"now": time.time() - 60, "yesterday": time.time() - 86_400}
    page = AppTest.from_function(shown, default_timeout=300)
    page.user = {name: when.get(value, value) if name == "iat" else value for name, value in claims.items()}
    page.run()
    assert not page.exception
    told = [*(one.value for one in page.markdown), *(one.value for one in page.error)]
    assert any(said in text for text in told), told
    assert said == "role nte_lead" or not any("role nte_lead" in text for text in told)
