"""A part that takes long ends when its reader has gone on."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from hotspot.ui.later import stop_if_left

    done: list[str] = st.session_state["done"]
    stop_if_left()
    done.append("wanted")
    get_script_run_ctx().script_requests.request_stop()  # as a session does when its reader asks for another page
    stop_if_left()
    done.append("not wanted")


def test_what_takes_long_ends_where_its_reader_has_gone_on() -> None:
    page = AppTest.from_function(_page, default_timeout=300)
    page.session_state["done"] = done = []
    page.run()
    assert not page.exception
    assert done == ["wanted"]
