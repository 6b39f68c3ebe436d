"""A source that an area counts beside those of its profile: one small file of the data folder, taken away as easily.

The profile itself is never changed: one that ships goes on being the one that ships, and one of the partnership's own
keeps every word and comment of its author. What is counted so is a line of its own under "What is counted", never
added to another: an ambulance's call-outs and the police's records of the same evening are not twice the violence.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hotspot.config.area_profile import AreaProfile, Measure
from hotspot.config.toml_text import one_line, quoted, read_toml, write_new
from hotspot.errors import ProfileError

FOLDER = Path("profiles") / "counted"
LARGEST_BYTES = 64 * 1024
LONGEST_TITLE = 80
MOST_WORDS = 500
_SOURCE = re.compile(r"[a-z][a-z0-9_]*/[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Role:
    """What kind of records a source holds: the name that is suggested for them, and what has to be said beside them."""

    title: str
    caveat: str


ROLES: Mapping[str, Role] = {
    "police": Role(
        "Police records with hours",
        "The police's own records, in the words of the police. Published records of the same months are of the same "
        "offences: the two stand side by side and are never added up.",
    ),
    "ambulance": Role(
        "Ambulance call-outs to assaults",
        "Where an ambulance was called to, not where a crime was recorded: the two stand side by side and are never "
        "added up.",
    ),
    "hospital": Role(
        "Emergency-department attendances after assault",
        "As told at the hospital: many have no place, and the police know of few of them. They are never added to "
        "other records.",
    ),
    "other": Role(
        "Records of our own",
        "Records of another service, in its own words. They stand beside other records and are never added to them.",
    ),
}


@dataclass(frozen=True)
class Counted:
    """A source that an area counts beside those of its profile.

    Attributes
    ----------
    source : str
        Whose records (``ambulance/made-shire``).
    role : str
        One of ``ROLES``.
    title : str
        What they are called under "What is counted".
    categories : tuple of str
        Which of them count, in the words of the records.
    opens : bool
        Whether pages open with these records where a link names none, in place of the profile's first measure.
    """

    source: str
    role: str
    title: str
    categories: tuple[str, ...]
    opens: bool = False

    def __post_init__(self) -> None:
        """Refuse what could not be read back, or would count nothing."""
        object.__setattr__(self, "title", one_line(self.title, LONGEST_TITLE))
        if not _SOURCE.fullmatch(self.source):
            raise ProfileError(f"'{self.source[:60]}' is not the name of a source.", "Choose one that is held.")
        if self.role not in ROLES:
            raise ProfileError(f"There is no role '{self.role[:60]}'.", f"Choose one of: {', '.join(ROLES)}.")
        if not self.title:
            raise ProfileError("The records have no name yet.", "Write what they are, as it stands in a list.")
        if not 0 < len(self.categories) <= MOST_WORDS:
            raise ProfileError(
                "Nothing says which of these records count.",
                f"Choose at least one of their words, at most {MOST_WORDS}.",
            )

    @property
    def key(self) -> str:
        """The name of its measure in links: no other measure of the area may bear it."""
        return f"own_{re.sub('[^a-z0-9]+', '_', self.source)}"

    @property
    def family(self) -> str:
        """What stands before the slash: a profile's measures name categories by it."""
        return self.source.partition("/")[0]

    def measure(self) -> Measure:
        """Return the line that it adds to what can be counted."""
        caveat = ROLES[self.role].caveat
        return Measure(self.key, self.title, {self.family: self.categories}, caveat=caveat, of=(self.source,))


def with_counted(profile: AreaProfile, added: Iterable[Counted]) -> AreaProfile:
    """Return a profile that also counts these sources, each as a measure of its own.

    Raises
    ------
    ProfileError
        A measure of the profile itself bears the name of one of them.
    """
    added = tuple(added)
    if added:  # words that a counted source brings later are not those of the profile's own sources
        own = {key: dataclasses.replace(one, of=profile.sources) for key, one in profile.measures.items()}
        profile = dataclasses.replace(profile, measures=own)
    for one in added:
        if one.key in profile.measures:
            raise ProfileError(
                f"The area profile '{profile.key}' has a measure '{one.key}' of its own.",
                f"Give it another key there; the data folder counts {one.source} under this one.",
            )
        mine = {one.key: one.measure()}
        measures = {**mine, **profile.measures} if one.opens else {**profile.measures, **mine}
        sources = tuple(dict.fromkeys([*profile.sources, one.source]))
        profile = dataclasses.replace(profile, measures=measures, sources=sources)
    return profile


def counted_in(area: str, home: Path) -> tuple[Counted, ...]:
    """Return what an area counts beside the sources of its profile, in order of source.

    Raises
    ------
    ProfileError
        A file that says so cannot be read; the message names it.
    """
    files = sorted((home / FOLDER / area).glob("*.toml"))
    texts = ((path.name, _text(path)) for path in files)
    return tuple(_parsed(name, text) for name, text in texts if text is not None)


def keep_counted(area: str, one: Counted, home: Path) -> None:
    """Let an area count a source, from the next question on.

    Raises
    ------
    ProfileError
        It counts it already, so somebody else was quicker, or the disk refuses.
    """
    path, text = _path(area, one.source, home), _toml(one)
    if len(text.encode()) > LARGEST_BYTES:
        raise ProfileError("So many words of the records cannot be kept.", "Choose fewer of them.")
    _parsed(path.name, text)
    write_new(path, text, f"{one.source} is counted there already.")


def drop_counted(area: str, source: str, home: Path) -> None:
    """Let an area count a source no longer; its records stay.

    Raises
    ------
    ProfileError
        It does not, or its own profile names the source, or the disk refuses.
    """
    try:
        _path(area, source, home).unlink()
    except FileNotFoundError as error:
        raise ProfileError(f"{source} is not counted there any more.", "Look at the page again.") from error
    except OSError as error:
        raise ProfileError(f"The file could not be deleted ({error}).", "Check that you may write there.") from error


def _path(area: str, source: str, home: Path) -> Path:
    """Return where it is said; a name that is no source's or no profile's never becomes a path."""
    if not _SOURCE.fullmatch(source) or not area or area != Path(area).name or area.startswith("."):
        raise ProfileError(f"'{source[:60]}' cannot be counted in '{area[:60]}'.", "Choose both from the lists.")
    return home / FOLDER / area / f"{source.replace('/', '--')}.toml"


def _toml(one: Counted) -> str:
    lines = [
        "# A source that this area counts beside those of its profile. Written by the page Data or by `count-in`;",
        "# deleting this file takes it out again. Its records stay.",
        f"source = {quoted(one.source)}",
        f"role = {quoted(one.role)}",
        f"title = {quoted(one.title)}",
        f"categories = {quoted(list(one.categories))}",
        f"opens = {str(one.opens).lower()}",
    ]
    return "\n".join([*lines, ""])


@lru_cache(maxsize=128)
def _parsed(name: str, text: str) -> Counted:
    try:
        read: dict[str, Any] = read_toml(text)
        words = read.pop("categories")
        said = {key: read.pop(key) for key in ("source", "role", "title")}
        opens = read.pop("opens", False)
    except (ValueError, KeyError, RecursionError) as error:
        raise _unreadable(name, f"{type(error).__name__}: {str(error)[:80]}") from error
    texts = isinstance(words, list) and all(isinstance(word, str) for word in (*words, *said.values()))
    if read or not texts or not isinstance(opens, bool):
        raise _unreadable(name, f"not known: {', '.join(read)}" if read else "a value of the wrong kind")
    return Counted(**said, categories=tuple(words), opens=opens)


def _text(path: Path) -> str | None:
    """Return what a file says; None where it was taken away since it was listed."""
    try:
        if not path.exists() and not path.is_symlink():
            return None
        if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
            raise _unreadable(path.name, "no file, or too large")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path.name, type(error).__name__) from error


def _unreadable(name: str, why: str) -> ProfileError:
    return ProfileError(
        f"The file {name} in the folder {FOLDER.as_posix()} cannot be read ({why}).",
        "Delete it, then count the source in again on the page Data.",
    )
