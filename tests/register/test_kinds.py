"""Every kind is checked field by field, and a refusal says what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hotspot import register
from hotspot.errors import ParameterError
from hotspot.register.fields import LARGEST_SHAPE, LONGEST_TEXT

ACTION: dict[str, Any] = {"what": "Marshals", "place": "Castle Hill", "owner": "Licensing team", "status": "agreed"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tier": "fourth"}, "Choose one of: primary, secondary, tertiary"),
        ({"status": "finished"}, "Choose one of: proposed"),
        ({"owner": ""}, "Not said: owner"),
        ({"due": "next week"}, "Write a day such as"),
        ({"start": "2025-07-01", "end": "2025-06-30"}, "ends before it starts"),
        ({"cost": "-5"}, "0 or more"),
        ({"cost": "nan"}, "number in digits"),
        ({"resolution": 8.5}, "whole number"),
        ({"cells": "88194426edfffff"}, "list"),
        ({"what": "x" * (LONGEST_TEXT + 1)}, "at most"),
        ({"what": 5}, "Write a text"),
        ({"person": "A. N. Other"}, "has no field 'person'"),
        ({"shape": {"type": "Polygon", "coordinates": [[[float("nan"), 0]]]}}, "numbers and texts alone"),
        ({"shape": {"type": "Sphere"}}, "Give GeoJSON"),
        ({"shape": {"type": "Polygon", "coordinates": ["1" * LARGEST_SHAPE]}}, "fewer corners"),
    ],
)
def test_a_field_that_does_not_fit_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        register.checked("action", ACTION | wrong)


def test_days_and_blanks_are_kept_alike_however_they_come() -> None:
    kept = register.checked("action", ACTION | {"due": date(2026, 2, 1), "cost": float("nan"), "scan": ""})
    assert (kept["due"], kept["cost"], kept["scan"]) == ("2026-02-01", None, None)
    assert register.checked("action", kept) == kept  # what is kept can be saved again


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ParameterError, match="keeps no documents of kind 'person'"):
        register.checked("person", {})


def test_no_kind_has_a_place_for_a_person() -> None:
    for kind, fields in register.KINDS.items():
        for name in fields:
            assert not {"person", "nominal", "offender", "victim", "suspect", "dob", "email", "phone"} & {name}, kind
