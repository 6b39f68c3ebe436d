"""The share of other settings that give a place the same colour, by its definition."""

from __future__ import annotations

import dataclasses
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from hotspot.config import Parameters
from hotspot.cube import Cube
from hotspot.cube.steps import steps_between
from hotspot.errors import DataError
from hotspot.measures import places
from hotspot.measures.emergence import FEWEST_STEPS, GROUPS, Emergence, emergence, exposed
from hotspot.measures.stability import Others, agreement, compared, settings
from hotspot.stats import Reading

SIDE, MONTHS = 8, 24
WEIGHTS = sparse.kron(*[sparse.diags_array([1.0, 1.0, 1.0], offsets=[-1, 0, 1], shape=(SIDE, SIDE))] * 2).tocsr()


def town() -> np.ndarray:
    """Return counts of a small town: one corner always hot and rising, one falling, one hot of late, the rest quiet."""
    counts = np.random.default_rng(4).poisson(1.0, (SIDE, SIDE, MONTHS))
    counts[:2, :2] += np.arange(MONTHS) // 2 + 6
    counts[-2:, -2:] += 18 - np.arange(MONTHS) // 2
    counts[:2, -2:, -3:] += 9
    counts[-2:, :2, ::2] += 8
    return counts.reshape(SIDE * SIDE, MONTHS)


def counted(asked: Parameters) -> Cube:
    first, last = date(2024, 1, 1), date(2025, 12, 31)
    if asked.step == "week":
        raise DataError("No day is known.", "Choose months.")
    steps, _ = steps_between(first, last, asked.step)
    counts = town().reshape(len(town()), len(steps), -1).sum(axis=2)
    places = tuple(f"E{n:08}" for n in range(len(counts)))
    outlines = gpd.GeoSeries([None] * len(counts), index=list(places))
    return Cube(places, steps, counts, "lsoa", None, "all", outlines, np.ones(len(counts)), (), 0.0)


def emerging(cube: Cube, asked: Parameters) -> Emergence:
    """Return the emerging hot spots of a cube by itself."""
    return emergence(Reading(exposed(cube), sparse.csr_array(WEIGHTS)), asked)


def by_definition(asked: Parameters) -> tuple[np.ndarray, int]:
    """Make every other analysis in full and compare the colour groups."""
    mine = emerging(counted(asked), asked).category
    agree, tried = np.zeros(len(mine)), 0
    for setting in settings(asked):
        other = asked.changed(**setting._asdict())
        cube = counted(other)
        if len(cube.steps) >= FEWEST_STEPS:
            theirs = emerging(cube, other).category
            agree += [GROUPS[a] == GROUPS[b] for a, b in zip(mine.tolist(), theirs.tolist(), strict=True)]
            tried += 1
    return agree / tried, tried


@pytest.mark.parametrize(
    "changes",
    [{}, {"alpha": 0.01}, {"rules": "legacy"}, {"window": "neighbourhood_steps"}, {"window": "step"}, {"lag": 0}],
    ids=str,
)
def test_it_is_the_share_of_analyses_that_agree(changes: dict[str, object]) -> None:
    asked = Parameters("made", geography="lsoa").changed(**changes)
    chosen = counted(asked)
    found = emerging(chosen, asked)
    tries = compared(found.reading, chosen, asked, Others(counted, lambda _: sparse.csr_array(WEIGHTS)))
    share, tried = agreement(found, tries, asked.rules)
    expected, many = by_definition(asked)
    assert tried == many >= 8
    np.testing.assert_array_equal(share, expected)
    assert len({GROUPS[code] for code in found.category.tolist()}) >= 3 and len(set(share.tolist())) >= 3


def test_where_nothing_is_recorded_all_settings_agree() -> None:
    asked = Parameters("made", geography="lsoa")

    def empty(other: Parameters) -> Cube:
        made = counted(other)
        return Cube(
            made.locations, made.steps, made.counts * 0, "lsoa", None, "all", made.outlines, made.area_km2, (), 0.0
        )

    chosen = empty(asked)
    found = emerging(chosen, asked)
    tries = compared(found.reading, chosen, asked, Others(empty, lambda _: sparse.csr_array(WEIGHTS)))
    share, tried = agreement(found, tries, asked.rules)
    assert tried and (share == 1).all()


def test_a_great_cube_is_measured_on_two_processors_to_the_same_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Parameters("made", geography="lsoa")
    monkeypatch.setattr(places, "weights_of", lambda *_: sparse.csr_array(WEIGHTS))
    alone = places.measure(counted(asked), None, asked, recount=counted).frame  # type: ignore[arg-type]
    monkeypatch.setattr(places, "BESIDE_FROM", 0)
    beside = places.measure(counted(asked), None, asked, recount=counted).frame  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(beside, alone)
    assert (alone["settings_tried"] >= 8).all() and alone["stability"].nunique() >= 3

    def broken(_: Parameters) -> Cube:
        raise RuntimeError("The disk is gone.")

    with pytest.raises(RuntimeError, match="disk"):
        places.measure(counted(asked), None, asked, recount=broken)  # type: ignore[arg-type]
    without = places.measure(counted(asked), None, asked).frame  # type: ignore[arg-type]
    assert without["stability"].isna().all() and (without["settings_tried"] == 0).all()
    assert without.columns.tolist() == alone.columns.tolist()


def test_each_place_of_a_cube_is_its_own_in_the_same_cube() -> None:
    cube = counted(Parameters("made", geography="lsoa"))
    others = Others(counted, lambda _: sparse.csr_array(WEIGHTS))
    itself, alike = others.rows(cube, cube), others.rows(cube, dataclasses.replace(cube))
    assert itself.dtype == alike.dtype and itself.tolist() == alike.tolist() == list(range(SIDE * SIDE))
