"""Legends, made from the same classes and the same array as the layer they explain."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from hotspot.findings import Findings
from hotspot.language import phrase, to_phrase
from hotspot.views.palettes import ColourClass, css
from hotspot.views.shading import Shading

_BOX = (
    "display:inline-block;width:1.05em;height:1.05em;margin-right:.4em;border:1px solid #5d6570;vertical-align:-.15em"
)


FEWEST_STEPS = 5  # of a category; a test holds it to what is measured


def _item(group: ColourClass, size: int) -> str:
    fill = css(group.colour)
    if group.dot:  # as on the map
        fill = f"radial-gradient(circle,{css(group.dot)} 0 22%,{fill} 28%)"
    return (
        f'<span style="white-space:nowrap;margin-right:1.2em"><span style="{_BOX};background:{fill}">'
        f"</span>{escape(phrase(group.label))}&nbsp;<b>{size:,}</b></span>"
    )


def legend(shading: Shading, *, unit: str = to_phrase("cells")) -> str:
    """Return the legend as HTML: a box, a word and how many locations each class holds.

    A class that holds nothing is left out, so that the legend never promises a colour the map cannot show.
    """
    items = "".join(_item(group, size) for group, size in zip(shading.classes, shading.sizes, strict=True) if size)
    of = phrase("number of {things}").format(things=phrase(unit))
    heading = f"<b>{escape(phrase(shading.title))}</b> ({escape(of)})"
    return f'<div class="hs-legend" role="note">{heading}<br/>{items}</div>'


def one_class(shading: Shading, values: Any, *, unit: str) -> str:
    """Return that a map has one colour because all its values lie in one class, or nothing.

    The classes stay what they are on every district's map, so that colours can be compared; what tells these places
    apart is in the numbers.
    """
    held = [group for group, size in zip(shading.classes, shading.sizes, strict=True) if size]
    if len(held) != 1 or len(shading.index) < 2:
        return ""
    gaps = {"n": f"{len(shading.index):,}", "things": phrase(unit), "label": phrase(held[0].label)}
    said = phrase("All {n} {things} lie in one class: {label}.").format(**gaps)
    known = pd.to_numeric(values, errors="coerce").dropna()
    if known.empty or known.min() == known.max():
        return said
    inside = phrase("Inside it they run from {low} to {high}: the table below tells them apart.")
    return f"{said} {inside.format(low=f'{known.min():,.1f}', high=f'{known.max():,.1f}').replace('.0', '')}"


def letters(findings: Findings) -> str:
    """Return the category letters that occur, with their names and numbers, as HTML."""
    frame = findings.locations
    counted = frame[frame["category"].fillna(0) != 0].groupby(["category", "letter", "category_name"]).size()
    said = [
        f"<b>{escape(str(letter))}</b>&nbsp;{escape(str(name))}&nbsp;{n}" for (_, letter, name), n in counted.items()
    ]
    return f'<div class="hs-legend">{" · ".join(said)}</div>' if said else ""


def no_letters(findings: Findings) -> str:
    """Return why no place has a category, and what to do."""
    held = len(findings.steps)
    if held < FEWEST_STEPS:
        return (
            f"No categories yet: they tell of changes over time and need at least {FEWEST_STEPS} steps (months) with "
            f"no gap; this answer has {held}. Add more months on the page Data, or begin earlier in the filters."
        )
    return "No place has a pattern: nowhere was hotter or colder than chance would give in any of these months."


def cold_is_possible(findings: Findings) -> bool:
    """Return whether any location came out cold; where none did, the reader is told why instead of shown a colour."""
    return bool((findings.bins < 0).any())
