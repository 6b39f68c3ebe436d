"""Which cells are one place, and in which order places are read out.

Ranked by count, never by a score: on counts this small a z-score ranks noise. Adjoining significant cells are one place
with one row. A place may be large, so it is ranked by the count of its busiest cell (pieces of equal size alone are
compared), and its other busy cells are kept as ``peaks``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray
from scipy import sparse

Points = NDArray[np.float64]
Places = NDArray[np.int64]
Pairs = tuple[NDArray[np.integer], NDArray[np.integer]]


def grouped(
    significant: NDArray[np.bool_], neighbours: sparse.csr_array, *, near: Pairs | None = None
) -> NDArray[np.int64]:
    """Return a place number per location: one for each run of adjoining significant locations, one for each other.

    Parameters
    ----------
    significant : bool array of shape (n,)
    neighbours : sparse array of shape (n, n)
    near : (array, array), optional
        Which significant locations adjoin, where somebody has looked: see ``adjoining``.
    """
    n = len(significant)
    place = np.arange(1, n + 1)
    chosen = np.flatnonzero(significant)
    if chosen.size:
        at = np.empty(n, dtype=np.intp)
        at[chosen] = np.arange(chosen.size)
        here, there = near or adjoining(significant, neighbours)
        pairs = (np.ones(len(here)), (at[here], at[there]))
        near_these = sparse.csr_array(pairs, shape=(chosen.size, chosen.size))
        _, part = sparse.csgraph.connected_components(near_these, directed=False)
        first = np.empty_like(chosen)
        first[part[::-1]] = chosen[::-1]  # where a part comes several times, the first time stays
        place[chosen] = first[part] + 1
    return place


def adjoining(some: NDArray[np.bool_], neighbours: sparse.csr_array) -> Pairs:
    """Return each pair of some locations that adjoin, one way and the other, each with itself too."""
    chosen = np.flatnonzero(some)
    rows = neighbours[chosen]
    here, there = np.repeat(chosen, np.diff(rows.indptr)), rows.indices
    both = some[there]
    return here[both], there[both]


_FROM_PEAK = (
    "name csp_code csp_name lad_name count lower upper count_12m count_last usual usual_low usual_high word group "
    "decide category category_name letter also_matches bin bin_last stability settings_tried reason flip low_expected "
    "low_expected_step"
).split()


def points_inside(outlines: gpd.GeoSeries) -> Points:
    """Return longitude and latitude of a point that surely lies inside each outline, shape (n, 2)."""
    inside = outlines.representative_point()
    return np.column_stack([inside.x, inside.y])


def ranked(locations: gpd.GeoDataFrame, inside: Points | None = None) -> pd.DataFrame:
    """Return one row per place that holds an incident, ranked by its busiest cell, ties sharing a rank.

    Parameters
    ----------
    inside : array of shape (n, 2), optional
        A point in each location, where somebody keeps them: see ``points_inside``.
    """
    plain = pd.DataFrame(locations)  # a column of it is read in a third of the time
    count, place = plain["count"].to_numpy(), plain["place"].to_numpy()
    held = np.flatnonzero(count > 0)
    order = held[np.lexsort((-_short(plain["count_12m"].to_numpy()[held]), -_short(count[held])))]
    # Places are numbered in the order of their busiest cells from here on.
    at, turn = place[order], np.arange(len(order))
    first = np.empty(int(place.max(initial=0)) + 1, dtype=np.int64)
    first[at[::-1]] = turn[::-1]  # where a place comes several times, the first time stays
    begins = first[at] == turn
    of, rows = (np.cumsum(begins) - 1)[first[at]], order[begins]
    highest = -count[rows]
    lon, lat = (points_inside(locations.geometry.iloc[rows]) if inside is None else inside[rows]).T
    together = np.bincount(of, weights=count[order], minlength=len(rows)).astype(count.dtype)
    return pd.DataFrame(
        {
            "place": place[rows],
            "rank": np.searchsorted(highest, highest) + 1,
            **{name: plain[name].array.take(rows) for name in _FROM_PEAK if name in plain},
            "peak": locations.index.array.take(rows),
            "cells": np.bincount(of, minlength=len(rows)),
            "count_together": together,
            **_parts(plain, order, of, len(rows)),
            "lon": lon,
            "lat": lat,
        }
    )


def _short(counts: NDArray[Any]) -> NDArray[Any]:
    """Return counts as numbers of two bytes where they are small enough: those sort several times as fast."""
    whole = counts.dtype.kind in "iu" and counts.max(initial=0) <= np.iinfo(np.int16).max
    return counts.astype(np.int16) if whole else counts


def _parts(locations: pd.DataFrame, order: Places, of: Places, n: int) -> dict[str, Any]:
    """Return what a place is made of, so that one row never hides a new corner of an old hot spot.

    ``parts`` counts the words of its cells; ``urgent_word``, ``urgent_name`` and ``urgent_peak`` are those of its
    busiest new or worsening cell that calls for a decision, empty where it has none.

    Parameters
    ----------
    order : array
        Rows of the cells, the busiest first.
    of : array
        The place of each of them, 0 to n - 1.
    """
    worded = np.flatnonzero(locations["group"].to_numpy()[order])
    word = locations["word"].array.take(order[worded]).to_numpy(dtype=object)
    decides = worded[locations["decide"].to_numpy(dtype=bool)[order[worded]]]
    place, first = np.unique(of[decides], return_index=True)
    urgent = order[decides[first]]
    told = {"urgent_word": locations["word"], "urgent_name": locations["name"], "urgent_peak": locations.index}
    taken = {name: few_texts(said.array.take(urgent).fillna(""), place, n) for name, said in told.items()}
    return {"parts": _joined(of[worded], word, n), **taken}


def few_texts(texts: Sequence[str] | ExtensionArray, rows: NDArray[np.integer], n: int) -> ExtensionArray:
    """Return a column of n texts that is empty but for some rows.

    >>> few_texts(["b", "d"], np.array([1, 3]), 4).tolist()
    ['', 'b', '', 'd']
    """
    held = pa.array(texts, pa.large_string())
    if (rows[1:] < rows[:-1]).any():
        order = np.argsort(rows)
        held, rows = held.take(pa.array(order)), rows[order]
    # The letters stand as they are; only where each text ends is said for all n.
    _, ends, letters = held.buffers()
    each = np.frombuffer(ends, np.int64)[held.offset : held.offset + len(held) + 1]
    ends_of_all = np.zeros(n + 1, dtype=np.int64)
    ends_of_all[rows + 1] = np.diff(each)
    np.cumsum(ends_of_all, out=ends_of_all)
    made = pa.LargeStringArray.from_buffers(n, pa.py_buffer(ends_of_all), letters.slice(int(each[0])))
    return pd.array(made, dtype="str")


def _joined(of: Places, word: NDArray[np.object_], n: int) -> ExtensionArray:
    """Return the words of each place with how many cells bear them, the commonest first."""
    code, names = pd.factorize(word, sort=True)
    pair, cells = np.unique(of * max(len(names), 1) + code, return_counts=True)
    order, said = np.lexsort((pair, -cells)), dict[int, list[str]]()
    for one, many in zip(pair[order].tolist(), cells[order].tolist(), strict=True):
        at, which = divmod(one, len(names))
        said.setdefault(at, []).append(f"{names[which]} in {many}")
    return few_texts(list(map("; ".join, said.values())), np.array([*said], dtype=np.intp), n)


_OF_PEAK = ["place", "location", "name", "count", "count_last", "word", "group", "csp_code"]


def peaks(locations: gpd.GeoDataFrame, neighbours: sparse.csr_array, *, near: Pairs | None = None) -> pd.DataFrame:
    """Return the busy cells of large places besides their busiest: those that no adjoining cell of the place exceeds.

    Parameters
    ----------
    near : (array, array), optional
        Which significant locations adjoin, where somebody has looked: see ``adjoining``.

    Returns
    -------
    DataFrame
        place, location, name, count, count_last, word, group, csp_code; busiest first within each place.
    """
    plain = pd.DataFrame(locations)
    count, place = plain["count"].to_numpy(), plain["place"].to_numpy()
    significant = plain["significant"].to_numpy()
    peak = significant & (count > 0)
    here, there = near or adjoining(significant, neighbours)
    # Equal counts side by side are one peak: the later cell gives way.
    higher = (count[there] > count[here]) | ((count[there] == count[here]) & (there < here))
    peak[here[(place[here] == place[there]) & higher]] = False
    rows = np.flatnonzero(peak)
    rows = rows[np.lexsort((-count[rows], place[rows]))]
    rows = rows[1:][place[rows][1:] == place[rows][:-1]]  # all but the busiest of each place
    told = {name: plain[name].array.take(rows) for name in _OF_PEAK if name in plain}
    return pd.DataFrame({"place": told.pop("place"), "location": locations.index.array.take(rows), **told})
