"""The deprivation index of an area's own country as layers: the whole, the whole without Crime, and every domain."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from hotspot.config import AreaProfile
from hotspot.context.deprivation import carried, index_by_code
from hotspot.context.layer import AVERAGED, Layer, Loaded
from hotspot.context.rescored import domain_scores, without_crime
from hotspot.errors import DataError
from hotspot.geography import Areas

# Country -> kind, name, date, how to add it.
OFFERED = {
    "England": ("imd2025_england", "English indices of deprivation 2025 (MHCLG)", "2025"),
    "Wales": ("wimd2019", "Welsh Index of Multiple Deprivation 2019 (Welsh Government)", "2019"),
    "Demonstration": ("imd2025_england", "Made-up index of the demonstration", "made up"),
}
TITLES = {
    "imd": "Deprivation (all domains)",
    "imd_without_crime": "Deprivation without Crime",
    "income": "Income deprivation",
    "employment": "Employment deprivation",
    "education": "Education and skills deprivation",
    "health": "Health deprivation",
    "crime": "Crime (as the index counts it)",
    "barriers": "Barriers to housing and services",
    "environment": "Poor living environment",
    "access": "Poor access to services",
    "housing": "Housing deprivation",
}
RELATIVE = "Relative: it ranks the areas of one country at one date, and says nothing about any one resident."
COUNTS_CRIME = "It counts recorded crime, so laid over violence it partly finds itself; use the one without Crime."
OF_2011 = "Published on LSOAs of 2011: unchanged and split ones keep their value, merged and irregular ones have none."


def deprivation_layers(tables: Mapping[str, pa.Table], areas: Areas, profile: AreaProfile) -> Loaded:
    """Return the layers of the country's own index: the frame by LSOA, what describes each, and what is missing.

    Scores run from 0 to 100 and up is more deprived; ``_decile`` and ``_rank`` count from 1, the most deprived, among
    all areas of the country.
    """
    nothing = pd.DataFrame(index=areas.lsoa.index)
    if profile.country not in OFFERED:
        return Loaded(nothing, (), ("No deprivation index of this country is known to this program.",))
    kind, source, date = OFFERED[profile.country]
    index = index_by_code(tables, kind).reset_index()
    if index.empty:
        return Loaded(nothing, (), (f"Deprivation is not loaded: add the file of the {source}.",))
    try:
        national = _national(index)
    except DataError as error:
        return Loaded(nothing, (), (f"Deprivation cannot be shown: {error}",))
    held = carried(national, areas) if profile.country == "Wales" else national.reindex(areas.lsoa.index)
    older = OF_2011 if profile.country == "Wales" else ""
    keys = [key for key in TITLES if key in held]
    return Loaded(held, tuple(_told(key, source, date, older) for key in keys), ())


def _national(index: pd.DataFrame) -> pd.DataFrame:
    """Return score, rank and decile of the index, the index without Crime and each domain, for the whole country."""
    whole, domains = without_crime(index), domain_scores(index)
    table = index.set_index("lsoa_code")
    scores = {"imd": whole["score"], "imd_without_crime": whole["score_without_crime"]} | dict(domains.items())
    columns: dict[str, pd.Series] = {}
    for key, score in scores.items():
        columns[key] = score
        columns[f"{key}_rank"] = score.rank(ascending=False, method="first")
        columns[f"{key}_decile"] = np.ceil(columns[f"{key}_rank"] * 10 / len(score))
    columns["imd_rank"], columns["imd_decile"] = table["IMD_rank"], table["IMD_decile"]  # as published
    return pd.DataFrame(columns).astype(float)


def _told(key: str, source: str, date: str, older: str) -> Layer:
    caveat = " ".join(text for text in (RELATIVE, COUNTS_CRIME if key in ("imd", "crime") else "", older) if text)
    return Layer(key, TITLES[key], "need", "score, 0 to 100", "worse", source, date, AVERAGED, caveat)
