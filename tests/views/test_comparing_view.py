"""Two maps on one scale: shading, legend, table, file and sentences of a comparison made by hand."""

from __future__ import annotations

import dataclasses
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hotspot import findings, pipeline
from hotspot.disclosure import Step
from hotspot.views import comparing, comparing_tables, maps
from tests.views import made


@dataclass(frozen=True)
class Both:
    pair: Any
    first: Any
    second: Any
    places: Any
    together: pd.DataFrame


def earlier(months: int = 12) -> Any:
    """The made-up findings a year before: Castle Hill empty, one quiet place busy, the rest as it is."""
    found = made.findings()
    counts = found.counts[:, :months].copy()
    counts[0], counts[100] = 0, 12
    starts = pd.date_range("2024-01-01", periods=months, freq="MS")
    ends = starts + pd.offsets.MonthEnd(0)
    steps = tuple(Step(a.date(), b.date(), "", (b - a).days + 1) for a, b in zip(starts, ends, strict=True))
    return dataclasses.replace(
        found, counts=counts, steps=steps, locations=found.locations.assign(count=counts.sum(axis=1))
    )


def periods(months: int = 12) -> Both:
    first = made.analysis()
    second = dataclasses.replace(first, findings=earlier(months))
    places = findings.two_periods(first.findings, second.findings)
    sums = places[["first", "second"]].sum().to_frame().T
    days = (findings.days_of(first.findings), findings.days_of(second.findings))
    pair = pipeline.Pair.read("2025-01..2025-12", f"2024-01..2024-{months:02d}")
    return Both(pair, first, second, places, sums.join(findings.judged(sums["first"], sums["second"], days)))


def districts() -> Both:
    whole = made.analysis()
    first, second = (
        dataclasses.replace(whole, findings=findings.narrowed(whole.findings, (code,))) for code in ("E1", "E2")
    )
    together = findings.two_districts(whole.findings, "E1", "E2", (100_000.0, 90_000.0))
    return Both(pipeline.Pair("districts", "E1", "E2"), first, second, first.findings.locations.iloc[:0], together)


@pytest.mark.parametrize("both", [periods(), periods(6), districts()], ids=["years", "year and half", "districts"])
def test_the_same_colour_is_the_same_number_on_both_maps(both: Both) -> None:
    one, other = comparing.shadings(both)
    assert one.classes == other.classes and one.title == other.title
    sides = comparing.sides(both)
    values = np.concatenate([side.value for side in sides])
    classes = np.concatenate([one.index, other.index])
    for k in range(len(one.classes) - 1):  # every number of a class is below every number of the next
        if (classes == k).any() and (classes > k).any():
            assert values[classes == k].max() < values[classes > k].min()
    assert (classes[values == 0] == 0).all() and (classes[values > 0] > 0).all()


def test_the_legend_counts_both_maps_from_the_arrays_of_the_layers() -> None:
    both = periods()
    said = comparing.legend(both)
    for shading, picture in zip(comparing.shadings(both), comparing.pictures(both), strict=True):
        layer = maps.cells(picture.locations, picture.shading, picture.texts, hexagons=True)
        assert (picture.shading.index == shading.index).all()
        assert sum(shading.sizes) == len(picture.locations) and layer.id == "cells"
        for size in shading.sizes:
            assert not size or f"<b>{size:,}</b>" in said
    assert "one scale for both" in said and "January to December 2024" in said


def test_periods_of_other_lengths_are_shown_and_told_as_rates() -> None:
    both = periods(6)
    assert not comparing.as_counts(both)
    table = comparing_tables.table(both)
    row = table.iloc[0]
    days = [findings.days_of(one.findings) for one in (both.first, both.second)]
    held = both.places.loc[table.index[0]]
    assert row["In 30 days: January to December 2025"] == round(held["first"] / days[0] * 30, 1)
    assert comparing.shadings(both)[0].title == "Records in 30 days, in each hexagon"
    notes = comparing_tables.notes(both)
    assert f"{days[0]} and {days[1]} days" in notes[0] and comparing_tables.SEASON in notes
    assert comparing_tables.SEASON not in comparing_tables.notes(periods())


def test_both_maps_show_the_same_places_in_the_same_view_with_the_clear_ones_numbered() -> None:
    both = periods()
    one, other = comparing.pictures(both)
    assert one.locations.index.tolist() == other.locations.index.tolist()
    assert one.look_at == other.look_at is not None
    table = comparing_tables.table(both)
    clear = table[table["In words"].isin(["clearly more", "clearly fewer"])]
    assert one.marked["peak"].tolist() == clear.index.tolist() and len(clear) == 2
    assert table["No."].tolist()[:2] == one.marked["rank"].tolist() == [1, 2]
    assert (both.places.loc[table.index[2:], "verdict"].abs() < 2).all()


def test_two_districts_each_look_at_their_own_as_far_away() -> None:
    one, other = (picture.look_at for picture in comparing.pictures(districts()))
    assert one != other
    for low, high in (("lon_min", "lon_max"), ("lat_min", "lat_max")):
        spans = [getattr(view, high) - getattr(view, low) for view in (one, other)]
        assert spans[0] == pytest.approx(spans[1])


def test_the_sentence_counts_what_the_table_calls_clear() -> None:
    both = periods()
    said, table = comparing_tables.headline(both), comparing_tables.table(both)
    words = table["In words"].value_counts()
    assert said.startswith(f"In 2 of {len(table)} places the two periods differ clearly: 1 with more and 1 with fewer.")
    assert (words["clearly more"], words["clearly fewer"]) == (1, 1)
    total = [int(both.together[name].iloc[0]) for name in ("first", "second")]
    assert (
        f"{total[0]:,} in January to December 2025, {total[1]:,} in January to December 2024 (records without a point"
        in said
    )
    assert "(records without a point on the map are left out): " in said
    by_lsoa = dataclasses.replace(both.first, parameters=both.first.parameters.changed(geography="lsoa"))
    said = comparing_tables.headline(dataclasses.replace(both, first=by_lsoa))
    assert "(records without a neighbourhood are left out): " in said


def test_the_sentence_of_two_districts_has_the_numbers_of_the_last_row() -> None:
    both = districts()
    row = comparing_tables.table(both).iloc[-1]
    said = comparing_tables.headline(both)
    assert f"Westborough records {row['Per 1,000 residents a year: Westborough']:.1f} per 1,000" in said
    assert f"{row['Difference']} ({row['95 % interval']}), {row['In words']}." in said
    places = comparing_tables.district_places(both)
    assert set(places["District"]) == {"Westborough", "East Vale & Moor"}
    assert places["Records"].is_monotonic_decreasing


def test_the_file_has_the_figures_and_no_formula() -> None:
    both = periods()
    both.places.iloc[0, both.places.columns.get_loc("name")] = "=1+1"
    held = pd.read_csv(io.BytesIO(comparing_tables.csv(both)))
    table = comparing.listed(both)
    assert held["first"].tolist() == table["first"].tolist()
    assert held["change"].to_numpy() == pytest.approx(table["change"].to_numpy(), abs=1e-3)
    assert (held["days_first"] == 365).all()
    assert not held["name"].str.startswith("=").any()
    assert len(pd.read_csv(io.BytesIO(comparing_tables.csv(districts())))) == 5


def test_nothing_in_either_period_is_said_and_drawn() -> None:
    both = periods()
    empty = Both(both.pair, both.first, both.second, both.places.assign(first=0, second=0), both.together)
    assert comparing_tables.headline(empty) == "Nothing is recorded in either period."
    assert comparing_tables.table(empty).empty and len(comparing.pictures(empty)) == 2
