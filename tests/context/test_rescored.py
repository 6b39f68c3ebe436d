"""Both countries' indices put together again from their ranks, then without Crime."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotspot import context

FILES = {
    "England": ("imd2025_england_lsoa21.csv.gz", "lsoa21_code"),
    "Wales": ("imd2019_wales_lsoa11.csv", "lsoa11_code"),
}
WALES = {"Income": 0.22, "Employment": 0.22, "Health": 0.15, "Education": 0.14, "Access": 0.10, "Housing": 0.07}
WALES |= {"Environment": 0.05, "Crime": 0.05}


@pytest.fixture(scope="module", params=FILES)
def published(request, shared):
    name, code = FILES[request.param]
    return pd.read_csv(shared / "data" / "deprivation" / name).rename(columns={code: "lsoa_code"})


def test_the_published_score_and_rank_come_out_of_the_ranks(published):
    made = context.without_crime(published)
    assert np.abs(made["score"].to_numpy() - published["IMD_score"].to_numpy()).max() < 0.001
    # Scores are published to three digits: where two round alike, either order is right.
    assert np.abs(made["rank"].to_numpy() - published["IMD_rank"].to_numpy()).max() <= 1


def test_leaving_crime_out_only_leaves_crime_out(published):
    made, domains = context.without_crime(published), context.domain_scores(published)
    weights = {key: weight for key, (weight, _) in context.domain_weights(published).items()}
    back = (
        made["score_without_crime"] * (sum(weights.values()) - weights["crime"]) + domains["crime"] * weights["crime"]
    )
    assert np.abs(back - made["score"]).max() < 1e-9
    assert sorted(made["rank_without_crime"]) == list(range(1, len(made) + 1))


def test_welsh_domains_come_out_too(shared):
    file = pd.read_csv(shared / "data" / "deprivation" / FILES["Wales"][0]).rename(columns={"lsoa11_code": "lsoa_code"})
    made = context.domain_scores(file)
    for name in WALES:
        assert np.abs(made[name.lower()].to_numpy() - file[f"{name}_score"].to_numpy()).max() < 1e-6


def test_an_area_moves_by_what_crime_had_added(published):
    found = context.movers(published, top=5)
    made = context.without_crime(published)
    moved = (made["rank_without_crime"] - made["rank"]).abs()
    assert found["moved"].abs().tolist() == moved.sort_values(ascending=False).head(5).tolist()
    for code, row in found.iterrows():
        whole = made.loc[code]
        assert row["moved"] == whole["rank_without_crime"] - whole["rank"]
        # Little need and much crime, or the other way round: Crime stands far from the rest of the index.
        assert (row["crime_rank"] < row["rank"]) == (row["moved"] > 0)


def test_only_asked_areas_are_listed_with_their_national_ranks(published):
    mine = pd.Index(published["lsoa_code"].iloc[:100])
    whole, found = context.movers(published, top=len(published)), context.movers(published, mine, top=3)
    assert set(found.index) <= set(mine) and len(found) == 3
    pd.testing.assert_frame_equal(found, whole.loc[found.index])
