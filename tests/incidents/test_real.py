"""Places and incidents of four forces, against counts by plain pandas that share no code with the product."""

from __future__ import annotations

import pandas as pd
import pytest

from hotspot import config, context, cube, geography, incidents
from hotspot.config import Parameters
from hotspot.errors import DataError
from tests import real_files

pytestmark = pytest.mark.large
VIOLENCE = ["Violence and sexual offences", "Robbery"]


@pytest.fixture(scope="module")
def force(shared):
    """Return a force's raw CSVs, places and clean incidents; each force is read once."""
    read = {}

    def load(key):
        if key not in read:
            tables = real_files.reference_tables(shared)
            profile = config.profile(key)
            raw = real_files.raw_csvs(shared, key)
            places = geography.areas(tables, profile)
            sources = [f"police_uk/{key}"] * (raw["part"].max() + 1)
            found = incidents.clean(real_files.street_table(raw), places, profile, sources=sources)
            read[key] = raw, tables, profile, places, found
        return read[key]

    return load


def plain_csp(raw, tables):
    """Return the partnership of each row by merging the three lookups, a split code through its first child."""
    wards = tables["lookup_lsoa21_ward_lad"].to_pandas().set_index("lsoa21_code")["lad_code"]
    fit = tables["lookup_lsoa11_lsoa21"].to_pandas().drop_duplicates("lsoa11_code").set_index("lsoa11_code")
    pairs = tables["lookup_lad_csp_pfa"].to_pandas().drop_duplicates("lad_code", keep=False).set_index("lad_code")
    code = raw["LSOA code"]
    current = code.where(code.isin(wards.index), code.map(fit["lsoa21_code"]))
    return current.map(wards).map(pairs["csp_code"])


@pytest.mark.parametrize(
    ("key", "rows"), [("derbyshire", 142_237), ("devon-and-cornwall", 206_942), ("cambridgeshire", 117_606)]
)
def test_rows_by_partnership_month_and_type_equal_a_plain_count(force, key, rows):
    raw, tables, profile, _, found = force(key)
    csp = plain_csp(raw, tables).where(lambda code: code.isin(profile.csps)).fillna("none")
    if key == "devon-and-cornwall":  # four rows have a point but no code; the product places them by it
        csp = csp.mask(raw["LSOA code"].isna() & raw["Longitude"].notna(), found.frame["csp_code"])
    plain = raw.groupby([csp.rename("csp"), "Month", "Crime type"]).size()
    table = incidents.rows_by_csp(found.frame)
    ours = table.set_index([table["csp_code"], table["month"].dt.strftime("%Y-%m"), table["category"].astype("str")])
    assert len(found.frame) == rows == ours["rows"].sum()
    assert ours["rows"].to_dict() == plain.to_dict()


def test_derbyshire_repeats_and_gap(force):
    _, _, profile, places, found = force("derbyshire")
    assert found.frame["repeated_id"].sum() == 2_518
    assert not found.frame.loc[found.frame["category"] == "Anti-social behaviour", "repeated_id"].any()
    months = incidents.months_held(found.frame)
    assert len(months) == 17
    assert incidents.gaps(months) == [("2019-03", "2024-12")]
    assert incidents.last_unbroken(months) == ("2025-01", "2025-12")
    over = Parameters(area="derbyshire", start="2018-10", end="2025-12")
    chosen = incidents.select(found, profile, Parameters(area="derbyshire"))
    for asked in (over, over.changed(geography="lsoa")):
        with pytest.raises(DataError, match="2019-03 to 2024-12"):
            cube.cube(chosen, found.frame, places, asked)


def test_derbyshire_2025_counts_each_record_once_by_cell_lsoa_and_partnership(force):
    raw, _, profile, places, found = force("derbyshire")
    mine = raw[raw["Month"].str.startswith("2025") & raw["Crime type"].isin(VIOLENCE)]
    mine = mine[mine["Crime ID"].isna() | ~mine.duplicated(["Month", "Crime ID"])]
    inside = found.frame.loc[mine.index]
    expected = len(mine[inside["csp_code"].notna() & ~inside["institution"]])
    asked = Parameters(area="derbyshire")
    chosen = incidents.select(found, profile, asked)
    made = {kind: cube.cube(chosen, found.frame, places, asked, geography=kind) for kind in ("h3", "lsoa", "csp")}
    assert {kind: int(one.counts.sum()) for kind, one in made.items()} == dict.fromkeys(made, expected)
    assert [one.counts.shape for one in made.values()] == [(1_823, 12), (651, 12), (9, 12)]


def test_a_hospital_is_derbyshires_largest_violence_point_and_does_not_head_the_list(force):
    raw, _, profile, places, found = force("derbyshire")
    violence = raw[raw["Crime type"].isin(VIOLENCE)]
    points = violence.groupby(["Location", "Longitude", "Latitude"]).size().sort_values(ascending=False)
    assert points.index[0][0] == "On or near Hospital"
    listed = found.institutions
    assert listed.loc[0, ["name", "kind"]].tolist() == ["Hospital, Chesterfield 012G", "Hospital"]
    chosen = incidents.select(found, profile, Parameters(area="derbyshire", start="2025-01"))
    assert not chosen["location"].astype("str").str.contains("Hospital$").any()
    left = chosen.groupby(["location", "lon", "lat"], observed=True).size().sort_values(ascending=False)
    assert left.index[0][0] == "On or near Wardwick"  # a street of bars in Derby


def test_gwent_has_915_rows_on_codes_of_2011_alone_all_before_2023(force):
    raw, tables, _, places, found = force("gwent")
    fit = tables["lookup_lsoa11_lsoa21"].to_pandas()
    code = raw["LSOA code"]
    plain = code.isin(fit["lsoa11_code"]) & ~code.isin(fit["lsoa21_code"])
    assert plain.sum() == 915
    assert found.frame["vintage_2011"].tolist() == plain.tolist()
    assert found.frame.loc[plain.to_numpy(), "month"].max() == pd.Timestamp("2022-12-01")
    assert found.frame.loc[plain.to_numpy(), "lsoa"].isin(places.lsoa.index).mean() > 0.9
    assert incidents.gaps(incidents.months_held(found.frame)) == []
    assert geography.vintage_of(code[raw["Month"] == "2022-08"], places) == "mixed"


def test_gwent_has_welsh_deprivation_alone(force):
    _, tables, profile, places, _ = force("gwent")
    found = context.deprivation(tables, places, profile)
    assert set(found["index_name"]) == {"Welsh index 2019"}
    welsh = tables["wimd2019"].to_pandas().set_index("lsoa_code")["IMD_decile"]
    unchanged = found.index[found["imd_note"] == ""]
    assert (found.loc[unchanged, "imd_decile"] == welsh.reindex(unchanged)).all()
    assert len(unchanged) == 356
    without = {kind: table for kind, table in tables.items() if kind != "wimd2019"}
    assert context.deprivation(without, places, profile)["imd_decile"].isna().all()


def test_three_partnerships_hold_seven_districts(force):
    raw, tables, _, places, found = force("devon-and-cornwall")
    seven = {
        "E22000362": ["East Devon", "Mid Devon"],
        "E22000363": ["North Devon", "Torridge"],
        "E22000364": ["South Hams", "Teignbridge", "West Devon"],
    }
    # Another way again: the district is the first words of the LSOA's name, in every row that states one.
    district = raw["LSOA name"].str.replace(r" \d{3}[A-Z]$", "", regex=True)
    ours = found.frame.loc[~found.frame["by_point"], "csp_code"].value_counts()
    for code, names in seven.items():
        assert ours[code] == district.isin(names).sum()
        assert (
            sorted(places.lad.loc[places.lsoa.loc[places.lsoa["csp_code"] == code, "lad_code"].unique(), "name"])
            == names
        )
    assert not places.csp["ambiguous"].any()


def test_cambridgeshire_joins_each_year_to_the_index_on_its_own_codes(force):
    raw, tables, _, places, found = force("cambridgeshire")
    for year, vintage, right, wrong in (("2018", "2011", "2019", "2025"), ("2025", "2021", "2025", "2019")):
        mine = found.frame["month"].dt.year.eq(int(year)) & found.frame["lsoa_stated"].notna()
        codes = found.frame.loc[mine, "lsoa_stated"].astype("str")
        assert geography.vintage_of(codes, places) == vintage
        english = codes[codes.str.startswith("E")]
        joined = context.by_code(english, vintage, tables)
        assert set(joined["index_name"]) == {f"English index {right}"}
        assert joined["imd_decile"].notna().all()
        # Codes that only the other set has find nothing: nothing is joined across.
        index = tables[f"imd{wrong}_england"].to_pandas()["lsoa_code"]
        mine_alone = english[~english.isin(index)]
        assert len(mine_alone) > 100
        assert context.by_code(mine_alone, "2021" if vintage == "2011" else "2011", tables)["imd_decile"].isna().all()


def test_ambiguous_partnerships_get_no_figures_and_say_why(shared):
    tables = real_files.reference_tables(shared)
    profile = real_files.plain_profile("bucks", ("E22000303", "E22000306", "E22000311", "E22000318"), ("x",))
    places = geography.areas(tables, profile)
    assert places.csp["ambiguous"].all()
    assert places.lsoa["csp_code"].isna().all()
    assert "Chiltern" in places.csp.loc["E22000303", "why"]


@pytest.mark.parametrize(
    ("key", "force_name"),
    [
        ("derbyshire", "Derbyshire"),
        ("cambridgeshire", "Cambridgeshire"),
        ("devon-and-cornwall", "Devon & Cornwall"),
        ("gwent", "Gwent"),
    ],
)
def test_profiles_name_every_partnership_of_their_force(shared, key, force_name):
    pairs = pd.read_csv(shared / "data" / "lookups" / "lookup_ltla24_csp24_pfa24.csv")
    expected = pairs.loc[pairs["pfa24_name"] == force_name, "csp24_code"].unique()
    assert sorted(config.profile(key).csps) == sorted(expected)


def test_the_isles_of_scilly_touch_nobody(force):
    _, _, _, places, _ = force("devon-and-cornwall")
    codes = places.lsoa.index.tolist()
    touching = pd.Series(geography.contiguity(codes, places).sum(axis=1), index=places.lsoa["name"])
    assert touching[touching == 1].index.tolist() == ["Isles of Scilly 001A"]


def test_derbyshires_busiest_centres_are_flagged(force):
    _, _, _, places, found = force("derbyshire")
    centres = places.lsoa["name"][context.town_centres(found.frame, places)["town_centre"]]
    assert {"Derby 013G", "Derby 013H", "Chesterfield 010F", "Erewash 012D"} <= set(centres)
    assert len(centres) < 40
