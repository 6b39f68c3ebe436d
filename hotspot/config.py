"""Three kinds of setting: this machine (Settings), this partnership (AreaProfile), this analysis (Parameters).

``Parameters`` holds everything that changes a result and nothing else. The same frozen object is the cache key, the
command-line options, the shareable address and the provenance line of every export.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Literal, Self

import platformdirs

from hotspot.errors import ParameterError, ProfileError


@dataclass(frozen=True)
class Settings:
    """Where things are on this machine.

    Attributes
    ----------
    home : Path
        The folder that holds ``store/``, ``profiles/``, ``mappings/`` and ``log/``.
    """

    home: Path

    @classmethod
    def from_environment(cls) -> Self:
        """Return the settings of this machine: ``HOTSPOT_HOME``, else the user's own data folder."""
        named = os.environ.get("HOTSPOT_HOME")
        return cls(Path(named) if named else Path(platformdirs.user_data_dir("hotspot", appauthor=False)))


@dataclass(frozen=True)
class Measure:
    """One line that may be counted: which categories of which source.

    Attributes
    ----------
    key, title : str
        The name in links and on the command line; the name on screen.
    categories : dict
        Source family (``police_uk``) -> the categories of that source that count.
    police_found : bool
        True where police activity finds the offence (weapons, drugs). It follows patrols, so it is never in the
        default ranking and never an outcome.
    caveat : str
        What the source cannot separate, in a sentence for the screen.
    """

    key: str
    title: str
    categories: Mapping[str, tuple[str, ...]]
    police_found: bool = False
    caveat: str = ""


@dataclass(frozen=True)
class AreaProfile:
    """One partnership: its name, places, clock and its own definition of serious violence.

    Attributes
    ----------
    key, name : str
        The name in links and on the command line; the name on screen.
    country : str
        ``England``, ``Wales`` or another; decides which deprivation index applies.
    crs, zone : str
        A projected reference system in metres, and the time zone of its clocks.
    csps : tuple of str
        The codes of its Community Safety Partnerships.
    groups : dict
        Name -> CSP codes, for "city and county" and the like.
    sources : tuple of str
        The sources whose records belong to it (``police_uk/derbyshire``).
    definition : dict
        The local definition of serious violence in words: ``words``, ``included``, ``excluded``, ``gaps`` (what the
        published source cannot separate).
    measures : dict
        Key -> Measure; the first is the default.
    night, calendar, weights, peers : dict
        Night-time hours, holidays and terms, agreed shortlist weights, similar areas.
    """

    key: str
    name: str
    country: str
    crs: str
    zone: str
    csps: tuple[str, ...]
    sources: tuple[str, ...]
    definition: Mapping[str, Any]
    measures: Mapping[str, Measure]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    night: Mapping[str, Any] = field(default_factory=dict)
    calendar: Mapping[str, Any] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    peers: tuple[str, ...] = ()

    def measure(self, key: str) -> Measure:
        """Return the measure of that name.

        Raises
        ------
        ParameterError
            The profile has no such measure.
        """
        if key not in self.measures:
            raise ParameterError(
                f"{self.name} has no measure called '{key}'.", f"Choose one of: {', '.join(self.measures)}."
            )
        return self.measures[key]


_NEEDED = ("name", "country", "crs", "zone", "csps", "sources", "definition", "measures")


def _measures(tables: Mapping[str, Any]) -> dict[str, Measure]:
    return {
        key: Measure(
            key,
            table["title"],
            {family: tuple(names) for family, names in table["categories"].items()},
            bool(table.get("police_found", False)),
            table.get("caveat", ""),
        )
        for key, table in tables.items()
    }


def parse_profile(key: str, text: str) -> AreaProfile:
    """Return the area profile that a TOML text describes.

    Raises
    ------
    ProfileError
        The text is not TOML, or a needed field is missing or empty: the message names it.

    >>> parse_profile("x", "name = 'X'")
    Traceback (most recent call last):
    ...
    hotspot.errors.ProfileError: The area profile 'x' does not say: country, crs, zone, csps, sources, definition, \
measures. Copy these fields from profiles/template.toml and fill them in.
    """
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(
            f"The area profile '{key}' is not valid TOML: {error}.", "Mend that line; text goes in quotes."
        ) from error
    missing = [name for name in _NEEDED if not read.get(name)]
    if missing:
        raise ProfileError(
            f"The area profile '{key}' does not say: {', '.join(missing)}.",
            "Copy these fields from profiles/template.toml and fill them in.",
        )
    return _profile(key, read)


def _profile(key: str, read: Mapping[str, Any]) -> AreaProfile:
    unknown = set(read) - {f.name for f in dataclasses.fields(AreaProfile)}
    if unknown:
        raise ProfileError(
            f"The area profile '{key}' has fields that are not known: {', '.join(sorted(unknown))}.",
            "Check their spelling against profiles/template.toml.",
        )
    try:
        measures = _measures(read["measures"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ProfileError(
            f"A measure of the area profile '{key}' lacks {error}.", "Each measure needs a title and categories."
        ) from error
    plain = {k: v for k, v in read.items() if k not in ("measures", "csps", "sources", "groups", "peers")}
    return AreaProfile(
        key=key,
        measures=measures,
        csps=tuple(read["csps"]),
        sources=tuple(read["sources"]),
        groups={name: tuple(codes) for name, codes in read.get("groups", {}).items()},
        peers=tuple(read.get("peers", ())),
        **plain,
    )


def profiles(home: Path | None = None) -> dict[str, AreaProfile]:
    """Return every area profile by key: those that ship, and over them the partnership's own in ``home/profiles``."""
    found = {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in resources.files("hotspot").joinpath("profiles").iterdir()
        if entry.name.endswith(".toml") and entry.name != "template.toml"
    }
    own = sorted((home / "profiles").glob("*.toml")) if home else []
    found |= {path.stem: path.read_text(encoding="utf-8") for path in own if path.stem != "template"}
    return {key: parse_profile(key, found[key]) for key in sorted(found)}


def profile(key: str, home: Path | None = None) -> AreaProfile:
    """Return the area profile of that name.

    Raises
    ------
    ProfileError
        There is no such profile; the message lists those there are.
    """
    held = profiles(home)
    if key not in held:
        raise ProfileError(f"There is no area profile '{key}'.", f"Choose one of: {', '.join(held)}.")
    return held[key]


Window = Literal["entire_cube", "neighbourhood_steps", "step"]
Rules = Literal["current", "legacy"]

CHOICES: dict[str, tuple[str, ...]] = {
    "geography": ("h3", "lsoa"),
    "step": ("month", "day", "week", "28d", "quarter", "weekend"),
    "method": ("emerging", "gi_star", "density"),
    "window": ("entire_cube", "neighbourhood_steps", "step"),
    "rules": ("current", "legacy"),
    "mask": ("inhabited", "whole"),
    "reference": ("area", "district"),
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

    @property
    def digest(self) -> str:
        """Twelve characters that name this analysis: equal parameters, equal digest."""
        plain = json.dumps(dataclasses.asdict(self), sort_keys=True)
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
