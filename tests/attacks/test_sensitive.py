"""Sexual and domestic offences leave by partnership alone, in a band of their own, and no total opens it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hotspot import disclosure, incidents, pipeline
from hotspot.access import Feed, Scope, ledger, scope
from hotspot.config import Measure, Parameters, Settings
from hotspot.errors import AccessError
from hotspot.pipeline import accounts
from hotspot.views import sensitive
from hotspot.views.brief import needs
from tests.attacks.solving import Equations
from tests.views.brief.paper import flat, read

FEED = Feed("demo/police", "police", "Force", "cda")
ALL = Parameters("demo", sources=("demo/police",), offence="all_violence")
FIRST_CSP, SMALL_CSP = "D22000001", "D22000006"


@pytest.fixture(scope="module")
def closed() -> Iterator[None]:
    """The made-up police as a restricted feed."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scope, "OPEN_FAMILIES", ("police_uk",))
        yield


@pytest.fixture(params=["public", "meeting"])
def how(request: pytest.FixtureRequest, closed: None, tmp_path: Any) -> dict[str, Any]:
    return {"settings": Settings(tmp_path), "scope": Scope(audience=request.param, feeds=(FEED,))}


def truly(settings: Settings) -> pd.DataFrame:
    """Return the exact counts by partnership, kind and year."""
    own = Scope(audience="analyst", analyst_of=("demo/police",), feeds=(FEED,))
    frame = pipeline.prepare("demo", settings, own).incidents.frame
    mine = frame[(frame["source"] == "demo/police") & ~frame["repeated_id"] & ~frame["institution"]]
    kind = disclosure.kinds_of(mine["category"])
    mine = mine.assign(kind=kind, year=mine["month"].dt.year)[(kind != "").to_numpy() & mine["csp_code"].notna()]
    counted = mine.groupby(["csp_code", "kind", "year"], observed=True).size()
    return counted.rename("count").reset_index()


def test_what_leaves_is_in_bands_and_true(how: dict[str, Any]) -> None:
    table = pipeline.sensitive_offences("demo", **how)
    exact = truly(how["settings"]).set_index(["csp_code", "kind", "year"])["count"]
    keys = zip(table["csp_code"], table["kind"], table["first"].str[:4].astype(int), strict=True)
    counts = [int(exact.get(key, 0)) for key in keys]
    assert table["shown"].tolist() == disclosure.few(counts)
    assert table.groupby(["kind", "first"]).size().eq(7).all()  # a row for every partnership, whatever it holds
    assert any(said == disclosure.FEW_WORD for said in table["shown"]) or min(counts) > 9
    assert len(ledger.ledger(how["settings"].home)) == len(table)


def test_no_map_list_or_total_counts_them(how: dict[str, Any]) -> None:
    answer = pipeline.analyse(ALL, **how)
    assert disclosure.NOT_BY_PLACE in answer.notes
    own = Scope(audience="analyst", analyst_of=("demo/police",), feeds=(FEED,))
    exact = pipeline.prepare("demo", how["settings"], own).incidents.frame
    for_reader = pipeline.prepare("demo", how["settings"], how["scope"])
    police = for_reader.incidents.frame.loc[lambda rows: rows["source"] == "demo/police", "category"]
    assert (disclosure.kinds_of(police) == "").all() and len(for_reader.sensitive) > 100
    assert len(exact) == len(for_reader.incidents.frame) + len(for_reader.sensitive)
    if how["scope"].audience == "meeting":  # exact, and yet nothing of them: the other kinds add up to it
        without = ALL.changed(start=answer.parameters.start, end=answer.parameters.end)
        kept = incidents.select(for_reader.incidents, for_reader.profile, without)
        assert not any(map(disclosure.kind_of, kept["category"].astype(str)))
        assert answer.findings.counts.sum() <= len(kept)
    assert answer.quality.empty
    assert accounts._banded(FEED.source, how["scope"])  # exact totals beside it would tell what is left out


def test_the_table_and_the_map_do_not_stand_in_each_others_way(how: dict[str, Any]) -> None:
    for _ in range(2):
        assert len(pipeline.sensitive_offences("demo", **how))
        assert pipeline.analyse(ALL, **how).findings is not None


def test_a_reader_of_one_district_gets_its_rows_as_everybody_does(how: dict[str, Any]) -> None:
    whole = pipeline.sensitive_offences("demo", **how)
    one = {**how, "scope": dataclasses.replace(how["scope"], csps=(FIRST_CSP,), role="csp_officer")}
    mine = pipeline.sensitive_offences("demo", **one)
    expected = whole[whole["csp_code"] == FIRST_CSP].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, expected)


def test_the_analyst_and_readers_of_open_sources_get_no_such_table(closed: None, tmp_path: Any) -> None:
    own = Scope(audience="analyst", analyst_of=("demo/police", "demo/ambulance", "demo/ed"), feeds=(FEED,))
    assert pipeline.sensitive_offences("demo", settings=Settings(tmp_path), scope=own).empty
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scope, "OPEN_FAMILIES", ("demo",))
        assert pipeline.sensitive_offences("demo", settings=Settings(tmp_path)).empty


def test_the_pack_holds_the_bands_and_no_more(how: dict[str, Any]) -> None:
    pack = pipeline.pack(ALL.changed(offence="recorded_violence"), SMALL_CSP, **how)
    text = " ".join(flat(page.text) for page in read(needs.needs_assessment_pdf(pack)))
    assert "Sexual and domestic offences" in text and disclosure.FEW_WORD in text
    mine = pack.sensitive[pack.sensitive["csp_code"] == SMALL_CSP]
    assert all(said in text for said in mine["shown"])
    wide = sensitive.table(pack.sensitive, {SMALL_CSP: "Here"}, SMALL_CSP)
    assert wide["Partnership"].unique().tolist() == ["Here"] and wide.columns[-3:].tolist() == ["2023", "2024", "2025"]


def known_of(shown: list[str], total: tuple[float, float] | None = None) -> Equations:
    """Return what an attacker knows of some partnerships, with a total where one leaves."""
    known = Equations(len(shown))
    for n, (low, high) in enumerate(zip(*disclosure.few_bounds(shown), strict=True)):
        known.know([n], float(low), float(high))
    if total is not None:
        known.know(range(len(shown)), *total)
    return known


def test_no_small_number_comes_out_and_a_total_would_open_it() -> None:
    """Every equation of what leaves, solved; the control adds the total that the product refuses to show."""
    narrowed = 0
    for seed in range(4):
        counts = np.random.default_rng(seed).poisson([2.0, 30.0, 1.0, 14.0], 4)
        shown, total = disclosure.few(counts), float(counts.sum())
        small = [n for n, count in enumerate(counts) if count <= 9]
        assert small and all(np.ptp(known_of(shown).interval([n])) == 9 for n in small)
        narrowed += sum(np.ptp(known_of(shown, (total, total)).interval([n])) < 9 for n in small)
    assert narrowed >= 4


def test_sexual_and_domestic_are_told_by_their_category() -> None:
    said = ["Sexual offences", "Rape", "Domestic abuse: violence", "Violence and sexual offences", "Robbery", "Therapy"]
    assert [disclosure.kind_of(one) for one in said] == ["sexual", "sexual", "domestic", "", "", ""]


def test_the_measure_that_is_only_such_is_refused_with_the_way_to_the_table(closed: None, tmp_path: Any) -> None:
    held = pipeline.prepare("demo", Settings(tmp_path), Scope(audience="meeting", feeds=(FEED,)))
    only = Measure("sexual", "Sexual offences", {"demo": ("Sexual offences",)})
    narrowed = dataclasses.replace(held.profile, measures={"sexual": only})
    with pytest.raises(AccessError, match="not shown by place"):
        pipeline.preparing.completed(Parameters("demo", offence="sexual"), dataclasses.replace(held, profile=narrowed))
