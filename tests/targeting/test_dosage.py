"""A visit log against what was planned, worked on paper."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotspot.targeting.dosage import dosage

LOG = pd.DataFrame(
    [
        ("Station Yard", "2025-07-04 22:10", 15.0, "NT1"),
        ("station  yard", "2025-07-05 01:30", 9.0, "NT1"),  # the small hours belong to the night of the 4th
        ("Station Yard", "2025-07-06 20:00", 15.0, "NT2"),
        ("High Bridge", "2025-07-04 18:00", 20.0, "NT2"),
        ("Elsewhere", "2025-07-04 18:00", 20.0, "NT2"),
    ],
    columns=["place", "start", "minutes", "unit"],
)


def test_by_place_and_night() -> None:
    found = dosage(LOG, {"Station Yard": 30.0, "High Bridge": 15.0, "Never": np.nan}, (21, 27))
    assert [f"{night:%d}" for night in found.nights] == ["04", "06"]
    yard = found.places.loc["Station Yard"]
    assert (yard["nights"], yard["visits"], yard["minutes"], yard["planned_minutes"]) == (2, 3, 39.0, 60.0)
    assert yard["share_of_plan"] == pytest.approx(0.65) and yard["in_peak"] == pytest.approx(2 / 3)
    assert (yard["brief"], yard["longest_gap_nights"], yard["median_minutes"]) == (1, 0, 15.0)
    bridge = found.places.loc["High Bridge"]
    assert (bridge["nights"], bridge["longest_gap_nights"], bridge["in_peak"]) == (1, 1, 0.0)
    never = found.places.loc["Never"]
    assert (never["visits"], never["minutes"], never["longest_gap_nights"]) == (0, 0.0, 2)
    assert np.isnan(never["share_of_plan"]) and np.isnan(never["in_peak"])
    assert found.elsewhere.loc["Elsewhere"].tolist() == [1, 20.0]
    assert found.totals["visits"] == 4 and found.totals["planned_minutes"] == 90.0
    assert len(found.by_night) == 3 * 2 and found.by_night["minutes"].sum() == 59.0


def test_against_a_plan_with_its_own_nights() -> None:
    plan = pd.DataFrame(
        {"place": ["High Bridge", "High Bridge"], "start": ["2025-07-04 22:00", "2025-07-11 22:00"], "minutes": 15.0}
    )
    found = dosage(LOG, plan, (21, 27))
    held = found.by_night.set_index(["place", found.by_night["night"].dt.strftime("%d")])
    assert held["planned_minutes"].tolist() == [15.0, 0.0, 15.0] and held["minutes"].tolist() == [20.0, 0.0, 0.0]
    assert found.places.loc["High Bridge", "longest_gap_nights"] == 2
    assert sorted(found.elsewhere.index) == ["Elsewhere", "Station Yard", "station  yard"]


def test_every_minute_of_the_log_is_somewhere() -> None:
    found = dosage(LOG, {"Station Yard": 30.0}, (21, 27))
    assert found.places["minutes"].sum() + found.elsewhere["minutes"].sum() == LOG["minutes"].sum()
