"""One way to show a table: thousands marked, a dash for what is not known, a name to read out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st


def show(table: pd.DataFrame, said: str, *, key: str | None = None, act: Callable[[], None] | None = None) -> None:
    """Show a table over the whole width.

    Parameters
    ----------
    table : DataFrame
        Its index is not shown.
    said : str
        What a screen reader says of it.
    key, act
        Where a row can be picked: the widget's key and what to do then.
    """
    marked = {name: st.column_config.NumberColumn(format="localized") for name in _whole(table)}
    picking: dict[str, Any] = {"on_select": act, "selection_mode": "single-row"} if act else {}
    st.dataframe(
        table, hide_index=True, width="stretch", placeholder="–", column_config=marked, alt=said, key=key, **picking
    )


def _whole(table: pd.DataFrame) -> list[str]:
    return [str(name) for name in table.columns if pd.api.types.is_integer_dtype(table[name])]
