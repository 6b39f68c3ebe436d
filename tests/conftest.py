"""What every test may ask for: the shared real data, when it stands beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


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
