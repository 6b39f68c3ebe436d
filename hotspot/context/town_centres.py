"""Where visitors outnumber residents, so that a rate per resident says little."""

from __future__ import annotations

import pandas as pd

from hotspot.geography import Areas

TIMES_THE_MEDIAN = 3.0
VISITED_SHARE = 0.075
# How published police data names map points that people come to from elsewhere.
VISITED = (
    "Bus/Coach Station|Conference/Exhibition Centre|Nightclub|Parking Area|Railway Station|Shopping Area|Supermarket"
    "|Theatre/Concert Hall"
)


def town_centres(frame: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """Return which LSOAs are town centres: few residents, many visitors.

    A rate per resident of such a place is not a risk of its residents: most people there at night live elsewhere. The
    flag is a reason to read the count instead. An LSOA is flagged where all three hold, over records of every type and
    date, institutions left out:

    - records per resident are at least three times those of the area's median LSOA;
    - records per square kilometre are at least three times the median (large rural LSOAs with one busy car park fail);
    - at least 7.5 records in 100 are at a place of visitors (shops, nightclubs, car parks, stations), where the
      locations of the source say so. A source that names no such place is judged by the first two.

    It misleads where a retail park or a superstore stands among houses: that is a place of visitors too, if no town.

    Parameters
    ----------
    frame : DataFrame
        Incidents with lsoa, location, institution.
    areas : Areas
        The area's LSOAs, with population.

    Returns
    -------
    DataFrame, index LSOA 2021 code
        town_centre (False where the population is not known), times_median (records per resident against the median).
    """
    held = frame.loc[~frame["institution"] & frame["lsoa"].notna(), ["lsoa", "location"]]
    location = held["location"].astype("category")
    named = pd.Series(location.cat.categories, dtype="str").str.contains(VISITED)
    visited = location.map(dict(zip(location.cat.categories, named, strict=True))).astype("boolean").fillna(False)
    records = held.groupby("lsoa").size().reindex(areas.lsoa.index, fill_value=0)
    share = visited.astype(float).groupby(held["lsoa"]).mean().reindex(areas.lsoa.index).fillna(0)
    per_resident = records / areas.lsoa["population"].where(areas.lsoa["population"] > 0)
    density = records / areas.lsoa["area_km2"]
    times = per_resident / per_resident.median()
    busy = (times >= TIMES_THE_MEDIAN) & (density >= TIMES_THE_MEDIAN * density.median())
    drawn = (share >= VISITED_SHARE) if bool(named.any()) else True
    return pd.DataFrame({"town_centre": busy & drawn, "times_median": times})
