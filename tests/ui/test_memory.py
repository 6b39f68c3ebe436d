"""Room for answers: what readers look at stays, what was made ahead takes only what they leave."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.ui.memory import RECENT_S, Room


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gone() -> list[Hashable]:
    return []


def test_what_was_made_ahead_is_the_first_to_go(clock: Clock, gone: list[Hashable]) -> None:
    room = Room(10, clock=clock)
    room.used("old", 4, gone.append)
    room.made_ahead("ahead", 3, gone.append)
    room.used("new", 4, gone.append)
    assert gone == ["ahead"] and "old" in room and "new" in room


def test_what_a_reader_came_to_ask_for_is_theirs_from_then_on(clock: Clock, gone: list[Hashable]) -> None:
    room = Room(10, clock=clock)
    room.made_ahead("asked", 3, gone.append)
    room.made_ahead("ahead", 3, gone.append)
    room.used("asked", 3, gone.append)
    room.used("new", 5, gone.append)
    assert gone == ["ahead"]


def test_the_last_two_that_were_asked_for_stay_however_long_ago(clock: Clock, gone: list[Hashable]) -> None:
    room = Room(10, clock=clock)
    for name in ("first", "second", "third"):
        room.used(name, 3, gone.append)
    clock.now += 10 * RECENT_S
    assert room.has_room(4, since=clock.now) and not room.has_room(5, since=clock.now)
    room.made_ahead("ahead", 4, gone.append)
    assert gone == ["first"]
    room.made_ahead("more", 4, gone.append)
    assert gone == ["first", "ahead"]  # the older of what nobody asked for
    room.made_ahead("too large", 5, gone.append)
    assert gone == ["first", "ahead", "more", "too large"]


def test_what_was_asked_for_a_moment_ago_stays_up_to_half_the_room(clock: Clock, gone: list[Hashable]) -> None:
    room = Room(100, clock=clock)
    for name in range(9):
        room.used(name, 10, gone.append)
    assert room.has_room(50, since=clock.now) and not room.has_room(51, since=clock.now)
    clock.now += RECENT_S + 1
    assert room.has_room(80, since=clock.now)


def test_what_was_made_for_this_question_makes_no_room_for_a_less_likely_one(clock: Clock) -> None:
    room = Room(10, clock=clock)
    begun = clock.now
    room.made_ahead("likely", 8, lambda _: None)
    assert not room.has_room(3, since=begun)
    clock.now += 1
    assert room.has_room(3, since=clock.now)  # made for a question that is over


def test_small_answers_have_a_limit_of_their_own(clock: Clock, gone: list[Hashable]) -> None:
    room = Room(1_000, answers=2, clock=clock)
    for name in "abc":
        room.used(name, 1, gone.append)
    assert gone == ["a"] and not room.has_room(1, since=clock.now)


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 12), st.integers(1, 6), st.floats(0, 50)), max_size=40)


@settings(deadline=None)
@given(STEPS)
def test_nothing_made_ahead_ever_pushes_out_the_last_two_or_overfills_the_room(
    steps: list[tuple[bool, int, int, float]],
) -> None:
    clock, held, asked = Clock(), dict[Hashable, int](), list[int]()
    room = Room(12, clock=clock)
    for is_ahead, name, places, later in steps:
        clock.now += later
        places = held.get(name, places)
        held[name] = places
        (room.made_ahead if is_ahead else room.used)(name, places, held.pop)
        if not is_ahead:
            asked = [one for one in asked if one != name] + [name]
        last = asked[-1:] if not is_ahead else [one for one in asked if one in held][-2:]
        assert all(one in room for one in last)
        assert set(held) == {one for one in range(13) if one in room}
        assert sum(held.values()) <= 12 or len(held) == 1
