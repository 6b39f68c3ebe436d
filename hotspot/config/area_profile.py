"""One partnership: its places, its clock and its own definition of serious violence, read from TOML."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from hotspot.errors import ParameterError, ProfileError


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
    boundary : dict
        Only where the small areas are not LSOAs: the headings ``code``, ``name`` and, if there are residents,
        ``population`` (with ``population_year``) of the file that holds their outlines.
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
    boundary: Mapping[str, Any] = field(default_factory=dict)

    @property
    def default_categories(self) -> frozenset[str]:
        """Every category that the default measure counts, of whichever source."""
        first = next(iter(self.measures.values()))
        return frozenset(name for names in first.categories.values() for name in names)

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
