"""Sexual and domestic offences by partnership: the table that leaves, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from hotspot import disclosure
from hotspot.views import words

SAID = (
    "Numbers below 10 are one band, none included; others are rounded to 5. No total is shown, because a total could "
    "be subtracted from. Recorded offences only; most such offences are never reported."
)


def table(held: pd.DataFrame, names: Mapping[str, str], csp: str = "") -> pd.DataFrame:
    """Return one row per source, kind and partnership, one column per window.

    Parameters
    ----------
    held : DataFrame
        As ``pipeline.sensitive_offences`` returns it.
    names : mapping of str to str
        Name of each partnership by code.
    csp : str
        One partnership alone.
    """
    mine = held[held["csp_code"] == csp] if csp else held
    told = pd.DataFrame({
        "Source": [words.source(source) for source in mine["source"]],
        "Offences": [disclosure.TITLES[kind] for kind in mine["kind"]],
        "Partnership": [names.get(code, code) for code in mine["csp_code"]],
        "window": [window_said(first, last) for first, last in zip(mine["first"], mine["last"], strict=True)],
        "shown": mine["shown"].to_list(),
    })  # fmt: skip
    wide = told.pivot(index=["Source", "Offences", "Partnership"], columns="window", values="shown")
    return wide[list(dict.fromkeys(told["window"]))].rename_axis(columns=None).reset_index()


def window_said(first: str, last: str) -> str:
    """Return a window in words.

    >>> window_said("2024-01", "2024-12"), window_said("2024-04", "2024-06"), window_said("2024-04", "2025-03")
    ('2024', 'April to June 2024', 'April 2024 to March 2025')
    """
    begun, ended = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    if begun.year != ended.year:
        return f"{begun:%B %Y} to {ended:%B %Y}"
    return str(begun.year) if (begun.month, ended.month) == (1, 12) else f"{begun:%B} to {ended:%B %Y}"
