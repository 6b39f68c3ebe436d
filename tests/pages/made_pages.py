"""Pages on the made-up analysis, and readers of what they show."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hotspot import disclosure, evaluate, findings, pipeline
from hotspot.ui import answers, folds
from tests.views import made

PAGES = Path(__file__).resolve().parents[2] / "pages"
MONTHS = pd.DataFrame({"month": pd.date_range("2025-01-01", periods=12, freq="MS")})
STATUS = {
    "format": 1,
    "version": 3,
    "files": [
        {
            "name": "made.zip", "member": "2025-06/street.csv", "sha256": "a", "kind": "police_uk_street",
            "source": "police_uk/made", "rows_read": 2214, "kept": 2190, "rejected": {"bad month": 24},
            "flagged": {"no_location": 12, "repeated_id": 0}, "notes": [],
        }
    ],
    "sources": [
        {
            "source": "police_uk/made", "months": ["2018-10", "2025-01"], "gaps": [["2018-11", "2024-12"]],
            "rows_by_csp": {},
        }
    ],
}  # fmt: skip
EMPTY = {"format": 1, "version": 0, "files": [], "sources": []}


def offered(parameters: Any, **_: Any) -> pipeline.Offered:
    """What can be chosen of the made-up area: two districts, one source that knows the month alone."""
    names = made.analysis().base.csp["name"]
    months = tuple(MONTHS["month"].dt.strftime("%Y-%m"))
    return pipeline.Offered(
        parts={
            "csps": {code: str(names[code]) for code in made.profile().csps if code in names},
            "lads": {},
            "wards": {},
        },
        groups={},
        sources={"police_uk/made": tuple(made.profile().measures)},
        months=months,
        windows=(pipeline.FixedWindow("run", "", ""), pipeline.FixedWindow("months", "2025-07", "2025-12")),
        hours=False,
        restricted="",
    )


def scored(_: Any, *, analysis: Any, **__: Any) -> SimpleNamespace:
    """The scorecard of the made-up area: its own counts, all of it built up."""
    found = analysis.findings
    card = evaluate.scorecard(found, built_up=np.ones(len(found.counts), dtype=bool), rng=np.random.default_rng(1))
    return SimpleNamespace(card=card, notes=card.words)


def held(monkeypatch: pytest.MonkeyPatch, *, anything: bool = True) -> list[Any]:
    """Let the pages see the made-up area, or nothing; return the parameters they will ask for."""
    asked: list[Any] = []

    def analyse(parameters: Any, **_: Any) -> made.MadeAnalysis:
        asked.append(parameters)
        whole = made.analysis(parameters)
        return dataclasses.replace(whole, findings=findings.narrowed(whole.findings, parameters.csps))

    st.cache_data.clear()
    st.cache_resource.clear()
    prepared = SimpleNamespace(digest="1", incidents=SimpleNamespace(frame=MONTHS))
    monkeypatch.setattr(pipeline, "areas_held", lambda _: {"made": "Madeshire"} if anything else {})
    monkeypatch.setattr(pipeline, "prepare", lambda *_: prepared)
    monkeypatch.setattr(pipeline, "offered", offered)
    monkeypatch.setattr(pipeline, "status", lambda *_: STATUS if anything else EMPTY)
    monkeypatch.setattr(pipeline, "analyse", analyse)
    monkeypatch.setattr(pipeline, "needs", lambda _: [])
    monkeypatch.setattr(pipeline, "unclaimed", lambda *_: [])
    monkeypatch.setattr(pipeline, "around", lambda *_, **__: made.around())
    monkeypatch.setattr(pipeline, "scorecard", scored)
    feeds = pd.DataFrame(columns=disclosure.SENSITIVE_COLUMNS)  # the made-up area has no restricted feed
    monkeypatch.setattr(pipeline, "sensitive_offences", lambda *_, **__: feeds)
    monkeypatch.setattr(answers, "profile", lambda _: made.profile())
    return asked


def opened(name: str, *, open_folds: bool = True, **query: str) -> AppTest:
    """Open a page as a link to it does, without app.py, and what opens at a click with it."""
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=300)
    for fold in folds.ALL:
        page.session_state[fold] = open_folds
    for key, value in query.items():
        page.query_params[key] = value
    return page.run()


def deck(page: AppTest) -> dict[str, Any]:
    """Return the specification of the page's first map."""
    return decks(page)[0]


def decks(page: AppTest) -> list[dict[str, Any]]:
    """Return the specifications of the page's maps, the rows of every layer as a browser reads them."""
    return [json.loads(one.proto.json, object_hook=_read) for one in page.get("deck_gl_json_chart")]


def _read(one: dict[str, Any]) -> dict[str, Any]:
    """Put the rows of a layer in the place of the word that holds them."""
    if str(one.get("data", "")).startswith("data:application/json"):
        return {**one, "data": json.loads(unquote(one["data"].partition(",")[2]))}
    return one


def texts(page: AppTest) -> str:
    """Return all text of the page that is HTML or markdown."""
    said = [element.proto.body for element in page.get("html")]
    return "\n".join([*said, *(element.value for element in page.markdown)])
