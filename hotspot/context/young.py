"""How young the residents of each neighbourhood are: the share under 25, the age group the Duty looks at first."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pyarrow as pa

from hotspot.context.deprivation import index_by_code
from hotspot.geography import Areas

KIND = "population_lsoa11_age"
UNDER = 25
MISSING = (
    "Residents by age are not loaded: add the population by single year of age and LSOA 2011 of the Office for "
    "National Statistics."
)


def young_share(tables: Mapping[str, pa.Table], areas: Areas) -> pd.Series[float]:
    """Return the share of residents under 25 of each LSOA 2021, NaN where not known.

    Ages are published by LSOA of 2011. An unchanged LSOA keeps its share and the parts of a split one inherit it; the
    residents of merged ones are added up first; of an irregular change nothing is known. It says who lives in a
    neighbourhood, not who is about there, nor who is hurt.

    Parameters
    ----------
    tables : mapping of kind -> pyarrow.Table
        ``population_lsoa11_age`` with ``total`` and ``age_0`` to ``age_24``.
    areas : Areas
        The area's LSOAs and the exact-fit lookup.

    Returns
    -------
    Series, index LSOA 2021 code
        Between 0 and 1.
    """
    held = index_by_code(tables, KIND)
    ages = [f"age_{year}" for year in range(UNDER)]
    if held.empty or not set(ages) <= set(held.columns):
        return pd.Series(float("nan"), index=areas.lsoa.index, name="young_share", dtype=float)
    fit = areas.lookup11[areas.lookup11["lsoa21"].isin(areas.lsoa.index)]
    parents = pd.DataFrame({"young": held[ages].sum(axis=1, min_count=UNDER), "total": held["total"]})
    mine = parents.reindex(fit["lsoa11"]).set_axis(fit["lsoa21"], axis=0)
    # One parent unknown makes the sum unknown; a share of half the residents would pass for that of all.
    summed = mine.groupby(level=0).agg(lambda numbers: numbers.sum(skipna=False))
    share = summed["young"] / summed["total"].where(summed["total"] > 0)
    irregular = fit.loc[fit["chgind"] == "X", "lsoa21"]
    return share.drop(index=irregular.unique(), errors="ignore").reindex(areas.lsoa.index).rename("young_share")
