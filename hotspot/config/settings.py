"""Where things are on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import platformdirs


@dataclass(frozen=True)
class Settings:
    """Where things are on this machine.

    Attributes
    ----------
    home : Path
        The folder that holds ``store/``, ``profiles/``, ``mappings/`` and ``log/``.
    """

    home: Path

    @classmethod
    def from_environment(cls) -> Self:
        """Return the settings of this machine: ``HOTSPOT_HOME``, else the user's own data folder."""
        named = os.environ.get("HOTSPOT_HOME")
        return cls(_path(named) if named else Path(platformdirs.user_data_dir("hotspot", appauthor=False)))


@lru_cache(maxsize=4)  # a page asks dozens of times; the environment itself is looked at each time
def _path(named: str) -> Path:
    return Path(named)
