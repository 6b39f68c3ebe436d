"""Which of the places of an answer are listed and numbered: on a page all of them, on a wall what can be read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely
from numpy.typing import NDArray

from hotspot.findings import Findings
from hotspot.findings.bands import whole_bands
from hotspot.language import phrase
from hotspot.views import maps, word_sides, words
from hotspot.views.looking import MAP_WIDTH, View

SPOTS = 6  # at which a word without a number is tried: from afar the busiest may lie among numbers
INNER = 0.7  # of a place, which seems to be what a word on it is said of
ON_THE_WALL = 8  # rows that fit beside the map in letters for four metres


def listed(findings: Findings, *, wall: bool = False, settled: Collection[Any] = ()) -> pd.DataFrame:
    """Return the places of the list by rank; map and list number the same ones.

    On a wall those to decide stay first of all, then those where something is agreed, then those whose last step lies
    above their usual range, then the most recorded: what is unlike itself now is what a meeting asks about.

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
    above = (marked["count_last"] > marked["usual_high"]).to_numpy(dtype=bool)  # of a restricted source none is known
    later = np.where(marked["place"].isin(list(settled)), 1, np.where(marked["decide"], 0, np.where(above, 2, 3)))
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


def worded(listed: pd.DataFrame, look: View, width_px: int = MAP_WIDTH, locations: Any = None) -> list[pdk.Layer]:
    """Return the word of each numbered place beside its number: a map that is read without its colours.

    A word that stands beside no number in view, though places in view have its colour, is written once without one, at
    the busiest of them where it has room.

    Parameters
    ----------
    listed : DataFrame
        The places that the map numbers.
    look, width_px
        Where the map looks, and how wide it is.
    locations : GeoDataFrame, optional
        All that the map colours by ``word``; without it only what is numbered is worded.
    """
    spots = zip(listed["lon"].tolist(), listed["lat"].tolist(), listed["word"].tolist(), strict=True)
    rows = [{"p": [round(lon, 4), round(lat, 4)], "s": phrase(word)} for lon, lat, word in spots if word != ""]
    if locations is not None:
        rows = _with_unsaid(rows, Worded.of(locations), listed, look, width_px)
    return [word_sides.beside("worded", rows, listed, look, width_px)] if rows else []


@dataclass(frozen=True)
class Worded:
    """The places of a map that have a word, the busiest first: their words, middles and half their size in degrees."""

    words: NDArray[np.object_]
    spots: NDArray[np.float64]
    half: NDArray[np.float64]

    @classmethod
    def of(cls, locations: Any) -> Worded:
        """Take those of a table; of equals, as in a band of a restricted source, the first by key: no rank is told."""
        words = locations["word"].to_numpy(dtype=object, na_value="")
        coloured = np.flatnonzero(words != "")
        counts = locations["count"].to_numpy(dtype=float, na_value=-1.0)[coloured]
        coloured = coloured[np.argsort(-counts, kind="stable")]
        shapes = locations.geometry.to_numpy()[coloured]
        box = shapely.bounds(shapes).reshape(-1, 2, 2)
        said = np.array([phrase(word) for word in words[coloured].tolist()], dtype=object)
        spots = shapely.get_coordinates(shapely.centroid(shapes)).round(4)
        return cls(said, spots, INNER * np.median(box[:, 1] - box[:, 0], axis=0) / 2 if len(box) else np.zeros(2))


def _with_unsaid(
    rows: list[dict[str, Any]], held: Worded, listed: pd.DataFrame, look: View, width_px: int
) -> list[dict[str, Any]]:
    """Return the words beside numbers, and those of places in view that none says, with where each may stand."""
    off = {word: (held.spots[held.words != word], held.half) for word in {*held.words, *(row["s"] for row in rows)}}
    rows = [{**row, "off": off[row["s"]]} for row in rows]
    beside = word_sides.sided(rows, listed, look, width_px)
    said = {row["s"] for row in beside if look.shows(row["p"], width_px)}
    seen = look.shows(held.spots, width_px)
    unsaid = [word for word in dict.fromkeys(held.words[seen].tolist()) if word not in said]
    spots = {word: held.spots[seen & (held.words == word)][:SPOTS].tolist() for word in unsaid}
    return [*rows, *({"at": spots[word], "s": word, "off": off[word]} for word in unsaid)]
