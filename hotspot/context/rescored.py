"""An index of deprivation put together again from its ranks, with and without its Crime domain.

Laid over violence, an index that counts crime finds itself. Each domain's rank is transformed so that only the most
deprived stand out, then weighted: R = (N - rank + 1) / N, X = -23 ln(1 - R (1 - e^(-100/23))). Without crime the other
weights are scaled up to one. Both countries use the same transformation and differ in domains and weights. Sources:
English indices of deprivation 2025, technical report, chapter 3; Welsh Index of Multiple Deprivation 2019, technical
report, chapter 4.

What comes out is still relative: it orders the areas of one country at one date, and twice the score is not twice the
hardship.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from hotspot.errors import DataError

_BARRIERS = ("Barriers", "Housing_and_Services", "Housing_and_Access")  # as the files of 2019 and 2025 head it
CRIME = "crime"

# Domain -> weight and the headings it has in the files. The English weights add up to 0.999, as they were published.
ENGLAND: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "income": (0.225, ("Income",)),
    "employment": (0.225, ("Employment",)),
    "education": (0.135, ("Education",)),
    "health": (0.135, ("Health",)),
    CRIME: (0.093, ("Crime",)),
    "barriers": (0.093, _BARRIERS),
    "environment": (0.093, ("Environment",)),
}
WALES: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "income": (0.22, ("Income",)),
    "employment": (0.22, ("Employment",)),
    "health": (0.15, ("Health",)),
    "education": (0.14, ("Education",)),
    "access": (0.10, ("Access",)),
    "housing": (0.07, ("Housing",)),
    "environment": (0.05, ("Environment",)),
    CRIME: (0.05, ("Crime",)),
}


def domain_weights(index: pd.DataFrame) -> Mapping[str, tuple[float, tuple[str, ...]]]:
    """Return the domains and weights of an index: the Welsh one is told by its domain Access.

    >>> list(domain_weights(pd.DataFrame(columns=["Access_rank"])))[4]
    'access'
    """
    return WALES if "Access_rank" in index else ENGLAND


def domain_scores(index: pd.DataFrame) -> pd.DataFrame:
    """Return each domain's transformed score, 0 (least deprived) to 100 (most), from its ranks.

    Half of all areas score below 14: the scale is stretched at the deprived end on purpose, so that strength in one
    domain cannot hide hardship in another. These are the numbers that the weights apply to.

    Parameters
    ----------
    index : DataFrame
        A stored index, all N areas of the country, with ``lsoa_code`` and one rank a domain (1 most deprived).

    Returns
    -------
    DataFrame, index LSOA code
        One column a domain.

    Raises
    ------
    DataError
        A domain is missing, or only part of the country is held, so that a rank is above the number of areas.
    """
    table = index.set_index("lsoa_code")
    found = {key: _column(table, names) for key, (_, names) in domain_weights(table).items()}
    absent = [key for key, column in found.items() if column is None]
    if absent:
        raise DataError(
            f"The index has no ranks of {', '.join(absent)}.", "Add the whole file of ranks, with its domains."
        )
    ranks = table[[*found.values()]].set_axis([*found], axis=1).astype(float)
    if float(ranks.max().max()) > len(ranks):
        raise DataError(
            f"The index holds {len(ranks):,} areas but ranks up to {ranks.max().max():,.0f}.",
            "Add the file of the whole country: a rank means nothing without the number of areas.",
        )
    share = (len(ranks) - ranks + 1) / len(ranks)
    return -23 * np.log(1 - share * (1 - np.exp(-100 / 23)))


def _column(table: pd.DataFrame, names: tuple[str, ...]) -> str | None:
    return next((f"{name}_rank" for name in names if f"{name}_rank" in table), None)


def without_crime(index: pd.DataFrame) -> pd.DataFrame:
    """Return an index with and without its Crime domain, from the ranks of the domains.

    Parameters
    ----------
    index : DataFrame
        As for ``domain_scores``: the English index of 2019 or 2025, or the Welsh one of 2019.

    Returns
    -------
    DataFrame, index LSOA code
        score (agrees with the published one to 0.001), rank, score_without_crime, rank_without_crime and
        decile_without_crime (1 the most deprived). Equal scores are ranked in the order of the file.

    Raises
    ------
    DataError
        As for ``domain_scores``.
    """
    scores = domain_scores(index)
    weights = pd.Series({key: weight for key, (weight, _) in domain_weights(index).items()})
    others = weights.drop(CRIME)
    whole = (scores * weights).sum(axis=1)
    without = (scores[others.index] * others).sum(axis=1) / others.sum()
    rank = without.rank(ascending=False, method="first")
    return pd.DataFrame(
        {
            "score": whole,
            "rank": whole.rank(ascending=False, method="first").astype(int),
            "score_without_crime": without,
            "rank_without_crime": rank.astype(int),
            "decile_without_crime": np.ceil(rank * 10 / len(scores)).astype(int),
        }
    )


def movers(index: pd.DataFrame, codes: pd.Index | None = None, *, top: int = 10) -> pd.DataFrame:
    """Return the areas whose rank moves most when Crime is left out.

    An area that looks less deprived without Crime owed part of its published rank to recorded crime; laying the
    published index over violence would have counted that twice.

    Parameters
    ----------
    index : DataFrame
        As for ``domain_scores``.
    codes : Index, optional
        Only these areas are listed; the ranks stay those of the whole country.
    top : int
        How many to list.

    Returns
    -------
    DataFrame, index LSOA code
        rank and rank_without_crime (1 most deprived), moved (positive: less deprived without Crime), crime_rank; the
        largest move first.
    """
    found = without_crime(index)
    found["moved"] = found["rank_without_crime"] - found["rank"]
    found["crime_rank"] = index.set_index("lsoa_code")["Crime_rank"]
    mine = found if codes is None else found.loc[found.index.intersection(codes)]
    order = mine["moved"].abs().sort_values(ascending=False, kind="stable").index[:top]
    return mine.loc[order, ["rank", "rank_without_crime", "moved", "crime_rank"]]
