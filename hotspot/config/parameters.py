"""One analysis: everything that changes its result, and nothing else."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self

from hotspot.errors import ParameterError

Window = Literal["entire_cube", "neighbourhood_steps", "step"]
Rules = Literal["current", "legacy"]

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


@dataclass(frozen=True)
class Parameters:
    """Everything that changes a result, and nothing else.

    Attributes
    ----------
    area : str
        Key of the area profile.
    sources : tuple of str
        The sources counted; empty means every published source of the area.
    offence : str
        Key of the profile's measure.
    start, end : str
        First and last month or day, both included (``2025-01`` or ``2025-01-15``); empty means the last unbroken run.
    geography, resolution
        ``h3`` with its resolution, or ``lsoa``.
    step, method, rings, lag, window, alpha, rules, mask, reference
        As in the methods document. ``lag`` None is 1 for trends and 0 for a single map.
    bandwidth_m : float or None
        Radius of the density; None lets the rule choose, never below 200 m on snapped points.
    edge : str
        ``corrected`` mends the drop of the density at the area's border, as if beyond it were as on this side.
    csps : tuple of str
        Only these CSPs; empty means the whole area.
    permutations : int
        How many random reallocations give a second p for the single map; 0 for none.
    seed : int
        Seed of every random draw.

    >>> Parameters(area="gwent").digest == Parameters(area="gwent", offence="recorded_violence").digest
    True
    """

    area: str
    sources: tuple[str, ...] = ()
    offence: str = "recorded_violence"
    start: str = ""
    end: str = ""
    geography: str = "h3"
    resolution: int = 8
    step: str = "month"
    method: str = "emerging"
    rings: int = 1
    lag: int | None = None
    window: Window = "entire_cube"
    alpha: float = 0.10
    rules: Rules = "current"
    mask: str = "inhabited"
    reference: str = "area"
    bandwidth_m: float | None = None
    edge: str = "none"
    csps: tuple[str, ...] = ()
    permutations: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse a value that no analysis can use."""
        for name, allowed in CHOICES.items():
            if getattr(self, name) not in allowed:
                raise ParameterError(
                    f"'{getattr(self, name)}' is not a {name}.", f"Choose one of: {', '.join(allowed)}."
                )
        if not 5 <= self.resolution <= 10:
            raise ParameterError(f"H3 resolution {self.resolution} is out of reach.", "Choose 5 to 10.")
        if self.alpha not in (0.10, 0.05, 0.01):
            raise ParameterError(f"alpha {self.alpha} is not a confidence level.", "Choose 0.10, 0.05 or 0.01.")
        if not 1 <= self.rings <= 5:
            raise ParameterError(f"{self.rings} rings of neighbours cannot be used.", "Choose 1 to 5.")
        _refuse_dates(self.start, self.end)
        _refuse_numbers(self)

    @property
    def digest(self) -> str:
        """Twelve characters that name this analysis: equal parameters, equal digest."""
        said = dataclasses.asdict(self)
        if self.edge == "none":
            del said["edge"]  # so that analyses named before there was a choice keep their names
        plain = json.dumps(said, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:12]

    def changed(self, **changes: Any) -> Parameters:
        """Return the same parameters with some of them changed."""
        return dataclasses.replace(self, **changes)

    def to_query(self) -> dict[str, str]:
        """Return what differs from the defaults, as the text fields of an address.

        >>> Parameters(area="gwent", resolution=7, csps=("W1", "W2")).to_query()
        {'area': 'gwent', 'resolution': '7', 'csps': 'W1,W2'}
        """
        said = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        default = {f.name: f.default for f in dataclasses.fields(self)}
        return {
            name: ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in said.items()
            if value != default[name]
        }

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Self:
        """Return the parameters that an address describes; unknown fields are passed over.

        Raises
        ------
        ParameterError
            A field holds something that cannot be used.

        >>> Parameters.from_query({"area": "gwent", "resolution": "7", "page": "2"}).resolution
        7
        """
        kinds = {f.name: str(f.type) for f in dataclasses.fields(cls)}
        read = {name: _from_text(name, kinds[name], str(value)) for name, value in query.items() if name in kinds}
        if not read.get("area"):
            raise ParameterError("The address does not say which area.", "Choose an area in the menu.")
        return cls(**read)


def _from_text(name: str, kind: str, text: str) -> Any:
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
