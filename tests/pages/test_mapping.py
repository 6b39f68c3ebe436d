"""The mapping assistant as a reader uses it: columns, whose records, ten rows, and an area of their own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hotspot import access, config, pipeline, sources
from hotspot.access import Feed
from hotspot.config import FirstProfile, Settings
from hotspot.errors import ProfileError
from hotspot.store import ParquetStore
from tests.pages.test_adding import press

NOW = datetime(2026, 11, 22, 9, 0)

EXTRACT = "\n".join(
    [
        "Ref,Offence date,Offence time,Offence title,Easting,Northing,Victim age,Notes code",
        *(f"D{n},{n % 28 + 1:02d}/03/2025,{n % 24:02d}:15,Robbery,435{n:03d},336{n:03d},{n % 60},x" for n in range(60)),
        "",
    ]
)
WHY = "checking the extract before the meeting"


def script() -> None:
    from hotspot import ui

    ui.mapping_assistant()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOTSPOT_HOME", str(tmp_path))
    return tmp_path


def chosen(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """Let the page see an uploaded file: the test harness has no uploader of its own."""
    file = SimpleNamespace(name="extract.csv", getvalue=content.encode)
    monkeypatch.setattr(st, "file_uploader", lambda *_, **__: file)


def opened() -> AppTest:
    page = AppTest.from_function(script, default_timeout=300).run()
    assert not page.exception
    return page


def labels(page: AppTest) -> list[str]:
    return [one.label for one in page.button]


def typed(page: AppTest, **said: str) -> AppTest:
    for label, words in said.items():
        next(one for one in page.text_input if one.label.startswith(label.replace("_", " "))).input(words)
    return press(page, "Name this source")


def test_a_file_is_shown_and_nothing_is_taken_before_its_source_is_named(home, monkeypatch) -> None:
    chosen(monkeypatch, EXTRACT)
    page = opened()
    assert len(page.dataframe[0].value) == 10 and "Save and add" not in labels(page)
    page = typed(page, Short_name="", Who_answers="Made Police")
    assert "no name yet" in page.error[0].value and not access.feeds(home)
    page = typed(page, Short_name="Made Shire", Who_answers="Made Police", I_am_their_analyst="short")
    assert "too short" in page.error[0].value and not access.feeds(home)
    page = typed(page, Short_name="Made Shire", Who_answers="Made Police", I_am_their_analyst=WHY)
    feed = access.feeds(home)["force/made-shire"]
    assert (feed.owner, feed.gateway, feed.provider, feed.analyst) == ("Made Police", "cda", "police", True)
    assert page.selectbox(key="mapping_source").value == "force/made-shire"
    page = press(page, "Save and add")
    assert ParquetStore(home).table("hour_records", source="force/made-shire").num_rows == 60
    assert pipeline.offences_held("force/made-shire", Settings(home)) == (["Robbery"], ["Robbery"])


def test_a_source_without_a_reason_is_seen_in_bands(home, monkeypatch) -> None:
    chosen(monkeypatch, EXTRACT)
    typed(opened(), Short_name="Made", Who_answers="Made Police")
    assert not access.feeds(home)["force/made"].analyst
    page = opened()
    page.selectbox(key="mapping_source").set_value("")
    page = typed(page.run(), Short_name="made", Who_answers="Somebody else")
    assert "registered already" in page.error[0].value and access.feeds(home)["force/made"].owner == "Made Police"


def test_a_file_is_guessed_shown_saved_and_added(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access.register(home, Feed("force/made", "police", "Made Police", "cda"), at=datetime(2026, 1, 1))
    chosen(monkeypatch, EXTRACT)
    page = opened()
    assert not page.error
    by_label = {box.label: box.value for box in page.selectbox}
    assert by_label["Offence or type of call"] == "Offence title" and by_label["Easting (metres)"] == "Easting"
    shown = page.dataframe[0].value
    assert len(shown) == 10 and not {"D0", "D1"} & set(shown["Reference (hashed)"])
    press(page, "Save and add")
    assert list(sources.mappings(home)) == ["force-made", "memphis", "toronto"]
    assert ParquetStore(home).table("hour_records", source="force/made").num_rows == 60
    other = tuple(EXTRACT.splitlines()[0].split(",")[:6])
    assert pipeline.mapping_name("force/made", other, Settings(home)) == "force-made-2"


def test_a_file_that_could_lead_to_a_person_cannot_be_saved(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access.register(home, Feed("force/made", "police", "Made Police", "cda"), at=datetime(2026, 1, 1))
    chosen(monkeypatch, EXTRACT.replace(",x", ",jo.bloggs@example.org"))
    page = opened()
    assert "e-mail address" in page.error[0].value
    assert "jo.bloggs" not in page.error[0].value and not page.dataframe
    assert "Save and add" not in labels(page)


def test_an_area_of_ones_own_records_counts_what_was_chosen(home: Path) -> None:
    first = FirstProfile("Derbyshire", ("E22000040",), "force/derbyshire", counted=('Robbery "armed"', "Affray"))
    keys = [pipeline.begin_profile(first, Settings(home), at=NOW) for _ in range(2)]
    assert keys == ["derbyshire-2", "derbyshire-3"]  # the name of a profile that ships is not taken from it
    made = config.profile("derbyshire-2", home)
    assert list(made.measures) == ["recorded_violence"] and made.night["window"] == ["18:00", "06:00"]
    assert made.measures["recorded_violence"].categories == {"force": ('Robbery "armed"', "Affray")}
    with pytest.raises(ProfileError, match="which offences count"):
        pipeline.begin_profile(FirstProfile("X", ("E22000040",), "force/x"), Settings(home), at=NOW)
