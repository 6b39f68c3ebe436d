"""The hours as a table of text, the band maps as a picture, and the licensing sheet, on the demonstration."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image

from hotspot import pipeline, views
from hotspot.config import Parameters, Settings

ASKED, WINDOW = Parameters(area="demo"), pipeline.WeekWindow()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(Path(tmp_path_factory.mktemp("empty")))


@pytest.fixture(scope="module")
def evening(settings: Settings) -> pipeline.Evening:
    return pipeline.evening(ASKED, WINDOW, settings=settings)


@pytest.fixture(scope="module")
def areas(evening: pipeline.Evening) -> tuple[str, ...]:
    return tuple(list(views.licensing_sheet.areas_offered(evening.hours))[:3])


@pytest.fixture(scope="module")
def parts(evening: pipeline.Evening, areas: tuple[str, ...], settings: Settings) -> pipeline.SheetParts:
    return pipeline.sheet_parts(evening.parameters, WINDOW, areas, settings=settings)


def cells(html: str) -> list[str]:
    return re.findall(r'<td class="n"[^>]*>([^<]*)</td>', html)


def test_every_hour_of_both_nights_is_a_number_in_the_table(evening: pipeline.Evening) -> None:
    hours = evening.hours
    html = views.hour_grid.table_html(hours, hours.cover(22, 26))
    assert [int(cell) for cell in cells(html)] == hours.grid["count"].round().astype(int).tolist()
    assert html.count('scope="col"') == 12 and "18:00" in html and "05:00" in html
    held = hours.closing[(hours.closing.index >= 18) & (hours.closing.index < 30)]
    assert re.findall(r'class="tick"[^>]*>(\d+)<', html) == [str(n) for n in held]
    assert 'colspan="4" style="background:#1f5f8b"' in html  # the shift, four hours wide
    offset = re.search(r'Your shift</th><td colspan="(\d+)"', html)
    assert offset and int(offset.group(1)) == 22 - 18


def test_the_hours_say_which_nights_they_are_compared_with(evening: pipeline.Evening) -> None:
    """ "Before" means all nights held up to last year's, not the pairs that the difference beside it speaks of."""
    said = views.hours.compared_hours(evening.hours)
    assert evening.hours.last == pd.Timestamp("2025-12-27")
    assert said == "this quarter beside all weekend nights held to 28 December 2024"
    note = views.hours.moved_note(evening.hours)
    assert note.startswith("“Before” is all weekend nights to 28 December 2024.")
    few = replace(evening.hours, change=moved(evening, later=float("nan")))
    assert views.hours.moved_line(few) == "Too few to say whether the hours moved." and not views.hours.moved_note(few)


def moved(evening: pipeline.Evening, **figures: float) -> pd.Series:
    change = evening.hours.change.copy()
    for name, value in figures.items():
        change[name] = value
    return change


@pytest.mark.parametrize(
    ("later", "busy", "said"),
    [
        (
            1.0,
            21.0,
            "Later than before: 19 % of incidents come after 02:00; it was 10 %. Busiest 21:00-00:00, as before.",
        ),
        (-1.0, 21.0, "Earlier than before: 19 % of incidents come after 02:00; it was 10 %. Busiest 21:00-00:00, as"),
        (
            0.0,
            25.0,
            "No clear move: 19 % of incidents come after 02:00; it was 10 %. Busiest 21:00-00:00, before 01:00-",
        ),
    ],
)
def test_the_second_line_says_two_shares_and_the_busiest_hours_and_no_more(
    evening: pipeline.Evening, later: float, busy: float, said: str
) -> None:
    figures = {"later": later, "late_now": 0.19, "late_earlier": 0.1, "late_low": 0.04, "late_high": 0.16}
    change = moved(evening, **figures, busy_now=21.0, busy_earlier=busy)
    hours = replace(evening.hours, change=change)
    line = views.hours.moved_line(hours)
    assert line.startswith(said) and len(line) < 130
    assert "+4 to +16 percentage points" in views.hours.moved_note(hours)
    banded = replace(hours, change=moved(evening, later=later, late_now=float("nan")))  # no share may leave
    assert "%" not in views.hours.moved_line(banded) and not views.hours.moved_note(banded)


def test_what_is_in_no_hour_is_counted_beside_the_account(evening: pipeline.Evening, settings: Settings) -> None:
    """The account names those whose hour is not known; those without a place, or at an institution, stand beside it."""
    frame = pipeline.prepare("demo", settings).incidents.frame
    mine = frame[frame["source"].eq("demo/police") & frame["category"].isin(evening.measure.categories["demo"])]
    nowhere = int((mine["lsoa"].isna() & ~mine["outside_area"]).sum())
    aside = int((mine["institution"] & mine["lsoa"].notna()).sum())
    (said,) = [note for note in evening.hours.notes if note.startswith("In no hour of this page")]
    assert f"2023-01 to 2025-12: {nowhere} records state no place" in said
    assert f"{aside} records at hospitals, prisons and police stations are set aside." in said


def test_where_only_bands_may_leave_a_column_is_a_band_and_a_shift_ends_where_one_does(
    evening: pipeline.Evening,
) -> None:
    grid = pd.DataFrame(
        {"weekday": [4] * 4 + [5] * 4, "hour": [18, 21, 24, 27] * 2, "count": [4.0, 20, 15, 4, 10, 45, 30, 4],
         "nights": float("nan"), "hours": float("nan"), "per_night": float("nan"), "lower": float("nan"),
         "upper": float("nan")}
    )  # fmt: skip
    hours = replace(evening.hours, grid=grid, controlled=True, by="band")
    html = views.hour_grid.table_html(hours, hours.cover(21, 24))
    assert cells(html)[0] == "fewer than 8" and "18:00–21:00" in html and "nan" not in html
    assert hours.edges == (18, 21, 24, 27, 30) and hours.occasions == 0
    assert hours.cover(21, 24).share == pytest.approx(65 / 132)
    assert hours.cover(18, 24).best_starts == 21  # six hours: 21-03 holds more


def test_the_shift_sentence_is_the_share_of_the_grid(evening: pipeline.Evening) -> None:
    by_hour = evening.hours.grid.groupby("hour")["count"].sum()
    share = by_hour.loc[22:25].sum() / by_hour.sum()
    best = max(range(18, 27), key=lambda first: by_hour.loc[first : first + 3].sum())
    cover = evening.hours.cover(22, 26)
    assert cover.share == pytest.approx(share) and cover.best_starts == best


def test_band_captions_and_losses_are_of_the_district_that_is_shown(
    evening: pipeline.Evening, settings: Settings
) -> None:
    one = pipeline.evening(ASKED, pipeline.WeekWindow(where="D22000002"), settings=settings).hours
    whole = evening.hours
    assert one.level == "district" and whole.level == "area"
    assert 0 < one.located.sum() < whole.located.sum()
    assert one.located.sum() <= one.grid["count"].sum() + 1e-9
    assert (one.left_out["count"] <= whole.left_out["count"].to_numpy()[: len(one.left_out)]).all()
    assert "12:00" not in views.hour_grid.account(whole) and "00:00" in views.hour_grid.account(whole)
    districts = [
        pipeline.evening(ASKED, pipeline.WeekWindow(where=code), settings=settings).hours.left_out["count"].sum()
        for code in evening.base.csp.index
    ]
    assert sum(districts) <= whole.left_out["count"].sum()  # what has no place is in no district


def test_one_place_never_names_another_in_its_headline(evening: pipeline.Evening, settings: Settings) -> None:
    first = str(evening.hours.places["location"].iloc[0])
    one = pipeline.evening(ASKED, pipeline.WeekWindow(where=first), settings=settings).hours
    assert one.level == "place" and "More" not in views.hours.headline(one)
    assert set(one.places["location"]) <= set(one.bands.index) and one.places["count"].max() <= one.grid["count"].sum()


@pytest.mark.parametrize(
    ("when", "word"), [("after_school", "school days"), ("day_drinking", "Saturdays"), ("holiday_eves", "eves")]
)
def test_the_headline_speaks_of_the_window_and_not_of_nights(when: str, word: str, settings: Settings) -> None:
    hours = pipeline.evening(ASKED, pipeline.WeekWindow(when), settings=settings).hours
    said = views.hours.headline(hours)
    assert word in said and "weekend nights" not in said
    assert ("in the last year" in said) == (when == "holiday_eves")


def test_the_headline_says_which_nights_have_no_pair_and_what_all_of_them_hold(evening: pipeline.Evening) -> None:
    hours, row = evening.hours, evening.hours.change
    assert 0 < row["nights"] < row["nights_held"] == 2 * len(hours.weekends)
    said, all_of_them = views.hours.headline(hours), round(hours.weekends["count"].sum())
    assert f"on {row['nights']:.0f} weekend nights this quarter, against the same weekend nights last year" in said
    told, held = views.hours.unpaired(hours), f"{row['nights_held']:.0f}"
    assert told.startswith(f"{row['nights']:.0f} of {held} weekend nights have a like one last year and are compared")
    assert told.endswith(f"; all {held} hold {all_of_them}.")
    banded = views.hours.unpaired(replace(hours, controlled=True))
    assert f" of {held} weekend nights have a like one last year and are compared." in banded
    assert str(all_of_them) not in banded
    complete = row.copy()
    complete["nights_held"] = row["nights"]
    assert views.hours.unpaired(replace(hours, change=complete)) == ""
    without = row.copy()
    without["now"], without["nights"], without["direction"] = 0.0, 0.0, float("nan")
    said = views.hours.headline(replace(hours, change=without))
    held = f"{all_of_them} incidents on {row['nights_held']:.0f} weekend nights this quarter"
    assert said.startswith(f"{held}, nothing alike last year to compare with.")


def test_the_bands_are_one_picture_without_a_browser(evening: pipeline.Evening) -> None:
    png = views.band_pictures.bands_png(evening.hours, evening.hours.band_names, evening.base)
    image = Image.open(io.BytesIO(png)).convert("RGB")
    assert image.width > 3 * image.height and len(image.getcolors(maxcolors=1 << 20) or []) > 50


def sheet(evening: pipeline.Evening, parts: Any, areas: tuple[str, ...]) -> str:
    made = views.licensing_sheet.sheet_html(evening, parts, areas, evening.hours.cover(22, 26), picture=b"png")
    return made.decode()


def test_the_sheet_says_demonstration_and_that_rates_accuse_nobody(
    evening: pipeline.Evening, parts: pipeline.SheetParts, areas: tuple[str, ...]
) -> None:
    page = sheet(evening, parts, areas)
    assert "Demonstration." in page and "not evidence against any one premises" in page
    assert "http" not in page and "<script" not in page
    table = views.licensing_sheet.areas_table(evening.hours, parts, areas)
    assert len(table) == 3 and {"Ambulance 00-03", "Hospital 00-03", "Premises by closing hour"} <= set(table.columns)
    total = pd.DataFrame(evening.hours.bands.loc[list(areas), list(evening.hours.band_names)]).sum(axis="columns")
    assert [int(n) for n in table["Incidents"]] == total.round().astype(int).tolist()
    assert [float(n) for n in table["Per weekend night"]] == (total / 104).round(2).tolist()
    rows = views.licensing_sheet.sheet_csv(evening, parts, areas).decode("utf-8-sig").splitlines()
    assert len(rows) == 4 and all("Demonstration" in row and "not evidence" in row for row in rows[1:])


@pytest.mark.parametrize(("count", "told"), [(0, "0"), (1, "too few to say"), (7, "too few to say"), (8, "400")])
def test_a_rate_is_not_given_from_a_handful_of_incidents(count, told):
    assert views.licensing_sheet._per_100(count, 2, controlled=False) == told
    assert views.licensing_sheet._per_100(count, 0, controlled=False) == "–"  # none listed: not known
    assert views.licensing_sheet._per_100(count, 2, controlled=True) == "–"


def test_a_name_can_neither_run_in_the_page_nor_in_a_spreadsheet(
    evening: pipeline.Evening, parts: pipeline.SheetParts, areas: tuple[str, ...]
) -> None:
    bands = evening.hours.bands.copy()
    bands.loc[areas[0], "name"] = '=HYPERLINK("x")<script>alert(1)</script>'
    made = replace(evening, hours=replace(evening.hours, bands=bands, where="<img src=x onerror=alert(1)>"))
    page = sheet(made, parts, areas)
    assert "<script" not in page and "<img src=x" not in page and "&lt;script&gt;" in page
    csv = pd.read_csv(io.BytesIO(views.licensing_sheet.sheet_csv(made, parts, areas)))
    assert csv["Area"].iloc[0].startswith("'=HYPERLINK")


def test_unlisted_premises_are_not_known_rather_than_none(evening: pipeline.Evening) -> None:
    places = evening.hours.places.assign(premises=float("nan"), per_100_premises=float("nan"))
    hours = replace(evening.hours, places=places)
    assert views.hours.places_table(hours)["Premises"].isna().all()
    assert "not known, not zero" in views.hours.premises_said(hours)
    assert "500 m" in views.hours.premises_said(evening.hours)
