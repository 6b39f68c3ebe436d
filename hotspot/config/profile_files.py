"""The area profiles that ship, over them a partnership's own, and what each counts besides.

One bad file never takes the rest with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from hotspot.config.area_profile import AreaProfile, parse_profile
from hotspot.config.counted import counted_in, with_counted
from hotspot.errors import ProfileError

LARGEST_BYTES = 64 * 1024
TEMPLATE = "template"


def profiles(home: Path | None = None) -> dict[str, AreaProfile]:
    """Return every area profile that can be read, by key; ``unreadable`` names the others."""
    return _read(home)[0]


def unreadable(home: Path | None = None) -> dict[str, ProfileError]:
    """Return what is wrong with each area profile, or with what it counts besides, that cannot be read, by key."""
    return _read(home)[1]


def profile(key: str, home: Path | None = None) -> AreaProfile:
    """Return the area profile of that name.

    Raises
    ------
    ProfileError
        There is no such profile (the message lists those there are), or its file cannot be read.
    """
    held, broken = _read(home, key)
    if key in broken and key not in held:
        raise broken[key]
    if key not in held:
        raise ProfileError(f"There is no area profile '{key}'.", f"Choose one of: {', '.join(profiles(home))}.")
    return held[key]


@cache
def _shipped() -> Mapping[str, str]:
    """Return the texts that come with the product and do not change while it runs."""
    return {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in resources.files("hotspot").joinpath("profiles").iterdir()
        if entry.name.endswith(".toml")
    }


def shipped_text(key: str) -> str:
    """Return the text of a profile that comes with the product, such as the template."""
    return _shipped()[key]


_parsed = lru_cache(maxsize=128)(parse_profile)  # each page asks for profiles many times; a changed text is parsed anew


def _read(home: Path | None, only: str = "") -> tuple[dict[str, AreaProfile], dict[str, ProfileError]]:
    texts: dict[str, str | Path] = dict(_shipped())
    texts |= {path.stem: path for path in sorted((home / "profiles").glob("*.toml"))} if home else {}
    held: dict[str, AreaProfile] = {}
    broken: dict[str, ProfileError] = {}
    for key in sorted((texts.keys() & {only} if only else texts.keys()) - {TEMPLATE}):
        try:
            held[key] = alone = _parsed(key, _text(key, texts[key]))
            if home:  # where it fails the area stays up without it: its own numbers are the same
                held[key] = with_counted(alone, counted_in(key, home))
        except ProfileError as error:
            broken[key] = error
    return held, broken


def _text(key: str, source: str | Path) -> str:
    """Return the text of a profile; a file is opened only if it is a plain one of a sensible size."""
    if isinstance(source, str):
        return source
    what, fix = f"The area profile '{key}' cannot be read", "Put a TOML file like profiles/template.toml in its place."
    if not source.is_file() or source.stat().st_size > LARGEST_BYTES:
        raise ProfileError(f"{what}: it is no file, or larger than {LARGEST_BYTES // 1024} kB.", fix)
    try:
        return source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(f"{what} ({type(error).__name__}).", "Save it as UTF-8 and allow it to be read.") from error
