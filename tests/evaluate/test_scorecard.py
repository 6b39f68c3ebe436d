"""Past lists scored on what followed: by hand, by definition, golden, and the laws that no list may break."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from hotspot.disclosure import Step
from hotspot.errors import AccessError, DataError
from hotspot.evaluate import past_lists, scorecard
from hotspot.evaluate.past_lists import METHODS, Past, by_chance, held, hindsight, scores
from hotspot.evaluate.scorecard import BLOCK, DRAWS, FEWEST_BASELINE, FEWEST_FOLDS, SHARES, _draws
from hotspot.evaluate.verdict import against_plain, words
from hotspot.findings import Findings
from hotspot.findings.figures import signed
from hotspot.stats import confidence_bins, gi_star


def months(n: int, first: str = "2022-01") -> tuple[Step, ...]:
    held_ = pd.period_range(first, periods=n, freq="M")
    return tuple(Step(m.start_time.date(), m.end_time.date(), f"{m:%b %Y}", m.days_in_month) for m in held_)


def chain(n: int) -> sparse.csr_array:
    return sparse.csr_array(sparse.diags_array([np.ones(n - 1), np.ones(n), np.ones(n - 1)], offsets=[-1, 0, 1]))


def found(counts: Any, *, area_km2: Any = None, controlled: bool = False) -> Findings:
    counts = np.asarray(counts)
    n, t = counts.shape
    places = [shapely.box(i, 0, i + 1, 1) for i in range(n)]
    locations = gpd.GeoDataFrame({"area_km2": np.ones(n) if area_km2 is None else area_km2}, geometry=places, crs=4326)
    blank = pd.DataFrame()
    return Findings(locations, blank, blank, chain(n), months(t), counts, np.zeros((n, t)), np.zeros((n, t), np.int8),
                    None, (), controlled, blank)  # fmt: skip


def town(n: int = 60, t: int = 15, seed: int = 3) -> np.ndarray:
    """A few busy places at the front, a long quiet rest."""
    rng = np.random.default_rng(seed)
    return rng.poisson(np.where(np.arange(n) < 12, 6.0, 0.4)[:, None], (n, t))


def made(counts: Any, **how: Any) -> Any:
    built_up = how.pop("built_up", np.ones(len(counts), dtype=bool))
    return scorecard(found(counts), built_up=built_up, rng=np.random.default_rng(1), **how)


def test_the_worked_numbers_of_one_list(golden) -> None:
    case = golden["prediction_accuracy"]
    observed = np.array(case["obs"], dtype=float)
    one = held(np.array(case["pred"], dtype=float), observed, np.ones(6), at=[1, 2, 3, 4, 5, 6], unit="places")
    assert one.hits / observed.sum() / one.area_share == pytest.approx(case["PAI"], abs=1e-6)
    assert one.hits / one.possible == pytest.approx(case["PEI"], abs=1e-6)


def test_by_hand() -> None:
    """Twenty places, twelve months. Places 0-9 always hold 3 each, places 10-19 one each: every month 40 incidents.

    All counts order them alike, so that every list of 10 holds 30 of 40: 75 %, on half the area, the most possible.
    """
    counts = np.repeat([[3]] * 10 + [[1]] * 10, 12, axis=1)
    card = made(counts)
    assert [step.label for step in card.folds] == [step.label for step in months(12)[6:]]
    assert card.baseline == (6, 11)
    for method in ("count_12m", "count_36m", "count_all"):
        row = card.at(method, 10)
        assert (row["hit_rate"], row["low"], row["high"]) == (0.75, 0.75, 0.75)
        assert (row["pai"], row["pei"]) == pytest.approx((1.5, 1.0))
    one = card.table.query("method == 'count_12m' and unit == 'area' and at == 0.02").iloc[0]
    assert one["hit_rate"] == pytest.approx(0.4 * 3 / 40)  # 2 % of 20 places is 0.4 of a place
    assert len(card.table.query("unit == 'places' and at > 20")) == 0


def slow_hit_rate(counts: np.ndarray, origins: range, length: int, back: int) -> float:
    """The definition as a loop: count the months back, sort with ties worst-first, add up what the top held."""
    hits = every = 0
    for origin in origins:
        first = max(0, origin - back)
        past = [sum(int(c) for c in row[first:origin]) for row in counts]
        order = sorted(range(len(counts)), key=lambda i: (-past[i], counts[i][origin]))
        hits += sum(int(counts[i][origin]) for i in order[:length])
        every += sum(int(row[origin]) for row in counts)
    return hits / every


@pytest.mark.parametrize(("method", "back"), [("count_12m", 12), ("count_36m", 36), ("count_all", 99)])
def test_a_count_by_its_definition(method: str, back: int) -> None:
    counts = town(t=44)
    card = made(counts)
    for length in (10, 20, 40):
        slow = slow_hit_rate(counts, range(6, 44), length, back)
        assert card.at(method, length)["hit_rate"] == pytest.approx(slow, abs=1e-12)


def test_the_last_year_is_twelve_months_whether_or_not_a_leap_day_is_in_it() -> None:
    for first in ("2022-01", "2023-02", "2023-06"):
        steps = months(24, first)
        past = Past(np.eye(24, dtype=int), steps, chain(24), np.random.default_rng(1))
        for end in range(13, 25):
            cut = dataclasses.replace(past, counts=past.counts[:, :end], steps=steps[:end])
            assert np.flatnonzero(cut.last_years(1)).tolist() == list(range(end - 12, end))
    steps = months(60, "2020-01")
    past = Past(np.eye(60, dtype=int), steps, chain(60), np.random.default_rng(1))
    assert np.flatnonzero(past.last_years(3)).tolist() == list(range(24, 60))


def test_the_list_gives_adjoining_hot_places_one_row_at_the_busiest_part() -> None:
    counts = np.ones((40, 6), dtype=int)
    counts[10:15] = [[9], [9], [10], [9], [9]]
    counts[30] = 8
    past = Past(counts, months(6), chain(40), np.random.default_rng(1))
    z = gi_star(counts.sum(axis=1), chain(40))
    assert set(np.flatnonzero(confidence_bins(z) >= 1)) == {10, 11, 12, 13, 14}
    score = METHODS["listed"].score(past)
    assert np.argsort(-score, kind="stable")[:2].tolist() == [12, 30]  # the others share the row of 12
    assert set(np.argsort(score)[:4]) == {10, 11, 13, 14}
    assert np.argsort(-METHODS["count_all"].score(past), kind="stable")[:4].tolist() == [12, 10, 11, 13]


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_list_knows_the_month_it_is_scored_on(seed: int) -> None:
    """Whatever the last month held, the lists made before it, and how they scored before, stay as they were."""
    counts = town()
    changed = counts.copy()
    changed[:, -1] = np.random.default_rng(seed).poisson(3, len(counts))
    before, after = made(counts).by_fold, made(changed).by_fold
    last = pd.Timestamp(months(15)[-1].start)
    pd.testing.assert_frame_equal(before[before["step"] < last.date()], after[after["step"] < last.date()])
    one, other = (scores(Past(c[:, :14], months(14), chain(60), np.random.default_rng(1))) for c in (counts, changed))
    assert all((one[key] == other[key]).all() for key in METHODS)


@given(st.lists(st.integers(0, 9), min_size=12, max_size=40).filter(any), st.data())
def test_hindsight_cannot_be_beaten_and_foresight_reaches_it(observed: list[int], data: st.DataObject) -> None:
    seen = np.array(observed, dtype=float)
    perfect = held(seen, seen, np.ones(len(seen)), at=[1, 5, 12], unit="places")
    assert perfect.hits == pytest.approx(perfect.possible)
    score = np.array(data.draw(st.lists(st.integers(0, 3), min_size=len(seen), max_size=len(seen))), dtype=float)
    area = np.array(data.draw(st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=len(seen), max_size=len(seen))))
    for unit, at in (("places", [1.0, 5.0]), ("area", [0.01, 0.2])):
        one = held(score, seen, area, at=at, unit=unit)  # type: ignore[arg-type]
        assert (one.hits <= one.possible + 1e-9).all()


def test_equal_places_that_differ_a_hair_in_size_stay_equal() -> None:
    """A tie is settled against the list, never by which hexagon is a thousandth smaller."""
    area = np.array([0.7301, 0.7300, 0.7302])
    one = held(np.array([2.0, 2.0, 2.0]), np.array([0.0, 5.0, 1.0]), area, at=[1, 2], unit="places")
    assert one.hits.tolist() == [0, 1]
    assert one.area_share == pytest.approx([0.7301 / 2.1903, (0.7301 + 0.7302) / 2.1903])


def test_lists_by_lot_hold_the_share_they_pick() -> None:
    counts = town(t=60)
    card = made(counts)
    for length in (10, 20, 40):
        assert card.at("random", length)["hit_rate"] == pytest.approx(length / 60)
        drawn = card.at("random_draw", length)
        assert drawn["low"] < length / 60 < drawn["high"]
    chance = card.table.query("method == 'random'")
    assert chance["pai"].to_numpy() == pytest.approx(np.ones(len(chance)))
    assert chance.query("unit == 'area'")["hit_rate"].to_numpy() == pytest.approx(SHARES)


def test_the_mean_of_many_draws_is_what_chance_expects() -> None:
    observed, area = np.array([9.0, 3, 0, 0, 2, 1, 0, 5]), np.array([1.0, 2, 1, 1, 3, 1, 1, 2])
    rng = np.random.default_rng(5)
    many = [held(rng.random(8), observed, area, at=[3], unit="places").hits[0] for _ in range(4000)]
    exact = by_chance(observed, area, at=[3], unit="places").hits[0]
    assert exact == pytest.approx(20 * 3 / 8)
    assert abs(np.mean(many) - exact) < 4 * np.std(many) / np.sqrt(4000)


def test_only_the_built_up_area_is_listed_and_measured() -> None:
    counts = town()
    built_up = np.arange(60) % 2 == 0
    card = made(counts, built_up=built_up)
    halved = made(counts[built_up])
    assert card.at("count_12m", 10)["hit_rate"] == halved.at("count_12m", 10)["hit_rate"]
    assert card.at("count_12m", 10)["pai"] == pytest.approx(halved.at("count_12m", 10)["pai"])
    whole = made(counts)
    by_area = [c.table.query("method == 'count_12m' and unit == 'area'")["hit_rate"].tolist() for c in (card, whole)]
    assert by_area[0] == by_area[1]


def test_a_district_is_compared_with_all_and_scored_alone() -> None:
    counts = town()
    inside = np.arange(60) < 30
    card = made(counts, inside=inside)
    assert card.at("count_12m", 20)["hit_rate"] == made(counts[:30]).at("count_12m", 20)["hit_rate"]
    assert set(card.by_fold.query("unit == 'area'")["incidents"]) == set(counts[:30, 6:].sum(axis=0).astype(float))


def test_intervals_come_from_whole_blocks_of_months_and_hold_the_figure() -> None:
    times = _draws(30, np.random.default_rng(2))
    assert times.shape == (DRAWS, 30) and (times.sum(axis=1) == 30).all()
    assert times.mean() == 1 and times.max() >= 3 and BLOCK == 3
    near = np.corrcoef(times.T)  # months in a row are drawn together, the last one with the first
    assert near[0, 1] > 0.5 and near[0, 29] > 0.5 and abs(near[0, 15]) < 0.15
    card = made(town(t=40))
    kept = card.table.query("method != 'random'")
    assert (kept["low"] <= kept["hit_rate"] + 1e-9).all() and (kept["hit_rate"] <= kept["high"] + 1e-9).all()
    assert made(town(t=40)).table.equals(card.table)


def compared(difference: float, low: float, high: float) -> pd.DataFrame:
    row = {"method": "listed", "unit": "places", "at": 10.0, "difference": difference}
    return pd.DataFrame([row | {"difference_low": low, "difference_high": high}])


@pytest.mark.parametrize(
    ("figures", "said", "advice"),
    [
        ((-0.02, -0.03, -0.01), "clearly less", "Use the plain count."),
        ((0.001, -0.01, 0.01), "not clearly different", "Use the plain count: it is simpler."),
        ((0.002, 0.001, 0.003), "held more, though not by half a point", "Use the plain count: it is simpler."),
        ((0.03, 0.01, 0.05), "clearly more", ""),
    ],
)
def test_the_words_send_the_reader_to_the_plain_count(figures, said: str, advice: str) -> None:
    sentence = against_plain(compared(*figures), "listed")
    assert said in sentence and sentence.endswith(advice or ").")
    assert signed(100 * figures[0], 1) in sentence


def of_each_length(*figures: tuple[float, float, float]) -> pd.DataFrame:
    each = [compared(*three).assign(method="count_36m") for three in figures]
    longer = pd.concat(each).assign(at=[10.0, 20.0, 40.0])
    listed = [compared(0.0, -0.1, 0.1).assign(method=method) for method in ("listed", "gi_star")]
    return pd.concat([longer, *listed], ignore_index=True)


def test_a_word_is_about_the_length_whose_interval_stands_beside_it() -> None:
    """One length held clearly more: the word stood before the other two as well, whose intervals hold 0."""
    table = of_each_length((0.002, -0.004, 0.008), (-0.001, -0.011, 0.01), (0.015, 0.007, 0.024))
    (said,) = (one for one in words(table, months(2), (6, 7)) if one.startswith("Plain count, last three years"))
    clear, unclear = said.split(";")
    assert clear.endswith("held clearly more than that of 12 months in lists of 40 places (+1.5, +0.7 to +2.4)")
    assert unclear == (
        " not clearly different in lists of 10 places (+0.2, −0.4 to +0.8) and 20 places (−0.1, −1.1 to +1.0)."
    )


shares = st.integers(-10_000, 10_000).map(lambda n: n / 100_000)  # a thousandth of a point is the least that is shown


@given(st.lists(st.tuples(shares, shares, shares).map(sorted), min_size=3, max_size=3))
def test_no_word_contradicts_its_interval(each: list[list[float]]) -> None:
    table = of_each_length(*((middle, low, high) for low, middle, high in each)).assign(method="listed")[:3]
    said = against_plain(table, "listed").split(": ", 2)[2]
    told = {}
    for part in said.split(";"):
        told |= {int(n): (part, ends_) for n, ends_ in re.findall(r"(\d+) places \([^,]+, ([^)]+)\)", part)}
    assert set(told) == {10, 20, 40}
    for part, shown in told.values():
        low, high = (float(end.replace("−", "-")) for end in shown.split(" to "))
        assert ("clearly more" in part or "held more" in part) == (low > 0)
        assert ("clearly less" in part or "held less" in part) == (high < 0)


def test_a_sudden_move_makes_the_short_count_win_and_is_said() -> None:
    """All incidents move to other places after three years: twelve months notice it, all months do not."""
    counts = np.zeros((60, 60), dtype=int)
    counts[:12, :36] = 8
    counts[20:32, 36:] = 4
    card = made(counts)
    assert card.at("count_all", 10)["difference_high"] < 0
    assert any(line.startswith("Plain count, all months before: held clearly less") for line in card.words)


def test_it_refuses_what_it_cannot_score() -> None:
    for t in (FEWEST_BASELINE + FEWEST_FOLDS - 1, 5, 1):
        with pytest.raises(DataError, match="one odd month decides"):
            made(town(t=t))
    assert len(made(town(t=12)).folds) == 6
    with pytest.raises(DataError, match="fewer than 10"):
        made(town(), built_up=np.arange(60) < 9)
    with pytest.raises(DataError, match="Nothing was recorded"):
        made(np.zeros((60, 15), dtype=int))
    with pytest.raises(AccessError, match="bands"):
        scorecard(found(town(), controlled=True), built_up=np.ones(60, dtype=bool), rng=np.random.default_rng(1))


def test_a_month_without_any_incident_is_scored_as_nothing_held() -> None:
    counts = town()
    counts[:, 9] = 0
    card = made(counts)
    empty = card.by_fold[card.by_fold["step"] == months(15)[9].start]
    assert (empty["hits"] == 0).all() and np.isfinite(card.table.select_dtypes("number")).all().all()


def test_months_follow_each_other_in_the_account_of_every_fold() -> None:
    card = made(town(t=30))
    steps = list(dict.fromkeys(card.by_fold["step"]))
    assert steps == [step.start for step in card.folds] == sorted(steps)
    assert all(b - a < timedelta(days=32) for a, b in zip(steps, steps[1:], strict=False))
    assert steps[0] == date(2022, 7, 1)


def test_what_was_possible_is_ranked_once_for_all_lists_and_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    seen, size = rng.poisson(2.0, 30).astype(float), rng.uniform(0.5, 1.0, 30)
    best = hindsight(seen, size)
    asked: dict[str, Any] = {"at": [1, 5, 20], "unit": "places"}
    alone, given = held(rng.random(30), seen, size, **asked), held(rng.random(30), seen, size, **asked, best=best)
    assert len(set(alone.possible)) == 3 and (by_chance(seen, size, **asked).possible > 0).all()
    for one in (alone, given):
        assert one.possible == pytest.approx(best.hit_rate_at(one.area_share) * seen.sum())
    ranked: list[Any] = []
    monkeypatch.setattr(past_lists, "hindsight", lambda *_: ranked.append(1) or best)
    held(rng.random(30), seen, size, **asked, best=best)
    by_chance(seen, size, **asked, best=best)
    assert not ranked


def test_whoever_asks_is_asked_before_each_list_and_may_give_up() -> None:
    asked: list[int] = []
    data = found(town())
    whole: dict[str, Any] = {"built_up": np.ones(60, dtype=bool), "rng": np.random.default_rng(1)}
    card = scorecard(data, **whole, between=lambda: asked.append(1))
    assert len(asked) == len(card.folds) > 1
    with pytest.raises(InterruptedError):
        scorecard(data, **whole, between=_given_up)


def _given_up() -> None:
    raise InterruptedError
