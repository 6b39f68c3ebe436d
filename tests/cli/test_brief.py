"""``brief`` and ``pack`` as a reader types them."""

from __future__ import annotations

import pytest

from hotspot import cli
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


def test_pack_writes_every_file(home, capsys):
    out = home / "out"
    assert cli.main(["pack", "--area", "demo", "--csp", "D22000004", "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(PACK_FILES)


def test_refusals_are_two_sentences(home, capsys):
    assert cli.main(["pack", "--area", "demo", "--csp", "E1", "--out", str(home)]) == 1
    assert "has no district E1" in capsys.readouterr().err
    assert cli.main(["brief", "--area", "demo", "--as-of", "soon", "--out", str(home)]) == 1
    assert "'soon' is not a date." in capsys.readouterr().err
