"""Sexual and domestic offences of a restricted feed: never by place, and by partnership in a band of their own.

A place with a few such records can point to a person, so they are in no map, rate or total of a restricted feed for
anybody but its own analyst. What leaves is one count for each partnership, kind and whole registered window: 0 to 9 are
one band, others are rounded to 5. No total leaves beside them: whatever it is, it could be subtracted from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from hotspot import access
from hotspot.config import Measure
from hotspot.disclosure.counts import ROUND_TO
from hotspot.errors import AccessError

# The published category "Violence and sexual offences" is mostly other violence: it is no sub-type.
KINDS = {
    "sexual": re.compile(r"(?<!violence and )sexual|\brape", re.IGNORECASE),
    "domestic": re.compile(r"domestic", re.IGNORECASE),
}
TITLES = {"sexual": "Sexual offences", "domestic": "Domestic abuse"}
FEW_TOP = 9  # 0 to 9 are one band: the threshold is 10
FEW_WORD = "fewer than 10"
COLUMNS = ["source", "csp_code", "kind", "first", "last", "shown"]
NOT_BY_PLACE = (
    "Sexual and domestic offences of a restricted source are left out of every place, rate and total here; "
    "they stand on My district by partnership alone."
)


def kind_of(category: str) -> str:
    """Return which sensitive kind a category is of; "" for none. What is of both counts once, as the first.

    >>> [kind_of(one) for one in ("Rape", "Domestic abuse: violence", "Violence and sexual offences", "Therapy")]
    ['sexual', 'domestic', '', '']
    """
    return next((kind for kind, words in KINDS.items() if words.search(category)), "")


def kinds_of(categories: pd.Series) -> pd.Series:
    """Return the sensitive kind of each record; "" for none."""
    found = {category: kind_of(str(category)) for category in categories.dropna().unique()}
    return categories.astype(object).map(found).fillna("")


def by_partnership_only(sources: Iterable[str], scope: access.Scope) -> tuple[str, ...]:
    """Return the sources whose sensitive records this reader sees by partnership alone.

    All restricted ones but those whose analyst the reader is: the meeting is not exempt.
    """
    own = scope.analyst_of if scope.audience == "analyst" else ()
    return tuple(one for one in sources if not access.is_open([one], scope) and one not in own)


def is_sensitive(measure: Measure, source: str) -> bool:
    """Return whether a measure counts sexual or domestic offences of a source and nothing else."""
    counted = measure.categories.get(access.family(source), ())
    return bool(counted) and all(kind_of(category) for category in counted)


def refuse_sensitive(measure: Measure, source: str) -> None:
    """Refuse to place offences that are sexual or domestic and nothing else.

    Raises
    ------
    AccessError
        Every category is of that kind.
    """
    if is_sensitive(measure, source):
        raise AccessError(
            f"{measure.title} of {source} is not shown by place: a place could point to a person.",
            "Choose a wider offence, look at My district for the partnerships, or ask the feed's own analyst.",
        )


def few(counts: ArrayLike) -> list[str]:
    """Return counts as they leave: one band for 0 to 9, fives above.

    >>> few([0, 9, 10, 12, 13, 1018])
    ['fewer than 10', 'fewer than 10', '10', '10', '15', '1,020']
    """
    exact = np.asarray(counts, dtype=np.int64)
    rounded = ROUND_TO * np.floor(exact / ROUND_TO + 0.5).astype(np.int64)
    return [FEW_WORD if n <= FEW_TOP else f"{value:,}" for n, value in zip(exact, rounded, strict=True)]


def few_bounds(shown: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the least and the greatest count that each shown one can stand for: what every reader knows.

    >>> [side.tolist() for side in few_bounds(["fewer than 10", "10", "1,020"])]
    [[0, 10, 1018], [9, 12, 1022]]
    """
    value = np.array([FEW_TOP if said == FEW_WORD else int(said.replace(",", "")) for said in shown], dtype=np.int64)
    band, half = np.array([said == FEW_WORD for said in shown], dtype=bool), ROUND_TO // 2
    return np.where(band, 0, np.maximum(value - half, FEW_TOP + 1)), np.where(band, FEW_TOP, value + half)


def by_partnership(
    records: pd.DataFrame, csps: Sequence[str], windows: Sequence[tuple[str, str]], source: str
) -> pd.DataFrame:
    """Return what leaves of the sensitive records of one feed: a row for each window, kind and partnership.

    Parameters
    ----------
    records : DataFrame
        month, category, csp_code: each record once, the sensitive ones of this feed.
    csps : sequence of str
        Every partnership gets a row, so that a missing one tells nothing.
    windows : sequence of (str, str)
        First and last month of each whole registered window.
    source : str

    Returns
    -------
    DataFrame
        source, csp_code, kind, first, last, shown (a band or a rounded count, as text).
    """
    kind, code = kinds_of(records["category"]), records["csp_code"].astype(object)
    rows = []
    for first, last in windows:
        inside = records["month"].between(pd.Timestamp(first), pd.Timestamp(last)).to_numpy()
        for one in KINDS:
            counted = code[inside & (kind == one).to_numpy()].value_counts().reindex(list(csps), fill_value=0)
            rows += [(source, csp, one, first, last, said) for csp, said in zip(csps, few(counted), strict=True)]
    return pd.DataFrame(rows, columns=COLUMNS)


def digest(rows: pd.DataFrame) -> str:
    """Return the SHA-256 of what left of some rows of this table, for the ledger."""
    return hashlib.sha256("\n".join(rows["shown"].astype(str)).encode()).hexdigest()
