"""MANIFEST.json and the few versions before it: written in the order that makes a crash harmless, read with suspicion.

A new version is first written beside the old ones, then becomes MANIFEST.json in one step. Between the two, readers
still see the old version, and the next writer tidies the unfinished one away.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from hotspot.errors import StoreError
from hotspot.store.durable import remove, write_durably
from hotspot.store.manifest import Manifest, from_bytes, to_bytes
from hotspot.store.parts import Notices, Part, Problem

_KEPT_VERSIONS = 3
_NAME = "MANIFEST.json"
_parsed = lru_cache(maxsize=4)(from_bytes)  # each page opens the store several times, and its bytes say what they said


class Journal:
    """The versions of one store.

    Parameters
    ----------
    root : Path
        The folder that holds MANIFEST.json.
    notices : Notices
        Where a recovery from a damaged manifest is said.
    """

    def __init__(self, root: Path, notices: Notices) -> None:
        self._current = root / _NAME
        self._versions = root / "versions"
        self._parts = root / "parts"
        self._notices = notices
        self._named: dict[str, tuple[int, set[str]]] = {}

    def is_new(self) -> bool:
        """Return whether no store was ever finished here; a crash may have left the beginnings of one."""
        copies = {path.name for path in self._versions.glob("*.json")} - {self._path(0).name}
        return not (copies or self._current.exists() or any(self._parts.glob("*.parquet")))

    def read(self) -> Manifest:
        """Return the current version.

        Where MANIFEST.json is damaged, the newest sound version is returned and a notice says so.

        Raises
        ------
        StoreError
            No sound manifest is left.
        """
        try:
            found = _parsed(self._current.read_bytes())
        except (OSError, ValueError) as error:
            return self._recovered(error)
        self._notices.healed(_NAME)
        return found

    def _recovered(self, error: Exception) -> Manifest:
        for path in sorted(self._versions.glob("*.json"), reverse=True):
            try:
                found = from_bytes(path.read_bytes())
            except (OSError, ValueError):
                continue
            self._notices.say(_NAME, _lost(found.version))
            return found
        raise StoreError(
            "The list of what the store holds is damaged, and so is every copy of it.",
            "Put back a backup of the folder, or move the folder away and add the files again.",
        ) from error

    def publish(self, manifest: Manifest) -> None:
        """Make a version the current one; when this returns it survives a power cut."""
        data = to_bytes(manifest)
        copy = self._path(manifest.version)
        write_durably(copy, data)
        write_durably(self._current, data)
        self._named[copy.name] = (copy.stat().st_mtime_ns, manifest.files())
        self._notices.healed(_NAME)

    def _path(self, version: int) -> Path:
        return self._versions / f"{version:08d}.json"

    def tidy(self, now: Manifest) -> set[str]:
        """Delete versions that were never finished or are too old, and return the part files that must stay."""
        first = max(now.floor, now.version - _KEPT_VERSIONS + 1)
        needed = now.files()
        for path in self._versions.iterdir():
            number = int(path.stem) if path.suffix == ".json" and path.stem.isdecimal() else -1
            if not first <= number <= now.version:
                remove(path)
                self._named.pop(path.name, None)
            elif path != self._path(now.version):
                needed |= self._files_named(path)
        return needed

    def _files_named(self, path: Path) -> set[str]:
        # Remembered, because reading every spare copy again at each of a thousand adds would take most of the time.
        try:
            written = path.stat().st_mtime_ns
            if self._named.get(path.name, (0, set()))[0] != written:
                self._named[path.name] = (written, from_bytes(path.read_bytes()).files())
        except (OSError, ValueError):
            return set()
        return self._named[path.name][1]

    def left_behind(self) -> tuple[Part, ...]:
        """Return the parts that the spare copies of earlier versions name; a damaged copy names none."""
        found: list[Part] = []
        for path in sorted(self._versions.glob("*.json")):
            with suppress(OSError, ValueError):
                one = from_bytes(path.read_bytes())
                found += one.parts + one.retired + one.quarantined
        return tuple(found)

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the manifests themselves, and delete damaged spare copies."""
        now = self.read()
        if _NAME in self._notices.said:
            yield Problem(_NAME, "MANIFEST.json is damaged.", f"It was written again from version {now.version}.")
        for path in sorted(self._versions.glob("*.json")):
            try:
                from_bytes(path.read_bytes())
            except (OSError, ValueError):
                remove(path)
                yield Problem(path.name, f"The spare copy of version {path.stem} was damaged.", "It was not needed.")


def _lost(version: int) -> str:
    return (
        f"MANIFEST.json is damaged; version {version} is shown, and a change after it may be missing. "
        "Run `python -m hotspot verify`, then add the last files again."
    )
