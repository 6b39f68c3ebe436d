from __future__ import annotations

import pytest

from hotspot.config import TileServer, tile_server
from hotspot.errors import ParameterError

URL = "https://tiles.example.gov.uk/{z}/{x}/{y}.png"


def wrote(home, text):
    (home / "settings.toml").write_text(text, encoding="utf-8")
    return home


def test_without_the_setting_there_is_no_server(tmp_path):
    assert tile_server(tmp_path) is None
    assert tile_server(wrote(tmp_path, "[other]\nx = 1\n")) is None
    assert tile_server(wrote(tmp_path, '[map]\ntiles = ""\n')) is None


def test_a_server_is_named_with_whose_map_it_is(tmp_path):
    home = wrote(tmp_path, f'[map]\ntiles = "{URL}"\nattribution = "Example Council"\n')
    assert tile_server(home) == TileServer(URL, "Example Council")
    assert tile_server(home).host == "https://tiles.example.gov.uk"


@pytest.mark.parametrize(
    "said",
    [
        'tiles = "file:///etc/passwd/{z}/{x}/{y}"\nattribution = "x"',
        'tiles = "javascript:alert(1)//{z}{x}{y}"\nattribution = "x"',
        'tiles = "https://tiles.example.gov.uk/"\nattribution = "x"',
        'tiles = "/relative/{z}/{x}/{y}.png"\nattribution = "x"',
        f'tiles = "{URL}"',
        "tiles = = 1",
    ],
)
def test_what_is_no_server_is_refused_with_the_lines_to_write(tmp_path, said):
    with pytest.raises(ParameterError, match="tiles.example.gov.uk/{z}/{x}/{y}.png"):
        tile_server(wrote(tmp_path, f"[map]\n{said}\n"))
