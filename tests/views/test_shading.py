from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hotspot import views
from hotspot.views import legends, palettes, shading
from tests.views import made


@pytest.fixture(scope="module")
def found():
    return made.findings()


def test_each_location_has_the_class_of_its_word(found):
    shade = shading.by_word(found)
    for word, index in zip(found.locations["word"], shade.index, strict=True):
        assert word in shade.classes[index].words


def test_all_six_words_and_cold_have_a_class():
    said = {word for group in palettes.WORDS for word in group.words}
    assert said == {"", "new", "worsening", "long-standing", "easing", "on and off", "was hot", "cold"}


def test_the_legend_counts_what_the_layer_colours(found):
    shade = shading.by_word(found)
    html = legends.legend(shade)
    for number, group in enumerate(shade.classes):
        held = int((shade.index == number).sum())
        assert (f"{group.label}&nbsp;<b>{held}</b>" in html) == (held > 0)
        assert (palettes.css(group.colour) in html) == (held > 0)


def test_values_fall_in_the_class_whose_floor_they_reach():
    table = pd.DataFrame({"rate": [0.0, 0.99, 1.0, 2.99, 3.0, 79.9, 80.0, 5000.0, np.nan]})
    assert shading.by_value(table, "rate").index.tolist() == [0, 0, 1, 1, 2, 5, 6, 6, 7]


def test_deciles_pair_up():
    table = pd.DataFrame({"imd_decile": [1, 2, 3, 4, 9, 10]})
    assert shading.by_value(table, "imd_decile").index.tolist() == [0, 0, 1, 1, 4, 4]


def test_significance_keeps_its_sign(found):
    locations = found.locations.head(3).assign(bin=[-3, 0, 3])
    table = type("Table", (), {"locations": locations})()
    shade = shading.by_significance(table)
    assert [shade.classes[k].label[:4] for k in shade.index] == ["cold", "not ", "hot,"]


@pytest.mark.parametrize("method", ["emerging", "gi_star", "density"])
def test_every_method_colours_every_location(found, method):
    shade = shading.by_method(found, method)
    assert len(shade.index) == len(found.locations)
    assert sum(shade.sizes) == len(found.locations)


def test_density_is_read_at_the_middle_of_each_cell(found):
    shade = shading.by_density(found)
    middles = found.locations.geometry.representative_point().to_crs("EPSG:27700")
    expected = [5 - int((x - 415_000) // 100) // 67 for x in middles.x]
    assert shade.index.tolist() == expected
    assert len(set(expected)) > 2
    assert "radius 400 m" in shade.title


def test_letters_name_only_the_categories_that_occur(found):
    html = legends.letters(found)
    assert "<b>N</b>&nbsp;new hot&nbsp;2" in html
    assert "consecutive" not in html


def test_views_do_not_change_the_findings():
    analysis = made.analysis()
    before = analysis.findings.locations.copy(), analysis.findings.places.copy(), analysis.lsoas.copy()
    views.exports(analysis)
    views.tables.emerging(analysis.findings)
    views.tables.lsoas(analysis.lsoas, analysis.findings)
    shading.by_value(analysis.lsoas, "rate")
    pd.testing.assert_frame_equal(pd.DataFrame(analysis.findings.locations), pd.DataFrame(before[0]))
    pd.testing.assert_frame_equal(analysis.findings.places, before[1])
    pd.testing.assert_frame_equal(pd.DataFrame(analysis.lsoas), pd.DataFrame(before[2]))
