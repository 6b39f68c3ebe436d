"""The rooms whose names are loaded when they are first asked for: what each promises, it gives."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

HOUSE = Path(__file__).resolve().parents[1] / "hotspot"
ROOMS = ("pipeline", "stats", "ui", "views")


def door(room: str) -> ModuleType:
    return importlib.import_module(f"hotspot.{room}")


def imported(room: str) -> set[str]:
    """Return the names that the room's first file imports from rooms, for readers of types and at run time alike."""
    tree = ast.parse((HOUSE / room / "__init__.py").read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in froms if str(node.module).startswith("hotspot") for alias in node.names}


@pytest.mark.parametrize("room", ROOMS)
def test_every_promised_name_is_given_and_known_to_the_type_checker(room: str) -> None:
    promised = door(room).__all__
    assert len(promised) == len(set(promised))
    assert set(promised) == imported(room)
    for name in promised:
        assert getattr(door(room), name) is not None


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_loaded_later_is_hidden_by_a_module_of_its_own_name(room: str) -> None:
    # Once such a module is loaded, Python puts it in the name's place: import the name at once instead.
    modules = {path.stem for path in (HOUSE / room).glob("*.py")}
    assert not modules & set(door(room)._HOME)


@pytest.mark.parametrize("room", ROOMS)
def test_a_name_that_is_not_there_is_refused(room: str) -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = door(room).no_such_name
