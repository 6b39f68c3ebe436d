"""Pages are thin: one question, no functions, no arithmetic, only ui and views."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_thin(path):
    text = path.read_text()
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 60
    assert (ast.get_docstring(tree) or "").endswith("?")
    banned = (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.BinOp, ast.AugAssign, ast.For, ast.While)
    assert not [node for node in ast.walk(tree) if isinstance(node, banned)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_imports_only_ui_views_and_streamlit(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert {name.name for name in node.names} == {"streamlit"}
        if isinstance(node, ast.ImportFrom):
            assert node.module == "hotspot"
            assert {name.name for name in node.names} <= {"ui", "views"}


def test_every_page_is_in_the_menu_and_every_entry_has_its_page():
    from hotspot.ui.menu import PAGES as menu

    shown_to_administrators = {"admin"}  # and to nobody else
    assert {path.stem for path in PAGES} == set(menu) | shown_to_administrators
