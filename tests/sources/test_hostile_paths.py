"""Names, folders and files that are not what they seem: each gets its line, and nothing hangs or falls over."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from hotspot.errors import SourceError
from hotspot.sources import Refused, Taken, limits, read_paths
from hotspot.sources.mapping import mappings

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs names and kinds of file that Windows does not have")


@posix
def test_names_that_no_screen_can_show(tmp_path, street):
    """A name of stray bytes ended the command with a traceback; one with escapes wrote over the terminal."""
    for name in (b"a\xff\xfe.csv", b"b\x1b[31m\n.csv"):
        (tmp_path / os.fsdecode(name)).write_bytes(street(count=len(name)))
    found = list(read_paths([tmp_path]))
    assert [type(item) for item in found] == [Taken, Taken]
    assert [item.name for item in found] == ["a.csv", "b[31m.csv"]
    (missing,) = read_paths([tmp_path / os.fsdecode(b"no\xff\x1b[2J")])
    assert f"{missing.name} {missing.what}".isprintable() and "no[2J" in missing.what


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_path_that_cannot_be(name):
    (result,) = read_paths([Path(name)])
    assert isinstance(result, Refused) and result.named and result.what.isprintable() and len(result.what) < 500


def test_an_empty_folder_and_an_empty_zip_say_so(tmp_path, refuse, packed):
    (result,) = read_paths([tmp_path])
    assert isinstance(result, Refused) and result.named and "no file" in result.what
    assert "no file" in refuse(packed({})).what


@posix
def test_a_pipe_and_a_device_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", tmp_path, Path("/dev/zero")):
        (result,) = read_paths([path])
        assert isinstance(result, Refused) and result.named


@posix
def test_links_in_a_circle_end(tmp_path, put, street):
    put("real.csv", street(count=2))
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (result,) = read_paths([tmp_path])
    assert isinstance(result, Taken)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a user whom a folder can be closed to")
def test_a_closed_folder_is_named(tmp_path, put, street):
    put("open.csv", street(count=2))
    (tmp_path / "closed").mkdir(mode=0)
    taken, refused = read_paths([tmp_path])
    assert isinstance(taken, Taken) and isinstance(refused, Refused) and "closed" in refused.what


def test_a_file_that_grew_since_it_was_measured(put, street, monkeypatch):
    first, second = put("first.csv", street(count=1)), put("second.csv", street(count=1))
    monkeypatch.setattr(limits, "FILE_BYTES", 2_000)
    results = read_paths([first, second])
    assert isinstance(next(results), Taken)
    second.write_bytes(street(count=99))
    refused = next(results)
    assert isinstance(refused, Refused) and "2,001 bytes" in refused.what


def test_a_file_of_thousands_of_series(refuse, street, monkeypatch):
    monkeypatch.setattr(limits, "PARTS", 3)
    rows = [street(count=1, force=f"Force {n}").decode().splitlines()[1] for n in range(4)]
    assert "4 months and forces" in refuse(street(*rows)).what


@pytest.mark.parametrize("month", ["0000-01", "0001-01", "1600-01", "9999-12", "2101-01"])
def test_a_month_outside_every_calendar_of_records(refuse, street, month):
    """Taken in, one such row kept every page and the status from opening."""
    assert "a month not written YYYY-MM" in refuse(street(count=1, month=month)).what


@posix
@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"a = " + b"[" * 30_000, b"a" + b".a" * 100_000 + b" = 1", b"source = 5"]
)
def test_a_saved_mapping_that_is_none_is_named(tmp_path, content):
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "mine.toml").write_bytes(content)
    with pytest.raises(SourceError, match="mapping 'mine'"):
        mappings(tmp_path)


@posix
def test_a_mapping_that_is_a_pipe_is_not_waited_for(tmp_path):
    (tmp_path / "mappings").mkdir()
    os.mkfifo(tmp_path / "mappings" / "mine.toml")
    with pytest.raises(SourceError, match="mapping 'mine'"):
        mappings(tmp_path)
