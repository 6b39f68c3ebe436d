"""The rooms whose names are loaded when they are first asked for: what each promises, it gives."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

ROOMS = ("pipeline", "sources", "stats", "ui", "views")


def door(room: str) -> ModuleType:
    return importlib.import_module(f"hotspot.{room}")


@pytest.mark.parametrize("room", ROOMS)
def test_every_promised_name_is_given(room: str) -> None:
    promised = door(room).__all__
    assert len(promised) == len(set(promised)) > 5
    for name in promised:
        assert getattr(door(room), name) is not None


@pytest.mark.parametrize(("room", "name"), [("ui", "menu"), ("pipeline", "evening")])
def test_a_name_is_not_hidden_by_a_module_of_its_own_name(room: str, name: str) -> None:
    importlib.import_module(f"hotspot.{room}.{name}")
    assert callable(getattr(door(room), name))


@pytest.mark.parametrize("room", ROOMS)
def test_a_name_that_is_not_there_is_refused(room: str) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = door(room).no_such_name
