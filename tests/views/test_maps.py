from __future__ import annotations

import html
import io
import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from shapely.geometry import Point

from hotspot import findings, grid, views
from hotspot.views import looking, maps, maps_places, palettes
from hotspot.views.written import WrittenDeck
from tests.views import made


def flat(layers):
    for layer in layers:
        if isinstance(layer, list):
            yield from flat(layer)
        else:
            yield layer


def picture(analysis, **more):
    found = analysis.findings
    shade = views.shading.by_word(found)
    texts = views.tooltips.located(found)
    return maps.Picture(found.locations, shade, texts, more.pop("hexagons", True), **more)


@pytest.fixture(scope="module")
def analysis():
    return made.analysis()


@pytest.fixture(scope="module")
def spec(analysis):
    shown = picture(analysis, marked=analysis.findings.places.head(10), picked=(analysis.findings.locations.index[0],))
    return json.loads(maps.deck(shown, maps.ground(analysis.base)).to_json())


def test_no_base_map_is_asked_of_anybody(spec):
    assert spec["mapStyle"] == "__MAP_STYLE__"
    assert "mapProvider" not in spec
    assert "http" not in json.dumps(spec)


def test_of_a_great_many_places_those_without_a_pattern_are_called_by_their_street(analysis, monkeypatch):
    frame = analysis.findings.locations
    names = [f"Langwith ward, Bolsover (near {k} Dale Close)" for k in range(len(frame))]
    found = replace(analysis.findings, locations=frame.assign(name=names))
    shown = picture(replace(analysis, findings=found))
    full = {row["n"] for row in maps_places.cells(shown.locations, shown.shading, shown.texts, hexagons=True).data}
    monkeypatch.setattr(maps_places, "MANY", len(frame) - 1)
    rows = maps_places.cells(shown.locations, shown.shading, shown.texts, hexagons=True).data
    quiet = [shown.shading.classes[row["c"]].opacity <= palettes.QUIET for row in rows]
    assert full == set(names) and 0 < sum(quiet) < len(rows)
    assert [row["n"] for row in rows] == [
        f"near {k} Dale Close" if short else names[k] for k, short in enumerate(quiet)
    ]


def test_every_layer_has_a_name_of_its_own_and_only_places_answer(spec):
    layers = list(flat(spec["layers"]))
    names = [layer["id"] for layer in layers]
    assert len(set(names)) == len(names)
    assert {layer["id"] for layer in layers if layer["pickable"]} == {"cells", "marks"}


def test_dots_marks_names_and_numbers_take_what_varies_in_the_same_way(spec):
    """One program of the graphics card draws layers of a kind only where the same of their inputs vary by row."""
    drawn = list(flat(spec["layers"]))
    varying = ("getFillColor", "getColor", "getSize", "getPixelOffset", "getRadius", "getLineColor")
    for kind, least in (("ScatterplotLayer", 1), ("TextLayer", 2)):
        ways = [
            {name for name in varying if str(layer.get(name)).startswith("@@=")}
            for layer in drawn
            if layer["@@type"] == kind
        ]
        assert len(ways) >= least and all(way == ways[0] for way in ways)
        assert ways[0] in ({"getFillColor"}, {"getColor", "getSize", "getPixelOffset"})


def test_all_layers_travel_in_groups_which_the_pages_highlighting_leaves_alone(spec):
    assert all(isinstance(group, list) and group for group in spec["layers"])


def test_the_layer_holds_every_location_with_its_class(analysis, spec):
    cells = next(layer for layer in flat(spec["layers"]) if layer["id"] == "cells")
    shade = views.shading.by_word(analysis.findings)
    assert [row["i"] for row in cells["data"]] == list(analysis.findings.locations.index)
    assert [row["c"] for row in cells["data"]] == shade.index.tolist()


def test_the_expression_gives_each_class_its_colour():
    expression = maps.colour_expression(palettes.WORDS)
    for number, group in enumerate(palettes.WORDS):
        said = expression.replace("?", " and ").split(":")
        chosen = next((part.split(" and ")[1] for part in said[:-1] if part.startswith(f"c=={number} ")), said[-1])
        assert json.loads(chosen) == [*group.colour, group.opacity]


def test_areas_travel_as_shapes_with_the_same_classes(analysis):
    shown = picture(analysis, hexagons=False)
    spec = json.loads(maps.deck(shown, maps.ground(analysis.base)).to_json())
    cells = next(layer for layer in flat(spec["layers"]) if layer["id"] == "cells")
    assert cells["@@type"] == "GeoJsonLayer"
    assert [f["properties"]["c"] for f in cells["data"]["features"]] == shown.shading.index.tolist()
    assert "properties.c==0" in cells["getFillColor"]


def test_a_name_cannot_become_markup(analysis):
    locations = analysis.findings.locations.head(1).assign(name="<img src=x onerror=alert(1)>")
    shade = views.shading.Shading("", palettes.WORDS, views.shading.by_word(analysis.findings).index[:1])
    layer = maps.cells(locations, shade, ["<b>"], hexagons=True)
    assert "<" not in json.dumps(layer.data)


def test_the_view_holds_the_whole_area(analysis):
    west, south, east, north = analysis.base.outline.bounds
    state = maps.view_of(analysis.base.outline).state()
    assert west < state.longitude < east
    assert south < state.latitude < north
    wide = looking.TILE * 2**state.zoom / 360 * (east - west)
    assert 0.3 * maps.MAP_HEIGHT < wide <= maps.MAP_WIDTH


def test_a_key_that_is_gone_picks_nothing(analysis):
    assert maps.place_keys(analysis.findings, "88195c8051fffff0") == ()
    assert maps.place_keys(analysis.findings, None) == ()
    assert maps.outlined(analysis.findings.locations, ["nowhere"]) == []


def test_a_picked_place_is_outlined_by_kinds_of_layer_that_every_map_has(analysis):
    shown = replace(picture(analysis), marked=maps.marked(analysis.findings))
    plain = maps.deck(shown, maps.ground(analysis.base))
    key = analysis.findings.locations.index[0]
    outline = maps.outlined(analysis.findings.locations, [key])
    assert [one.id for one in outline] == ["picked_place", "picked", "picked_corners"]
    assert {one.type for one in outline} <= {layer["@@type"] for layer in flat(json.loads(plain.to_json())["layers"])}
    edge, dots = outline[1].data, outline[2].data
    assert {tuple(row["a"]) for row in edge} == {tuple(row["p"]) for row in dots}  # a hexagon: six stretches, six dots
    assert len(edge) == len(dots) == 6


def test_all_cells_of_a_place_are_picked_together():
    found = made.findings()
    first, second = found.locations.index[:2]
    found.locations.loc[second, "place"] = found.locations.loc[first, "place"]
    assert maps.place_keys(found, second) == (second, first)


def test_a_map_of_nothing_is_still_a_map(analysis):
    found = findings.narrowed(analysis.findings, ["E9"])
    shade = views.shading.by_word(found)
    shown = maps.Picture(found.locations, shade, [], True, marked=found.places.head(10))
    spec = json.loads(maps.deck(shown, maps.ground(analysis.base)).to_json())
    assert next(layer for layer in flat(spec["layers"]) if layer["id"] == "cells")["data"] == []
    assert views.simple_map.picture_png(shown, analysis.base, "").startswith(b"\x89PNG")


def test_the_key_of_the_simple_map_stays_inside_the_picture(analysis):
    found = analysis.findings
    shade = replace(views.shading.by_word(found), title="Records per 1,000 residents and year, by neighbourhood")
    shown = maps.Picture(found.locations, shade, [], True)
    picture = Image.open(io.BytesIO(views.simple_map.picture_png(shown, analysis.base, ""))).convert("L")
    assert np.asarray(picture)[:, -4:].min() > 250  # white up to the edge: no letter is cut


def test_compact_and_usual_spelling_say_the_same(analysis):
    deck = maps.deck(picture(analysis), maps.ground(analysis.base))
    usual = super(maps.OfflineDeck, deck).to_json()
    assert json.loads(usual) == json.loads(deck.to_json())
    assert len(deck.to_json()) < 0.7 * len(usual)


def test_ten_thousand_places_and_their_ground_stay_under_400_kb(analysis):
    found = analysis.findings
    many = found.locations.take(np.arange(10_000) % len(found.locations))
    lon, lat = np.meshgrid(np.linspace(-3.0, -1.0, 100), np.linspace(52.0, 53.0, 100))
    keys = grid.names(grid.cells(lon.ravel(), lat.ravel(), 9))
    many = many.set_axis(keys, axis=0)
    many["name"] = [f"Castle ward, Merrowgate (near Street {n % 700})" for n in range(10_000)]
    index = np.arange(10_000) % len(palettes.WORDS)
    texts = [f"long-standing · persistent hot (P)\n{n % 300} from January 2023 to December 2025" for n in range(10_000)]
    shown = maps.Picture(many, views.shading.Shading("", palettes.WORDS, index), texts, True)
    written = maps.deck(shown, maps.ground(analysis.base)).to_json()
    assert len(set(keys)) == 10_000
    assert len(zlib.compress(written.encode())) < 400_000
    assert "December 2025" not in written  # said once, in the template


def test_template_and_rest_say_the_whole_tooltip(analysis):
    shown = picture(analysis)
    drawn = maps.deck(shown, maps.ground(analysis.base))
    cells = next(layer for layer in flat(json.loads(drawn.to_json())["layers"]) if layer["id"] == "cells")
    template = drawn._tooltip["html"]
    assert template.startswith("<b>{n}</b><br/>{t}")
    ending = html.unescape(template.removeprefix("<b>{n}</b><br/>{t}"))
    assert ending
    assert [row["t"] + ending for row in cells["data"]] == list(shown.texts)


def test_cold_places_have_a_pale_dot_on_map_and_legend_and_others_have_none(analysis):
    found = analysis.findings
    cold = found.locations["bin"] * 0
    cold.iloc[:3], cold.iloc[3] = -3, 3
    table = replace(found, locations=found.locations.assign(bin=cold))
    shade = views.shading.by_significance(table)
    (dots,) = maps.dots(table.locations, shade)
    inside = [table.locations.geometry.iloc[k].covers(Point(row["p"])) for k, row in enumerate(dots.data)]
    assert inside == [True] * 3 and dots.get_radius > 0
    assert views.legends.legend(shade).count("radial-gradient") == 1
    none = views.shading.by_significance(replace(found, locations=found.locations.assign(bin=abs(cold))))
    assert maps.dots(table.locations, none) == [] and "radial-gradient" not in views.legends.legend(none)


def test_places_that_were_hot_have_a_dark_dot_and_cold_ones_a_pale_one(analysis):
    table = replace(analysis.findings, locations=analysis.findings.locations.assign(word=""))
    table.locations.iloc[:2, table.locations.columns.get_loc("word")] = ["was hot", "cold"]
    shade = views.shading.by_word(table)
    (dots,) = maps.dots(table.locations, shade)
    assert [row["c"] for row in dots.data] == [palettes.DARK_DOT, palettes.PALE_DOT]
    legend = views.legends.legend(shade)
    assert all(f"radial-gradient(circle,{palettes.css(row['c'])}" in legend for row in dots.data)
    assert legend.count("radial-gradient") == 2


def test_places_coloured_before_make_the_same_map(analysis):
    shown, under = (
        replace(picture(analysis), marked=maps.marked(analysis.findings)),
        maps.ground(analysis.base, dark=True),
    )
    held = maps.Coloured.of(shown, under, write=True)
    chosen = replace(shown, picked=(analysis.findings.locations.index[0],))
    anew, again = (WrittenDeck.of(maps.deck(chosen, under, one)).to_json() for one in (None, held))
    assert anew == again and json.loads(again)["layers"] != []
    assert len(held) > 0


def test_in_a_narrow_window_the_wheel_moves_the_page_and_a_picked_map_answers_a_click_at_once():
    under = maps.ground(made.analysis().base)
    assert maps.handled(under).controller is True
    assert maps.handled(under, picked_from=True).controller == {"doubleClickZoom": False}
    narrow = maps.handled(under.narrow(270), picked_from=True)
    assert narrow.controller == {"doubleClickZoom": False, "scrollZoom": False}


def test_numbers_lie_over_the_words_beside_them_and_names_step_aside_from_both(analysis):
    first = analysis.findings.places.head(1)
    shown, under = picture(analysis, marked=first), maps.ground(analysis.base)
    words = views.listing.worded(first.assign(word="new"), under.view)
    plain, worded = (maps.deck(shown, under, over=over) for over in ((), words))
    ids = [one.id for one in flat(worded.layers)]
    assert ids.index("worded") < ids.index("marks") and "worded" not in [one.id for one in flat(plain.layers)]
    assert set(ids) - {"worded"} == {one.id for one in flat(plain.layers)}
