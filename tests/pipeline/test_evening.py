"""Hours on published police files: refused, with the reason and the number of records left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotspot import incidents, pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import DataError, HoursUnknownError


def test_months_have_no_hours_and_the_count_left_out_is_said(real_home: Callable[[str], Settings]) -> None:
    settings = real_home("gwent")
    asked = Parameters(area="gwent")
    held = pipeline.prepare("gwent", settings)
    counted = len(incidents.select(held.incidents, held.profile, asked))
    with pytest.raises(HoursUnknownError, match=f"{counted:,} records of Gwent .* {counted:,} known only to the month"):
        pipeline.evening(asked, pipeline.WeekWindow(), settings=settings)
    with pytest.raises(DataError, match="known only to the month"):
        pipeline.weekend_spots(asked, settings=settings)


def test_one_source_alone_has_nobody_to_compare_with(real_home: Callable[[str], Settings]) -> None:
    with pytest.raises(DataError, match="nobody else.s records can be compared"):
        pipeline.who_else(Parameters(area="gwent"), settings=real_home("gwent"))
