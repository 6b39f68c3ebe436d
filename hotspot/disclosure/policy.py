"""Who may see what of a source: policy is feed x audience.

| audience | published, demonstration | police, fire, council | health care |
| --- | --- | --- | --- |
| analyst of the feed | exact | exact | exact |
| meeting (signatories of the agreement) | exact | exact | controlled |
| beyond, public | exact | controlled | controlled |

A source that nobody registered is controlled whoever asks: nobody has said whose it is. So is one shared under section
17, for everybody but the Commissioner's office and its own analyst.
"""

from __future__ import annotations

from collections.abc import Iterable

from hotspot import access
from hotspot.errors import HiddenError

TRUSTED = ("police", "fire", "local authority")  # providers whose exact counts the meeting may see


def exact(source: str, scope: access.Scope) -> bool:
    """Return whether exact numbers of one source may leave for this reader."""
    if access.is_open([source], scope):
        return True
    if scope.audience == "analyst":
        return source in scope.analyst_of
    feed = {feed.source: feed for feed in scope.feeds}.get(source)
    if scope.audience != "meeting" or feed is None or feed.is_health:
        return False
    return feed.provider in TRUSTED and (feed.gateway != "s17" or scope.role == "opcc")


def who_sees(feed: access.Feed) -> str:
    """Return in words for whom the numbers of a feed are exact: the table above, read for one feed.

    >>> who_sees(access.Feed("ed/x", "health", "X", "s16")), who_sees(access.Feed("force/x", "police", "X", "cda"))
    ('analyst exact, everybody else in bands', 'analyst and meeting exact, everybody else in bands')
    """
    if feed.is_open:
        return "everybody exact"
    if feed.gateway == "s17":
        return "the Commissioner's office and its analyst alone"
    meeting = feed.provider in TRUSTED and not feed.is_health
    return f"{'analyst and meeting' if meeting else 'analyst'} exact, everybody else in bands"


def may_see_raw(sources: Iterable[str], scope: access.Scope) -> bool:
    """Return whether raw numbers of all these sources may leave for this reader."""
    return all(exact(source, scope) for source in sources)


def controlled_of(sources: Iterable[str], scope: access.Scope) -> tuple[str, ...]:
    """Return those of the sources that this reader may see in bands only."""
    return tuple(source for source in sources if not exact(source, scope))


def refuse_beside(sources: Iterable[str], scope: access.Scope, what: str) -> None:
    """Refuse whatever counts a restricted source in another cut than the one that leaves.

    Parameters
    ----------
    what : str
        What was asked for, such as ``hours of the night``.

    Raises
    ------
    HiddenError
        One of the sources is shown to this reader in bands only.
    """
    shut = controlled_of(sources, scope)
    if shut:
        raise HiddenError(
            f"{what} of {{source}} are not shown: beside its map they could be subtracted from it, and small numbers "
            "would come out.",
            "Ask the feed's own analyst, or choose a source whose exact numbers you may see.",
            source=shut[0],
        )
