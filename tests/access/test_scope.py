"""Who may see what: unknown means no."""

from __future__ import annotations

import pytest

from hotspot import access
from hotspot.errors import AccessError


def test_one_restricted_source_closes_the_mixture() -> None:
    assert access.is_open(["police_uk/gwent", "demo/police"])
    assert not access.is_open(["police_uk/gwent", "hospital/royal"])
    assert not access.is_open(["police_ukx/gwent"])


def test_an_unknown_audience_is_refused() -> None:
    with pytest.raises(AccessError, match="no audience 'everyone'"):
        access.Scope(audience="everyone")
