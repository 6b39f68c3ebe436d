"""``brief`` and ``pack`` as a reader types them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from hotspot import access, cli, pipeline, views
from hotspot.config import Parameters, Settings
from hotspot.views.brief import BRIEF_FILES, PACK_FILES


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path / "home"))
    return tmp_path


def test_brief_writes_every_file_and_says_the_headline(home, capsys):
    out = home / "out"
    assert cli.main(["brief", "--area", "demo", "--out", str(out), "--marking", "OFFICIAL-SENSITIVE"]) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(BRIEF_FILES)
    assert (out / "brief.pdf").read_bytes().startswith(b"%PDF")
    assert "Castle ward, 17, usually 4" in capsys.readouterr().out


def test_what_is_agreed_leaves_the_headline_on_the_terminal_as_on_the_page(home, capsys):
    """A place needs a decision until an action is agreed there; ``brief`` and ``run`` then say so as the page does."""
    settings = Settings.from_environment()
    scope = access.local_scope(settings.home, as_of=date(2026, 1, 5))
    found = pipeline.analyse(Parameters(area="demo"), settings=settings, scope=scope).findings
    body = {"what": "Patrol", "place": "Mill Lane", "owner": "Sergeant", "status": "agreed", "review": "2026-03-01",
            "cells": [views.headlines.first_place(found)]}  # fmt: skip
    pipeline.save_entry("action", body, "demo", settings, at=datetime(2026, 1, 5, 12), by="Chair", scope=scope)
    agreed = views.register.agreed(found, pipeline.register_table("action", "demo", settings), found.steps[-1].end)
    said = views.headline(found, agreed)
    assert "Agreed already: " in said and said != views.headline(found)
    assert cli.main(["brief", "--area", "demo", "--out", str(home / "brief")]) == 0
    assert said in capsys.readouterr().out.splitlines()
    assert cli.main(["run", "--area", "demo", "--out", str(home / "run")]) == 0
    assert said in capsys.readouterr().out.splitlines()


def test_pack_writes_every_file(home, capsys):
    out = home / "out"
    assert cli.main(["pack", "--area", "demo", "--csp", "D22000004", "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(PACK_FILES)


def test_refusals_are_two_sentences(home, capsys):
    assert cli.main(["pack", "--area", "demo", "--csp", "E1", "--out", str(home)]) == 1
    assert "has no district E1" in capsys.readouterr().err
    assert cli.main(["brief", "--area", "demo", "--as-of", "soon", "--out", str(home)]) == 1
    assert "'soon' is not a date." in capsys.readouterr().err
