"""The Community Needs Index: where places and ties that protect are few, as published for England.

Its three domains are civic assets (places to meet close by), connectedness (services, digital links, isolation, local
jobs) and an active and engaged community (voluntary activity and taking part). A high score is a high need, so fewer of
them; rank 1 is the area most in need. Source: Community Needs Index 2023, Oxford Consultants for Social Inclusion and
Local Trust.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from hotspot.config import AreaProfile
from hotspot.context.deprivation import index_by_code
from hotspot.context.layer import AVERAGED, Layer, Loaded
from hotspot.geography import Areas

SOURCE = "Community Needs Index 2023 (OCSI and Local Trust)"
# Key -> stem of the stored columns, title.
NEEDS = {
    "cni": ("cni", "Community need (all three)"),
    "cni_civic_assets": ("civic_assets", "Lack of civic assets"),
    "cni_connectedness": ("connectedness", "Lack of connectedness"),
    "cni_engaged": ("active_and_engaged_community", "Lack of an active, engaged community"),
}
CAVEAT = "A high score is a high need: fewer places and ties that protect. Modelled from many sources; relative."


def needs_layers(tables: Mapping[str, pa.Table], areas: Areas, profile: AreaProfile) -> Loaded:
    """Return the Community Needs Index of an area's LSOAs, what describes it, and what is missing.

    Scores are as published, up is more need; ``_rank`` and ``_decile`` count from 1, the most in need, among all areas
    of England. Outside England there is no such index and none is put in its place.
    """
    nothing = pd.DataFrame(index=areas.lsoa.index)
    if profile.country not in ("England", "Demonstration"):
        return Loaded(nothing, (), ("The Community Needs Index covers England alone, so there is none here.",))
    index = index_by_code(tables, "cni2023")
    if index.empty:
        return Loaded(nothing, (), ("The Community Needs Index is not loaded: add its file of 2023 by LSOA 2021.",))
    columns: dict[str, pd.Series] = {}
    for key, (stem, _) in NEEDS.items():
        if f"{stem}_score" not in index or f"{stem}_rank" not in index:
            continue
        columns[key], rank = index[f"{stem}_score"], index[f"{stem}_rank"]
        columns[f"{key}_rank"], columns[f"{key}_decile"] = rank, np.ceil(rank * 10 / len(index))
    held = pd.DataFrame(columns).astype(float).reindex(areas.lsoa.index)
    return Loaded(held, tuple(_told(key) for key in NEEDS if key in held), ())


def _told(key: str) -> Layer:
    return Layer(key, NEEDS[key][1], "protection", "score", "worse", SOURCE, "2023", AVERAGED, CAVEAT)
