"""A damaged store never answers as if nothing were wrong, and adding the originals again makes it whole."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from hotspot.errors import StoreError
from hotspot.store import ParquetStore, manifest

FLIPS = int(os.environ.get("HOTSPOT_TEST_FLIPS", "50"))


@pytest.fixture
def offers(offer):
    return [offer("ab", "2025-01"), offer("abcd", "2025-01"), offer("xyz", "2025-02"), offer("mn")]


@pytest.fixture
def home(tmp_path, offers, add) -> Path:
    """Return a store whose first part was superseded by the second."""
    store = ParquetStore(tmp_path / "home")
    for number, offered in enumerate(offers):
        add(store, offered, command=str(number))
    return tmp_path / "home"


def part_file(home: Path, name: str) -> Path:
    found = next(part for part in ParquetStore(home).parts() if part.name == name)
    return home / "store" / "parts" / found.file


def flip(path: Path, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def test_a_flipped_bit_is_never_silently_wrong_and_can_be_mended(home, offers, tmp_path, codes, add):
    rng, truth, spoilt = np.random.default_rng(5), codes(ParquetStore(home)), 0
    targets = sorted(path.relative_to(home) for path in home.rglob("*") if path.suffix in (".json", ".parquet"))
    assert len(targets) == 9  # four parts, MANIFEST.json and the last four versions
    for number in range(FLIPS):
        hurt = Path(shutil.copytree(home, tmp_path / f"{number}"))
        target = hurt / targets[number % len(targets)]
        flip(target, int(rng.integers(target.stat().st_size * 8)))
        store = ParquetStore(hurt)
        seen = codes(store)
        assert seen == truth or store.notices, f"{target} was read as {seen}"
        spoilt += seen != truth
        assert store.verify() or (seen == truth and not store.notices)
        for offered in offers[1:]:
            add(store, offered, command="mend")
        assert sorted(codes(store)) == sorted(truth) and store.notices == ()
        assert store.verify() == ()
        shutil.rmtree(hurt)
    assert spoilt >= FLIPS // 4


@pytest.mark.parametrize("how", ["flipped", "cut", "missing", "swapped"])
def test_a_damaged_part_is_left_out_and_named_and_the_rest_stays_up(how, home, codes):
    path = part_file(home, "xyz.csv")
    if how == "flipped":
        flip(path, 8 * 100)
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:-10])
    elif how == "swapped":
        shutil.copy(part_file(home, "mn.csv"), path)  # a sound Parquet file, but not this one
    else:
        path.unlink()
    store = ParquetStore(home)
    assert store.notices == ()
    assert codes(store) == "abcdmn"
    assert store.table("lsoa21_centroids")["part"].to_pylist() == [0, 0, 0, 0, 2, 2]
    (notice,) = store.notices
    assert "xyz.csv" in notice and "its 3 rows are left out" in notice and "verify" in notice


def test_damage_after_the_first_reading_is_seen_even_when_the_file_looks_untouched(home, codes):
    store, path = ParquetStore(home), part_file(home, "xyz.csv")
    assert codes(store) == "abcdxyzmn"
    before = path.stat()
    flip(path, 8 * 100)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert codes(store) == "abcdmn" and len(store.notices) == 1


def test_a_question_over_damage_says_so_too(home):
    flip(part_file(home, "xyz.csv"), 8 * 100)
    store = ParquetStore(home)
    assert store.query("select count(*)::int as n from lsoa21_centroids").to_pylist() == [{"n": 6}]
    assert len(store.notices) == 1


def test_verify_sets_a_damaged_part_aside_and_its_original_brings_it_back(home, offers, codes, add):
    damaged = part_file(home, "xyz.csv")
    flip(damaged, 8 * 100)
    store = ParquetStore(home)
    before = store.version
    (problem,) = store.verify()
    assert (problem.file, problem.fix) == ("xyz.csv", "Add the original file again.")
    assert (store.version, codes(store), damaged.exists()) == (before + 1, "abcdmn", False)
    assert (home / "store" / "quarantine" / damaged.name).exists()
    assert "set aside" in store.notices[0] and "3 rows" in store.notices[0]
    assert ParquetStore(home).notices == store.notices
    assert store.verify() == ()
    receipt = add(store, offers[2], command="mend")
    assert (receipt.status, receipt.difference) == ("added", "It takes the place of a damaged copy.")
    assert (codes(store), store.notices) == ("abcdmnxyz", ())
    add(store, offers[0], command="other")
    assert not list((home / "store" / "quarantine").iterdir())


def test_a_damaged_part_that_was_never_checked_is_not_known(home, offers, codes, add):
    flip(part_file(home, "xyz.csv"), 8 * 100)
    store = ParquetStore(home)
    assert add(store, offers[2], command="mend").status == "added"
    assert (sorted(codes(store)), store.notices) == (sorted("abcdxyzmn"), ())


def test_new_content_in_place_of_a_damaged_part(home, offer, codes, add):
    flip(part_file(home, "xyz.csv"), 8 * 100)
    store = ParquetStore(home)
    receipt = add(store, offer("xy", "2025-02"), command="mend")
    assert receipt.status == "superseded" and "can no longer be read" in receipt.difference
    assert sorted(codes(store)) == sorted("abcdmnxy")


def test_damage_to_what_only_undo_needs_is_found(home, offers):
    (path,) = {home / "store" / "parts" / name for name in os.listdir(home / "store" / "parts")} - {
        part_file(home, name) for name in ("abcd.csv", "xyz.csv", "mn.csv")
    }
    flip(path, 8 * 100)
    (problem,) = ParquetStore(home).verify()
    assert problem.fix == "It was kept only for undo."


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"sha256": 1}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_manifest_costs_nothing_and_is_said(content, home, offer, codes, add):
    version, digest = ParquetStore(home).version, ParquetStore(home).digest
    (home / "store" / "MANIFEST.json").write_bytes(content)
    store = ParquetStore(home)
    assert (store.version, store.digest, codes(store)) == (version, digest, "abcdxyzmn")
    assert "MANIFEST.json is damaged" in store.notices[0]
    assert [problem.file for problem in store.verify()] == ["MANIFEST.json"]
    assert (ParquetStore(home).version, ParquetStore(home).notices) == (version, ())
    add(store, offer("q"), command="more")
    assert codes(ParquetStore(home)) == "abcdxyzmnq"


def test_with_the_newest_copy_damaged_too_the_version_before_is_shown_and_said(home, codes):
    (home / "store" / "MANIFEST.json").unlink()
    max((home / "store" / "versions").iterdir()).write_bytes(b"")
    store = ParquetStore(home)
    assert codes(store) == "abcdxyz"
    assert "version 3 is shown, and a change after it may be missing" in store.notices[0]


def test_without_any_sound_manifest_the_store_refuses_and_touches_nothing(home, offer, add):
    for path in [*(home / "store" / "versions").iterdir(), home / "store" / "MANIFEST.json"]:
        path.write_bytes(b"")
    held = sorted(path.name for path in home.rglob("*.parquet"))
    store = ParquetStore(home)
    for act in (store.parts, store.verify, lambda: add(store, offer("q"))):
        with pytest.raises(StoreError, match="damaged, and so is every copy"):
            act()
    assert sorted(path.name for path in home.rglob("*.parquet")) == held


def test_a_store_without_its_manifests_is_not_taken_for_a_new_one(home):
    shutil.rmtree(home / "store" / "versions")
    (home / "store" / "MANIFEST.json").unlink()
    with pytest.raises(StoreError, match="damaged"):
        ParquetStore(home).parts()


def test_a_manifest_from_a_newer_edition_is_left_alone(home, monkeypatch, offer, add):
    now = ParquetStore(home).snapshot().manifest
    path = home / "store" / "MANIFEST.json"
    assert json.loads(path.read_bytes())["manifest"]["format"] == manifest.FORMAT
    with monkeypatch.context() as later:
        later.setattr(manifest, "FORMAT", manifest.FORMAT + 1)
        path.write_bytes(manifest.to_bytes(dataclasses.replace(now)))
    before = path.read_bytes()
    for act in (ParquetStore(home).parts, lambda: add(ParquetStore(home), offer("q"))):
        with pytest.raises(StoreError, match="newer edition of Hotspot wrote this store. Update"):
            act()
    assert path.read_bytes() == before


def test_a_copy_of_the_folder_works_elsewhere(home, tmp_path, codes, offer, add):
    digest = ParquetStore(home).digest
    moved = Path(shutil.copytree(home, tmp_path / "another machine" / "mé"))
    shutil.rmtree(home)
    store = ParquetStore(moved)
    assert (store.digest, codes(store), store.verify(), store.notices) == (digest, "abcdxyzmn", (), ())
    for path in moved.rglob("*"):
        assert not path.is_file() or os.fsencode(tmp_path) not in path.read_bytes()
    add(store, offer("q"), command="more")
    store.undo()
    store.undo()
    store.undo()
    store.undo()
    assert codes(store) == "ab"


def test_the_folders_are_made_and_only_the_store_speaks_in_its_own(tmp_path):
    ParquetStore(tmp_path / "home")
    made = sorted(str(path.relative_to(tmp_path / "home")) for path in (tmp_path / "home").iterdir())
    assert made == ["log", "mappings", "profiles", "store"]


def test_a_reader_needs_no_right_to_write_and_a_writer_is_told(home, codes, offer, add, monkeypatch):
    real = os.open

    def read_only(path, flags, *rest, **named):
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, "Read-only file system")
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", read_only)
    store = ParquetStore(home)
    assert codes(store) == "abcdxyzmn"
    with pytest.raises(StoreError, match="may not be written to. Nothing was published. Ask for the right"):
        add(store, offer("q"))


def test_erasing_leaves_no_byte_of_the_part_on_the_disk(home, offers, codes, add):
    store, secret = ParquetStore(home), offers[2]
    path = part_file(home, "xyz.csv")
    content = path.read_bytes()
    store.erase(secret.sha256)
    assert codes(store) == "abcdmn"
    for left in (path for path in home.rglob("*") if path.is_file()):
        assert left.read_bytes() != content and secret.sha256.encode() not in left.read_bytes()
    assert add(store, secret, command="again").status == "added"


def test_erasing_a_part_that_was_set_aside_deletes_the_damaged_file_too(home, offers):
    flip(part_file(home, "xyz.csv"), 8 * 100)
    store = ParquetStore(home)
    store.verify()
    store.erase(offers[2].sha256)
    assert (store.notices, list((home / "store" / "quarantine").iterdir())) == ((), [])


def test_undone_files_leave_the_disk_after_a_few_versions(home, offer, add):
    store = ParquetStore(home)
    gone = part_file(home, "mn.csv")
    store.undo()
    assert gone.exists()  # until it cannot be asked for any more
    for letter in "pqrs":
        add(store, offer(letter), command=letter)
    assert not gone.exists()


def test_what_undo_needs_stays_however_many_versions_follow(home, offer, add, codes):
    store = ParquetStore(home)
    for letter in "pqrstuvw":
        add(store, offer(letter), command=letter)
    for _ in "pqrstuvw":
        store.undo()
    store.sweep()
    for _ in range(3):
        store.undo()
    assert codes(store) == "ab" and store.notices == ()
