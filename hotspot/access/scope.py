"""Who asks, and which sources are open: the scope that every answer depends on.

A scope is an argument of every cached function, so that a value that depends on who asks can never be served to
somebody else. Without login there is one person on one machine, who sees published and demonstration data as they are
and a controlled release of anything else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from hotspot.access.feeds import FINEST, Feed
from hotspot.errors import AccessError

AUDIENCES = ("analyst", "meeting", "beyond", "public")
OPEN_FAMILIES = ("police_uk", "demo")
PRECISION = {"police_uk": "snapped"}  # of the locations of a family that nobody needs to register


@dataclass(frozen=True)
class Scope:
    """Who asks.

    Attributes
    ----------
    role : str
        ``local`` without login.
    audience : str
        One of ``AUDIENCES``: for whom the answer is meant.
    csps : tuple of str
        The CSPs that may be seen; empty means all.
    analyst_of : tuple of str
        Restricted sources whose own analyst this is.
    feeds : tuple of Feed
        The register of feeds, so that an answer made under one register is never served under another.
    lapsed : tuple of str
        Sources whose agreement is past its review date.
    sources : tuple of str
        The only sources that may be opened; empty means every one that the register of feeds opens.
    """

    role: str = "local"
    audience: str = "public"
    csps: tuple[str, ...] = ()
    analyst_of: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    lapsed: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an audience that no rule covers, rather than fall back to an open one."""
        if self.audience not in AUDIENCES:
            raise AccessError(f"There is no audience '{self.audience}'.", f"Choose one of: {', '.join(AUDIENCES)}.")


LOCAL = Scope()


def family(source: str) -> str:
    """Return the family of a source: what stands before the slash.

    >>> family("police_uk/gwent")
    'police_uk'
    """
    return source.split("/", 1)[0]


def is_open(sources: Iterable[str], scope: Scope = LOCAL) -> bool:
    """Return whether every one of the sources is published (or the demonstration) and so exempt from control.

    The exemption holds per source and never for a mixture: one restricted source makes the whole answer controlled. A
    source that is neither a published family nor registered as published is restricted.

    >>> is_open(["police_uk/gwent"]), is_open(["police_uk/gwent", "nhs/royal"])
    (True, False)
    """
    published = {feed.source for feed in scope.feeds if feed.is_open}
    return all(family(source) in OPEN_FAMILIES or source in published for source in sources)


def exact_of(scope: Scope) -> tuple[str, ...]:
    """Return the restricted sources of which this reader may see exact numbers as their analyst: only with a reason.

    >>> exact_of(Scope(audience="analyst", analyst_of=("police_uk/gwent", "ed/royal")))
    ('ed/royal',)
    """
    return tuple(source for source in scope.analyst_of if not is_open([source], scope))


def before_a_reason(scope: Scope) -> Scope:
    """Return what an analyst sees who has not said why exact numbers are needed: what others of the role do.

    >>> before_a_reason(Scope(audience="analyst", analyst_of=("ed/royal",)))
    Scope(role='local', audience='public', csps=(), analyst_of=(), feeds=(), lapsed=(), sources=())
    """
    audience = LOCAL.audience if scope.role == LOCAL.role else "meeting"
    return dataclasses.replace(scope, audience=audience, analyst_of=())


def shut(scope: Scope, held: Iterable[str] = ()) -> dict[str, str]:
    """Return the sources that may not be opened for this reader, each with a sentence that says why.

    ``held`` names the sources in question: where a role opens certain feeds only, every other one of them is shut.

    A feed past its review date is shut for everybody. Records shared under section 17 are for the Police and Crime
    Commissioner's office, and for the feed's own analyst.
    """
    section17 = [feed.source for feed in scope.feeds if feed.gateway == "s17" and scope.role != "opcc"]
    said = {
        source: f"{source} is not opened: it is shared under section 17, for the Commissioner's office alone."
        for source in section17
        if source not in scope.analyst_of
    }
    named = {*held, *(feed.source for feed in scope.feeds)} if scope.sources else set()
    said |= {
        source: f"{source} is not opened: it is not among the feeds of your role."
        for source in sorted(named - {*scope.sources, *said})
    }
    late = {feed.source: feed for feed in scope.feeds if feed.source in scope.lapsed}
    return said | {
        source: f"{source} is not opened: its agreement was due for review on {feed.review:%d %B %Y}. Renew it with "
        f"{feed.owner} and register the feed again with the new date."
        for source, feed in late.items()
    }


def finest(sources: Iterable[str], scope: Scope = LOCAL) -> int:
    """Return the finest H3 resolution that the locations of all these sources can bear.

    >>> finest(["police_uk/gwent"]), finest(["demo/police"])
    (8, 10)
    """
    said = {feed.source: feed.finest for feed in scope.feeds}
    return min((said.get(source, FINEST[PRECISION.get(family(source), "exact")]) for source in sources), default=10)


def moved_points(sources: Iterable[str], scope: Scope = LOCAL) -> bool:
    """Return whether some of the sources move their points to a street or a map point."""
    said = {feed.source: feed.location for feed in scope.feeds}
    places = [said.get(source, PRECISION.get(family(source), "exact")) for source in sources]
    return any(place in ("snapped", "street") for place in places)
