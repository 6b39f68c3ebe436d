"""Agreed weights of an area profile: known parts, numbers of 0 or more, not all 0."""

from __future__ import annotations

from importlib import resources

import pytest

from hotspot import config
from hotspot.config.area_profile import WEIGHTS
from hotspot.errors import ProfileError

TEMPLATE = resources.files("hotspot").joinpath("profiles", "template.toml").read_text(encoding="utf-8")


def with_weights(said: str) -> str:
    return TEMPLATE.split("[weights]")[0] + f"[weights]\n{said}\n"


def test_the_template_names_every_part() -> None:
    assert all(f"# {part} = " in TEMPLATE for part in WEIGHTS)
    assert config.parse_profile("own", TEMPLATE).weights == {}


def test_agreed_weights_are_read() -> None:
    assert config.parse_profile("own", with_weights("count = 3\nneed = 0.5")).weights == {"count": 3, "need": 0.5}
    assert config.profile("demo").weights.keys() == WEIGHTS.keys()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("luck = 1", "weight 'luck' is not one of count"),
        ("count = -1", "weight 'count' is not a number of 0 or more"),
        ("count = 'much'", "weight 'count' is not a number"),
        ("count = true", "weight 'count' is not a number"),
        ("count = nan", "weight 'count' is not a number"),
        ("count = inf", "weight 'count' is not a number"),
        (f"count = {'9' * 400}", "weight 'count' is not a number"),
        ("count = 1e308\nneed = 1e308", "weight 'count' is not a number"),
        (f"count = {'9' * 5000}", "not valid TOML"),
        ("count = 0", "every weight is 0"),
    ],
)
def test_what_is_no_weight_is_named(said: str, why: str) -> None:
    with pytest.raises(ProfileError) as refused:
        config.parse_profile("own", with_weights(said))
    assert why in refused.value.what
