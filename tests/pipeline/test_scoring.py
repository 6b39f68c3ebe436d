"""The scorecard through the whole flow: the demonstration, chosen districts, and real months by plain pandas."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from hotspot import pipeline
from hotspot.config import Parameters, Settings
from hotspot.errors import AccessError, DataError
from hotspot.pipeline import analysis
from hotspot.pipeline.built_up import built_up


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def answer(settings: Settings) -> analysis.Analysis:
    return pipeline.analyse(Parameters("demo", method="gi_star"), settings=settings)


def test_an_answer_at_hand_gives_the_same_scores_without_another(
    settings: Settings, answer: analysis.Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pipeline.scorecard(Parameters("demo"), settings=settings).card
    monkeypatch.setattr("hotspot.pipeline.scoring.analyse", None)
    reused = pipeline.scorecard(answer.parameters, settings=settings, analysis=answer).card
    pd.testing.assert_frame_equal(made.table, reused.table)
    assert len(made.folds) == len(answer.findings.steps) - 6 == 30


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"method": "density", "start": "2024-05", "step": "quarter", "alpha": 0.01}, True),
        ({"hours": "weekend_nights"}, True),
        ({"end": "2024-11"}, False),
        ({"resolution": 7}, False),
    ],
)
def test_questions_with_the_same_scores_have_one_name(
    settings: Settings, answer: analysis.Analysis, changes: dict[str, object], same: bool
) -> None:
    """What the name of the scores leaves out changes none of them; what it holds may."""
    asked = answer.parameters.changed(**changes)
    assert (pipeline.scored_as(asked) == pipeline.scored_as(answer.parameters)) is same
    by_name = pipeline.scorecard(pipeline.scored_as(asked), settings=settings)
    by_question = pipeline.scorecard(asked, settings=settings)
    pd.testing.assert_frame_equal(by_name.card.table, by_question.card.table)
    assert by_name.notes == by_question.notes


def test_whatever_the_first_month_or_step_all_months_are_used(settings: Settings, answer: analysis.Analysis) -> None:
    late = pipeline.scorecard(answer.parameters.changed(start="2025-06", step="quarter"), settings=settings)
    assert late.parameters.start == answer.parameters.start and late.parameters.step == "month"
    early = pipeline.scorecard(Parameters("demo", end="2024-06"), settings=settings, analysis=answer)
    assert [step.label for step in early.card.folds][-1] == "Jun 2024"


def test_chosen_districts_are_listed_and_scored_alone(settings: Settings, answer: analysis.Analysis) -> None:
    codes = answer.profile.csps[:1]
    scored = pipeline.scorecard(Parameters("demo", csps=codes), settings=settings, analysis=answer)
    card, found = scored.card, answer.findings
    mine = found.locations["csp_code"].isin(codes).to_numpy()
    per_month = card.by_fold.query("unit == 'area'").groupby("step")["incidents"].first()
    assert per_month.tolist() == found.counts[mine, 6:].sum(axis=0).tolist()
    name = answer.base.csp["name"][codes[0]]
    assert scored.notes[0].startswith(f"Of {name} alone") and "the whole area" in scored.notes[0]
    assert f"Built-up area of {name}:" in scored.notes[-1] and f"of {mine.sum():,} places" in scored.notes[-1]


def test_a_part_that_is_its_own_reference_is_named_and_the_whole_area_is_not(
    settings: Settings, answer: analysis.Analysis
) -> None:
    code = answer.profile.csps[0]
    cut = pipeline.scorecard(Parameters("demo", csps=(code,), reference="district"), settings=settings).notes
    assert cut[0].startswith(f"Of {answer.base.csp['name'][code]} alone")
    assert cut[-1].startswith(f"Built-up area of {answer.base.csp['name'][code]}:")
    whole = pipeline.scorecard(answer.parameters, settings=settings, analysis=answer).notes
    assert "alone" not in whole[0] and whole[-1].startswith(f"Built-up area: the 486 of {len(answer.findings.counts)}")


def test_the_plain_count_by_plain_pandas(settings: Settings, answer: analysis.Analysis) -> None:
    """Months of counts by cell, ranked over the twelve before, ties worst-first, over the urban cells alone."""
    found = answer.findings
    urban, _ = built_up(found, pipeline.prepare("demo", settings))
    counts = pd.DataFrame(found.counts, index=found.locations.index)[urban]
    hits = every = 0
    for month in range(6, counts.shape[1]):
        past = counts.iloc[:, max(0, month - 12) : month].sum(axis=1)
        table = pd.DataFrame({"past": past, "next": counts.iloc[:, month]})
        hits += table.sort_values(["past", "next"], ascending=[False, True])["next"].head(20).sum()
        every += table["next"].sum()
    row = pipeline.scorecard(answer.parameters, settings=settings, analysis=answer).card.at("count_12m", 20)
    assert row["hit_rate"] == pytest.approx(hits / every, abs=1e-12)


def test_restricted_counts_and_too_few_months_are_refused(settings: Settings, answer: analysis.Analysis) -> None:
    banded = dataclasses.replace(answer, findings=dataclasses.replace(answer.findings, controlled=True))
    with pytest.raises(AccessError, match="bands"):
        pipeline.scorecard(answer.parameters, settings=settings, analysis=banded)
    first = answer.findings.steps[9].end
    with pytest.raises(DataError, match="10 months in a row"):
        pipeline.scorecard(Parameters("demo", end=f"{first:%Y-%m}"), settings=settings)


def test_gwent_counting_is_as_good_as_the_page_says(shared: Path, real_home) -> None:
    """Real months: chance holds its share, counting several times that, and no other order clearly more."""
    card = pipeline.scorecard(Parameters("gwent"), settings=real_home("gwent")).card
    assert (len(card.folds), card.baseline) == (36, (6, 41))
    plain, lot, gi = (card.at(key, 10) for key in ("count_12m", "random", "gi_star"))
    assert plain["hit_rate"] == pytest.approx(0.152, abs=0.001) and plain["pai"] == pytest.approx(7.1, abs=0.1)
    assert lot["pai"] == pytest.approx(1) and gi["difference_high"] < 0
    assert any(line.startswith("Gi* score alone: held clearly less") for line in card.words)
