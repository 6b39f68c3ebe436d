"""Map tiles of the partnership's own server, as a style that travels inside the page and names that server alone."""

from __future__ import annotations

import base64
import json
from typing import Any

from hotspot.config import TileServer
from hotspot.views.ground_colours import colours
from hotspot.views.palettes import css

# On a dark map pictures are dimmed and lose their colours, so that the hot spots keep theirs.
_DIMMED = {"raster-brightness-max": 0.42, "raster-saturation": -0.7}
_PALE = {"raster-saturation": -0.35}


def style(server: TileServer, *, dark: bool = False) -> str:
    """Return the style of a tile server: its own address for a whole style, else one made here for its pictures.

    >>> style(TileServer("https://tiles.example.gov.uk/style.json", "Example"))
    'https://tiles.example.gov.uk/style.json'
    """
    if "{z}" not in server.url:
        return server.url
    paint = _DIMMED if dark else _PALE
    made: dict[str, Any] = {
        "version": 8,
        "sources": {"tiles": {"type": "raster", "tiles": [server.url], "tileSize": 256}},
        "layers": [
            {"id": "paper", "type": "background", "paint": {"background-color": css(colours(dark=dark).unknown)}},
            {"id": "tiles", "type": "raster", "source": "tiles", "paint": paint},
        ],
    }
    packed = base64.b64encode(json.dumps(made, sort_keys=True).encode()).decode()
    return f"data:application/json;base64,{packed}"
