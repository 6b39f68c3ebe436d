"""Which class each location falls in: the one array that layer, legend, picture and table agree on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.errors import DataError
from hotspot.findings import Findings
from hotspot.language import to_phrase
from hotspot.views import palettes
from hotspot.views.middles import middles
from hotspot.views.palettes import ColourClass


@dataclass(frozen=True)
class Shading:
    """Colour classes and, for each location in order, the number of its class.

    Attributes
    ----------
    title : str
        What is shown, for the legend's heading.
    classes : tuple of ColourClass
        The classes; ``index`` points into it.
    index : array of int, shape (locations,)
        Class of each location, in the order of the table it was made from.
    """

    title: str
    classes: tuple[ColourClass, ...]
    index: NDArray[np.int64]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many locations fall in each class."""
        return tuple(int(n) for n in np.bincount(self.index, minlength=len(self.classes)))


def by_word(findings: Findings) -> Shading:
    """Return the six words as colours; a location without a word has no pattern."""
    number = {word: k for k, group in enumerate(palettes.WORDS) for word in group.words}
    code, different = pd.factorize(findings.locations["word"].fillna(""))  # thousands of places share few words
    index = np.array([number.get(word, 0) for word in different], dtype=np.int64)[code]
    return Shading(to_phrase("What kind of hot spot"), palettes.WORDS, index)


def by_significance(findings: Findings) -> Shading:
    """Return the confidence bins of the whole period as colours, from -3 (cold) to 3 (hot)."""
    bins = findings.locations["bin"].fillna(0).to_numpy(dtype=np.int64)
    return Shading(to_phrase("More or fewer than chance would give"), palettes.SIGNIFICANCE, bins + 3)


def by_density(findings: Findings) -> Shading:
    """Return the density class at the middle of each location as colours; the radius stands in the title.

    The surface is finer than the cells: this is what it says at their middles, so that map and table show one thing.
    """
    surface = findings.surface
    if surface is None:
        raise DataError("There are too few located records for a density.", "Choose more months or another measure.")
    x_m, y_m = middles(findings.locations, surface.crs)
    column = np.floor((x_m - surface.x_min_m) / surface.step_m).astype(np.int64)
    row = np.floor((y_m - surface.y_min_m) / surface.step_m).astype(np.int64)
    high, wide = surface.classes.shape
    inside = (row >= 0) & (row < high) & (column >= 0) & (column < wide)
    index = np.where(inside, surface.classes[row.clip(0, high - 1), column.clip(0, wide - 1)], 0).astype(np.int64)
    mended = ", mended at the border" if surface.corrected else ""
    return Shading(f"Density of records, radius {surface.bandwidth_m:,.0f} m{mended}", palettes.DENSITY, index)


def by_method(findings: Findings, method: str) -> Shading:
    """Return the shading that answers the method's question."""
    return {"emerging": by_word, "gi_star": by_significance, "density": by_density}[method](findings)


def by_value(table: Any, column: str) -> Shading:
    """Return a number of an area table in fixed classes, with one more class for "not known".

    Parameters
    ----------
    table : DataFrame
        One row an area.
    column : str
        ``rate``, ``count`` or ``imd_decile``.
    """
    breaks = palettes.VALUES[column]
    values = pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float)
    index = np.clip(np.digitize(values, breaks.at_least) - 1, 0, None)
    index = np.where(np.isnan(values), len(breaks.classes), index).astype(np.int64)
    return Shading(_titled(breaks.title, table, column), (*breaks.classes, palettes.NOT_KNOWN), index)


def _titled(title: str, table: Any, column: str) -> str:
    """Name the index whose tenths are shown: those of different countries and years do not compare."""
    named = table["index_name"].dropna().unique() if column == "imd_decile" and "index_name" in table else ()
    return f"{title} ({', '.join(sorted(named))})" if len(named) else title
