"""One way to show a table: thousands marked, a dash for what is not known, a name to read out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from hotspot.findings.figures import minus
from hotspot.language import ENGLISH, phrase, spoken, to_phrase

WORDED = ("Word", "Trend", "State", "Status")  # columns whose values are words of the program, not of a file
DIFFERENCES = ("ifference", "nterval", "fewer", "hange", "Against", "last year", "More")  # in the names of columns
SMALLEST_THOUSAND = 1000
DAY_PX, LOOKED_AT = 96, 200
HEADINGS = (
    to_phrase("Rank"), to_phrase("Place"), to_phrase("District"), to_phrase("Word"), to_phrase("Records"),
    to_phrase("95 % interval"), to_phrase("Last 12 months"), to_phrase("Usual range"), to_phrase("Parts"),
    to_phrase("All parts together"), to_phrase("Letter"), to_phrase("Category"), to_phrase("Why"),
    to_phrase("What would change it"), to_phrase("Also fits"), to_phrase("Stability"), to_phrase("Trend of counts"),
    to_phrase("Neighbourhood"), to_phrase("Trend"), to_phrase("Rate per 1,000 a year"),
    to_phrase("Interval of the rate"), to_phrase("Deprivation decile"), to_phrase("Note"), to_phrase("Residents"),
    to_phrase("Institution"), to_phrase("Kind"), to_phrase("Months"), to_phrase("What"),
    to_phrase("Group"), to_phrase("Before"), to_phrase("After"), to_phrase("All before"), to_phrase("Change"),
    to_phrase("Change in per cent (95 % interval)"),
)  # fmt: skip


def _has_days(values: pd.Series) -> bool:
    return values.dtype == object and any(isinstance(one, date) for one in values.head(LOOKED_AT))


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
    table = table if ready else to_show(table)
    marked = {name: st.column_config.NumberColumn(format="localized") for name in _with_thousands(table)}
    # Its first rows decide how wide a column is, and many entries have no day: the days of the others were cut off.
    marked |= {name: st.column_config.Column(width=DAY_PX) for name in table if _has_days(table[name])}
    picking: dict[str, Any] = {"on_select": act, "selection_mode": "single-row"} if act else {}
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        placeholder="–",
        column_config=marked,
        alt=phrase(said),
        key=key,
        **picking,
    )


def _with_thousands(table: pd.DataFrame) -> list[str]:
    """Return the columns whose thousands are to be marked; a column of small fractions keeps all its digits."""

    def is_one(held: pd.Series) -> bool:
        return pd.api.types.is_integer_dtype(held) or bool(
            pd.api.types.is_float_dtype(held) and held.abs().ge(SMALLEST_THOUSAND).any()
        )

    return [str(name) for name in table.columns if is_one(table[name])]


def to_show(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in the reader's language, with its differences as they are printed."""
    return in_print(in_words(table))


def in_print(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose differences, which are texts, have a true minus: whole numbers get theirs in the browser."""
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
