"""Attacks on controlled releases: no small count comes out, and the same attacker finds what others give away."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hotspot import disclosure
from hotspot.access import Feed, Scope, ledger
from hotspot.errors import AccessError
from tests.attacks import scenes


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_however_long_one_asks_only_whole_years_get_through() -> None:
    assert scenes.windows_let_out(5) == {(0, 12), (12, 24), (24, 36)}


def test_differencing_of_all_releasable_windows_finds_nothing(rng: np.random.Generator) -> None:
    found = scenes.by_windows(rng, 10, sorted(scenes.windows_let_out(5)), 0.4)
    assert found.attacked > 50 and found.held


def test_a_free_date_slider_is_caught(rng: np.random.Generator) -> None:
    found = scenes.by_windows(rng, 1, scenes.sliding(), 2.0, 0)
    assert found.recovered >= 0.9 * found.attacked > 10


@pytest.mark.parametrize("window", ["year-04", "year-07", "year-10"])
def test_years_that_begin_in_another_month_share_no_month_either(window: str) -> None:
    feed = Feed(scenes.FORCE, "police", "Made", "cda", window=window)
    windows = disclosure.terms(scenes.FORCE, Scope(feeds=(feed,))).windows("2022-01", "2026-02")
    months = [month for first, last in windows for month in pd.period_range(first, last, freq="M")]
    assert len(windows) >= 3 and len(months) == len(set(months)) == 12 * len(windows)
    assert {first[5:] for first, _ in windows} == {window[-2:]}


def test_slivers_of_two_geographies(rng: np.random.Generator, tmp_path: Path) -> None:
    let_out, both = scenes.slivers(rng, 60, tmp_path)
    assert let_out.attacked > 50 and let_out.held
    assert both.narrowed > 0 and both.wrong == 0


def test_a_sum_with_a_published_source_does_not_leave_and_would_be_caught(rng: np.random.Generator) -> None:
    left, control = scenes.mixture(rng, 40)
    assert left == 0 and control.narrowed > 0


def test_scores_to_three_decimals_are_caught(rng: np.random.Generator) -> None:
    found = scenes.scores(scenes.feed(rng, 0.10, 1.0), 8)
    assert found.recovered == found.attacked == 8


def test_the_released_density_tells_nothing_and_a_raw_one_everything(rng: np.random.Generator) -> None:
    cube = scenes.feed(rng, 0.10, 1.0)
    raw, let_out = (scenes.density(cube, 8, raw=raw) for raw in (True, False))
    assert raw.recovered == raw.attacked == 8
    assert let_out.attacked == 8 and let_out.held


@pytest.mark.parametrize("seed", [1, 5, 7])
def test_words_narrow_no_small_count_and_would_if_all_of_them_left(seed: int) -> None:
    cube = scenes.feed(np.random.default_rng(seed), 0.09, 0.2, islands=True)
    let_out, control = (scenes.words(cube, 9, withhold=withhold) for withhold in (True, False))
    assert let_out.attacked > 3 and let_out.held
    assert control.narrowed > 0 and control.wrong == 0


def test_words_of_a_town_and_its_surroundings_narrow_nothing(rng: np.random.Generator) -> None:
    found = scenes.words(scenes.feed(rng, 0.08, 0.5), 6)
    assert found.attacked == 6 and found.held


def test_to_ask_again_tells_nothing_new(rng: np.random.Generator, tmp_path: Path) -> None:
    assert scenes.repeated(scenes.feed(rng, 0.06, 1.0), tmp_path, 6) == 1
    assert len(ledger.ledger(tmp_path)) == 3  # one line for each audience, however often


ONE = ledger.Leaving("ed/x", "public", "h3-7 of made", "2025-01-01", "2025-12-31", ("assault", "blade"), (), "a")


@pytest.mark.parametrize(
    "other",
    [{"geography": "lsoa of made"}, {"first": "2025-04-01", "last": "2026-03-31"}, {"counted": ("blade",)},
     {"csps": ("E1",)}, {"geography": "lsoa of made", "audience": "beyond"}],
)  # fmt: skip
def test_the_ledger_refuses_what_could_be_subtracted(tmp_path: Path, other: dict[str, object]) -> None:
    ledger.leave(tmp_path, ONE)
    with pytest.raises(AccessError, match="subtracted from one released before"):
        ledger.leave(tmp_path, replace(ONE, **other, digest="b"))
    assert ledger.ledger(tmp_path) == (ONE,)


@pytest.mark.parametrize(
    "other",
    [{"first": "2024-01-01", "last": "2024-12-31"}, {"counted": ("other",)}, {"source": "ed/y"}, {"audience": "beyond"},
     {"digest": "late records"}],
)  # fmt: skip
def test_the_ledger_lets_out_what_has_no_record_in_common_or_is_the_same_cut(
    tmp_path: Path, other: dict[str, object]
) -> None:
    ledger.leave(tmp_path, ONE)
    ledger.leave(tmp_path, replace(ONE, **other))
    ledger.leave(tmp_path, ONE)
    assert ledger.ledger(tmp_path) == (ONE, replace(ONE, **other))


def test_the_ledger_only_grows(tmp_path: Path) -> None:
    ledger.leave(tmp_path, ONE)
    with sqlite3.connect(tmp_path / "log" / "access.sqlite") as database:
        for change in ("DELETE FROM ledger", "UPDATE ledger SET digest = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                database.execute(change)
