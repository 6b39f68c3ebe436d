"""What every test may ask for: the shared real data, when it stands beside the checkout."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from hotspot import pipeline
from hotspot.config import Settings

ROOT = Path(__file__).resolve().parents[1]

# The gate draws the same examples each time, so that a commit passes or fails by its own doing; at a desk they are new.
hypothesis.settings.register_profile("gate", derandomize=True, deadline=None)
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("gate" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let a test that names no data folder find an empty one, not what whoever runs it holds."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOTSPOT_HOME", str(tmp_path_factory.mktemp("nobodys")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of real files beside the checkout, or skip and say so."""
    folder = ROOT.parent / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("needs the real files in ../shared/data, which are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def golden(shared: Path) -> dict[str, Any]:
    """Return the worked numbers that every statistic must reproduce."""
    worked: dict[str, Any] = json.loads((shared / "golden" / "golden.json").read_text())
    return worked


REFERENCE = (
    "lookups",
    "boundaries/csp24_EW_derived.parquet",
    "population/pop_density_2011_2022.parquet",
    "deprivation/imd2019_england_lsoa11.csv.gz",
    "deprivation/imd2025_england_lsoa21.csv.gz",
    "deprivation/imd2019_wales_lsoa11.csv",
)


@pytest.fixture(scope="session")
def real_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Settings]:
    """Return a function: force -> settings of a store that holds its real files, made once a session."""
    made: dict[str, Settings] = {}

    def home(force: str) -> Settings:
        if force not in made:
            data = shared / "data"
            settings = Settings(tmp_path_factory.mktemp(force))
            paths = [data / "police_uk" / f"{force}-street.zip", data / "areas" / force, *(data / r for r in REFERENCE)]
            refused = [line.text for line in pipeline.add(paths, settings) if line.named and not line.ok]
            assert not refused
            made[force] = settings
        return made[force]

    return home
