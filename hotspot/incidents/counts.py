"""Tables of rows: they count rows, so that they agree with a plain count of the files."""

from __future__ import annotations

import pandas as pd

from hotspot.incidents.months import gaps, months_held
from hotspot.incidents.record import FLAGS

NONE = "none"  # the partnership of a row that lies in no partnership of the area


def flagged(frame: pd.DataFrame, by: str = "part") -> pd.DataFrame:
    """Return how many rows carry each flag. A row may carry several, so the columns do not add up to the rows.

    Parameters
    ----------
    frame : DataFrame
        Incidents.
    by : str
        Column to count by: ``part``, ``source``, ``csp_code`` ...

    Returns
    -------
    DataFrame, index the values of ``by``
        rows, and one column of counts per flag.
    """
    grouped = frame.groupby(by, observed=True)
    return pd.concat([grouped.size().rename("rows"), grouped[list(FLAGS)].sum().astype(int)], axis=1)


def rows_by_csp(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the number of rows by source, partnership, month and category; nothing is left out.

    Returns
    -------
    DataFrame
        source, csp_code ("none" outside the area or without any place), month, category, rows. Only combinations that
        occur. Repeated ids and institutions count: it is a table of rows.
    """
    keys = frame[["source", "month", "category"]].assign(csp_code=frame["csp_code"].fillna(NONE))
    counted = keys.groupby(["source", "csp_code", "month", "category"], observed=True).size()
    return counted.rename("rows").reset_index()


def quality(frame: pd.DataFrame) -> pd.DataFrame:
    """Return one row per source: how many rows and months, which gap, and how many rows carry each flag.

    Returns
    -------
    DataFrame, index source
        rows, one column per flag, months, first, last, gaps ("2019-03 to 2024-12", empty where none).
    """
    table = flagged(frame, by="source")
    months = {source: months_held(rows) for source, rows in frame.groupby("source", observed=True)[["source", "month"]]}
    table["months"] = [len(months[source]) for source in table.index]
    table["first"] = [min(months[source], default="") for source in table.index]
    table["last"] = [max(months[source], default="") for source in table.index]
    table["gaps"] = [", ".join(f"{a} to {b}" for a, b in gaps(months[source])) for source in table.index]
    return table
