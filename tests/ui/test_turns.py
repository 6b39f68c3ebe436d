"""One page at a time: whoever comes second waits, but not for an answer that takes long, and not for ever."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from hotspot.ui import turns

LONG_S = 60.0  # longer than a busy machine keeps a thread waiting


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody lose patience: a turn is then taken from nobody who has it, and given back or waited for in vain."""
    monkeypatch.setattr(turns, "PATIENCE_S", LONG_S)


def _in_background(act):
    thread = Thread(target=act)
    thread.start()
    return thread


@pytest.mark.usefixtures("patient")
def test_a_page_begins_when_the_one_before_it_is_drawn():
    order, begun, go_on = [], Event(), Event()

    def first():
        with turns.in_turn():
            begun.set()
            go_on.wait(LONG_S)
            Event().wait(0.1)  # were the turn not kept, the second would go first in this time
            order.append("first")

    def second():
        begun.wait(LONG_S)
        go_on.set()
        with turns.in_turn():
            order.append("second")

    for thread in [_in_background(first), _in_background(second)]:
        thread.join(LONG_S)
    assert order == ["first", "second"]


@pytest.mark.usefixtures("patient")
def test_a_long_answer_is_made_while_others_are_drawn():
    making, drawn = Event(), Event()
    done = []

    def slow():
        with turns.in_turn():
            done.append(turns.out_of_turn(lambda: making.set() or drawn.wait(15)))

    thread = _in_background(slow)
    making.wait(LONG_S)
    with turns.in_turn():
        drawn.set()
    thread.join(LONG_S)
    assert done == [True]


def test_the_turn_comes_back_after_a_page_that_failed():
    try:
        with turns.in_turn():
            raise RuntimeError
    except RuntimeError:
        pass
    assert turns._TURN.acquire(timeout=0)
    turns._TURN.release()


def test_who_waited_long_begins_anyway_and_gives_nothing_back(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_S", 0.01)
    assert turns._TURN.acquire(timeout=1)
    with turns.in_turn():
        pass
    assert not turns._TURN.acquire(timeout=0)  # still with the one who had it
    turns._TURN.release()
