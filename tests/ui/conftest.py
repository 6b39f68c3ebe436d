"""What pages need in a test to have answers made ahead: plans of open pages, a made-up area, and a bit of a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from hotspot import pipeline
from hotspot.config import Parameters
from hotspot.ui import ahead, answers, sessions
from hotspot.ui.memory import Room
from tests.pages.made_pages import held


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[ahead.Plan]:
    """Return the plans of the pages that are drawn from here on, as if a server held them open."""
    pinned: list[ahead.Plan] = []
    monkeypatch.delenv(ahead.SETTING, raising=False)
    monkeypatch.setattr(sessions, "is_open", lambda _: True)
    monkeypatch.setattr(ahead._BOARD, "pin", pinned.append)
    monkeypatch.setattr(answers, "_ROOM", Room(180_000))
    return pinned


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Parameters]:
    """Let the pages see the made-up area; return the questions that are answered."""
    asked = held(monkeypatch)
    prepared = SimpleNamespace(**vars(pipeline.prepare()), banded=())  # type: ignore[call-arg]
    monkeypatch.setattr(pipeline, "prepare", lambda *_: prepared)
    return asked


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Return what puts up as much of a server as drawing needs: a test of a page takes its own down."""

    def stand() -> None:
        components = BidiComponentManager()
        components.discover_and_register_components(start_file_watching=False)
        stands = MagicMock(spec=Runtime)
        stands.media_file_mgr = MediaFileManager(MemoryMediaFileStorage("/mock/media"))
        stands.bidi_component_registry = components
        Runtime._instance = stands

    yield stand
    Runtime._instance = None
