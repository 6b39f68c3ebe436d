"""The closer look through the whole flow, on the demonstration: exact points and times; refusals without them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from hotspot import access, pipeline, views
from hotspot.config import Parameters, Settings
from hotspot.errors import AccessError
from tests.pages.made_pages import texts


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def answer(settings: Settings) -> pipeline.Analysis:
    return pipeline.analyse(Parameters("demo", method="gi_star"), settings=settings)


@pytest.fixture(scope="module")
def closer(settings: Settings, answer: pipeline.Analysis) -> pipeline.Closer:
    return pipeline.look_closer(answer.parameters, settings=settings, analysis=answer)


def test_every_table_is_of_the_answer_at_hand(answer: pipeline.Analysis, closer: pipeline.Closer) -> None:
    total = answer.findings.counts.sum(axis=1)
    row = closer.concentration.iloc[0]
    held = np.cumsum(np.sort(total)[::-1])
    few = int(np.argmax(held >= total.sum() / 2)) + 1
    assert (row["incidents"], row["share_of_places"]) == (total.sum(), few / len(total))
    assert row["under_random"] > 5 * row["share_of_places"]
    assert closer.beside["count"].tolist() == total.tolist()
    assert closer.edges["count"].tolist() == answer.findings.places["count"].head(20).tolist()
    assert closer.edges["inside"].between(0, 1).all()


def test_pairs_are_counted_over_timed_records_only(closer: pipeline.Closer) -> None:
    assert len(closer.repeats) == 9 and (closer.repeats["p"] >= 0.001).all()
    assert "are left out: no location, or only their day known" in closer.repeats_said
    said = views.analyst.repeats_sentence(closer.repeats)
    assert "within 100 m and 7 days" in said
    flat = closer.repeats.assign(p=0.4)
    assert "not clearly more than chance" in views.analyst.repeats_sentence(flat)


def test_snapped_points_have_no_near_repeats(settings: Settings, answer: pipeline.Analysis, monkeypatch) -> None:
    monkeypatch.setattr(access, "moved_points", lambda *_: True)
    found = pipeline.look_closer(answer.parameters, settings=settings, analysis=answer)
    assert found.repeats.empty and "shared map points" in found.repeats_said
    assert np.isfinite(found.concentration["gini"].iloc[0])
    assert "border" in views.analyst.edge_sentence(found.edges)


def test_a_restricted_source_is_refused(settings: Settings, answer: pipeline.Analysis) -> None:
    banded = dataclasses.replace(answer, findings=dataclasses.replace(answer.findings, controlled=True))
    with pytest.raises(AccessError, match="single incidents"):
        pipeline.look_closer(answer.parameters, settings=settings, analysis=banded)


def test_the_section_is_worked_out_only_when_unfolded(closer: pipeline.Closer, monkeypatch) -> None:
    monkeypatch.setattr(pipeline, "look_closer", lambda *_, **__: closer)

    def page() -> None:
        from hotspot import ui
        from hotspot.config import Parameters
        from hotspot.ui import answers

        ui.closer_look(answers.analysis(Parameters("demo", method="gi_star")))

    shown = AppTest.from_function(page, default_timeout=300).run()
    assert not shown.exception and not shown.dataframe and "How concentrated" not in texts(shown)
    shown.toggle[0].set_value(True).run()
    assert not shown.exception and not shown.error and len(shown.dataframe) == 3
    said = texts(shown).replace("\N{NO-BREAK SPACE}", " ")  # before the sign for per cent
    assert views.analyst.concentration(closer.concentration.iloc[0]) in said
