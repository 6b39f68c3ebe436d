"""What a running app remembers is let go after a deletion for good: from a terminal, and while an answer is made."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from hotspot import cli, pipeline
from hotspot.config import Settings
from hotspot.pipeline import preparing
from hotspot.ui import live, memory
from tests.pipeline.test_retaining import NOW, Add, add, home

__all__ = ["add", "home"]  # the fixtures
ERASE = ["erase", "--source", "force/made", "--yes"]


@st.cache_resource
def kept(key: str) -> list[str]:
    return [key]


def remembered() -> int:
    return int(preparing._prepared.cache_info().currsize)


def remember(home: Path) -> list[str]:
    preparing._prepared.cache_clear()
    live._held()
    pipeline.prepare("demo", Settings(home))
    assert remembered() == 1
    return kept("answer")


def test_what_a_terminal_deleted_leaves_a_running_app_at_its_next_look(home: Path, add: Add) -> None:
    add("2025-09")
    before = remember(home)
    live._held()  # the look of the thread, and of every drawing of a page
    assert remembered() == 1 and kept("answer") is before
    assert cli.main(ERASE) == 0
    live._held()
    assert remembered() == 0 and kept("answer") is not before


def test_an_add_lets_nothing_go(home: Path, add: Add) -> None:
    add("2025-09")
    before = remember(home)
    add("2025-10")
    pipeline.undo(Settings(home), at=NOW)
    live._held()
    assert remembered() == 1 and kept("answer") is before


def test_an_answer_that_was_being_made_is_made_anew(home: Path, add: Add) -> None:
    add("2025-09")
    made: list[int] = []

    @memory.long_lived
    def answer() -> int:
        pipeline.prepare("demo", Settings(home))
        made.append(len(pipeline.held_files(Settings(home))))
        if len(made) == 1:
            assert cli.main(ERASE) == 0
        return made[-1]

    preparing._prepared.cache_clear()
    assert answer() == 0 and made == [1, 0]
    assert answer() == 0 and made == [1, 0, 0]


@pytest.mark.parametrize("damage", [b"", b"{}", b"x" * 99])
def test_a_store_that_cannot_be_read_empties_no_memory_again_and_again(home: Path, add: Add, damage: bytes) -> None:
    add("2025-09")
    for path in [*(home / "store" / "versions").glob("*.json"), home / "store" / "MANIFEST.json"]:
        path.write_bytes(damage)
    live._held()
    before = kept("answer")
    live._held()
    assert kept("answer") is before
