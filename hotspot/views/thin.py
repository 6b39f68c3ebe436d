"""What a place needs and what is thin around it, in the reader's language: what is missing, where the nearest is."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from hotspot.context import PROTECTIVE, WITHIN_M, distance
from hotspot.language import phrase, to_phrase
from hotspot.targeting.nearby import PROVISION, Nearest, Need
from hotspot.views.words import listed

KINDS = (
    to_phrase("youth session"), to_phrase("youth club"), to_phrase("family hub"), to_phrase("community centre"),
    to_phrase("library"), to_phrase("sports ground"), to_phrase("park"),
    to_phrase("youth sessions"), to_phrase("family hubs"), to_phrase("community centres"), to_phrase("libraries"),
    to_phrase("sports grounds"),
)  # fmt: skip
NEEDS = {
    "imd_without_crime": to_phrase("Deprivation without Crime"), "cni": to_phrase("Community need (all three)"),
}  # fmt: skip
WITHIN_KM = f"{WITHIN_M / 1000:,.1f}"


def need(found: Need) -> str:
    """Return how much a place needs, by one index.

    >>> need(Need("imd_without_crime", 6.6))
    'Deprivation without Crime: tenth 7 of 10, where 1 is most in need'
    """
    said = phrase("{title}: tenth {n} of 10, where 1 is most in need")
    return said.format(title=phrase(NEEDS[found.layer]), n=f"{found.tenth:,.0f}")


def gaps(place: pd.Series) -> str:
    """Return which provision is missing near a place and where the nearest is; empty where none is missing."""
    return " ".join(map(gap, place["gaps"]))


def gap(found: Nearest) -> str:
    """Return that a provision is missing, and where the nearest is.

    >>> gap(Nearest(("library",), 3_100.0, ""))
    'No library within 1.2 km: the nearest is without a name, 3.1 km away.'
    """
    said = phrase("No {kinds} within {km} km: the nearest is {name}, {away} away.")
    name = found.name or phrase("without a name")
    return said.format(kinds=_either(found.kinds), km=WITHIN_KM, name=name, away=distance(found.away_m))


def _either(kinds: Sequence[str]) -> str:
    return phrase(" or ").join(phrase(PROTECTIVE[kind]) for kind in kinds)


def in_short(place: pd.Series) -> str:
    """Return the first provision that is missing near a place, in a few words."""
    return missing(place["thin"][0])


def missing(key: str) -> str:
    """Return that a provision is missing, in a few words.

    >>> missing("youth_session")
    'no youth session within 1.2 km'
    """
    return phrase("no {kind} within {km} km").format(kind=phrase(_kind(key)), km=WITHIN_KM)


def nothing(place: pd.Series) -> str:
    """Return that nothing is missing of what is listed, and of which provision no list is loaded."""
    known = [phrase(_kind(key)) for key in place["looked_for"]]
    unknown = [phrase(_plural(_kind(key))) for key in PROVISION if key not in place["looked_for"]]
    if not known:
        return phrase("Not known: no list of {kinds} is loaded.").format(kinds=listed(unknown))
    said = phrase("Nothing of what is listed here ({kinds}).").format(kinds=listed(known))
    return f"{said} {phrase('Not known: {kinds}.').format(kinds=listed(unknown))}" if unknown else said


def not_listed(looked_for: Sequence[str]) -> str:
    """Return of which provision no list is loaded, in English; empty where every list is. Not known is not near."""
    unknown = [_kind(key) for key in PROVISION if key not in looked_for]
    return f"not known, for no list is loaded: {', '.join(unknown)}" if unknown else ""


def _kind(key: str) -> str:
    return key.replace("_", " ")


def _plural(kind: str) -> str:
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
