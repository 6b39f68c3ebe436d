"""Which class each location falls in: the one array that layer, legend, picture and table agree on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.findings import Findings
from hotspot.views import palettes
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
    index = findings.locations["word"].fillna("").map(number).fillna(0).to_numpy(dtype=np.int64)
    return Shading("What kind of hot spot", palettes.WORDS, index)


def by_significance(findings: Findings) -> Shading:
    """Return the confidence bins of the whole period as colours, from -3 (cold) to 3 (hot)."""
    bins = findings.locations["bin"].fillna(0).to_numpy(dtype=np.int64)
    return Shading("More or fewer than chance would give", palettes.SIGNIFICANCE, bins + 3)


def by_density(findings: Findings) -> Shading:
    """Return the five density classes and the empty one as colours."""
    classes = findings.locations["density_class"].fillna(0).to_numpy(dtype=np.int64)
    return Shading("How dense the records are", palettes.DENSITY, classes)


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
    return Shading(breaks.title, (*breaks.classes, palettes.NOT_KNOWN), index)
