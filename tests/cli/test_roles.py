"""The commands that name the first administrator."""

from __future__ import annotations

from hotspot import access
from hotspot.cli import main

WHO = ["--issuer", "https://login.example", "--subject", "4711"]


def test_a_role_is_given_listed_and_taken_away(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    assert main(["role", "list"]) == 0
    assert "Nobody holds a role" in capsys.readouterr().out
    assert main(["role", "add", *WHO, "--role", "csp_officer", "--csps", "E22000045", "--feeds", "force/x"]) == 0
    (held,) = access.holders(tmp_path)
    assert (held.role, held.csps, held.feeds, held.audience) == ("csp_officer", ("E22000045",), ("force/x",), "meeting")
    assert main(["role", "list"]) == 0
    assert "4711 at https://login.example: csp_officer; E22000045; force/x" in capsys.readouterr().out
    assert main(["role", "remove", *WHO]) == 0
    assert access.holders(tmp_path) == ()


def test_an_officer_without_a_district_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    assert main(["role", "add", *WHO, "--role", "csp_officer"]) == 1
    assert "belongs to a district" in capsys.readouterr().err
    assert main(["role", "remove", *WHO]) == 1
