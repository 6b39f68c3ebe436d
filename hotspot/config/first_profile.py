"""A first area profile, made from the template: enough to see one's own records; the definition is agreed later."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from hotspot.config.area_profile import parse_profile
from hotspot.config.profile_files import LARGEST_BYTES, TEMPLATE, profiles, shipped_text, unreadable
from hotspot.config.toml_text import one_line, quoted, write_new
from hotspot.errors import ProfileError

LONGEST_KEY = 60
PUBLISHED = "police_uk/"
OWN_UNDEFINED = "Not agreed yet: until this area's own definition is written into its profile, what was chosen counts."
OWN_GAPS = "What counts are the offences that were chosen when these records were added; every other one is left out."
OWN_CAVEAT = "Counted are the offences that were chosen for this area, as the records themselves name them."
UNDEFINED = (
    "Not agreed yet: until this area's own definition is written into its profile, all recorded violence counts."
)
GAPS = (
    "Recorded violence also holds harassment, domestic and sexual offences, also at home; it is not serious violence."
)


@dataclass(frozen=True)
class FirstProfile:
    """What has to be said of an area before its records can be drawn.

    Attributes
    ----------
    name : str
        What the area is called on screen.
    csps : tuple of str
        Codes of its partnerships.
    source : str
        Whose records it counts, such as ``police_uk/cumbria``.
    definition : str
        What serious violence means there, in a sentence; empty until it is agreed.
    counted : tuple of str
        The offences that are counted, as the records write them; left empty for records of data.police.uk, whose
        categories are known.
    """

    name: str
    csps: tuple[str, ...]
    source: str
    definition: str = ""
    counted: tuple[str, ...] = ()


def begin_profile(first: FirstProfile, home: Path) -> str:
    """Write a first profile into the data folder and return its key; nothing that is there is ever replaced.

    Raises
    ------
    ProfileError
        A name, a partnership or what counts is missing, or there is such a profile already.
    """
    key = _key(first, home)
    if not key or not one_line(first.name) or not first.csps:
        raise ProfileError("The area has no name or no partnership yet.", "Write its name and choose at least one.")
    if not _is_published(first) and not first.counted:
        raise ProfileError("Nothing says which offences count.", "Choose at least one of those in the records.")
    path = home / "profiles" / f"{key}.toml"
    if key in profiles(home) or key == TEMPLATE or path.exists():
        raise ProfileError(f"There is an area profile '{key}' already.", f"Change that one: {path.name}.")
    text = profile_text(first)
    parse_profile(key, text)
    if len(text.encode()) > LARGEST_BYTES:
        raise ProfileError("So many offences, or such long ones, cannot be kept.", "Choose fewer of them.")
    write_new(path, text, f"There is an area profile '{path.stem}' already.")
    return key


def _is_published(first: FirstProfile) -> bool:
    return first.source.startswith(PUBLISHED)


def _key(first: FirstProfile, home: Path) -> str:
    """Return the key of an area: the force whose published records it counts, else its name, with a number if taken."""
    said = first.source.partition("/")[2] if _is_published(first) else first.name
    key = re.sub(r"[^a-z0-9]+", "-", said.lower()).strip("-")[:LONGEST_KEY]
    if _is_published(first) or not key:
        return key
    taken = {*profiles(home), *unreadable(home), TEMPLATE}
    return next(one for one in chain([key], (f"{key}-{n}" for n in count(2))) if one not in taken)


def profile_text(first: FirstProfile) -> str:
    """Return the template with the fields of one area filled in.

    >>> text = profile_text(FirstProfile("Cumbria", ("E22000046",), "police_uk/cumbria"))
    >>> parse_profile("cumbria", text).sources
    ('police_uk/cumbria',)
    """
    welsh = all(code.startswith("W") for code in first.csps)
    fields = {
        "name": one_line(first.name), "country": "Wales" if welsh else "England", "csps": list(first.csps),
        "sources": [first.source],
        "words": one_line(first.definition) or (UNDEFINED if _is_published(first) else OWN_UNDEFINED),
        "gaps": GAPS if _is_published(first) else OWN_GAPS,
        "holidays": "GB-WLS" if welsh else "GB-ENG",
    }  # fmt: skip
    text = shipped_text(TEMPLATE)
    for name, value in fields.items():
        line = f"{name} = {quoted(value)}".replace("\\", "\\\\")  # what follows reads backslashes once more
        text = re.sub(rf"^{name} = .*$", line, text, count=1, flags=re.MULTILINE)
    return text if _is_published(first) else _counting(first, text)


def _counting(first: FirstProfile, text: str) -> str:
    """Return a profile text whose one measure is of the offences that were chosen, in place of the template's own."""
    before, rest = text.split("\n[measures.", 1)  # at the start of a line: a name may hold the same words
    measure = f"""
[measures.recorded_violence]        # the first measure is the default
title = "Recorded violence"
categories = {{ {first.source.partition("/")[0]} = {quoted(list(first.counted))} }}
caveat = {quoted(OWN_CAVEAT)}

"""
    after = rest.split("\n[night]", 1)[1]
    return f"{before}{measure}[night]{after}"
