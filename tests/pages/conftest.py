"""What the tests of pages share: a data folder that holds nothing, on which the demonstration is shown; no watching."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from hotspot.ui import live


@pytest.fixture(scope="session", autouse=True)
def nobody_watches() -> Iterator[None]:
    """Begin no thread that looks for new data: it outlives its test, and looks into every later one every 4 seconds."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(live, "_watchman", lambda: None)
        yield


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty data folder for a module; what was remembered of other folders is forgotten."""
    st.cache_data.clear()
    st.cache_resource.clear()
    return tmp_path_factory.mktemp("empty")


@pytest.fixture
def empty_home(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages look into the empty data folder."""
    monkeypatch.setenv("HOTSPOT_HOME", str(empty))
