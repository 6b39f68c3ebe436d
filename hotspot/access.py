"""Who asks, and which sources are open: the scope that every answer depends on.

A scope is an argument of every cached function, so that a value that depends on who asks can never be served to
somebody else. Without login there is one person on one machine, who sees published and demonstration data as they are
and a controlled release of anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hotspot.errors import AccessError

AUDIENCES = ("analyst", "meeting", "beyond", "public")
OPEN_FAMILIES = ("police_uk", "demo")


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
    """

    role: str = "local"
    audience: str = "public"
    csps: tuple[str, ...] = ()
    analyst_of: tuple[str, ...] = ()

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


def is_open(sources: Iterable[str]) -> bool:
    """Return whether every one of the sources is published (or the demonstration) and so exempt from control.

    The exemption holds per source and never for a mixture: one restricted source makes the whole answer controlled.

    >>> is_open(["police_uk/gwent"]), is_open(["police_uk/gwent", "nhs/royal"])
    (True, False)
    """
    return all(family(source) in OPEN_FAMILIES for source in sources)
