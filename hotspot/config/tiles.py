"""The partnership's own map tiles, off unless named: the one setting that lets a browser ask another machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from hotspot.config.toml_text import read_toml
from hotspot.errors import ParameterError

FILE = "settings.toml"
_FIX = (
    'Write it like this, or take the lines out: [map] tiles = "https://tiles.example.gov.uk/{z}/{x}/{y}.png" and '
    'attribution = "whose map it is".'
)
_LARGEST_BYTES = 64 * 1024


@dataclass(frozen=True)
class TileServer:
    """A server of map tiles that the partnership has chosen.

    Attributes
    ----------
    url : str
        Of picture tiles, with ``{z}``, ``{x}`` and ``{y}``; or of a whole map style, ending in ``.json``.
    attribution : str
        Whose map it is, shown below every map.
    """

    url: str
    attribution: str

    @property
    def host(self) -> str:
        """The machine that will be asked, as it stands in a content-security policy.

        >>> TileServer("https://tiles.example.gov.uk/{z}/{x}/{y}.png", "Example").host
        'https://tiles.example.gov.uk'
        """
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def tile_server(home: Path) -> TileServer | None:
    """Return the tile server that ``settings.toml`` names; None where it names none, and then nothing is ever asked.

    Parameters
    ----------
    home : Path
        The data folder.

    Raises
    ------
    ParameterError
        The file cannot be read, or what it names is no tile server.
    """
    file = home / FILE
    if not file.is_file():
        return None
    wanted = _section(file)
    if not wanted.get("tiles"):
        return None
    url, attribution = (str(wanted.get(key, "")).strip() for key in ("tiles", "attribution"))
    if not _is_server(url):
        raise ParameterError(f"The address of map tiles in {FILE} is not one: {url[:100]}.", _FIX)
    if not attribution:
        raise ParameterError(f"{FILE} names map tiles but not whose they are (attribution).", _FIX)
    return TileServer(url, attribution)


def _section(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > _LARGEST_BYTES:
            raise ParameterError(f"{FILE} is larger than any list of settings.", _FIX)
        held = read_toml(file.read_text(encoding="utf-8")).get("map", {})
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, ParameterError):
            raise
        raise ParameterError(f"{FILE} cannot be read ({str(error)[:100]}).", _FIX) from error
    return dict(held) if isinstance(held, dict) else {}


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_tiles = all(mark in url for mark in ("{z}", "{x}", "{y}")) or parts.path.endswith(".json")
    return parts.scheme in ("https", "http") and bool(parts.hostname) and is_tiles
