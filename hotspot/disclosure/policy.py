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


def may_see_raw(sources: Iterable[str], scope: access.Scope) -> bool:
    """Return whether raw numbers of all these sources may leave for this reader."""
    return all(exact(source, scope) for source in sources)


def controlled_of(sources: Iterable[str], scope: access.Scope) -> tuple[str, ...]:
    """Return those of the sources that this reader may see in bands only."""
    return tuple(source for source in sources if not exact(source, scope))
