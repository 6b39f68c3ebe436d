"""Questions in SQL over what is held, answered by a DuckDB that can reach nothing else.

The database lives in memory and is handed tables that are already checked; it never opens a file. (It could be allowed
the part files by name, but a file that it may read it may also be told to write over.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from hotspot.errors import StoreError

if TYPE_CHECKING:  # loaded where it is used: the first page waits for what is loaded and asks no question in SQL
    import duckdb

_CLOSED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_extension_repositories": "forbidden",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "memory_limit": "2GB",
}


def answer(sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
    """Return the answer to one question that only reads.

    Parameters
    ----------
    sql : str
        One SELECT statement over the names in ``tables``.
    tables : mapping of str to pyarrow.Table
        What may be asked about.

    Raises
    ------
    StoreError
        The text is not one SELECT statement, or the question cannot be answered; the message says why.

    >>> answer("select max(n) as most from counts", {"counts": pa.table({"n": [1, 2]})}).to_pylist()
    [{'most': 2}]
    """
    import duckdb

    with closed_engine(tables) as engine:
        try:
            return engine.sql(_only_select(sql, engine)).to_arrow_table()
        except duckdb.Error as error:
            said = " ".join(str(error).split("\n\n")[0].split())
            raise StoreError(f"The question cannot be answered: {said.rstrip('.')}.", _mend(tables)) from error


def closed_engine(tables: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that holds these tables, reaches nothing else, and cannot be told to."""
    import duckdb

    engine = duckdb.connect(":memory:", config=dict(_CLOSED))
    for name, table in tables.items():
        engine.register(name, table)
    engine.execute("SET lock_configuration = true")
    return engine


def _only_select(sql: str, engine: duckdb.DuckDBPyConnection) -> duckdb.Statement:
    import duckdb

    statements = engine.extract_statements(sql)
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise StoreError(
            "Only one question that reads may be asked at a time.", "Write a single statement that starts with SELECT."
        )
    return statements[0]


def _mend(tables: Mapping[str, pa.Table]) -> str:
    held = ", ".join(sorted(tables))
    return f"Ask about: {held}." if held else "Name one of the kinds that the store holds."


def rows_that_differ(old: pa.Table, new: pa.Table) -> tuple[int, int]:
    """Return how many rows only the new table has, and how many only the old one.

    Equal rows are matched one to one, so a row that stood twice and now stands once counts as one gone. Where a row
    stood in the file (column ``row``) does not count.

    >>> rows_that_differ(pa.table({"row": [0, 1], "x": ["a", "a"]}), pa.table({"row": [0, 1], "x": ["b", "a"]}))
    (1, 1)
    """
    shared = [name for name in new.column_names if name in old.column_names and name != "row"]
    both = {"old": old.select(shared), "new": new.select(shared)}
    count = "select count(*) as n from (from {} except all from {})"
    gained, lost = (answer(count.format(*pair), both) for pair in (("new", "old"), ("old", "new")))
    return gained["n"][0].as_py(), lost["n"][0].as_py()
