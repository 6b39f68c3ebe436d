"""What is to be deleted for good: what was chosen, and every stored part that would go, as it is told."""

from __future__ import annotations

from dataclasses import dataclass

from hotspot.errors import ParameterError
from hotspot.store import Part

SHORTEST_SHA = 8


@dataclass(frozen=True)
class Chosen:
    """Which parts are to go; every field that is said must hold.

    Attributes
    ----------
    sha256 : str
        Of the original file as ``status --json`` shows it, or its first eight characters or more.
    source, period : str
        The source, and the month ``YYYY-MM``.
    file : str
        Name of the file that was added.
    """

    sha256: str = ""
    source: str = ""
    period: str = ""
    file: str = ""

    def __post_init__(self) -> None:
        """Refuse a choice that would take everything, or that is too short to be one file's."""
        if not (self.sha256 or self.source or self.file):
            raise ParameterError("Nothing says what to erase.", "Name --sha256, --file or --source (with --period).")
        if self.sha256 and len(self.sha256) < SHORTEST_SHA:
            raise ParameterError(
                f"'{self.sha256}' is too short to name one file.", f"Give {SHORTEST_SHA} characters or more."
            )

    def holds(self, part: Part) -> bool:
        """Return whether a part is chosen."""
        return (
            part.sha256.startswith(self.sha256)
            and self.source in ("", part.source)
            and self.period in ("", part.period)
            and self.file in ("", part.name)
        )


@dataclass(frozen=True)
class Going:
    """One stored part that would go, as it is told to whoever decides.

    Attributes
    ----------
    file : str
        The file that was added, with the name inside it where it was a zip.
    taken_for, source, month : str
        What it is, whose, and of which month (empty where it has none).
    rows : int or None
        How many; None where this reader sees the source in bands: a count by file and month would open them.
    """

    file: str
    taken_for: str
    source: str
    month: str
    rows: int | None


@dataclass(frozen=True)
class Deletion:
    """What would be deleted for good, settled before anybody says yes.

    Attributes
    ----------
    asked : Chosen or int
        What was chosen by hand, or for how many months records may be kept.
    going : tuple of Going
        Every part that would go; empty where nothing is too old.
    undated : tuple of Going
        Parts of restricted sources without a month, which no retention period reaches.
    months : tuple of str
        Months of shared sources that go whole, as ``2025-09 of force/x``, though only a file of them was chosen.
    why : str
        The reason, as the log keeps it.
    names : frozenset
        Of the stored files: what is deleted later is this and nothing else.
    """

    asked: Chosen | int
    going: tuple[Going, ...]
    undated: tuple[Going, ...]
    months: tuple[str, ...]
    why: str
    names: frozenset[tuple[str, str]]
