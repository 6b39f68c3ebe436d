"""How good past lists were: one sentence beside today's list, the scorecard as a section."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from hotspot import evaluate, pipeline
from hotspot.errors import DataError
from hotspot.ui.plain import escape
from hotspot.views import scorecard as said
from tests.pages.made_pages import held, opened, texts
from tests.views import made


def card() -> evaluate.Scorecard:
    found = made.findings()
    return evaluate.scorecard(found, built_up=np.ones(len(found.counts), dtype=bool), rng=np.random.default_rng(1))


def test_hot_now_says_beside_the_list_how_good_lists_like_it_were(monkeypatch: pytest.MonkeyPatch) -> None:
    held(monkeypatch)
    assert escape(said.line(card())) in texts(opened("hot_now"))
    row = card().at("listed", 10)
    assert f"held {100 * row['hit_rate']:.0f} % ({100 * row['low']:.0f} to {100 * row['high']:.0f})" in said.line(
        card()
    )


def test_where_lists_cannot_be_scored_the_reason_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    held(monkeypatch)

    def refuse(*_: object, **__: object) -> None:
        raise DataError("Past lists cannot be scored on 3 months.", "Add months.")

    monkeypatch.setattr(pipeline, "scorecard", refuse)
    page = opened("hot_now")
    assert not page.exception and not page.error
    assert "is not known: Past lists cannot be scored on 3 months." in texts(page)


def test_the_section_holds_words_charts_and_every_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    held(monkeypatch)

    def page() -> None:
        from hotspot import ui
        from hotspot.config import Parameters
        from hotspot.ui import answers

        ui.scorecard(answers.analysis(Parameters("made")))

    shown = AppTest.from_function(page, default_timeout=300).run()
    assert not shown.exception and not shown.error
    assert all(escape(text) in texts(shown) for text in card().words)
    assert len(shown.get("vega_lite_chart")) == 2
    table = shown.dataframe[0].value
    assert len(table) == len(card().table)
    assert table["Held of the next month"].tolist() == [f"{100 * v:.1f} %" for v in card().table["hit_rate"]]


@pytest.mark.parametrize(("low", "advised"), [(0.01, False), (0.0, True), (-0.02, True)])
def test_the_sentence_sends_to_the_plain_count_unless_the_list_is_clearly_better(low: float, advised: bool) -> None:
    scored = card()
    table = scored.table.copy()
    table.loc[table["method"] == "listed", "difference_low"] = low
    line = said.line(dataclasses.replace(scored, table=table))
    assert ("use the plain count" in line) is advised
