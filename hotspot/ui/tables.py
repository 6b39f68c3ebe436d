"""One way to show a table: thousands marked, a dash for what is not known, a name to read out."""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from hotspot.findings.figures import figure, minus, signed
from hotspot.language import ENGLISH, phrase, spoken, to_phrase

WORDED = ("Word", "Trend", "State", "Status")  # columns whose values are words of the program, not of a file
DIFFERENCES = ("ifference", "nterval", "fewer", "hange", "Against", "last year", "More")  # in the names of columns
SMALLEST_THOUSAND = 1000
MOST_DECIMALS = 3
CHANGES = ("Change",)  # numbers that are differences: what grew has its plus
DAY_PX, LOOKED_AT = 87, 200
# How wide a column is: a browser measures the first of its texts, and leaves out those much longer than usual.
MEASURED, USUAL, LONGEST = 10, 1.5, 44
TABLE_LETTER_PX, CELL_PX = 6.8, 20
HEADINGS = (
    to_phrase("Rank"), to_phrase("Place"), to_phrase("District"), to_phrase("Word"), to_phrase("Records"),
    to_phrase("95 % interval"), to_phrase("Last 12 months"), to_phrase("Usual range"), to_phrase("Parts"),
    to_phrase("All parts together"), to_phrase("Letter"), to_phrase("Category"), to_phrase("Why"),
    to_phrase("What would change it"), to_phrase("Also fits"), to_phrase("Stability"), to_phrase("Trend of counts"),
    to_phrase("Neighbourhood"), to_phrase("Trend"), to_phrase("Rate per 1,000 a year"),
    to_phrase("Interval of the rate"), to_phrase("Deprivation decile (1 = most deprived)"), to_phrase("Note"),
    to_phrase("Residents"), to_phrase("Decile without Crime (1 = most deprived)"),
    to_phrase("Institution"), to_phrase("Kind"), to_phrase("Months"), to_phrase("What"),
    to_phrase("Group"), to_phrase("Before"), to_phrase("After"), to_phrase("All before"), to_phrase("Change"),
    to_phrase("Change in per cent (95 % interval)"),
)  # fmt: skip


def _has_days(values: pd.Series) -> bool:
    return values.dtype == object and any(isinstance(one, date) for one in values.head(LOOKED_AT))


def _cut(name: str, values: pd.Series) -> int:
    """Return the width in pixels that a column of texts needs where the browser would cut one of them off, else 0.

    >>> _cut("Verdict", pd.Series(["keep", "keep", "below the line, not clearly", "drop", "drop", "drop"]))
    204
    >>> _cut("Verdict", pd.Series(["keep", "drop"]))
    0
    """
    if pd.api.types.is_numeric_dtype(values):
        return 0
    long = [len(one) for one in values.head(LOOKED_AT) if isinstance(one, str)]
    first = [*long[:MEASURED], len(name)]
    usual = sum(first) / len(first)
    seen = max(one for one in first if len(first) <= MEASURED // 2 or one <= USUAL * usual)
    needed = max(long, default=0)
    return round(needed * TABLE_LETTER_PX + CELL_PX) if seen < needed <= LONGEST else 0


def show(
    table: pd.DataFrame,
    said: str,
    *,
    key: str | None = None,
    act: Callable[[], None] | None = None,
    ready: bool = False,
) -> None:
    """Show a table over the whole width.

    Parameters
    ----------
    table : DataFrame
        Its index is not shown; its headings and words are said in the reader's language.
    said : str
        What a screen reader says of it.
    key, act
        Where a row can be picked: the widget's key and what to do then.
    ready : bool
        The words are those of ``to_show`` already: of thousands of rows they are made once.
    """
    changes = {phrase(name) for name in CHANGES}
    table = table if ready else to_show(table)
    marked = {name: st.column_config.NumberColumn(format=form) for name, form in _forms(table).items()}
    cut = {str(name): wide for name in table if (wide := _cut(str(name), table[name]))}
    marked |= {name: st.column_config.Column(width=wide) for name, wide in cut.items()}
    # Its first rows decide how wide a column is, and many entries have no day: the days of the others were cut off.
    marked |= {name: st.column_config.Column(width=DAY_PX) for name in table if _has_days(table[name])}
    picking: dict[str, Any] = {"on_select": act, "selection_mode": "single-row"} if act else {}
    st.dataframe(
        _with_minus(table, changes),
        hide_index=True,
        width="stretch",
        placeholder="–",
        column_config=marked,
        alt=phrase(said),
        key=key,
        **picking,
    )


def _forms(table: pd.DataFrame) -> dict[str, str]:
    """Return how the columns of numbers are written that hold nothing below 0: thousands marked, decimals alike."""
    found = {}
    for name in table.columns:
        held = table[name]
        if not pd.api.types.is_numeric_dtype(held) or pd.api.types.is_bool_dtype(held) or _below_nothing(held):
            continue
        if pd.api.types.is_integer_dtype(held) or held.abs().ge(SMALLEST_THOUSAND).any():
            found[str(name)] = "localized"
        elif (digits := _decimals(held)) is not None:
            found[str(name)] = f"%.{digits}f"
    return found


def _below_nothing(held: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(held) and bool(held.lt(0).any())


def _decimals(held: pd.Series) -> int | None:
    """Return how many decimals a column needs so that all its numbers have the same, or None where that is many.

    >>> _decimals(pd.Series([3.0, 2.4])), _decimals(pd.Series([0.4, -0.38, None])), _decimals(pd.Series([1 / 3]))
    (1, 2, None)
    """
    known = held.dropna().astype(float)
    enough = (n for n in range(MOST_DECIMALS + 1) if known.round(n).eq(known).all())
    return next(enough, None) if len(known) else None


def _with_minus(table: pd.DataFrame, changes: Container[str] = ()) -> Any:
    """Return a table whose numbers below 0 are printed with a true minus: as numbers, so that they still sort."""

    def printed(name: str) -> Callable[[float], str]:
        digits = 0 if pd.api.types.is_integer_dtype(table[name]) else _decimals(table[name])
        write = signed if name in changes else figure
        return lambda value: write(value, MOST_DECIMALS if digits is None else digits)

    below = [str(name) for name in table.columns if _below_nothing(table[name])]
    if not below:
        return table
    # A name of its own each time would send the same table anew with every run of the page.
    return table.style.set_uuid("minus").format({name: printed(name) for name in below}, na_rep="–")


def told(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without the columns that say nothing in any row: what is not told of a restricted source.

    >>> told(
    ...     pd.DataFrame({"Place": ["A", "B"], "When": ["", ""], "Near": ["–", None], "Rank": [1, 2]})
    ... ).columns.tolist()
    ['Place', 'Rank']
    """
    said = table.notna() & ~table.isin(["", "–"])
    return table.loc[:, said.any()] if len(table) else table


def to_show(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in the reader's language, with its differences as they are printed."""
    return in_print(in_words(table))


def in_print(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose differences, which are texts, have a true minus; numbers get theirs as they are shown."""
    said = {name: table[name].map(_printed) for name in table if any(word in str(name) for word in DIFFERENCES)}
    return table.assign(**said) if said else table


def _printed(value: Any) -> Any:
    return minus(value) if isinstance(value, str) else value


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its headings, and the words in it, in the reader's language; names stay as they are."""
    if spoken() == ENGLISH:
        return table
    worded = {name: table[name].map(lambda word: phrase(str(word))) for name in WORDED if name in table}
    return table.assign(**worded).rename(columns=lambda name: phrase(str(name)))
