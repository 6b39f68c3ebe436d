"""A cell is named after, and belongs to, what its own records state."""

from __future__ import annotations

import pandas as pd

from hotspot import grid
from hotspot.cube import homes, stated


def test_a_cell_belongs_where_most_of_its_records_say() -> None:
    lon, lat = -1.4746, 52.9219
    frame = pd.DataFrame(
        {
            "lon": [lon] * 5,
            "lat": [lat] * 5,
            "lsoa": ["B", "B", "A", None, "B"],
            "location": [
                "On or near High Street",
                "On or near High Street",
                "On or near Supermarket",
                None,
                "Hospital",
            ],
            "category": ["Robbery"] * 2 + ["Arson"] * 3,
            "no_location": False,
            "institution": [False] * 4 + [True],
        }
    )
    here = str(grid.names(grid.cells([lon], [lat], 8))[0])
    far = str(grid.names(grid.cells([0.0], [51.0], 8))[0])
    found = homes(stated(frame), [far, here], 8)
    assert found.loc[here, ["lsoa", "street"]].tolist() == ["B", "High Street"]
    assert found.loc[far].isna().all()


def test_a_place_is_named_after_the_street_of_its_violence() -> None:
    frame = pd.DataFrame({"lon": [-1.4746] * 3, "lat": [52.9219] * 3, "lsoa": "A", "no_location": False})
    frame = frame.assign(institution=False, location=["On or near Quiet Road"] * 2 + ["On or near Castle Hill"])
    frame = frame.assign(category=["Bicycle theft"] * 2 + ["Robbery"])
    here = [str(grid.names(grid.cells([-1.4746], [52.9219], 8))[0])]
    assert homes(stated(frame), here, 8).loc[here[0], "street"] == "Quiet Road"
    known = homes(stated(frame, {"Robbery"}), here, 8).loc[here[0]]
    assert (known["street"], known["records"]) == ("Castle Hill", (frame["category"] == "Robbery").sum())
