"""What the tests of pages as attackers open them share: no thread that looks for new data is begun."""

from __future__ import annotations

from tests.pages.conftest import nobody_watches

__all__ = ["nobody_watches"]
