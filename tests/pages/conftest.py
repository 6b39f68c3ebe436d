"""What the tests of pages share: a data folder that holds nothing, on which the demonstration is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st


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
