"""What each parameter of an analysis may be: how it is read from a text, and what is refused.

A link may be typed, cut off or made in bad faith, so that every value is bounded before anything is done with it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from hotspot.errors import ParameterError

if TYPE_CHECKING:
    from hotspot.config.parameters import Parameters

FIRST_YEAR, LAST_YEAR = 1900, 2100
WIDEST_M = 50_000
MOST_PERMUTATIONS = 99_999
LONGEST_LAG = 12

CHOICES: dict[str, tuple[str, ...]] = {
    "geography": ("h3", "lsoa"),
    "step": ("month", "day", "week", "28d", "quarter", "weekend"),
    "method": ("emerging", "gi_star", "density"),
    "window": ("entire_cube", "neighbourhood_steps", "step"),
    "rules": ("current", "legacy"),
    "mask": ("inhabited", "whole"),
    "reference": ("area", "district"),
    "edge": ("none", "corrected"),
}


def from_text(name: str, kind: str, text: str) -> Any:
    """Return the value of a field that a text stands for.

    Parameters
    ----------
    name, kind : str
        The field and its type, as it is written in the class.
    text : str
        What the link holds.

    Raises
    ------
    ParameterError
        A number is wanted and it is none.

    >>> from_text("csps", "tuple[str, ...]", "W1,W2"), from_text("lag", "int | None", "")
    (('W1', 'W2'), None)
    """
    if kind.startswith("tuple"):
        return tuple(part for part in text.split(",") if part)
    if kind in ("str", "Window", "Rules"):
        return text
    if "None" in kind and text in ("", "None"):
        return None
    if kind.startswith("int"):
        return whole_number(name, text)
    try:
        return float(text)
    except ValueError as error:
        raise ParameterError(f"'{text}' is not a number for {name}.", "Write it in digits, such as 0.05.") from error


def whole_number(name: str, text: str) -> int:
    """Return a whole number that a reader typed.

    Raises
    ------
    ParameterError
        It is not one.

    >>> whole_number("resolution", "8")
    8
    """
    try:
        return int(text)
    except ValueError as error:
        raise ParameterError(f"'{text}' is not a whole number for {name}.", "Write it in digits, such as 8.") from error


def refuse(asked: Parameters) -> None:
    """Refuse parameters that no analysis can use.

    Raises
    ------
    ParameterError
        A field holds something out of reach; the message names it.
    """
    for name, allowed in CHOICES.items():
        if getattr(asked, name) not in allowed:
            raise ParameterError(f"'{getattr(asked, name)}' is not a {name}.", f"Choose one of: {', '.join(allowed)}.")
    if not 5 <= asked.resolution <= 10:
        raise ParameterError(f"H3 resolution {asked.resolution} is out of reach.", "Choose 5 to 10.")
    if asked.alpha not in (0.10, 0.05, 0.01):
        raise ParameterError(f"alpha {asked.alpha} is not a confidence level.", "Choose 0.10, 0.05 or 0.01.")
    if not 1 <= asked.rings <= 5:
        raise ParameterError(f"{asked.rings} rings of neighbours cannot be used.", "Choose 1 to 5.")
    _refuse_dates(asked.start, asked.end)
    _refuse_numbers(asked)


def _refuse_dates(*dates: str) -> None:
    for said in dates:
        try:
            read = date.fromisoformat(f"{said}-01" if re.fullmatch(r"\d{4}-\d{2}", said) else said) if said else None
        except ValueError as error:
            raise ParameterError(f"'{said[:40]}' is not a month or a day.", "Write 2025-01 or 2025-01-15.") from error
        if read is not None and not FIRST_YEAR <= read.year < LAST_YEAR:
            raise ParameterError(f"No records of {read.year} are held.", f"Choose {FIRST_YEAR} or later.")


def _refuse_numbers(asked: Parameters) -> None:
    """Refuse numbers that no analysis needs and that a link could use to keep a machine busy for hours."""
    if asked.bandwidth_m is not None and not 1 <= asked.bandwidth_m <= WIDEST_M:
        raise ParameterError(f"A radius of {asked.bandwidth_m} m cannot be used.", f"Choose 200 to {WIDEST_M:,} m.")
    if not 0 <= asked.permutations <= MOST_PERMUTATIONS:
        raise ParameterError(
            f"{asked.permutations:,} reallocations cannot be made.", f"Choose 0 to {MOST_PERMUTATIONS:,}."
        )
    if asked.seed < 0 or not (asked.lag is None or 0 <= asked.lag <= LONGEST_LAG):
        raise ParameterError(
            "The seed or the lag cannot be used.", f"Choose a seed from 0, a lag of 0 to {LONGEST_LAG}."
        )
