"""What the words of a file mean in the few words that are stored: its contexts and its age bands."""

from __future__ import annotations

import re

from hotspot.sources.hours import AGE_BANDS, CONTEXTS

_CONTEXT_WORDS = (
    (r"domestic", "domestic"),
    (r"night|licensed|\bpub\b|\bbar\b|\bclub|nightclub|\bnte\b", "night-time economy"),
    (r"school|education|college", "school"),
    (r"transport|transit|\bbus\b|rail|station|train|tram|taxi", "transport"),
    (r"public|outside|street|open|park\b|road", "public"),
)


def context_of(word: str) -> str | None:
    """Return the context that a word of the file most probably means, None where it says none.

    >>> [context_of(word) for word in ("Outside", "Licensed premises", "Apartment")]
    ['public', 'night-time economy', None]
    """
    lower = word.lower()
    if lower in CONTEXTS:
        return lower
    return next((said for pattern, said in _CONTEXT_WORDS if re.search(pattern, lower)), None)


def age_band_of(word: str) -> str | None:
    """Return the age band that a writing lies in, None where it lies in none or is a plain number.

    >>> [age_band_of(word) for word in ("0-17", "Under 18", "18 to 24", "25-34", "65+", "17", "16-25")]
    ['under 18', 'under 18', '18-24', '25+', '25+', None, None]
    """
    ages = [int(number) for number in re.findall(r"\d+", word)]
    if not ages or re.fullmatch(r"\d+(\.\d+)?", word.strip()):
        return None
    low, high = ages[0], ages[1] if len(ages) > 1 else ages[0]
    if re.match(r"\s*(under|below|less|<|u)", word.lower()):
        low, high = 0, low - 1
    elif len(ages) == 1:
        high = 120
    spans = dict(zip(AGE_BANDS, ((0, 17), (18, 24), (25, 120)), strict=True))
    return next((band for band, (first, last) in spans.items() if first <= low and high <= last), None)
