"""A list of facilities of every type that partnerships name is taken in; one that holds a secret address is refused."""

from __future__ import annotations

import pytest

from hotspot import context, pipeline
from hotspot.config import Settings
from hotspot.store import ParquetStore

OPEN = [
    "Youth club", "Family hub", "School", "Sports centre", "Park", "GP surgery", "A&E", "Street lighting", "CCTV",
    "Taxi rank", "Bus stop", "Library", "Youth session", "Community centre",
]  # fmt: skip
SECRET = ["Refuge", "Children's home", "Supported accommodation"]


def listed(path, types):
    rows = "\n".join(f"Place {k},{kind},{-1.5 + k / 1000},52.9,10:00-18:00" for k, kind in enumerate(types))
    path.write_text(
        f"name,type,longitude,latitude,opening hours\n{rows}\nThe Gate,Licensed premises,-1.4,52.9,12:00-02:00\n"
    )
    return path


def test_every_named_type_is_taken_in_and_told_in_plain_words(tmp_path):
    settings = Settings(tmp_path / "home")
    (line,) = pipeline.add([listed(tmp_path / "places.csv", OPEN)], settings)
    assert line.ok and f"{len(OPEN) + 1} rows read, {len(OPEN) + 1} kept" in line.text
    table = ParquetStore(settings.home).table("facilities")
    found, _ = context.facilities({"facilities": table})
    assert len(found) == len(OPEN) + 1
    assert set(found["type_key"]) == set(
        "youth_club family_hub school sports_ground park gp_surgery a_and_e street_lighting cctv taxi_rank bus_stop "
        "library licensed_premises youth_session community_centre".split()
    )
    assert "12:00-02:00" in table["hours"].to_pylist()


@pytest.mark.parametrize("kind", SECRET)
def test_a_list_with_a_secret_address_is_refused_whole(tmp_path, kind):
    settings = Settings(tmp_path / "home")
    (line,) = pipeline.add([listed(tmp_path / "places.csv", [*OPEN, kind])], settings)
    assert not line.ok and "must not be shown" in line.text
    assert ParquetStore(settings.home).table("facilities").num_rows == 0
