"""Which of the places of an answer are listed and numbered: on a page all of them, on a wall what can be read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk

from hotspot.findings import Findings
from hotspot.findings.bands import whole_bands
from hotspot.language import phrase
from hotspot.views import maps, since, words
from hotspot.views.looking import MAP_WIDTH, View

ON_THE_WALL = 8  # rows that fit beside the map in letters for four metres


def listed(findings: Findings, *, wall: bool = False, settled: Collection[Any] = ()) -> pd.DataFrame:
    """Return the places of the list by rank; map and list number the same ones.

    On a wall those to decide stay first of all, then those where something is agreed, then the most recorded.

    Parameters
    ----------
    findings : Findings
        Of one answer.
    wall : bool
        Whether no more may be shown than can be read from afar.
    settled : collection
        Places where something is agreed.
    """
    marked: pd.DataFrame = maps.marked(findings)
    if not wall or len(marked) <= ON_THE_WALL:
        return marked
    later = np.where(marked["place"].isin(list(settled)), 1, np.where(marked["decide"], 0, 2))
    kept = np.argsort(later, kind="stable")[:ON_THE_WALL]
    return marked.iloc[np.sort(kept)]


def left_out(findings: Findings) -> str:
    """Return which band of a restricted source is not listed and why, or nothing where all bands are.

    Its places are equals to the reader: those that happened to stand first would look like a cluster on the map.
    """
    whole = len(whole_bands(findings.places, maps.LISTED)) if findings.controlled else len(findings.places)
    if whole == len(findings.places):
        return ""
    count = findings.places["count"].iloc[whole]
    many = int((findings.places["count"] == count).sum())
    said = phrase(
        "Not listed: {n} places in one band, {count}. Which of them holds most is not told, so none is numbered."
    )
    pick = phrase("Choose a place on the map to see what is known of it.")
    return " ".join([said.format(n=f"{many:,}", count=words.number(count, findings)), *([] if whole else [pick])])


def worded(listed: pd.DataFrame, look: View, width_px: int = MAP_WIDTH) -> list[pdk.Layer]:
    """Return the word of each numbered place beside its number: a map that is read without its colours.

    Parameters
    ----------
    listed : DataFrame
        The places that the map numbers.
    look, width_px
        Where the map looks, and how wide it is.
    """
    held = listed[listed["word"] != ""]
    spots = zip(held["lon"], held["lat"], held["word"], strict=True)
    rows = [{"p": [round(lon, 4), round(lat, 4)], "s": phrase(word)} for lon, lat, word in spots]
    return [since.beside("worded", rows, listed, look, width_px)] if rows else []
