"""Questions read what is held, and nothing else on the machine."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from hotspot.errors import StoreError
from hotspot.store.questions import answer, closed_engine, rows_that_differ

OUTSIDE = {
    "copy out": "copy lsoa21_centroids to '{folder}/out.csv'",
    "copy in": "copy lsoa21_centroids from '{file}'",
    "attach": "attach '{folder}/other.db'",
    "install": "install httpfs",
    "load": "load httpfs",
    "export": "export database '{folder}/all'",
    "set": "set enable_external_access = true",
    "reset": "reset lock_configuration",
    "read_csv": "select * from read_csv('{file}')",
    "sniff_csv": "select * from sniff_csv('{file}')",
    "read_text": "select * from read_text('{file}')",
    "read_blob": "select * from read_blob('{file}')",
    "read_parquet": "select * from read_parquet('{file}')",
    "glob": "select * from glob('{folder}/*')",
    "bare file": "select * from '{file}'",
    "python variable": "select * from secret",
    "environment": "select getenv('HOME')",
    "inner query": "select * from query('select * from read_text(''{file}'')')",
}
NOT_A_QUESTION = {
    "create": "create table t (x int)",
    "delete": "delete from lsoa21_centroids",
    "pragma": "pragma database_list",
    "two": "select 1; select 2",
    "none": "-- nothing",
    "nonsense": "selec 1",
}


@pytest.fixture
def outside(tmp_path):
    (tmp_path / "secret.csv").write_text("canary\n1\n")
    return {"folder": str(tmp_path), "file": str(tmp_path / "secret.csv")}


def test_a_question_is_answered_over_every_part(store, offer, add):
    add(store, offer("ab", "2025-01"))
    add(store, offer("c", "2025-02"))
    asked = store.query("select part, count(*)::int as n from lsoa21_centroids group by part order by part")
    assert asked.to_pylist() == [{"part": 0, "n": 2}, {"part": 1, "n": 1}]


def test_a_kind_may_be_asked_for_in_capitals_and_quotes(store, offer, add):
    add(store, offer("ab"))
    assert store.query('select count(*)::int as n from "LSOA21_Centroids"').to_pylist() == [{"n": 2}]


def test_the_engine_says_it_is_locked(store):
    settings = (
        "select current_setting('lock_configuration') as locked, current_setting('enable_external_access') as open"
    )
    assert store.query(settings).to_pylist() == [{"locked": True, "open": False}]


@pytest.mark.parametrize("name", [*OUTSIDE, *NOT_A_QUESTION])
def test_a_question_reaches_nothing_outside(name, store, offer, add, outside, tmp_path):
    secret = pa.table({"canary": [1]})
    add(store, offer("ab"))
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(StoreError, match="question") as refused:
        store.query({**OUTSIDE, **NOT_A_QUESTION}[name].format(**outside))
    assert refused.value.fix
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert secret.num_rows == 1


@pytest.mark.parametrize("name", OUTSIDE)
def test_the_engine_itself_refuses_even_without_the_check_for_select(name, outside):
    secret = pa.table({"canary": [1]})
    with closed_engine({"lsoa21_centroids": pa.table({"x": [1]})}) as engine, pytest.raises(duckdb.Error):
        engine.execute(OUTSIDE[name].format(**outside)).fetchall()
    assert secret.num_rows == 1


def test_its_own_part_files_are_closed_to_a_question_too(store, offer, add, tmp_path):
    add(store, offer("ab"))
    for file in tmp_path.rglob("*.parquet"):
        with pytest.raises(StoreError, match="file system operations are disabled"):
            store.query(f"select * from read_parquet('{file}')")


def test_a_refusal_names_what_may_be_asked():
    with pytest.raises(StoreError, match=r"nowhere does not exist.* Ask about: counts\."):
        answer("select * from nowhere", {"counts": pa.table({"n": [1]})})


def test_rows_are_matched_one_to_one_nulls_included():
    old = pa.table({"x": ["a", "a", None, "b"], "y": [1, 1, None, 2]})
    new = pa.table({"x": ["a", None, None, "c"], "y": [1, None, None, 2]})
    # Only in new: one more (null, null) and (c, 2). Only in old: the second (a, 1) and (b, 2).
    assert rows_that_differ(old, new) == (2, 2)
    assert rows_that_differ(old, old) == (0, 0)


def test_where_a_row_stood_does_not_count():
    old = pa.table({"row": [0, 1, 2], "x": ["a", "b", "c"]})
    assert rows_that_differ(old, pa.table({"row": [0, 1], "x": ["b", "c"]})) == (0, 1)
