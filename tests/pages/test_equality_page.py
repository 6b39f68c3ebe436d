"""The equality evidence sheet from My district: made when asked for, of the district that is shown."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from hotspot import pipeline
from hotspot.config import Settings
from hotspot.ui import answers
from tests.pages.made_pages import held, opened

SHARES = {"hot_share": 0.1, "records_share": 0.2, "residents_share": 0.1}


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Let the pages see the made-up area, and note for what a sheet is asked."""
    held(monkeypatch)
    seen = []

    def sheet(parameters, **how):
        seen.append(parameters)
        rows = [{"source": "demo/police", "by": "deprivation", "tenth": n, **SHARES} for n in range(1, 11)]
        return SimpleNamespace(table=pd.DataFrame(rows), missing=("Ages are *not* loaded.",), parameters=parameters)

    monkeypatch.setattr(pipeline, "equality_sheet", sheet)
    monkeypatch.setattr(answers, "settings", lambda: Settings(tmp_path))
    return seen


def test_the_sheet_is_made_when_asked_for_and_not_before(asked):
    page = opened("district")
    assert not page.exception and asked == []
    page.button(key="prepare_equality").click().run()
    assert not page.exception and [one.csps for one in asked] == [()]
    labels = {element.proto.label for element in page.get("download_button")}
    assert {"equality.csv", "equality.html"} <= labels
    said = " ".join(one.value for one in page.markdown)
    assert "three most deprived tenths hold 30 % of the places named hot, 60 % of the records" in said
    assert r"Ages are \*not\* loaded." in said
