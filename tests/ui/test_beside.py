"""What takes long is made once for all who wait for it, beside the pages, and not where nobody waits any more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread

import pytest
from streamlit.testing.v1 import AppTest

from hotspot.errors import DataError
from hotspot.ui import beside, memory
from hotspot.ui.beside import Beside, Between

PART = "the part that waits"
SOON_S = 30.0  # after which a test gives up: nothing here takes long


@dataclass
class Pages:
    """The open pages of a server: who is drawing, and who was drawn again."""

    held: set[str] = field(default_factory=set)
    drawing: set[str] = field(default_factory=set)
    drawn_again: list[str] = field(default_factory=list)
    asked: Event = field(default_factory=Event)

    def has(self, session: str, part: str) -> bool:
        return session in self.held and part == PART

    def is_open(self, session: str) -> bool:
        return session in self.held

    def is_drawing(self, session: str) -> bool:
        self.asked.set()
        return session in self.drawing

    def anybody_is_drawing(self) -> bool:
        return bool(self.drawing)

    def draw_again(self, session: str, _part: str) -> bool:
        self.drawn_again.append(session)
        return True


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Pages:
    """Return a server's pages, of which those of three readers are open."""
    pages = Pages(held={"first", "second", "third"})
    monkeypatch.setattr(beside, "sessions", pages)
    return pages


@pytest.fixture
def workshop() -> Iterator[Beside]:
    made = Beside()
    yield made
    made.forget()
    ended(made)


def until(so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SOON_S
    while not so():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def ended(workshop: Beside) -> None:
    thread = workshop._thread
    if isinstance(thread, Thread):
        thread.join(SOON_S)
        assert not thread.is_alive()


def test_it_is_made_once_for_all_who_wait_and_each_page_is_drawn_again(pages: Pages, workshop: Beside) -> None:
    made: list[str] = []
    may_end = Event()

    def make(_between: Between) -> str:
        made.append("once")
        assert may_end.wait(SOON_S)
        return "scores"

    for reader in ("first", "second"):
        workshop.want("what", make, reader, PART, rest_s=0)
    until(lambda: made)
    workshop.want("what", make, "third", PART, rest_s=0)  # comes while it is made
    assert not workshop.has("what")
    may_end.set()
    until(lambda: len(pages.drawn_again) == 3)
    assert sorted(pages.drawn_again) == ["first", "second", "third"]
    assert made == ["once"] and workshop.made("what") == "scores"
    ended(workshop)  # nobody waits: the thread has ended
    workshop.want("another", lambda _: "more", "first", PART, rest_s=0)
    until(lambda: workshop.has("another"))


def test_it_ends_where_all_who_waited_have_gone_on(pages: Pages, workshop: Beside) -> None:
    steps: list[int] = []

    def make(between: Between) -> str:
        for step in range(100_000):
            steps.append(step)
            between()
            time.sleep(0.001)
        return "never wanted"

    workshop.want("what", make, "first", PART, rest_s=0)
    workshop.want("what", make, "second", PART, rest_s=0)
    until(lambda: len(steps) > 2)
    workshop.want("another question", lambda _: "answer", "first", PART, rest_s=0)  # one reader asks for another
    so_far = len(steps)
    until(lambda: len(steps) > so_far + 2)  # for the other it goes on
    pages.held.discard("second")  # who closes the page
    until(lambda: pages.drawn_again)
    assert pages.drawn_again == ["first"]
    assert workshop.has("another question") and not workshop.has("what")


def test_what_may_be_asked_next_is_made_when_nobody_waits_and_draws_nothing_again(
    pages: Pages, workshop: Beside
) -> None:
    made: list[str] = []
    pages.drawing.add("first")  # so that nothing is begun before all is asked for
    workshop.want("ready", lambda _: made.append("ready"), "first", "", rest_s=0)
    workshop.want("what", lambda _: made.append("what"), "first", PART, rest_s=0)
    workshop.go_on("second")
    pages.drawing.clear()
    until(lambda: len(made) == 2)
    assert made == ["what", "ready"]
    until(lambda: workshop.has("ready"))
    assert pages.drawn_again == ["first"]  # for what it waited for alone


def test_what_may_be_asked_next_is_that_of_the_last_page_of_a_reader_who_is_still_there(
    pages: Pages, workshop: Beside
) -> None:
    made: list[str] = []
    # A page that is being drawn has not rested: nothing is begun before all is asked for.
    pages.drawing |= {"first", "second"}
    workshop.want("one area", lambda _: made.append("one area"), "first", "", rest_s=0.5)
    workshop.want("closed", lambda _: made.append("closed"), "second", "", rest_s=0.5)
    workshop.want("another area", lambda _: made.append("another area"), "first", "", rest_s=0.5)
    workshop.go_on("first")  # waits for nothing: what is made ready is not waited for
    pages.held.discard("second")
    pages.drawing.clear()
    ended(workshop)
    assert made == ["another area"]


def test_it_begins_when_its_reader_has_stayed(pages: Pages, workshop: Beside) -> None:
    begun: list[float] = []
    pages.drawing.add("first")
    asked = time.monotonic()
    workshop.want("what", lambda _: begun.append(time.monotonic()), "first", PART, rest_s=0.3)
    pages.asked.wait(SOON_S)
    time.sleep(0.4)
    assert not begun  # the page is still being drawn
    pages.drawing.clear()
    until(lambda: begun)
    assert begun[0] - asked > 0.6


def test_it_pauses_while_a_page_is_drawn_but_not_for_ever(
    pages: Pages, workshop: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "PATIENCE_S", 3600.0)
    steps: list[int] = []

    def make(between: Between) -> str:
        for step in range(3):
            steps.append(step)
            pages.drawing.add("second")
            between()
        return "made"

    workshop.want("what", make, "first", PART, rest_s=0)
    until(lambda: steps == [0])
    time.sleep(4 * beside.LOOK_S)
    assert steps == [0]
    monkeypatch.setattr(beside, "PATIENCE_S", 0.0)  # of the steps after this one
    pages.drawing.clear()
    until(lambda: workshop.has("what"))
    assert steps == [0, 1, 2]


def test_what_could_not_be_made_is_kept_as_the_error_that_says_why(pages: Pages, workshop: Beside) -> None:
    def refuse(_between: Between) -> None:
        raise DataError("Too few months.", "Add some.")

    workshop.want("what", refuse, "first", PART, rest_s=0)
    until(lambda: pages.drawn_again)
    with pytest.raises(DataError, match="Too few months"):
        workshop.made("what")


def test_what_was_deleted_for_good_lives_on_in_nothing_made(pages: Pages, workshop: Beside) -> None:
    may_end = Event()

    def make(_between: Between) -> str:
        assert may_end.wait(SOON_S)
        return "made from what was deleted"

    workshop.keep("kept", lambda _: "kept")
    workshop.want("what", make, "first", PART, rest_s=0)
    workshop.forget()
    assert not workshop.has("kept")
    may_end.set()
    ended(workshop)
    assert not workshop.has("what") and pages.drawn_again == []
    beside.BESIDE.keep("kept", lambda _: "kept")
    memory.forget_everything()
    assert not beside.BESIDE.has("kept")


def test_only_so_much_is_kept(workshop: Beside) -> None:
    for number in range(beside.MOST_KEPT + 1):
        workshop.keep(number, lambda _, number=number: number)
    assert not workshop.has(0) and workshop.made(beside.MOST_KEPT) == beside.MOST_KEPT


def _page() -> None:
    import streamlit as st

    from hotspot.ui.later import made_beside

    made_beside(("a page of a test",), lambda _: "drawn at once", lambda made: st.text(made()), lambda: None)


def test_without_a_server_a_part_is_made_and_drawn_at_once() -> None:
    page = AppTest.from_function(_page, default_timeout=300)
    page.run()
    assert not page.exception
    assert [one.value for one in page.text] == ["drawn at once"]
