"""What every keeper must do, whatever it is made of."""

from __future__ import annotations

import threading
from dataclasses import replace

import pyarrow as pa
import pytest

from hotspot import schema
from hotspot.errors import DataError, StoreError


def test_a_new_store_is_empty_but_has_columns(store):
    table = store.table("lsoa21_centroids")
    assert (store.version, store.parts(), table.num_rows) == (0, (), 0)
    assert table.schema.names == ["lsoa21_code", "x_m", "y_m", "part"]
    assert table.schema.field("part").type == pa.int32()
    assert [str(f.type) for f in table.schema][:3] == ["string", "double", "double"]


def test_every_accepted_file_is_a_version_and_a_part(store, offer, add):
    first = add(store, offer("ab", member="2025-01/x.csv", rows_read=5, rejected={"no month": 3}, notes=("Note.",)))
    second = add(store, offer("cde"))
    assert [(r.status, r.version) for r in (first, second)] == [("added", 1), ("added", 2)]
    part = store.parts()[0]
    assert (part.member, part.rows_read, part.kept, part.rejected) == ("2025-01/x.csv", 5, 2, {"no month": 3})
    assert (part.notes, part.rows, part.added_version, part.command_id) == (("Note.",), 2, 1, "first")


def test_rows_name_their_part(store, offer, add):
    for letters in ("ab", "", "cde"):
        add(store, offer(letters))
    table = store.table("lsoa21_centroids")
    assert table["lsoa21_code"].to_pylist() == list("abcde")
    assert table["part"].to_pylist() == [0, 0, 2, 2, 2]
    assert [store.parts()[i].name for i in (0, 2)] == ["ab.csv", "cde.csv"]


def test_the_part_index_counts_all_kinds_not_only_the_one_read(store, offer, add):
    facilities = pa.table({"name": ["Library"], "type": ["library"], "lon": [0.0], "lat": [52.0]})
    add(store, replace(offer("z"), kind="facilities", table=facilities, sha256="0" * 64))
    add(store, offer("ab"))
    assert store.table("lsoa21_centroids")["part"].to_pylist() == [1, 1]


def test_columns_and_source_choose(store, offer, add):
    add(store, offer("ab", source="ons"))
    add(store, offer("cd", source="local"))
    assert store.table("lsoa21_centroids", columns=["y_m", "never"]).column_names == ["y_m", "part"]
    assert store.table("lsoa21_centroids", columns=[])["part"].to_pylist() == [0, 0, 1, 1]
    assert store.table("lsoa21_centroids", source="local")["lsoa21_code"].to_pylist() == ["c", "d"]
    assert store.table("lsoa21_centroids", source="nobody").num_rows == 0


def test_a_column_that_only_some_parts_have_is_null_in_the_others(store, offer, add):
    plain = offer("a")
    ruc = pa.table({"lsoa21_code": ["x"], "ruc_code": ["A1"], "ruc_name": ["Urban"]})
    add(store, replace(plain, kind="lsoa21_rural_urban", table=ruc, sha256="1" * 64))
    more = ruc.append_column("ruc", pa.array(["Urban major"]))
    add(store, replace(plain, kind="lsoa21_rural_urban", table=more, sha256="2" * 64))
    assert store.table("lsoa21_rural_urban")["ruc"].to_pylist() == [None, "Urban major"]


def test_types_come_back_as_the_schema_promises(store, offer, add):
    add(store, offer("ab"))
    schema.check(store.table("lsoa21_centroids"), "lsoa21_centroids")


def test_the_same_bytes_are_taken_once(store, offer, add):
    add(store, offer("ab"))
    again = add(store, replace(offer("ab"), name="renamed.csv"), command="second")
    assert (again.status, again.version, store.version, len(store.parts())) == ("known", 1, 1, 1)


def test_new_content_for_a_month_takes_the_old_ones_place_and_says_what_changed(store, offer, add, codes):
    add(store, offer("abcd", "2025-01"))
    add(store, offer("x", "2025-02"))
    receipt = add(store, offer("abcef", "2025-01"), command="second")
    assert codes(store) == "xabcef"
    # Rows are a..d at x = 0..3 and a, b, c, e, f at x = 0..4: e and f are new, d is gone.
    assert (receipt.status, receipt.rows_new, receipt.rows_gone) == ("superseded", 2, 1)
    assert "4 rows, now 5" in receipt.difference and "2 rows are new" in receipt.difference


def test_another_source_or_no_period_keeps_both(store, offer, add, codes):
    add(store, offer("a", "2025-01", source="police_uk/gwent"))
    add(store, offer("b", "2025-01", source="police_uk/derbyshire"))
    add(store, offer("c"))
    assert add(store, offer("d")).status == "added"
    assert codes(store) == "abcd"


def test_undo_takes_back_the_whole_last_command(store, offer, add, codes):
    add(store, offer("a"), command="first")
    add(store, offer("b"), command="second")
    add(store, offer("c"), command="second")
    undone = store.undo()
    assert codes(store) == "a"
    assert (undone.command, undone.version, store.version) == ("second", 4, 4)
    assert [part.name for part in undone.removed] == ["b.csv", "c.csv"]


def test_undo_puts_back_what_was_replaced_in_its_old_place(store, offer, add, codes):
    add(store, offer("ab", "2025-01"), command="first")
    add(store, offer("x", "2025-02"), command="first")
    before = store.parts()
    add(store, offer("abc", "2025-01"), command="second")
    undone = store.undo()
    assert (codes(store), store.parts()) == ("abx", before)
    assert [part.name for part in undone.restored] == ["ab.csv"]


def test_repeated_undo_walks_back_to_nothing_and_then_says_so(store, offer, add, codes):
    seen = []
    for command, letters in enumerate(("a", "ab", "abc")):
        seen.append(codes(store))
        add(store, offer(letters, "2025-01"), command=str(command))
    for before in reversed(seen):
        store.undo()
        assert codes(store) == before
    with pytest.raises(StoreError, match="nothing to undo. Add a file first"):
        store.undo()
    assert store.version == 6


def test_what_was_undone_may_be_added_again(store, offer, add, codes):
    add(store, offer("ab"))
    store.undo()
    assert add(store, offer("ab")).status == "added"
    assert codes(store) == "ab"


def test_an_older_release_may_come_back_by_hand(store, offer, add, codes):
    add(store, offer("ab", "2025-01"), command="first")
    add(store, offer("abc", "2025-01"), command="second")
    assert add(store, offer("ab", "2025-01"), command="third").status == "superseded"
    store.undo()
    assert codes(store) == "abc"
    store.undo()
    assert codes(store) == "ab"


def test_erased_parts_are_gone_for_undo_too(store, offer, add, codes):
    add(store, offer("ab", "2025-01"), command="first")
    add(store, offer("abc", "2025-01"), command="second")
    assert [part.name for part in store.erase(offer("ab", "2025-01").sha256)] == ["ab.csv"]
    assert codes(store) == "abc"
    store.undo()
    assert codes(store) == ""
    with pytest.raises(StoreError, match="nothing to undo"):
        store.undo()


def test_an_erasure_that_was_cut_short_is_finished_by_the_next(store, offer, add, codes, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    add(store, offer("ab", "2025-01"))
    gone, whole = offer("ab", "2025-01").sha256, type(store)._tidy
    with monkeypatch.context() as patch, pytest.raises(Killed):
        turns = iter([whole, killed])
        patch.setattr(type(store), "_tidy", lambda *said: next(turns)(*said))
        store.erase(gone)
    again = type(store)(store.home)
    assert codes(again) == "" and [part.name for part in again.everything()] == ["ab.csv"]
    assert [part.name for part in again.erase(gone)] == ["ab.csv"]
    assert again.everything() == () and not [*(store.home / "store/parts").iterdir()]


def test_erasing_what_is_not_held_is_refused(store):
    with pytest.raises(StoreError, match="Nothing in the store was made from 123"):
        store.erase("123")


def test_retention_forgets_old_undos_and_keeps_what_is_live(store, offer, add, codes):
    for command, letters in enumerate(("a", "ab", "abc")):
        add(store, offer(letters, "2025-01"), command=str(command))
    store.sweep(keep_commands=1)
    assert codes(store) == "abc"
    store.undo()
    assert codes(store) == "ab"
    with pytest.raises(StoreError, match="nothing to undo"):
        store.undo()


def test_a_snapshot_does_not_move(store, offer, add, codes):
    add(store, offer("a", "2025-01"))
    now = store.snapshot()
    add(store, offer("b", "2025-01"), command="second")
    store.undo()
    add(store, offer("c", "2025-01"), command="third")
    assert (codes(now), now.version, len(now.parts())) == ("a", 1, 1)
    assert now.query("select lsoa21_code as c from lsoa21_centroids").to_pylist() == [{"c": "a"}]


def test_the_digest_changes_with_every_version_and_never_without(store, offer, add):
    seen = [store.digest]
    add(store, offer("a"))
    seen.append(store.digest)
    add(store, offer("a"))
    assert store.digest == seen[-1]
    store.undo()
    seen.append(store.digest)
    assert len(set(seen)) == 3


def test_another_process_is_seen_at_once(make_store, tmp_path, offer, add, codes):
    one, other = make_store(tmp_path / "home"), make_store(tmp_path / "home")
    add(one, offer("a"))
    assert codes(other) == "a"
    add(other, offer("b"))
    assert (codes(one), one.version) == ("ab", 2)


def test_threads_wait_for_each_other(store, offer, add, codes):
    def adds(letters: str) -> None:
        for letter in letters:
            add(store, offer(letter), command=letters)

    threads = [threading.Thread(target=adds, args=(letters,)) for letters in ("abcde", "vwxyz")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes(store)) == list("abcdevwxyz")
    assert store.version == 10


def test_rows_that_do_not_add_up_are_refused(store, offer, add):
    with pytest.raises(DataError, match="3 rows, but 1 kept and 1 rejected"):
        add(store, offer("a", rows_read=3, rejected={"no month": 1}))
    assert store.version == 0


def test_wrong_columns_are_refused(store, offer, add):
    with pytest.raises(DataError, match="no column lsoa21_code"):
        add(store, replace(offer("a"), table=pa.table({"x_m": [1.0]})))
    assert store.parts() == ()


def test_an_unknown_kind_is_refused(store):
    with pytest.raises(StoreError, match="no kind of file called 'gossip'"):
        store.table("gossip")


def test_odd_names_survive(store, offer, add):
    odd = 'Nadolig – 圣诞 \udcff "quoted" \n.csv'
    add(store, replace(offer("a"), name=odd))
    assert store.parts()[0].name == odd


def test_the_tables_of_one_file_are_held_together_or_not_at_all(store, offer, codes):
    months = [offer("ab", "2025-01"), offer("cd", "2025-02"), offer("e", "2025-03")]
    receipts = store.accept_all([(one, one.table) for one in months], command="year")
    assert [one.status for one in receipts] == ["added"] * 3
    assert (store.version, codes(store)) == (1, "abcde")
    again = [offer("ab", "2025-01"), offer("cde", "2025-02")]
    said = store.accept_all([(one, one.table) for one in again], command="again")
    assert [one.status for one in said] == ["known", "superseded"]
    assert (store.version, sorted(codes(store))) == (2, sorted("abecde"))
    unsound = replace(offer("xy", "2025-05"), rows_read=7)
    with pytest.raises(DataError):
        store.accept_all([(one, one.table) for one in (offer("q", "2025-04"), unsound)], command="bad")
    assert (store.version, sorted(codes(store))) == (2, sorted("abecde"))
    store.undo()
    assert sorted(codes(store)) == sorted("abcde")
