"""Places to act from a restricted source: bands and ties leave, nothing from which a count could be made again."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from hotspot import pipeline
from hotspot.access import Scope, scope
from hotspot.config import Parameters, Settings
from hotspot.disclosure import BAND_VALUE, ROUND_TO
from hotspot.views import shortlist, shortlist_notes, shortlist_tables


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Acting:
    """Return the list of the demonstration, taken for a restricted source, as a meeting may see it."""
    settings = Settings(Path(tmp_path_factory.mktemp("empty")))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scope, "OPEN_FAMILIES", ("police_uk",))
        return pipeline.places_to_act(
            Parameters("demo", resolution=8), settings=settings, scope=Scope(role="partner", audience="meeting")
        )


def test_only_bands_and_rounded_counts_leave(shut: pipeline.Acting) -> None:
    assert shut.shortlist.controlled and shut.shortlist.total == 0 and shut.shortlist.last_time is None
    places = shut.shortlist.places
    for name in ("count", "count_12m", "count_last"):
        held = places[name].dropna()
        assert ((held % ROUND_TO == 0) | (held == BAND_VALUE)).all()
    exact = {"lower", "upper", "per_year", "rate", "expected", "fall", "rank_best", "pace", "score_z"}
    assert not exact & set(places)
    assert places["tied"].any() and places["rank"].duplicated().any()


def test_no_hour_age_or_place_of_a_record_leaves(shut: pipeline.Acting) -> None:
    places = shut.shortlist.places
    assert "restricted source" in shut.hours_why_none
    assert not places["when"].map(len).any() and not places["when_percent"].map(len).any()
    assert places[["timed", "aged", "young_percent"]].isna().all(axis=None) and not places["young"].any()
    assert set(places["hours"]) == {""}
    file = pd.read_csv(io.BytesIO(shortlist_tables.exports(shut, shut.listed())["shortlist.csv"]))
    assert len(file) and file[["when_said", "hours", "young_said"]].isna().all(axis=None)


def test_the_files_and_words_hold_no_exact_count(shut: pipeline.Acting) -> None:
    listed = shut.listed()
    table = pd.DataFrame(shortlist_tables.table(shut, listed))
    counts = [str(value) for name in table if str(name).startswith(("Records", "Last 12")) for value in table[name]]
    assert all(value == "fewer than 8" or int(value.replace(",", "")) % ROUND_TO == 0 for value in counts)
    header = shortlist_tables.exports(shut, listed)["shortlist.csv"].decode("utf-8-sig").splitlines()[0].split(",")
    assert not {"lower", "per_year", "rate", "expected", "fall", "usual"} & set(header)
    said = " ".join(text for _, place in listed.iterrows() for _, text in shortlist.panel(shut, place, listed))
    assert "95 %" not in said and "a year," not in said and "usually" not in said
    assert all(text for text in shortlist_notes.care(shut, listed))
