"""Past lists scored, as a sentence and a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import pandas as pd

from hotspot.findings.figures import ends
from hotspot.language import phrase, to_phrase

CHANCE, PLAIN, LISTED, LONG = "random", "count_12m", "listed", "count_36m"
TOP = 10
LIKE: Mapping[str, tuple[str, str]] = {
    LISTED: (
        to_phrase(
            "{lists} held {mine} of the built-up area's records of the next month in their first 10 rows, the busiest "
            "part of each; the plain 12-month count held {plain} in 10 places."
        ),
        to_phrase("To choose single places use the plain count, as Places to act does."),
    ),
    LONG: (
        to_phrase(
            "{lists}, by the count of up to three years, held {mine} of the built-up area's records of the next month "
            "in 10 places; the plain 12-month count: {plain}."
        ),
        to_phrase("Twelve months do as well."),
    ),
}
WHOSE = (to_phrase("Lists like this one"), to_phrase("The lists of Hot now"))


class Card(Protocol):
    """What is drawn: the scores of past lists."""

    @property
    def table(self) -> pd.DataFrame:
        """One row per method and length of list."""

    @property
    def by_fold(self) -> pd.DataFrame:
        """The same for each month scored."""

    def at(self, method: str, places: int) -> pd.Series:
        """Return the row of a method's list of so many places."""


def percent(share: float, decimals: int = 0) -> str:
    """Return a share as it is said.

    >>> percent(0.3412), percent(0.005, 1)
    ('34 %', '0.5 %')
    """
    return f"{100 * share:.{decimals}f} %"


def line(card: Card, method: str = LISTED, *, lists: str = "Lists like this one") -> str:
    """Return the sentence that stands beside today's list; where the plain count does as well, it says to use it."""
    mine, plain = (card.at(key, TOP) for key in (method, PLAIN))
    interval = phrase("{low} to {high}").format(low=f"{100 * mine['low']:,.0f}", high=f"{100 * mine['high']:,.0f}")
    said, advice = (phrase(text) for text in LIKE[method])
    span = f"{percent(mine['hit_rate'])} ({interval})"
    told = said.format(lists=phrase(lists), mine=span, plain=percent(plain["hit_rate"]))
    return told if mine["difference_low"] > 0 else f"{told} {advice}"


def table(card: Card) -> pd.DataFrame:
    """Return the scores as a table, shortest list first."""
    held = card.table
    length = [f"{at:,.0f} places" if unit == "places" else f"{100 * at:g} % of the area"
              for unit, at in zip(held["unit"], held["at"], strict=True)]  # fmt: skip
    points = 100 * held[["difference", "difference_low", "difference_high"]] + 0.0
    beside = [ends(*pair, 1) for pair in zip(points.iloc[:, 1], points.iloc[:, 2], strict=True)]
    return pd.DataFrame(
        {
            "List of": length,
            "Places chosen by": held["title"],
            "Held of the next month": [percent(share, 1) for share in held["hit_rate"]],
            "95 % interval": [
                f"{100 * a:,.1f} to {100 * b:,.1f}" for a, b in zip(held["low"], held["high"], strict=True)
            ],
            "Times better than by lot (PAI)": held["pai"].round(1),
            "Share of the best possible (PEI)": held["pei"].round(2),
            "Against the plain count, points": points.iloc[:, 0].round(1) + 0.0,
            "Interval of that": beside,
        }
    ).reset_index(drop=True)
