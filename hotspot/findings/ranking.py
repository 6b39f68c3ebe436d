"""Which cells are one place, and in which order places are read out.

Ranked by count, never by a score: on counts this small a z-score ranks noise. Adjoining significant cells are one place
with one row. A place may be large, so it is ranked by the count of its busiest cell (pieces of equal size alone are
compared), and its other busy cells are kept as ``peaks``.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse


def grouped(significant: NDArray[np.bool_], neighbours: sparse.csr_array) -> NDArray[np.int64]:
    """Return a place number per location: one for each run of adjoining significant locations, one for each other."""
    n = len(significant)
    place = np.arange(1, n + 1)
    chosen = np.flatnonzero(significant)
    if chosen.size:
        _, part = sparse.csgraph.connected_components(neighbours[chosen][:, chosen], directed=False)
        first = pd.Series(chosen + 1).groupby(part).transform("min")
        place[chosen] = first.to_numpy()
    return place


_FROM_PEAK = (
    "name csp_code csp_name lad_name count lower upper count_12m count_last usual usual_low usual_high word group "
    "decide category category_name letter also_matches bin bin_last stability settings_tried reason flip low_expected "
    "low_expected_step"
).split()


def ranked(locations: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return one row per place that holds an incident, ranked by its busiest cell, ties sharing a rank."""
    held = locations[locations["count"] > 0]
    order = held.sort_values(["count", "count_12m"], ascending=False, kind="stable")
    peak = order.rename_axis("location").reset_index().groupby("place", sort=False).head(1).set_index("place")
    together = held.groupby("place").agg(cells=("count", "size"), count_together=("count", "sum"))
    places = pd.DataFrame(peak[[c for c in _FROM_PEAK if c in peak.columns]])
    places["peak"] = peak["location"]
    places = places.join(together).join(_parts(order))
    centre = peak.geometry.representative_point()
    places["lon"], places["lat"] = centre.x, centre.y
    places.insert(0, "rank", places["count"].rank(method="min", ascending=False).astype(int))
    return places.reset_index()


def _parts(order: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return what a place is made of, so that one row never hides a new corner of an old hot spot.

    ``parts`` counts the words of its cells; ``urgent_word``, ``urgent_name`` and ``urgent_peak`` are those of its
    busiest new or worsening cell that calls for a decision, empty where it has none.
    """
    worded = order[order["word"] != ""].rename_axis("location").reset_index()
    counted = worded.groupby(["place", "word"]).size().sort_values(ascending=False, kind="stable").reset_index(name="n")
    said = (counted["word"] + " in " + counted["n"].astype(str)).groupby(counted["place"]).agg("; ".join)
    urgent = worded[worded["decide"]].drop_duplicates("place").set_index("place")
    named = urgent[["word", "name", "location"]].set_axis(["urgent_word", "urgent_name", "urgent_peak"], axis=1)
    everywhere = pd.Index(order["place"].unique(), name="place")
    return pd.concat([said.rename("parts"), named], axis=1).reindex(everywhere).fillna("")


_OF_PEAK = ["place", "location", "name", "count", "count_last", "word", "group", "csp_code"]


def peaks(locations: gpd.GeoDataFrame, neighbours: sparse.csr_array) -> pd.DataFrame:
    """Return the busy cells of large places besides their busiest: those that no adjoining cell of the place exceeds.

    Returns
    -------
    DataFrame
        place, location, name, count, count_last, word, group, csp_code; busiest first within each place.
    """
    count, place = locations["count"].to_numpy(), locations["place"].to_numpy()
    # Equal counts side by side are one peak: the later cell gives way.
    order = np.lexsort((np.arange(len(count)), -count)).argsort()
    pairs = neighbours.tocoo()
    here, there = pairs.coords
    beaten = here[(place[here] == place[there]) & (order[there] < order[here])]
    peak = locations["significant"].to_numpy() & (count > 0)
    peak[beaten] = False
    found = pd.DataFrame(locations.drop(columns="geometry")).rename_axis("location").reset_index()
    held = found.loc[peak, [name for name in _OF_PEAK if name in found]].sort_values(
        ["place", "count"], ascending=[True, False], kind="stable"
    )
    return held[held.duplicated("place")].reset_index(drop=True)
