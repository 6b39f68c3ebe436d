"""What a scorecard says in words: how it was made, what lists held, and when plain counting does as well."""

from __future__ import annotations

import pandas as pd

from hotspot.disclosure import Step
from hotspot.evaluate.past_lists import LISTED, TITLES
from hotspot.findings.figures import ends, signed

RIVALS = (LISTED, "gi_star")  # what takes more than counting, and has to earn it
LONGER = ("count_36m", "count_all")


LEAST = 0.005  # half a point of a hundred: less is no reason to prefer one way of listing to another


def words(table: pd.DataFrame, folds: tuple[Step, ...], baseline: tuple[int, int]) -> tuple[str, ...]:
    """Return the sentences that belong beside a scorecard.

    The plain count of the last 12 months is the one to beat, because anyone can make it and explain it. A method beats
    it where it held clearly more in lists of some length and clearly less in none; in every other case the reader is
    told to use the plain count.
    """
    first, last = baseline
    return (
        f"{len(folds)} lists scored, one a month from {folds[0].label} to {folds[-1].label}, each made from all the "
        f"months before it ({first} for the first, {last} for the last) and from nothing later.",
        *(against_plain(table, method) for method in RIVALS),
        *_longer(table),
    )


def against_plain(table: pd.DataFrame, method: str) -> str:
    """Return whether a method held more than the plain count of 12 months, and what to use then.

    "Clearly" means that the interval of the difference lies on one side of 0, and the difference is half a point of a
    hundred or more.
    """
    rows = _places(table, method)
    more, less = _clearly(rows, 1), _clearly(rows, -1)
    name, said = TITLES[method], _said(rows)
    if less:
        return f"{name}: held clearly less than the plain count of 12 months {said}. Use the plain count."
    if more:
        return f"{name}: held clearly more than the plain count of 12 months {said}."
    return (
        f"{name}: not clearly different from the plain count of 12 months {said}. Use the plain count: it is simpler."
    )


def _longer(table: pd.DataFrame) -> list[str]:
    """Return a sentence for a longer count that held clearly more than that of 12 months, or clearly less."""
    said = []
    for method in LONGER:
        rows = _places(table, method)
        if _clearly(rows, -1):
            said.append(f"{TITLES[method]}: held clearly less than that of 12 months {_said(rows)}.")
        elif _clearly(rows, 1):
            said.append(f"{TITLES[method]}: held clearly more than that of 12 months {_said(rows)}.")
    return said


def _places(table: pd.DataFrame, method: str) -> pd.DataFrame:
    return table[(table["method"] == method) & (table["unit"] == "places")]


def _clearly(rows: pd.DataFrame, sign: int) -> bool:
    nearest = rows["difference_low"] if sign > 0 else -rows["difference_high"]
    return bool(((nearest > 0) & (sign * rows["difference"] >= LEAST)).any())


def _said(rows: pd.DataFrame) -> str:
    """Return the difference at each length in points of a hundred, with its interval."""
    points = (100 * rows[["at", "difference", "difference_low", "difference_high"]]).round(1) + 0.0
    each = [
        f"{at / 100:,.0f} places {signed(mean, 1)}, {ends(low, high, 1)}"
        for at, mean, low, high in points.itertuples(index=False)
    ]
    return f"(difference in points of a hundred: {'; '.join(each)})"
