"""The sentence on a monthly drop: it adds up, names where the kept rows went, and keeps bands shut."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hotspot.pipeline import accounts
from hotspot.views import drops

FILE = {
    "name": "june.zip", "member": "2025-06/street.csv", "rows_read": 2214, "kept": 2190,
    "rejected": {"bad month": 20, "no category": 4}, "flagged": {"no_location": 24, "repeated_id": 3},
    "apart": {"Royal Hospital": 19},
}  # fmt: skip


def test_read_is_kept_and_left_out_and_the_kept_say_where_they_went() -> None:
    assert drops.said(FILE) == (
        "2,214 read, 2,190 kept, 24 left out (20 bad month, 4 no category); of the kept 24 without a location and 3 "
        "repeating one already counted; 19 at Royal Hospital listed apart."
    )


def test_nothing_left_out_is_said_and_many_institutions_are_summed() -> None:
    sites = {"Royal Hospital": 19, "City Prison": 8, "Central Police Station": 6, "Custody Suite": 3, "Clinic": 1}
    said = drops.said(FILE | {"rejected": {}, "flagged": {}, "apart": sites})
    assert said == (
        "2,214 read, 2,190 kept, none left out; 19 at Royal Hospital, 8 at City Prison, 6 at Central Police Station "
        "and 4 at 2 other institutions listed apart."
    )


def test_a_source_in_bands_tells_no_number() -> None:
    assert not any(sign.isdigit() for sign in drops.said(FILE | {"in_bands": True}))


def test_rows_at_institutions_are_counted_by_file_and_name() -> None:
    frame = pd.DataFrame(
        {
            "part": [0, 0, 0, 1, 1, 1],
            "institution": [True, True, False, True, True, False],
            "site": ["Royal Hospital", "Royal Hospital", np.nan, np.nan, "Clinic", np.nan],
            "location": ["x", "y", "High Street", "Prison", "z", np.nan],
        }
    )
    assert accounts._apart(frame) == {0: {"Royal Hospital": 2}, 1: {"Prison": 1, "Clinic": 1}}
