"""Whoever works ahead does so for the page that was drawn last, after a pause, and stands aside for every page."""

from __future__ import annotations

import threading
from unittest.mock import MagicMock

import pytest

from hotspot.config import Parameters
from hotspot.ui import ahead, ahead_aside, sessions
from hotspot.ui.ahead_aside import Aside, Quiet, wanted


def test_the_board_serves_the_page_that_was_drawn_last() -> None:
    board, first, second = ahead.Board(), MagicMock(session="a"), MagicMock(session="b")
    board._worker = threading.current_thread()  # nobody works in this test
    board.pin(first)
    board.pin(second)
    assert board.newest() is second and not board.is_newest(first)
    board.pin(first)
    newer = MagicMock(session="a")
    board.pin(newer)
    board.drop(first)  # is over already, and takes nothing else along
    assert board.newest() is newer
    board.drop(newer)
    assert board.newest() is second


def test_whoever_works_ahead_stands_aside_but_not_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(ahead_aside.time, "sleep", waited.append)
    monkeypatch.setattr(sessions, "under_way", lambda: True)
    question, aside = Parameters("made"), Aside(Quiet(), Parameters("made"))
    with wanted(question):
        aside()
    assert waited == []  # somebody waits for this very answer
    with wanted(Parameters("made", end="2025-11")):
        for _ in range(1_000):
            aside()
    assert sum(waited) == pytest.approx(ahead_aside.MOST_S, abs=2 * ahead_aside.STEP_S)
    assert not ahead_aside._WANTED


def test_it_begins_only_after_a_while_without_any_page(monkeypatch: pytest.MonkeyPatch) -> None:
    now, busy = [100.0], [True] * 5
    monkeypatch.setattr(ahead_aside.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(ahead_aside.time, "sleep", lambda s: now.__setitem__(0, now[0] + s))
    monkeypatch.setattr(sessions, "under_way", lambda: bool(busy and busy.pop()))
    Quiet().wait(0.5, 0.1)
    assert now[0] == pytest.approx(100 + 5 * 0.1 + 0.4, abs=0.11)
