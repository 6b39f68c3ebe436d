"""One partnership: its places, its clock and its own definition of serious violence, read from TOML."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hotspot.config.toml_text import read_toml
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
    of : tuple of str
        The sources it may count, where another owner's records of the family must stay out; empty means all.
    """

    key: str
    title: str
    categories: Mapping[str, tuple[str, ...]]
    police_found: bool = False
    caveat: str = ""
    of: tuple[str, ...] = field(default=(), repr=False)  # an area that counts nothing besides keeps its digest

    def may_count(self, source: str) -> bool:
        """Return whether a source is one of those it counts.

        >>> Measure("v", "Violence", {"force": ("Robbery",)}, of=("force/a",)).may_count("force/b")
        False
        """
        return not self.of or source in self.of


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


LARGEST_WEIGHT = 1_000_000  # weights are shares of each other; beyond it, sums of them lose their last figures
# Parts of the combined order of places that a weight may be agreed for, and what each is.
WEIGHTS = {
    "count": "records over up to three years",
    "last_12_months": "records of the last 12 months",
    "need": "deprivation without its crime domain",
    "thin_protection": "how much of what protects is missing nearby",
}
_NEEDED = ("name", "country", "crs", "zone", "csps", "sources", "definition", "measures")


def _measures(tables: Mapping[str, Any]) -> dict[str, Measure]:
    return {key: _measure(key, table) for key, table in tables.items()}


def _measure(key: str, table: Mapping[str, Any]) -> Measure:
    title, caveat, categories = table["title"], table.get("caveat", ""), table["categories"]
    if not (isinstance(title, str) and isinstance(caveat, str) and all(map(_is_texts, categories.values()))):
        raise TypeError(f"the right kind of value in '{key}'")
    counted = {family: tuple(names) for family, names in categories.items()}
    return Measure(key, title, counted, bool(table.get("police_found", False)), caveat)


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
        read = read_toml(text)
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        raise ProfileError(
            f"The area profile '{key}' is not valid TOML: {error}.", "Mend that line; text goes in quotes."
        ) from error
    except RecursionError as error:
        raise ProfileError(
            f"The area profile '{key}' is nested too deeply.", "Start from profiles/template.toml."
        ) from error
    missing = [name for name in _NEEDED if not read.get(name)]
    if missing:
        raise ProfileError(
            f"The area profile '{key}' does not say: {', '.join(missing)}.",
            "Copy these fields from profiles/template.toml and fill them in.",
        )
    _refuse_types(key, read)
    return _profile(key, read)


# What each field must be: text, a list of texts, or a table.
_TEXTS = ("name", "country", "crs", "zone")
_LISTS = ("csps", "sources", "peers")
_TABLES = ("definition", "measures", "groups", "night", "calendar", "weights", "boundary")


def _refuse_types(key: str, read: Mapping[str, Any]) -> None:
    wrong = [f"{name} is not text" for name in _TEXTS if not isinstance(read.get(name, ""), str)]
    wrong += [f"{name} is not a list of texts" for name in _LISTS if not _is_texts(read.get(name, []))]
    wrong += [f"{name} is not a table" for name in _TABLES if not isinstance(read.get(name, {}), dict)]
    groups = read.get("groups", {})
    if isinstance(groups, dict):
        wrong += [f"group {name} is not a list of texts" for name, codes in groups.items() if not _is_texts(codes)]
    wrong += _wrong_weights(read.get("weights", {}))
    if wrong:
        raise ProfileError(
            f"In the area profile '{key}' {'; '.join(wrong)}.", "Compare these fields with profiles/template.toml."
        )


def _wrong_weights(weights: object) -> list[str]:
    """Return what is wrong with the agreed weights: an unknown part, no number, less than 0, or all of them 0.

    >>> _wrong_weights({"count": 2, "luck": 1})
    ["weight 'luck' is not one of count, last_12_months, need, thin_protection"]
    """
    if not isinstance(weights, dict):
        return []  # said already
    wrong = [f"weight '{part}' is not one of {', '.join(WEIGHTS)}" for part in weights if part not in WEIGHTS]
    kinds = {p: w for p, w in weights.items() if isinstance(w, int | float) and not isinstance(w, bool)}
    numbers = {part: weight for part, weight in kinds.items() if 0 <= weight <= LARGEST_WEIGHT}
    wrong += [f"weight '{part}' is not a number of 0 or more" for part in weights if part not in numbers]
    return wrong or (["every weight is 0"] if weights and not any(numbers.values()) else [])


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


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
