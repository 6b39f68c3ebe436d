"""TOML within bounds: what would keep every page waiting is refused, what people write is not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from hotspot import config, sources
from hotspot.config.toml_text import _DEEP_KEY, read_toml
from hotspot.errors import ProfileError, SourceError

HOUSE = Path(config.__file__).resolve().parents[1]
DEEP = "a" + ".a" * 31_000 + " = 1"


@pytest.mark.parametrize(
    "text", [DEEP, "x = 1\n[" + DEEP[:-4] + "]", "a = {" + DEEP + "}", '"a"' + '."a b"' * 99 + " = 1"]
)
def test_a_key_of_many_parts_is_refused_before_it_is_read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomllib, "loads", lambda _: pytest.fail("it was read"))
    with pytest.raises(ValueError, match="more than 32 parts"):
        read_toml(text)


@pytest.mark.parametrize("text", ["x" * 64_000, "a." * 31 + "\n" * 2000, '"' * 64_000, "'\"" * 32_000, "a-" * 32_000])
def test_looking_for_one_takes_steps_in_proportion_to_the_text(text: str) -> None:
    assert _DEEP_KEY.search(text) is None  # a search that goes back and forth would not end


def test_whatever_ships_is_read_as_it_was() -> None:
    shipped = [*HOUSE.rglob("*.toml")]
    assert len(shipped) > 5
    for path in shipped:
        assert read_toml(path.read_text(encoding="utf-8")) == tomllib.loads(path.read_text(encoding="utf-8"))


def test_no_file_of_the_data_folder_is_read_past_this_bound(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "deep.toml").write_text(DEEP)
    with pytest.raises(ProfileError, match="32 parts"):
        config.profile("deep", tmp_path)
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "deep.toml").write_text(DEEP)
    with pytest.raises(SourceError, match="32 parts"):
        sources.mappings(tmp_path)
    own = [path for path in HOUSE.rglob("*.py") if path.parent.name != "demo" and path.name != "toml_text.py"]
    assert not [path.name for path in own if re.search(r"tomllib\.loads?\(", path.read_text(encoding="utf-8"))]
