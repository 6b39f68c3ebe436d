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
MOST_CODES, LONGEST_CODE = 500, 60
OUTLINE = re.compile(r"[0-9a-f]{12}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
LISTS = ("sources", "csps", "lads", "wards")

CHOICES: dict[str, tuple[str, ...]] = {
    "geography": ("h3", "lsoa"),
    "step": ("month", "day", "week", "28d", "quarter", "weekend"),
    "method": ("emerging", "gi_star", "density"),
    "window": ("entire_cube", "neighbourhood_steps", "step"),
    "rules": ("current", "legacy"),
    "mask": ("inhabited", "whole"),
    "reference": ("area", "district"),
    "edge": ("none", "corrected"),
    "hours": ("", "weekend_nights", "student_night", "holiday_eves", "after_school", "day_drinking"),
    "hour_band": ("", "06-12", "12-18", "18-21", "21-00", "00-03", "03-06"),
}
WORDS = {"hour_band": "band of hours", "hours": "window of the week"}


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
    if asked.step == "weekend" and (asked.hour_band or asked.hours not in ("", "weekend_nights")):
        raise ParameterError(
            "A step of one weekend counts the nights of Friday and Saturday whole, and no other hours.",
            "Choose steps of a month, or leave out the choice of hours.",
        )
    _refuse_dates(asked.start, asked.end)
    _refuse_numbers(asked)
    _refuse_codes(asked)


def _refuse_dates(*dates: str) -> None:
    for said in dates:
        try:
            read = date.fromisoformat(f"{said}-01" if len(said) == len("2025-01") else said) if said else None
            if said and not _DATE.fullmatch(said):  # a week's name is a date to the library, and no month here
                raise ValueError(said)
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


def _refuse_codes(asked: Parameters) -> None:
    """Refuse lists that no area has; whether a code is one of the area is known where its places are."""
    for name in LISTS:
        codes = getattr(asked, name)
        if len(codes) > MOST_CODES or any(len(code) > LONGEST_CODE for code in codes):
            raise ParameterError(
                f"'{name}' holds more, or longer, codes than any area has.",
                f"Choose at most {MOST_CODES}, or start again.",
            )
    if asked.outline and not OUTLINE.fullmatch(asked.outline):
        raise ParameterError("This is not the key of an outline.", "Choose an outline from the list, or bring yours.")
