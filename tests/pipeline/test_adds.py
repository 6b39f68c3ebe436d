"""What is said of an add, and to whom: a file with a guess in it tells nobody whether such a record is held."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from hotspot import access, pipeline
from hotspot.access import Feed, Scope
from hotspot.config import Settings
from hotspot.errors import StoreError
from hotspot.store import ParquetStore
from tests.pipeline.test_retaining import NOW, Add, add, extract, home

__all__ = ["add", "home"]  # the fixtures

TODAY = date(2026, 11, 22)
MADE = Feed("force/made", "police", "Made Police", "cda")
ANALYST = Scope(role="analyst", audience="analyst", analyst_of=("force/made",), feeds=(MADE,))
BANDED = Scope(role="analyst", audience="analyst", analyst_of=("force/other",), feeds=(MADE,))


def guess(rows: int) -> pipeline.Upload:
    """Return a file of the held month with the first rows of what is held: a guess that is right."""
    lines = extract(("2025-09",), "secret").splitlines()[: rows + 1]
    return pipeline.Upload(f"guess{rows}.csv", "\n".join([*lines, ""]).encode())


def test_a_guess_in_a_file_tells_who_sees_bands_nothing(home: Path, add: Add) -> None:
    add("2025-09")
    told = {pipeline.would_replace([guess(n)], Settings(home), scope=BANDED, as_of=TODAY)[0].what for n in (1, 2, 9)}
    assert len(told) == 1 and "not told" in [*told][0]
    (known,) = pipeline.would_replace([guess(9)], Settings(home), scope=ANALYST, as_of=TODAY)
    assert "20 rows, then 9" in known.what and "11 of the old ones gone" in known.what
    assert len(ParquetStore(home).parts()) == 1  # nothing was kept
    (line,) = pipeline.add([guess(2)], Settings(home), scope=BANDED, as_of=TODAY)
    assert line.status == "superseded" and "not told" in line.text and "20" not in line.text.replace("2025", "")
    (line,) = pipeline.add([guess(3)], Settings(home), scope=ANALYST, as_of=TODAY)
    assert "2 rows, now 3" in line.text


def test_whoever_sits_here_is_told_as_the_register_says(home: Path, add: Add) -> None:
    add("2025-09")
    assert "not told" in pipeline.would_replace([guess(9)], Settings(home), as_of=TODAY)[0].what
    own = access.Feed("force/made", "police", "Made Police", "cda", analyst=True)
    access.register(home, own, reason="checking it", at=datetime(2026, 1, 1))
    assert "20 rows, then 9" in pipeline.would_replace([guess(9)], Settings(home), as_of=TODAY)[0].what


def test_a_role_of_certain_feeds_adds_to_no_other_and_takes_none_back(home: Path, add: Add) -> None:
    add("2025-09")
    other = Scope(role="analyst", audience="analyst", analyst_of=("ed/x",), sources=("ed/x",), feeds=(MADE,))
    before = ParquetStore(home).digest
    assert pipeline.would_replace([guess(9)], Settings(home), scope=other, as_of=TODAY) == ()
    (line,) = pipeline.add([guess(9)], Settings(home), scope=other, as_of=TODAY)
    assert not line.ok and "not among the feeds of your role" in line.text
    assert pipeline.last_add(Settings(home), other) is None and pipeline.last_add(Settings(home), ANALYST) is not None
    last = pipeline.last_add(Settings(home))
    assert last is not None
    for command in ("", last.command):
        with pytest.raises(StoreError, match="meanwhile"):
            pipeline.undo(Settings(home), at=NOW, command=command, scope=other)
    assert ParquetStore(home).digest == before


def test_taking_back_is_logged_before_it_is_done_and_after(
    home: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("2025-09")
    last = ParquetStore.undo

    def cut_short(store: ParquetStore) -> None:
        assert access.trail(home)[-1].detail == "begun: taken back"
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(ParquetStore, "undo", cut_short)
        pipeline.undo(Settings(home), at=NOW)
    assert ParquetStore.undo is last and len(ParquetStore(home).parts()) == 1
    pipeline.undo(Settings(home), at=NOW, by="somebody")
    done = access.trail(home)[-1]
    assert (done.detail, done.who, done.what) == ("done: taken back", "somebody", "the last add")
