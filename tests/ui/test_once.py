"""Asked once: in one drawing of a page, or for as long as an answer is kept."""

from __future__ import annotations

import gc

import pytest
from streamlit.testing.v1 import AppTest

from hotspot.errors import DataError
from hotspot.language import ENGLISH, speak
from hotspot.ui import once
from hotspot.views.written import WrittenDeck


class Answer:
    """Something that can be remembered by."""


def _page():
    import streamlit as st

    from hotspot.ui.once import ask_anew, in_this_run

    asked = st.session_state.setdefault("asked", [])
    told = [in_this_run("role", lambda: asked.append(1) or len(asked)) for _ in range(3)]
    ask_anew()
    told.append(in_this_run("role", lambda: asked.append(1) or len(asked)))
    st.write(str(told))


def test_a_page_asks_once_and_the_next_drawing_or_a_change_asks_anew():
    page = AppTest.from_function(_page, default_timeout=300).run()
    assert page.markdown[0].value == "[1, 1, 1, 2]"
    assert page.run().markdown[0].value == "[3, 3, 3, 4]"


def test_a_refusal_is_not_kept():
    tries = []

    @once.once_a_run
    def refused():
        tries.append(1)
        raise DataError("No.", "Yes.")

    for _ in range(2):
        with pytest.raises(DataError):
            refused()
    assert len(tries) == 2


def test_a_part_of_an_answer_is_made_once_for_each_key_and_goes_with_the_answer():
    answer, made = Answer(), []
    for key in ("map", "map", "list"):
        once.kept_with(answer, key, lambda key=key: made.append(key) or key)
    assert made == ["map", "list"]
    held = len(once._OF)
    del answer
    gc.collect()
    assert len(once._OF) == held - 1


def test_a_part_is_made_again_in_another_language():
    answer, made = Answer(), []
    speak("cy")
    once.kept_with(answer, "list", lambda: made.append("cy"))
    speak(ENGLISH)
    once.kept_with(answer, "list", lambda: made.append("en"))
    assert made == ["cy", "en"]


def test_long_maps_push_out_the_oldest_and_leave_the_small_parts():
    answer = Answer()
    once.kept_with(answer, "small", lambda: "words")
    for n in range(3):
        once.kept_with(answer, n, lambda: WrittenDeck(("x" * (once.MOST_WRITTEN // 2),), None))
    assert list(once._OF[answer]) == [("small", ENGLISH), (1, ENGLISH), (2, ENGLISH)]


def test_a_map_longer_than_all_that_may_be_kept_is_given_and_not_kept():
    answer = Answer()
    got = once.kept_with(answer, "map", lambda: WrittenDeck(("x" * (once.MOST_WRITTEN + 1),), None))
    assert len(got) > once.MOST_WRITTEN and not once._OF[answer]
