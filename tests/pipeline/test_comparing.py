"""Two periods and two districts of the demonstration, counted again by plain pandas."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from hotspot import pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import AccessError, DataError, HotspotError, ParameterError
from hotspot.pipeline import comparing
from hotspot.pipeline.comparing import Pair

ASKED = Parameters("demo", geography="lsoa")
YEARS = Pair.read("2025-01..2025-12", "2024-01..2024-12")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def years(settings: Settings) -> comparing.Comparison:
    return pipeline.compare(ASKED, YEARS, settings=settings)


def counted(settings: Settings, column: str, first: str, last: str) -> pd.Series:
    """The records of a period by plain pandas: the demonstration's own categories, each record once, none set aside."""
    frame = pipeline.prepare("demo", settings).incidents.frame
    kept = (
        (frame["source"] == "demo/police")
        & frame["category"].isin(["Homicide", "Grievous bodily harm", "Robbery", "Knife-enabled violence"])
        & frame["month"].between(f"{first}-01", f"{last}-01")
        & ~frame["institution"]
        & ~frame["repeated_id"]
    )
    return frame[kept].groupby(column, observed=True).size()


def test_both_counts_of_every_place_by_plain_pandas(settings: Settings, years: comparing.Comparison) -> None:
    table = years.places
    for column, first, last in (("first", "2025-01", "2025-12"), ("second", "2024-01", "2024-12")):
        plain = counted(settings, "lsoa", first, last).reindex(table.index, fill_value=0)
        assert plain.sum() > 2000
        assert table[column].tolist() == plain.tolist()
    assert years.together[["first", "second"]].iloc[0].tolist() == table[["first", "second"]].sum().tolist()


def test_a_planted_new_place_is_the_one_that_differs_clearly(settings: Settings) -> None:
    both = pipeline.compare(Parameters("demo"), YEARS, settings=settings)
    clear = both.places[both.places["verdict"].abs() == 2]
    assert [name for name in clear["name"] if "Castle Hill" in name] == clear["name"].tolist()
    assert (clear["first"] > clear["second"]).all() and len(clear) == 1


def test_years_of_365_and_366_days_are_compared_day_for_day(years: comparing.Comparison) -> None:
    row = years.together.iloc[0]
    assert row["change"] == pytest.approx(row["first"] - row["second"] * 365 / 366)


def test_chosen_districts_narrow_the_places(settings: Settings) -> None:
    code = pipeline.prepare("demo", settings).profile.csps[0]
    both = pipeline.compare(ASKED.changed(csps=(code,)), YEARS, settings=settings)
    assert set(both.places["csp_code"]) == {code}


def test_two_districts_by_plain_pandas(settings: Settings) -> None:
    a, b = pipeline.prepare("demo", settings).profile.csps[:2]
    both = pipeline.compare(ASKED.changed(start="2024-01", end="2025-12"), Pair.read(a, b), settings=settings)
    whole = both.together.iloc[-1]
    plain = counted(settings, "csp_code", "2024-01", "2025-12")
    assert (whole["first"], whole["second"]) == (plain[a], plain[b])
    assert len(both.together) == 8 + 1
    table = both.first.districts
    assert whole["rate_first"] == pytest.approx(table.at[a, "rate"])
    assert whole["rate_second"] == pytest.approx(table.at[b, "rate"])
    assert set(both.first.findings.locations["csp_code"]) == {a}
    assert set(both.second.findings.locations["csp_code"]) == {b}


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("2025-01..2025-12", "2024-06..2025-02", "overlap: January 2025 to February 2025"),
        ("2025-01..2025-12", "2025-03..2025-03", "overlap: March 2025 is in both"),
        ("2025-05..2025-01", "2024-01..2024-02", "ends before it begins"),
        ("2025-13..2025-14", "2024-01..2024-02", "not a month"),
        ("2025-01..x", "2024-01..2024-02", "not a period"),
        ("E07", "2024-01..2024-02", "cannot be compared"),
        ("", "E07", "cannot be compared"),
        ("E07", "E07", "with itself"),
    ],
)
def test_what_cannot_be_compared_is_refused_calmly(first: str, second: str, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        Pair.read(first, second)


@pytest.mark.parametrize(
    ("pair", "kind", "said"),
    [
        (Pair.read("2023-01..2023-12", "2022-01..2022-12"), DataError, "January 2022 to December 2022 reaches beyond"),
        (Pair.read("2026-01..2026-02", "2025-01..2025-02"), DataError, "reaches beyond what is held: January 2023 to"),
        (Pair.read("E99999999", "D22000001"), ParameterError, "no district E99999999"),
    ],
)
def test_periods_not_held_and_districts_of_elsewhere_are_refused(
    settings: Settings, pair: Pair, kind: type[HotspotError], said: str
) -> None:
    with pytest.raises(kind, match=said):
        pipeline.compare(ASKED, pair, settings=settings)


def test_bands_are_never_set_side_by_side(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = comparing.analyse

    def banded(*args: object, **named: object) -> object:
        answer = whole(*args, **named)  # type: ignore[arg-type]
        return dataclasses.replace(answer, findings=dataclasses.replace(answer.findings, controlled=True))

    monkeypatch.setattr(comparing, "analyse", banded)
    for pair in (YEARS, Pair.read(*pipeline.prepare("demo", settings).profile.csps[:2])):
        with pytest.raises(AccessError, match="leave in bands only"):
            pipeline.compare(ASKED, pair, settings=settings)


def test_a_link_with_one_period_means_the_last_months_beside_it() -> None:
    assert Pair.beside("2024-01..2024-03", "2025-12").first == "2025-10..2025-12"
    with pytest.raises(ParameterError, match="overlap"):
        Pair.beside("2025-01..2025-12", "2025-12")
