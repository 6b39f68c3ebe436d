"""Settings, profiles and parameters: what is said twice must mean the same, and what is wrong must be named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotspot import config, nights
from hotspot.config import Parameters
from hotspot.errors import ParameterError, ProfileError

TEMPLATE = Path(config.__file__).parents[1] / "profiles" / "template.toml"


@given(
    resolution=st.integers(5, 10),
    alpha=st.sampled_from([0.10, 0.05, 0.01]),
    lag=st.none() | st.integers(0, 3),
    csps=st.lists(st.sampled_from(["E1", "E2", "W3"]), unique=True),
    bandwidth_m=st.none() | st.floats(200, 5000),
    lads=st.lists(st.sampled_from(["L1", "L2"]), unique=True),
    wards=st.lists(st.text("WE0123456789", min_size=1, max_size=9), unique=True, max_size=5),
    outline=st.just("") | st.text("0123456789abcdef", min_size=12, max_size=12),
    hours=st.sampled_from(config.CHOICES["hours"]),
    hour_band=st.sampled_from(config.CHOICES["hour_band"]),
    start=st.sampled_from(["", "2025-01", "2025-01-15"]),
)
def test_an_address_gives_back_the_same_analysis(**chosen: Any) -> None:
    texts = {name: tuple(value) if isinstance(value, list) else value for name, value in chosen.items()}
    made = Parameters("x", **texts)
    assert Parameters.from_query(made.to_query()) == made
    assert Parameters.from_query(made.to_query()).digest == made.digest


def test_every_field_changes_the_digest() -> None:
    base = Parameters("x")
    others = [
        base.changed(offence="robbery"),
        base.changed(start="2025-01"),
        base.changed(step="week"),
        base.changed(seed=2),
        base.changed(rings=2),
        base.changed(csps=("E1",)),
        base.changed(edge="corrected"),
        base.changed(lads=("L1",)),
        base.changed(wards=("L1",)),
        base.changed(outline="0123456789ab"),
        base.changed(hours="after_school"),
        base.changed(hour_band="21-00"),
    ]
    assert len({one.digest for one in [base, *others]}) == 13


def test_the_hours_that_a_link_may_name_are_those_that_are_known() -> None:
    assert set(config.CHOICES["hours"]) == {"", *nights.PRESETS}
    assert set(config.CHOICES["hour_band"]) == {"", *nights.BANDS}


def test_the_name_of_an_analysis_stays_what_it_was_when_a_choice_is_added() -> None:
    assert Parameters("gwent").digest == "9d8b2d2c20d4"  # as exports named it before


@pytest.mark.parametrize(
    ("field", "value"),
    [("step", "fortnight"), ("method", "magic"), ("resolution", 12), ("alpha", 0.2), ("rings", 0), ("window", "x")],
)
def test_a_setting_out_of_reach_is_refused_with_the_choices(field: str, value: object) -> None:
    with pytest.raises(ParameterError, match="Choose"):
        Parameters("x", **{field: value})  # type: ignore[arg-type]


def test_a_broken_link_says_which_field() -> None:
    with pytest.raises(ParameterError, match="'eight' is not a whole number for resolution"):
        Parameters.from_query({"area": "gwent", "resolution": "eight"})
    with pytest.raises(ParameterError, match="which area"):
        Parameters.from_query({})


def test_the_template_is_a_valid_profile() -> None:
    profile = config.parse_profile("template", TEMPLATE.read_text(encoding="utf-8"))
    assert next(iter(profile.measures)) == "recorded_violence"
    assert profile.measures["possession"].police_found


@pytest.mark.parametrize(
    ("line", "said"),
    [("name = 'X'\nname = 'Y'", "not valid TOML"), ("nam = 'X'", "does not say: name"), ("", "does not say: name")],
)
def test_a_profile_error_names_the_field(line: str, said: str) -> None:
    text = TEMPLATE.read_text(encoding="utf-8").replace('name = "My county and city"', line)
    with pytest.raises(ProfileError, match=said):
        config.parse_profile("own", text)


def test_an_unknown_field_of_a_profile_is_named() -> None:
    text = "colour = 'red'\n" + TEMPLATE.read_text(encoding="utf-8")
    with pytest.raises(ProfileError, match="not known: colour"):
        config.parse_profile("own", text)


def test_a_partnerships_own_profile_stands_over_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    own = TEMPLATE.read_text(encoding="utf-8").replace("My county and city", "Ours")
    (tmp_path / "profiles" / "gwent.toml").write_text(own, encoding="utf-8")
    assert config.profile("gwent", tmp_path).name == "Ours"
    with pytest.raises(ProfileError, match="Choose one of: .*gwent"):
        config.profile("atlantis", tmp_path)


@pytest.mark.parametrize(
    "query",
    [
        {"start": "2025-13"},
        {"end": "2025-06-31"},
        {"start": "yesterday"},
        {"start": "0001-01"},
        {"bandwidth_m": "nan"},
        {"bandwidth_m": "1e308"},
        {"permutations": "1000000000"},
        {"seed": "-1"},
        {"lag": "999"},
        {"start": "2025-W01-1"},
        {"start": "20250101"},
        {"hours": "midnight"},
        {"hour_band": "18-06"},
        {"outline": "../../etc"},
        {"wards": ",".join(f"W{n}" for n in range(501))},
        {"lads": "L" * 61},
        {"step": "weekend", "hours": "after_school"},
    ],
)
def test_a_link_cannot_ask_for_the_impossible(query: dict[str, str]) -> None:
    with pytest.raises(ParameterError):
        Parameters.from_query({"area": "gwent", **query})


@pytest.mark.parametrize(
    "change",
    [
        ('csps = ["E22000000"]', "csps = 5"),
        ('csps = ["E22000000"]', "csps = [[1]]"),
        ('sources = ["police_uk/my-force"]', 'sources = "abc"'),
        ('name = "My county and city"', 'name = ["a"]'),
        ('title = "Recorded violence"', "title = 5"),
        ('name = "My county and city"', "name = " + "[" * 5000 + "]" * 5000),
    ],
)
def test_a_field_of_the_wrong_kind_is_named(change: tuple[str, str]) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(ProfileError):
        config.parse_profile("own", text.replace(*change))


def test_one_bad_file_does_not_take_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "latin.toml").write_bytes(b"name = '\xe9'")
    (folder / "folder.toml").mkdir()
    (folder / "long.toml").write_text("#" * 100_000, encoding="utf-8")
    assert "derbyshire" in config.profiles(tmp_path)
    assert set(config.unreadable(tmp_path)) == {"latin", "folder", "long"}
    with pytest.raises(ProfileError, match="cannot be read"):
        config.profile("latin", tmp_path)
