"""A first area profile, made from the template: enough to see one's own records; the definition is agreed later."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from hotspot.config.area_profile import parse_profile
from hotspot.config.profile_files import TEMPLATE, profiles, shipped_text
from hotspot.errors import ProfileError

LONGEST = 300
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
    """

    name: str
    csps: tuple[str, ...]
    source: str
    definition: str = ""


def begin_profile(first: FirstProfile, home: Path) -> str:
    """Write a first profile into the data folder and return its key; nothing that is there is ever replaced.

    Raises
    ------
    ProfileError
        A name or a partnership is missing, or there is such a profile already.
    """
    key = re.sub(r"[^a-z0-9]+", "-", first.source.partition("/")[2].lower()).strip("-")
    if not key or not first.name.strip() or not first.csps:
        raise ProfileError("The area has no name or no partnership yet.", "Write its name and choose at least one.")
    path = home / "profiles" / f"{key}.toml"
    if key in profiles(home) or key == TEMPLATE or path.exists():
        raise ProfileError(f"There is an area profile '{key}' already.", f"Change that one: {path.name}.")
    text = profile_text(first)
    parse_profile(key, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return key


def profile_text(first: FirstProfile) -> str:
    """Return the template with the fields of one area filled in.

    >>> text = profile_text(FirstProfile("Cumbria", ("E22000046",), "police_uk/cumbria"))
    >>> parse_profile("cumbria", text).sources
    ('police_uk/cumbria',)
    """
    welsh = all(code.startswith("W") for code in first.csps)
    fields = {
        "name": first.name.strip(), "country": "Wales" if welsh else "England", "csps": list(first.csps),
        "sources": [first.source], "words": first.definition.strip() or UNDEFINED, "gaps": GAPS,
        "holidays": "GB-WLS" if welsh else "GB-ENG",
    }  # fmt: skip
    text = shipped_text(TEMPLATE)
    for name, value in fields.items():
        line = f"{name} = {_quoted(value)}".replace("\\", "\\\\")  # what follows reads backslashes once more
        text = re.sub(rf"^{name} = .*$", line, text, count=1, flags=re.MULTILINE)
    return text


def _quoted(value: str | list[str]) -> str:
    """Return a text or a list of texts as TOML writes it: in quotes, on one line, with nothing that ends it early."""
    plain = value[:LONGEST] if isinstance(value, str) else value
    return re.sub(r"[\x7f-\x9f]", "", json.dumps(plain, ensure_ascii=False))
