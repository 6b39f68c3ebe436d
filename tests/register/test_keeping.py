"""Documents grow by versions, are withdrawn without being lost, and are really gone when erased."""

from __future__ import annotations

import os
import sqlite3
import threading
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from hotspot import register
from hotspot.errors import ParameterError, StoreError
from hotspot.register import keeping
from hotspot.register.keeping import FILE

NOON = datetime(2026, 1, 14, 12, 0)
BODY: dict[str, Any] = {
    "what": "Marshals", "place": "Castle Hill", "owner": "Licensing team", "status": "agreed", "due": date(2026, 2, 1),
}  # fmt: skip


def saved(home: Path, **changes: Any) -> register.Entry:
    key = changes.pop("key", "")
    return register.save(home, "action", BODY | changes, area="demo", at=NOON, by="Chair", key=key)


def test_what_was_saved_comes_back_whole(tmp_path: Path) -> None:
    entry = saved(tmp_path, cells=["88194426edfffff"], resolution=8, cost="1,250.50")
    (held,) = register.latest(tmp_path, "action", "demo")
    assert held == entry
    assert (held.version, held.by, held.at) == (1, "Chair", NOON)
    assert (
        held.body["due"] == "2026-02-01" and held.body["cost"] == 1250.5 and held.body["cells"] == ["88194426edfffff"]
    )
    assert set(held.body) == set(register.KINDS["action"])  # every field, said or not


def test_a_change_is_a_new_version_and_the_old_one_stays(tmp_path: Path) -> None:
    first = saved(tmp_path)
    other = saved(tmp_path, what="Lighting")
    second = saved(tmp_path, status="done", key=first.key)
    assert second.version == 2
    assert [one.body["status"] for one in register.history(tmp_path, first.key)] == ["agreed", "done"]
    assert [one.key for one in register.latest(tmp_path, "action", "demo")] == [first.key, other.key]
    assert register.latest(tmp_path, "action", "gwent") == ()


def test_withdrawn_is_off_the_list_with_its_history_and_can_come_back(tmp_path: Path) -> None:
    entry = saved(tmp_path)
    register.withdraw(tmp_path, entry.key, at=NOON, by="Analyst")
    assert register.latest(tmp_path, "action", "demo") == ()
    assert [one.withdrawn for one in register.history(tmp_path, entry.key)] == [False, True]
    saved(tmp_path, key=entry.key)
    assert len(register.latest(tmp_path, "action", "demo")) == 1
    assert [line[2] for line in register.log(tmp_path)] == ["save", "withdraw", "save"]


def test_the_file_itself_refuses_to_change_or_delete_a_version(tmp_path: Path) -> None:
    saved(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as database:
        for order in (
            "UPDATE version SET body = '{}'",
            "DELETE FROM version",
            "UPDATE log SET by = ''",
            "DELETE FROM log",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                database.execute(order)


def test_erased_is_gone_from_every_byte_and_the_log_says_so_without_saying_what(tmp_path: Path) -> None:
    kept = saved(tmp_path, what="Lighting survey")
    entry = saved(tmp_path, what="UNFORTUNATE WORDS")
    saved(tmp_path, what="UNFORTUNATE WORDS again", key=entry.key)
    assert register.erase(tmp_path, entry.key, at=NOON, by="Data protection officer") == 2
    for path in (tmp_path / "log").iterdir():
        assert b"UNFORTUNATE" not in path.read_bytes(), path.name
    assert register.history(tmp_path, entry.key) == ()
    assert register.latest(tmp_path, "action", "demo") == (kept,)
    assert register.log(tmp_path)[-1][1:] == ("Data protection officer", "erase", "action", entry.key)


def test_a_document_is_never_written_over_by_one_of_another_kind_or_area(tmp_path: Path) -> None:
    entry = saved(tmp_path)
    note = {"partner": "Pastors", "place": "Castle Hill", "date": "2026-01-02", "text": "Busy."}
    with pytest.raises(ParameterError, match="no such document"):
        register.save(tmp_path, "note", note, area="demo", at=NOON, by="Chair", key=entry.key)
    with pytest.raises(ParameterError, match="no such document"):
        register.save(tmp_path, "action", BODY, area="gwent", at=NOON, by="Chair", key=entry.key)
    for act in (register.withdraw, register.erase):
        with pytest.raises(ParameterError, match="no such document"):
            act(tmp_path, "nothing", at=NOON, by="Chair")
    assert len(register.history(tmp_path, entry.key)) == 1


def test_somebody_is_named_and_a_refused_save_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="'Saved by' is empty"):
        register.save(tmp_path, "action", BODY, area="demo", at=NOON, by=" ")
    assert register.latest(tmp_path, "action", "demo") == ()
    assert register.log(tmp_path) == []
    entry = saved(tmp_path)
    for act in (register.withdraw, register.erase):
        with pytest.raises(ParameterError, match="'Saved by' is empty"):
            act(tmp_path, entry.key, at=NOON, by="")
    assert len(register.history(tmp_path, entry.key)) == 1


def test_two_writers_never_share_a_version_number(tmp_path: Path) -> None:
    entry = saved(tmp_path)
    writers = [
        threading.Thread(target=lambda: [saved(tmp_path, key=entry.key, what=f"{n}") for n in range(5)])
        for _ in range(3)
    ]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    assert [one.version for one in register.history(tmp_path, entry.key)] == list(range(1, 17))


def test_a_file_that_rests_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    read = keeping._latest
    monkeypatch.setattr(keeping, "_latest", lambda *asked: opened.append(asked[1:]) or read(*asked))
    entry = saved(tmp_path)
    for _ in range(2):  # written to just now: it may be written to again under the same date
        assert register.latest(tmp_path, "action", "demo") == (entry,)
    assert len(opened) == 2
    monkeypatch.setattr(keeping, "SETTLED_NS", -(10**15))  # as if long ago
    for _ in range(3):
        assert register.latest(tmp_path, "action", "demo") == (entry,)
    assert register.latest(tmp_path, "note", "demo") == register.latest(tmp_path, "action", "gwent") == ()
    assert opened[2:] == [("action", "demo"), ("note", "demo"), ("action", "gwent")]


def test_what_another_program_wrote_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SETTLED_NS", -(10**15))
    saved(tmp_path)
    assert len(register.latest(tmp_path, "action", "demo")) == 1
    elsewhere = tmp_path / "elsewhere"
    saved(elsewhere, what="Lighting")
    saved(elsewhere)
    os.replace(elsewhere / FILE, tmp_path / FILE)
    assert len(register.latest(tmp_path, "action", "demo")) == 2
    (tmp_path / FILE).unlink()
    assert register.latest(tmp_path, "action", "demo") == ()
    assert not [asked for asked in keeping._READ if asked[0] == tmp_path]


def test_what_is_erased_is_kept_in_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SETTLED_NS", -(10**15))
    entry = saved(tmp_path)
    assert register.latest(tmp_path, "action", "demo") == (entry,)
    assert keeping._READ
    register.erase(tmp_path, entry.key, at=NOON, by="Chair")
    assert not keeping._READ
    assert register.latest(tmp_path, "action", "demo") == ()


def test_nothing_is_made_by_reading(tmp_path: Path) -> None:
    assert register.latest(tmp_path, "action", "demo") == register.history(tmp_path, "x") == ()
    assert register.log(tmp_path) == []
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / FILE).write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="cannot be used"):
        register.latest(tmp_path, "action", "demo")
