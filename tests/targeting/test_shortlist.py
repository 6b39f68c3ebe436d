"""The shortlist by its definition, on the small made-up town."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from hotspot.cube import Step
from hotspot.errors import DataError
from hotspot.findings import Findings
from hotspot.targeting import folded, last_time, shortlist, shown
from tests.views import made


@pytest.fixture
def found() -> Findings:
    return made.findings()


def over(found: Findings, months: int, seed: int = 5) -> Findings:
    """Return findings of a longer period, random counts in every month."""
    first = [date(2025 - (months - 1 - k) // 12, (k + 12 - months) % 12 + 1, 1) for k in range(months)]
    ends = [(day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) for day in first]
    steps = tuple(Step(a, b, f"{a:%b %Y}", (b - a).days + 1) for a, b in zip(first, ends, strict=True))
    counts = np.random.default_rng(seed).poisson(2, (len(found.locations), months))
    frame = found.locations.assign(count=counts.sum(axis=1), count_12m=counts[:, -12:].sum(axis=1))
    bins = np.zeros(counts.shape, dtype=np.int8)
    return dataclasses.replace(found, locations=frame, steps=steps, counts=counts, bins=bins, z=bins.astype(float))


def test_places_are_ranked_by_count_and_ties_share_a_rank(found: Findings) -> None:
    listed = shortlist(found, top=40)
    counts = pd.Series(found.counts.sum(axis=1), index=found.locations.index)
    for key, place in listed.places.iterrows():
        assert place["count"] == counts[key]
        assert place["rank"] == 1 + (counts > counts[key]).sum()
        assert place["tied"] == ((counts == counts[key]).sum() > 1)
    assert listed.places["count"].is_monotonic_decreasing and listed.places["tied"].any()
    assert listed.with_records == (counts > 0).sum() and listed.total == counts.sum()
    assert listed.holding == counts[counts > 0].value_counts().to_dict()


def test_only_the_last_three_years_are_ranked(found: Findings) -> None:
    longer = over(found, 42)
    listed = shortlist(longer)
    assert (listed.first, listed.last, listed.steps) == (date(2023, 1, 1), date(2025, 12, 31), 36)
    for key, place in listed.places.iterrows():
        row = longer.locations.index.get_loc(key)
        assert place["count"] == longer.counts[row, 6:].sum() < longer.locations.at[key, "count"]


def test_rates_and_intervals_by_definition(found: Findings) -> None:
    listed = shortlist(found)
    place = listed.places.iloc[0]
    count, years = place["count"], 1.0  # January to December
    assert place["per_year"] == count
    assert place["lower"] == pytest.approx(stats.chi2.ppf(0.025, 2 * count) / 2)
    assert place["per_year_high"] == pytest.approx(stats.chi2.ppf(0.975, 2 * count + 2) / 2 / years)


def test_a_year_of_weekend_nights_is_a_year(found: Findings) -> None:
    """Steps of chosen hours count nights: 104 a year. What falls in them in three years is a third of it a year."""
    whole = over(found, 36)
    nights = tuple(dataclasses.replace(step, days=9 if k % 3 else 8) for k, step in enumerate(whole.steps))
    listed = shortlist(dataclasses.replace(whole, steps=nights))
    assert listed.years == 3 and listed.places["per_year"].to_numpy() == pytest.approx(listed.places["count"] / 3)
    assert listed.places["year_days"].eq(365).all()  # what is expected is for a year, and not for 104 days
    assert listed.last_time is not None and listed.last_time.places == 10


def test_the_range_of_ranks_by_definition(found: Findings) -> None:
    listed = shortlist(found, top=40)
    count = found.counts.sum(axis=1)
    count = count[count > 0]
    lower, upper = stats.chi2.ppf(0.025, 2 * count) / 2, stats.chi2.ppf(0.975, 2 * count + 2) / 2
    for _, place in listed.places.iterrows():
        surely_more = (lower > place["upper"] + 1e-9).sum()
        surely_less = (upper < place["lower"] - 1e-9).sum()
        assert (place["rank_best"], place["rank_worst"]) == (surely_more + 1, len(count) - surely_less)
        assert place["rank_best"] <= place["rank"] <= place["rank_worst"]


def test_since_when_by_hand(found: Findings) -> None:
    bins = np.zeros_like(found.bins)
    top = found.locations.index.get_loc(shortlist(found).places.index[0])
    bins[top, [1, 2, 9, 10, 11]] = [1, 3, 1, 2, 1]
    place = shortlist(dataclasses.replace(found, bins=bins)).places.iloc[0]
    assert (place["steps_hot"], place["hot_since"]) == (5, date(2025, 10, 1))
    bins[top, 11] = 0
    place = shortlist(dataclasses.replace(found, bins=bins)).places.iloc[0]
    assert (place["steps_hot"], place["hot_since"]) == (4, None)


def test_scores_never_order_the_list(found: Findings) -> None:
    upside_down = dataclasses.replace(found, bins=(3 - found.bins).astype(np.int8), z=-found.z)
    assert list(shortlist(upside_down).places.index) == list(shortlist(found).places.index)


def test_neighbours_on_the_list_are_named_and_can_be_folded(found: Findings) -> None:
    head = shown(shortlist(found, top=40).places, top=20)
    near = found.neighbours.toarray()
    for key, place in head.iterrows():
        row = found.locations.index.get_loc(key)
        adjoin = {other for other in head.index if other != key and near[row, found.locations.index.get_loc(other)]}
        assert set(place["beside"]) == adjoin
        assert {head.at[other, "group"] for other in adjoin} <= {place["group"]}
    assert any(head["beside"])
    lines = folded(head)
    assert lines["count_together"].sum() == head["count"].sum() and (lines["more"] + 1).sum() == len(head)
    assert list(lines["group"]) == list(head["group"].drop_duplicates())


def test_a_place_whose_pace_changed_is_judged_by_the_last_year_alone(found: Findings) -> None:
    longer = over(found, 36)
    counts = longer.counts.copy()
    counts[0], counts[1] = [1] * 24 + [9] * 12, [4] * 36
    frame = longer.locations.assign(count=counts.sum(axis=1), count_12m=counts[:, -12:].sum(axis=1))
    places = shortlist(dataclasses.replace(longer, counts=counts, locations=frame)).places
    moved, steady = places.loc[frame.index[0]], places.loc[frame.index[1]]
    assert (moved["base"], moved["pace"]) == ("12 months", 108)
    assert steady["base"] == "period" and steady["pace"] == pytest.approx(144 * 365 / (3 * 365 + 1))
    assert 0 < moved["fall"] < 1 and moved["expected_low"] < moved["expected"] < moved["expected_high"]


def test_how_last_years_list_went_on_by_hand() -> None:
    steps = over(made.findings(), 24).steps
    counts = np.array([[10] * 12 + [5] * 12, [8] * 12 + [8] * 12, [1] * 12 + [2] * 12])
    found = last_time(counts, steps, top=2)
    assert found is not None and found.places == 2
    days = 366 / 365  # 2024 was a leap year
    assert found.fall == pytest.approx(1 - 13 / 18 * days) and found.area_fall == pytest.approx(1 - 15 / 19 * days)
    assert last_time(counts[:, 1:], steps[1:]) is None


def test_bands_stay_bands_and_tied(found: Findings) -> None:
    frame = found.locations.assign(count=np.where(found.locations["count"] > 20, 40, 4))
    banded = dataclasses.replace(found, locations=frame, controlled=True, notes=("Bands.",))
    listed = shortlist(banded)
    assert set(listed.places["count"]) <= {4, 40} and listed.places["tied"].all() and listed.total == 0
    hidden = {"lower", "per_year", "expected", "fall", "rank_best"} & set(listed.places)
    assert not hidden and listed.last_time is None


def test_nothing_recorded_is_said(found: Findings) -> None:
    empty = np.zeros_like(found.counts)
    with pytest.raises(DataError, match="longer period"):
        shortlist(dataclasses.replace(found, counts=empty))


def test_of_bands_no_list_is_made_where_too_many_share_the_highest(found: Findings) -> None:
    level = dataclasses.replace(found, locations=found.locations.assign(count=4), controlled=True)
    with pytest.raises(DataError, match="none of them comes before the others"):
        shortlist(level, top=len(level.locations) - 1)
    assert len(shortlist(level, top=len(level.locations)).places) == len(level.locations)
