"""An answer belongs to who asked, which data and which parameters."""

from __future__ import annotations

import pytest

from hotspot import pipeline
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters
from hotspot.ui import answers
from tests.pages.made_pages import EMPTY, held

ASKED = Parameters(area="made")


def test_another_reader_gets_an_answer_of_their_own(monkeypatch):
    asked = held(monkeypatch)
    answers.analysis(ASKED)
    monkeypatch.setattr(answers, "scope", lambda: Scope(role="partner", audience="meeting"))
    answers.analysis(ASKED)
    monkeypatch.setattr(answers, "scope", lambda: LOCAL)
    answers.analysis(ASKED)
    assert len(asked) == 2


def test_new_data_makes_a_new_answer(monkeypatch):
    asked = held(monkeypatch)
    answers.analysis(ASKED)
    monkeypatch.setattr(answers, "version", lambda _: "2")
    answers.analysis(ASKED)
    assert len(asked) == 2


@pytest.mark.parametrize("change", [{"resolution": 7}, {"alpha": 0.05}, {"start": "2025-02"}, {"csps": ("E1",)}])
def test_every_parameter_is_part_of_the_key(change, monkeypatch):
    asked = held(monkeypatch)
    answers.analysis(ASKED)
    answers.analysis(ASKED.changed(**change))
    assert len(asked) == 2


def test_the_account_of_an_empty_store_is_never_kept(monkeypatch):
    held(monkeypatch, anything=False)
    assert answers.status()["files"] == []
    monkeypatch.setattr(pipeline, "status", lambda *_: EMPTY | {"files": ["one"]})
    assert answers.status()["files"] == ["one"]


def test_months_are_said_oldest_first(monkeypatch):
    held(monkeypatch)
    months = answers.months("made")
    assert months[0] == "2025-01" and months[-1] == "2025-12" and len(months) == 12


def test_files_are_those_of_the_same_analysis(monkeypatch):
    asked = held(monkeypatch)
    answers.analysis(ASKED)
    assert ASKED.digest.encode() in answers.files(ASKED)["findings.csv"]
    assert len(asked) == 1


def test_of_what_was_read_nobody_waits_until_it_changes_or_somebody_else_asks(monkeypatch):
    held(monkeypatch)
    monkeypatch.setattr(answers, "_READ", {})
    monkeypatch.setattr(answers, "_offered", lambda *_: "what may be chosen")
    monkeypatch.setattr(answers.pipeline, "version_held", lambda _: "1")
    assert not answers.was_read("made")
    answers.offered(ASKED)
    assert answers.was_read("made") and not answers.was_read("elsewhere")
    monkeypatch.setattr(answers, "scope", lambda: Scope(role="partner", audience="meeting"))
    assert not answers.was_read("made")
    monkeypatch.setattr(answers, "scope", lambda: LOCAL)
    monkeypatch.setattr(answers.pipeline, "version_held", lambda _: "2")
    assert not answers.was_read("made")
    for area in ("one", "two", "three"):
        answers.offered(Parameters(area=area))
    monkeypatch.setattr(answers.pipeline, "version_held", lambda _: "1")
    assert not answers.was_read("made")  # read so long ago that it may have to be read again
