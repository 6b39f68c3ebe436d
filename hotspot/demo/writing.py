"""Write what ships: the tables, the truth, and where every file comes from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hotspot.demo import patrols
from hotspot.demo.agreed import entries
from hotspot.demo.files import FILES, REGISTER, ROOT, TRUTH, content_hash, file_sha256, save
from hotspot.demo.making import SEED, made
from hotspot.demo.truth import as_toml, truth
from hotspot.schema import KINDS

MADE_ON = date(2026, 11, 22)


def write(folder: Path = ROOT, *, seed: int = SEED, as_of: date = MADE_ON) -> str:
    """Build the demonstration and write it into a folder, as it ships.

    Parameters
    ----------
    folder : Path
        Gets ``data/`` and ``boundaries/``; files of other names in them are left alone.
    seed : int
        Another seed makes another island with the same story.
    as_of : date
        The date that the list of sources names.

    Returns
    -------
    str
        The content hash of the tables.
    """
    built = made(seed)
    save(built.tables, folder)
    digest = content_hash(built.tables)
    told = {"content_hash": digest} | truth(built, seed)
    (folder / TRUTH).write_text(as_toml(told), encoding="utf-8")
    agreed = entries(told["place"], built.tables["facilities"].to_pandas())
    (folder / REGISTER).write_text(as_toml(agreed).lstrip(), encoding="utf-8")
    for name, text in patrols.texts(seed).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    for name in ("boundaries", "data"):
        listed = as_toml(_listed(folder, name, seed, as_of)).lstrip()
        (folder / name / "SOURCES.toml").write_text(listed, encoding="utf-8")
    return digest


def _listed(folder: Path, name: str, seed: int, as_of: date) -> dict[str, Any]:
    titles = {path: KINDS[kind].title for kind, path in FILES.items()}
    titles[TRUTH] = "What was planted in the demonstration, and how large it is"
    titles |= patrols.TITLES
    titles[REGISTER] = "Entries of the register: actions, a project, notes, indicators, who shared what, a meeting"
    return {
        path.split("/")[1]: {
            "title": f"Demonstration (a fictional place): {title}",
            "source": "Made up by hotspot/demo; no record of a real event, place or person.",
            "licence": "CC0-1.0",
            "date": as_of.isoformat(),
            "sha256": file_sha256(folder / path),
            "how": f"python -m hotspot demo --rebuild (seed {seed})",
        }
        for path, title in sorted(titles.items())
        if path.startswith(f"{name}/")
    }
