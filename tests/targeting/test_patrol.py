"""A plan keeps its rules whatever is asked: budget, 15 minutes, 45 apart, ways that can be driven."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.errors import DataError, ParameterError
from hotspot.targeting import patrol
from hotspot.targeting.patrol import Request
from hotspot.targeting.peak_hours import peak_hours
from hotspot.targeting.sharing import allocated, by_night, parted, peaks

FRIDAY = date(2026, 1, 2)


def places(counts: list[int], seed: int = 1, side_m: float = 3000.0) -> pd.DataFrame:
    at = np.random.default_rng(seed).uniform(0, side_m, (len(counts), 2))
    return pd.DataFrame(
        {"name": [f"P{n}" for n in range(len(counts))], "count": counts, "x_m": at[:, 0], "y_m": at[:, 1], "lon": 0.0,
         "lat": 0.0},
        index=[f"c{n:02d}" for n in range(len(counts))],
    )  # fmt: skip


def nights(number: int) -> tuple[date, ...]:
    return tuple(FRIDAY + timedelta(days=n) for n in range(number))


def request(hours: float = 24, number: int = 2, **more: float) -> Request:
    return Request(hours, nights(number), **({"starts": 20, "ends": 26} | more))  # type: ignore[arg-type]


@settings(deadline=None, max_examples=40)
@given(
    counts=st.lists(st.integers(0, 30), min_size=1, max_size=25).filter(any),
    hours=st.floats(4, 60),
    number=st.integers(1, 3),
    units=st.integers(1, 3),
    seed=st.integers(0, 2**16),
)
def test_every_plan_keeps_its_rules(counts: list[int], hours: float, number: int, units: int, seed: int) -> None:
    held = places(counts, seed)
    asked = request(hours, number, units=units, officers=2)
    try:
        plan = patrol.plan(held, asked, np.random.default_rng(seed))
    except DataError:
        assert asked.unit_min < 15  # only then may there be none
        return
    visits = plan.visits
    assert plan.used_min == 2 * (visits["minutes"].sum() + visits["travel_min"].sum()) <= hours * 60 + 1e-9
    assert (visits["minutes"] == 15).all() and ((visits["leave"] - visits["arrive"]) == pd.Timedelta("15min")).all()
    begin = pd.to_datetime(visits["night"]) + pd.Timedelta(hours=20)
    assert (visits["arrive"] >= begin).all() and (visits["leave"] <= begin + pd.Timedelta(hours=6)).all()
    for _, mine in visits.groupby(["night", "unit"]):
        assert mine["arrive"].is_monotonic_increasing and mine["visit"].tolist() == list(range(1, len(mine) + 1))
        at = held.loc[mine["place"], ["x_m", "y_m"]].to_numpy()
        metres = np.hypot(*(np.diff(at, axis=0).T))
        free = (mine["arrive"].iloc[1:].to_numpy() - mine["leave"].iloc[:-1].to_numpy()) / np.timedelta64(1, "m")
        assert (free >= mine["travel_min"].iloc[1:].to_numpy()).all()
        assert (mine["travel_min"].iloc[1:].to_numpy() >= metres / (20_000 / 60) - 1e-9).all()
        assert (mine["minutes"].sum() + mine["travel_min"].sum()) <= asked.unit_min
    for _, there in visits.groupby(["night", "place"]):
        between = there["arrive"].sort_values().diff().dropna() - pd.Timedelta("15min")
        assert (between >= pd.Timedelta("45min")).all()
        assert sorted(there["since_min"].dropna()) == sorted((between / pd.Timedelta("1min")).astype(int))
        assert len(there) <= asked.rounds and there["unit"].nunique() == 1
    given_to = visits.groupby("place").size().reindex(held.index, fill_value=0)
    order = held["count"].sort_values(ascending=False).index
    more = [(a, b) for a in order for b in order if held.at[a, "count"] > held.at[b, "count"]]
    assert all(given_to[a] >= given_to[b] for a, b in more)
    assert plan.places["visits"].sum() == len(visits)


def test_the_same_seed_gives_the_same_plan_and_another_other_times() -> None:
    held = places([9, 8, 7, 5, 5, 3, 2])
    one, same, other = (patrol.plan(held, request(), np.random.default_rng(seed)).visits for seed in (4, 4, 5))
    pd.testing.assert_frame_equal(one, same)
    assert one["arrive"].tolist() != other["arrive"].tolist()
    assert one["place"].tolist() != other["place"].tolist()


def test_no_minute_of_a_place_can_be_learnt() -> None:
    held = places([9, 8, 7, 5])
    plans = [patrol.plan(held, request(number=1), np.random.default_rng(seed)).visits for seed in range(30)]
    first = [visits.loc[visits["place"] == "c00", "arrive"].min() for visits in plans]
    assert len(set(first)) >= 15


def test_places_are_seen_about_every_two_hours() -> None:
    asked, between = request(24, 1, units=1), []
    for seed in range(25):
        plan = patrol.plan(places([9, 8, 7, 5], side_m=600), asked, np.random.default_rng(seed))
        assert plan.request.rounds == 3 and (plan.places["visits"] == 3).all()
        between += (plan.visits["since_min"].dropna().astype(float) + 15).tolist()
    assert 110 <= np.mean(between) <= 130 and np.std(between) > 15


def test_equal_places_get_as_many_in_the_long_run() -> None:
    got = sum(allocated(np.array([4, 4, 4]), 4, 9, np.random.default_rng(seed)) for seed in range(300))
    assert got.sum() == 1200 and (np.abs(got - 400) < 45).all()  # sd of 100 in 300 draws of a third: 8


def test_visits_are_shared_by_the_highest_quotients() -> None:
    rng = np.random.default_rng(8)
    for _ in range(30):
        counts, total, most = rng.permutation(40)[:6] + 1, int(rng.integers(1, 20)), int(rng.integers(1, 6))
        ours = allocated(counts, total, most, rng)
        assert ours.sum() == min(total, 6 * most) and (ours <= most).all()
        last = min((count / n for count, n in zip(counts, ours, strict=True) if n), default=np.inf)
        following = max((count / (n + 1) for count, n in zip(counts, ours, strict=True) if n < most), default=0)
        assert last >= following


def test_nights_are_as_even_as_can_be() -> None:
    shared = by_night(np.array([7, 4, 2, 1]), 3, np.random.default_rng(1))
    assert shared.sum(axis=1).tolist() == [7, 4, 2, 1]
    assert np.ptp(shared.sum(axis=0)) <= 1 and (np.ptp(shared, axis=1) <= 1).all()


def test_units_part_the_places_and_miss_none() -> None:
    at = np.array([0.0, 1.0, 2.0, 50.0, 51.0])
    parts = parted(np.array([1, 1, 1, 1, 1]), np.abs(at[:, None] - at[None, :]), 2)
    assert sorted(sorted(part.tolist()) for part in parts) == [[0, 1, 2], [3, 4]]


def test_two_adjoining_places_are_one() -> None:
    around = [np.array(n) for n in ([1], [0, 2], [1, 3], [2])]
    assert peaks(np.array([3, 3, 1, 2]), around).tolist() == [0, 3]
    assert peaks(np.array([0, 0, 0, 0]), around).tolist() == []


def test_the_peak_is_the_fullest_run() -> None:
    hours = pd.Series({18: 1.0, 22: 3.0, 23: 4.0, 24: 5.0, 29: 4.0})
    assert peak_hours(hours, 3) == (22, 25, 12 / 17)
    with pytest.raises(ParameterError):
        peak_hours(hours, 25)


@pytest.mark.parametrize(
    "more",
    [{"hours": 0}, {"hours": 1e9}, {"number": 0}, {"ends": 20}, {"units": 0}, {"speed_kmh": 0}, {"ends": 60}],
)
def test_what_cannot_be_planned_is_refused(more: dict[str, float]) -> None:
    with pytest.raises(ParameterError, match="A plan cannot be made"):
        request(**more)  # type: ignore[arg-type]
    with pytest.raises(ParameterError):
        Request(10, (FRIDAY, FRIDAY), 20, 26)


def test_nothing_to_plan_is_said() -> None:
    with pytest.raises(DataError, match="No incident"):
        patrol.plan(places([0, 0]), request(), np.random.default_rng(1))
    with pytest.raises(DataError, match="less than one visit"):
        patrol.plan(places([3]), request(0.4), np.random.default_rng(1))
