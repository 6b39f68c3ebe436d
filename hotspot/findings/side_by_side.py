"""Who else knows a place: police, ambulance and hospital side by side, named and put into sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from hotspot.disclosure import TableRelease
from hotspot.language import in_english, phrase


def short(source: str) -> str:
    """Return a source as one word of a sentence.

    >>> short("demo/ambulance"), short("demo/ed"), short("police_uk/gwent")
    ('ambulance', 'hospital', 'police')
    """
    words = {"police": "police", "ambulance": "ambulance", "ed": "hospital", "hospital": "hospital"}
    parts = source.lower().replace("_", "/").replace("-", "/").split("/")
    return next((words[part] for part in parts if part in words), source)


@dataclass(frozen=True)
class WhoElse:
    """What each source holds of the same places, ready to be shown.

    Attributes
    ----------
    months : tuple of str
        The months that every source holds.
    sources : dict
        Source -> what is counted of it, the first the one that the others are compared with.
    table : DataFrame
        One row for each place and further source: ``location``, ``name``, ``source``, ``count``, ``other``, ``ratio``,
        ``low``, ``high``, ``word``, ``said``.
    counts : DataFrame, index location
        One column a source.
    notes : tuple of str
    controlled : bool
    """

    months: tuple[str, ...]
    sources: Mapping[str, str]
    table: pd.DataFrame
    counts: pd.DataFrame
    notes: tuple[str, ...]
    controlled: bool

    def at(self, location: str) -> pd.DataFrame:
        """Return what the further sources hold of one place; no row where too little is held to say."""
        return self.table[self.table["location"] == location]


def told_balance(word: str, ratio: float, other: str, first: str) -> str:
    """Return what the balance of two sources says of a place, in words.

    >>> told_balance("hidden", 12.4, "hospital", "police")
    'Hidden here from the police: 12.4 times as many hospital records for each police record as elsewhere.'
    """
    if not word:
        return phrase("As elsewhere, as far as these numbers can tell.")
    if word == "hidden":
        opening = phrase("Hidden here from the {first}").format(first=first)
    else:
        opening = phrase("Less seen by {other}").format(other=other)
    gaps = {"opening": opening, "first": first, "other": other, "times": f"{ratio:,.1f}"}
    if math.isfinite(ratio):
        return phrase("{opening}: {times} times as many {other} records for each {first} record as elsewhere.").format(
            **gaps
        )
    if word == "hidden":
        return phrase("{opening}: clearly more {other} records than the {first} ones suggest.").format(**gaps)
    return phrase("{opening}: clearly fewer {other} records than the {first} ones suggest.").format(**gaps)


@in_english  # what is kept is kept for every reader
def who_else(
    balance: TableRelease, counts: TableRelease, names: pd.Series, sources: Mapping[str, str], months: tuple[str, ...],
    notes: tuple[str, ...],
) -> WhoElse:  # fmt: skip
    """Return the sources side by side with names and words: hidden places first, most records first among them."""
    first = next(iter(sources))
    table = balance.table.assign(name=balance.table["location"].map(names))
    table["said"] = [
        told_balance(word, ratio, short(source), short(first))
        for word, ratio, source in zip(table["word"], table["ratio"], table["source"], strict=True)
    ]
    rank = table["word"].map({"hidden": 0, "ahead": 1, "": 2})
    order = table.assign(rank=rank).sort_values(["rank", "count", "name"], ascending=[True, False, True], kind="stable")
    return WhoElse(months, sources, order.drop(columns="rank").reset_index(drop=True), counts.table, notes,
                   balance.controlled or counts.controlled)  # fmt: skip
