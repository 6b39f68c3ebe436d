"""What a feed is: whose records, under which agreement, until when, and how exact they are.

A *feed* is one source that somebody delivers: a police force, an ambulance service, a hospital. It is registered before
its first file comes in, so that nobody has to ask later by what right the records are held.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hotspot.errors import AccessError

PROVIDERS = ("police", "fire", "ambulance", "health", "local authority", "published")
GATEWAYS = {
    "s16": "Serious Violence Duty, section 16",
    "s17": "Serious Violence Duty, section 17: the Police and Crime Commissioner alone",
    "cda": "Crime and Disorder Act 1998, section 115",
    "published": "published by its owner",
}
LOCATION_PRECISIONS = ("exact", "snapped", "street", "lsoa", "none")
TIME_PRECISIONS = ("minute", "hour", "day", "month")
GEOGRAPHIES = ("h3-8", "h3-7", "h3-6", "lsoa")
WINDOWS = ("year", "year-04", "year-07", "year-10", "quarter")
FINEST = {"exact": 10, "street": 9, "snapped": 8, "lsoa": 8, "none": 8}
"""The finest H3 resolution that each precision of location can bear."""
HEALTH_PROVIDERS = ("ambulance", "health")
HEALTH_FAMILIES = ("ed", "ambulance", "hospital", "nhs", "istv")
_SOURCE = re.compile(r"[a-z][a-z0-9_]*/[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Feed:
    """One registered source.

    Attributes
    ----------
    source : str
        Its name, family first: ``force/derbyshire``, ``ed/royal-derby``.
    provider, owner : str
        One of ``PROVIDERS``; who answers for the records.
    gateway : str
        The power to share, one of ``GATEWAYS``.
    agreement, purpose : str
        Reference of the sharing agreement; what the records may be used for.
    review : date or None
        The last day on which they may be read before the agreement is looked at again; None where nobody set one.
    location, time : str
        How exact they are: of ``LOCATION_PRECISIONS`` and ``TIME_PRECISIONS``.
    analyst : bool
        Whether the local user is this feed's own analyst, who may see exact numbers.
    geography, window : str
        The one geography and the one period in which those beyond the feed see it: of ``GEOGRAPHIES`` and ``WINDOWS``
        (whole calendar years or quarters, or years that begin with another month: ``year-04`` from April). Where they
        are not said: hexagons of size 8 (of size 7, about as many people as an MSOA, for health care) and whole years.

    Raises
    ------
    AccessError
        A word that no rule covers, or health records called published.
    """

    source: str
    provider: str
    owner: str
    gateway: str
    agreement: str = ""
    review: date | None = None
    purpose: str = ""
    location: str = "exact"
    time: str = "minute"
    analyst: bool = False
    geography: str = ""
    window: str = ""

    def __post_init__(self) -> None:
        """Refuse what could later be read in two ways."""
        if not _SOURCE.fullmatch(self.source):
            raise AccessError(
                f"'{self.source}' is not the name of a source.",
                "Write family and name in small letters, such as force/derbyshire.",
            )
        _one_of(self.provider, PROVIDERS, "provider")
        _one_of(self.gateway, GATEWAYS, "gateway")
        _one_of(self.location, LOCATION_PRECISIONS, "location precision")
        _one_of(self.time, TIME_PRECISIONS, "time precision")
        _one_of(self.geography, ("", *GEOGRAPHIES), "geography of release")
        _one_of(self.window, ("", *WINDOWS), "window of release")
        if not self.owner.strip():
            raise AccessError("The feed has no owner.", 'Say who answers for the records: --owner "…".')
        if self.is_health and "published" in (self.gateway, self.provider):
            raise AccessError(
                f"Health records such as {self.source} are never registered as published.",
                "Name the power they are shared under: s16, s17 or cda, and the provider health or ambulance.",
            )
        if self.provider == "published" and self.gateway != "published":
            raise AccessError("A published source needs no power to share.", "Write --gateway published.")

    @property
    def is_health(self) -> bool:
        """Whether health care delivers it, by provider or by family; such records are never open."""
        return self.provider in HEALTH_PROVIDERS or self.source.split("/", 1)[0] in HEALTH_FAMILIES

    @property
    def is_open(self) -> bool:
        """Whether its owner has published it, so that no disclosure control applies."""
        return self.gateway == "published" and not self.is_health

    @property
    def finest(self) -> int:
        """The finest H3 resolution that its locations can bear."""
        return FINEST[self.location]

    def lapsed(self, as_of: date) -> bool:
        """Return whether the review date has passed: the records are then not opened until it is renewed.

        >>> feed = Feed("force/x", "police", "Force X", "cda", review=date(2027, 1, 1))
        >>> feed.lapsed(date(2027, 1, 1)), feed.lapsed(date(2027, 1, 2))
        (False, True)
        """
        return self.review is not None and as_of > self.review


def _one_of(word: str, known: tuple[str, ...] | Mapping[str, str], what: str) -> None:
    if word not in known:
        raise AccessError(f"'{word}' is not a {what}.", f"Choose one of: {', '.join(filter(None, known))}.")


def how_to_register(source: str) -> str:
    """Return the command that registers a source, ready to be completed.

    >>> how_to_register("ed/royal")
    'python -m hotspot feed register --source ed/royal --provider health --owner "…" --gateway s16'
    """
    by_family = {"ed": "health", "hospital": "health", "ambulance": "ambulance", "open": "published"}
    provider = by_family.get(source.split("/", 1)[0], "police")
    gateway = {"published": "published", "police": "cda"}.get(provider, "s16")
    return f'python -m hotspot feed register --source {source} --provider {provider} --owner "…" --gateway {gateway}'
