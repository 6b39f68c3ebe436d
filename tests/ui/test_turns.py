"""One page at a time: whoever comes second waits, but not for an answer that takes long, and not for ever."""

from __future__ import annotations

from threading import Event, Thread

from hotspot.ui import turns


def _in_background(act):
    thread = Thread(target=act)
    thread.start()
    return thread


def test_a_page_begins_when_the_one_before_it_is_drawn():
    order, begun, go_on = [], Event(), Event()

    def first():
        with turns.in_turn():
            begun.set()
            go_on.wait(5)
            order.append("first")

    def second():
        begun.wait(5)
        go_on.set()
        with turns.in_turn():
            order.append("second")

    for thread in [_in_background(first), _in_background(second)]:
        thread.join(10)
    assert order == ["first", "second"]


def test_a_long_answer_is_made_while_others_are_drawn():
    making, drawn = Event(), Event()
    done = []

    def slow():
        with turns.in_turn():
            done.append(turns.out_of_turn(lambda: making.set() or drawn.wait(5)))

    thread = _in_background(slow)
    making.wait(5)
    with turns.in_turn():
        drawn.set()
    thread.join(10)
    assert done == [True]


def test_the_turn_comes_back_after_a_page_that_failed(monkeypatch):
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
