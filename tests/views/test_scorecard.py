"""The sentence of the scorecard: of what the share is a share."""

from __future__ import annotations

import pandas as pd
import pytest

from hotspot import evaluate
from hotspot.views import scorecard as said

ROW = {"unit": "places", "at": said.TOP, "hit_rate": 0.6, "low": 0.55, "high": 0.65, "difference_low": 0.1}


@pytest.mark.parametrize("method", [said.LISTED, said.LONG])
def test_the_share_is_said_to_be_of_the_built_up_areas_records(method: str) -> None:
    """Records outside the built-up area are in no list of places: of all records the share is smaller."""
    table = pd.DataFrame([ROW | {"method": name} for name in (said.LISTED, said.LONG, said.PLAIN)])
    card = evaluate.Scorecard(table, table, folds=(), baseline=(6, 12), words=())
    assert "held 60 % (55 to 65) of the built-up area's records of the next month" in said.line(card, method)
