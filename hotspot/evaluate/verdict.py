"""What a scorecard says in words: how it was made, what lists held, and when plain counting does as well."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from hotspot.disclosure import Step
from hotspot.evaluate.past_lists import LISTED, TITLES
from hotspot.findings.figures import ends, signed

RIVALS = (LISTED, "gi_star")  # what takes more than counting, and has to earn it
LONGER = ("count_36m", "count_all")
IN_BRACKETS = "In brackets: the difference in points of a hundred, with its 95 % interval."
LEAST = 0.005  # half a point of a hundred: less is no reason to prefer one way of listing to another


class Verdict(NamedTuple):
    """What may be said of a difference, and the word before what it is a difference from."""

    said: str
    against: str


LESS, MORE = Verdict("held clearly less", "than"), Verdict("held clearly more", "than")
SLIGHTLY_LESS = Verdict("held less, though not by half a point,", "than")
SLIGHTLY_MORE = Verdict("held more, though not by half a point,", "than")
UNCLEAR = Verdict("not clearly different", "from")
VERDICTS = (LESS, MORE, SLIGHTLY_LESS, SLIGHTLY_MORE, UNCLEAR)


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
        IN_BRACKETS,
        *(against_plain(table, method) for method in RIVALS),
        *_longer(table),
    )


def against_plain(table: pd.DataFrame, method: str) -> str:
    """Return whether a method held more than the plain count of 12 months, length by length, and what to use then.

    "Clearly" means that the interval of the difference lies on one side of 0, and the difference is half a point of a
    hundred or more.
    """
    rows = _places(table, method)
    said = f"{TITLES[method]}: {_said(rows, 'the plain count')}"
    if _any(rows, LESS):
        return f"{said} Use the plain count."
    return said if _any(rows, MORE) else f"{said} Use the plain count: it is simpler."


def _longer(table: pd.DataFrame) -> list[str]:
    """Return a sentence for a longer count that held clearly more than that of 12 months, or clearly less."""
    held = {method: _places(table, method) for method in LONGER}
    return [
        f"{TITLES[method]}: {_said(rows, 'that')}"
        for method, rows in held.items()
        if _any(rows, LESS) or _any(rows, MORE)
    ]


def _places(table: pd.DataFrame, method: str) -> pd.DataFrame:
    return table[(table["method"] == method) & (table["unit"] == "places")]


def _any(rows: pd.DataFrame, verdict: Verdict) -> bool:
    return any(_verdict(row) == verdict for row in rows.itertuples(index=False))


def _verdict(row: Any) -> Verdict:
    """Return what may be said of one length of list: by its own interval, which stands beside the word."""
    if row.difference_low <= 0 <= row.difference_high:
        return UNCLEAR
    if abs(row.difference) < LEAST:
        return SLIGHTLY_MORE if row.difference > 0 else SLIGHTLY_LESS
    return MORE if row.difference > 0 else LESS


def _said(rows: pd.DataFrame, plain: str) -> str:
    """Return each verdict with the lengths that it is about, and the difference at each with its interval."""
    told: list[str] = []
    for verdict in VERDICTS:
        *first, last = ["", *(_at(row) for row in rows.itertuples(index=False) if _verdict(row) == verdict)]
        if last:
            against = "" if told else f" {verdict.against} {plain} of 12 months"
            lengths = f"{', '.join(first[1:])} and {last}" if first[1:] else last
            told.append(f"{verdict.said}{against} in lists of {lengths}")
    return f"{'; '.join(told)}."


def _at(row: Any) -> str:
    mean, low, high = 100 * row.difference, 100 * row.difference_low, 100 * row.difference_high
    return f"{row.at:,.0f} places ({signed(mean, 1)}, {ends(low, high, 1)})"
