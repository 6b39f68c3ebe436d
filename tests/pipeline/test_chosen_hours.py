"""Records of chosen hours, counted again by plain means from the demonstration's own table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from hotspot import config, nights, pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import HotspotError, HoursUnknownError

SETTINGS = Settings(Path("none"))
TABLE = Path(__file__).resolve().parents[2] / "data" / "demo_hour_records.parquet"
ASKED = Parameters("demo", resolution=7, method="gi_star")
COUNTED = ["Homicide", "Grievous bodily harm", "Robbery", "Knife-enabled violence"]


@pytest.fixture(scope="module")
def told() -> pd.DataFrame:
    """The police records of the default measure that lie in the area, once each, with a location, at no institution."""
    raw = pd.read_parquet(TABLE)
    raw = raw[(raw["source"] == "demo/police") & raw["category"].isin(COUNTED)]
    raw = raw.drop_duplicates(["record_id"])
    frame = pipeline.prepare("demo", SETTINGS).incidents.frame
    frame = frame[frame["source"] == "demo/police"].set_index("record_id")
    away = frame.index[frame["institution"] | frame["no_location"] | frame["lad_code"].isna()]
    return raw[~raw["record_id"].isin(away)]


def slow_night(moment: pd.Timestamp) -> pd.Timestamp:
    return (moment - pd.Timedelta(hours=6)).normalize()


def slowly(row: pd.Series, weekdays: tuple[int, ...], starts: int, ends: int) -> pd.Timestamp | None:
    """Return the night of a record inside these hours, minute by minute where it is an interval."""
    if row["precision"] == "day" or row["from_local"] in (row["from_local"].normalize(),):
        return None
    first, last = row["from_local"], row["to_local"]
    moments = (
        [first] if pd.isna(last) or last <= first else list(pd.date_range(first, last, freq="1min", inclusive="left"))
    )
    inside: dict[pd.Timestamp, int] = {}
    for moment in moments:
        night = slow_night(moment)
        hour = (moment - night) / pd.Timedelta(hours=1)
        if night.weekday() in weekdays and starts <= hour < ends:
            inside[night] = inside.get(night, 0) + 1
    found = [night for night, minutes in inside.items() if 2 * minutes >= len(moments)]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("hours", "band", "weekdays", "starts", "ends"),
    [
        ("weekend_nights", "", (4, 5), 18, 30),
        ("weekend_nights", "21-00", (4, 5), 21, 24),
        ("", "00-03", (0, 1, 2, 3, 4, 5, 6), 24, 27),
        ("day_drinking", "", (5,), 14, 21),
    ],
)
def test_the_counts_of_chosen_hours_are_those_of_a_slow_loop(told, hours, band, weekdays, starts, ends) -> None:
    sample = told[told["from_local"] >= "2025-10-01"]
    nights_ = sample.apply(slowly, axis=1, args=(weekdays, starts, ends)).dropna()
    last = pd.Timestamp("2025-12-30" if ends > 24 else "2025-12-31")
    nights_ = nights_[(nights_ >= "2025-10-01") & (nights_ <= last)]
    found = pipeline.analyse(ASKED.changed(start="2025-10", hours=hours, hour_band=band), settings=SETTINGS).findings
    by_month = nights_.dt.month.value_counts().reindex([10, 11, 12], fill_value=0)
    assert found.counts.sum(axis=0).tolist() == by_month.tolist()
    assert by_month.sum() > 20


def test_every_record_is_in_the_hours_or_at_other_hours_or_not_known() -> None:
    whole = pipeline.analyse(ASKED, settings=SETTINGS)
    bands = [pipeline.analyse(ASKED.changed(hour_band=band), settings=SETTINGS) for band in nights.BANDS]
    counted = sum(int(one.findings.counts.sum()) for one in bands)
    assert 0 < counted < int(whole.findings.counts.sum())
    said = next(note for note in bands[0].notes if note.startswith("Only these hours"))
    numbers = [int(part.replace(",", "")) for part in said.split() if part.replace(",", "").isdigit()]
    assert numbers[0] == sum(numbers[1:4])


def test_steps_say_how_often_the_hours_came_round_and_august_has_no_school() -> None:
    found = pipeline.analyse(ASKED.changed(hours="after_school", start="2025-01"), settings=SETTINGS).findings
    calendar = config.profile("demo", Path("none")).calendar
    days = nights.days_of("after_school", "2025-01-01", "2025-12-31", calendar)
    assert [step.days for step in found.steps] == [n for n in np.bincount(days.month, minlength=13)[1:] if n]
    assert "Aug 2025" not in [step.label for step in found.steps]
    assert any("never came round: Aug 2025" in note for note in found.notes)


def test_a_source_that_knows_only_the_month_is_refused_and_the_number_left_out_is_said(real_home) -> None:
    settings = real_home("gwent")
    whole = pipeline.analyse(Parameters("gwent", resolution=7, method="gi_star"), settings=settings).findings
    with pytest.raises(HoursUnknownError, match=r"of the [0-9,]+ records .*known only to the month.*all hours"):
        pipeline.analyse(Parameters("gwent", hours="weekend_nights"), settings=settings)
    assert whole.counts.sum() > 0


@pytest.mark.parametrize(
    "query",
    [
        {"hours": "after_school", "hour_band": "21-00"},
        {"hours": "weekend_nights", "hour_band": "12-18"},
        {"hours": "after_school", "start": "2025-08", "end": "2025-08"},
    ],
)
def test_hours_that_never_come_round_are_refused_with_a_way_on(query) -> None:
    with pytest.raises(HotspotError, match=r"(no hour between|never came round).*\. (Choose|Add)"):
        pipeline.analyse(ASKED.changed(**query), settings=SETTINGS)


def test_steps_of_a_weekend_take_larger_hexagons_until_a_neighbourhood_holds_enough() -> None:
    answer = pipeline.analyse(Parameters("demo", step="weekend"), settings=SETTINGS)
    assert answer.parameters.hours == "weekend_nights"
    assert answer.parameters.resolution < 8
    assert any("weekends" in note for note in answer.notes)
    nightly = pipeline.analyse(ASKED.changed(hours="weekend_nights"), settings=SETTINGS)
    assert abs(answer.findings.counts.sum() - nightly.findings.counts.sum()) < 0.01 * nightly.findings.counts.sum()
