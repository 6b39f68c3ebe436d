from __future__ import annotations

import base64
import dataclasses
import gzip
import json
from urllib.parse import unquote

import numpy as np
import pandas as pd
import pytest
import shapely

from hotspot import views
from hotspot.config import TileServer
from hotspot.views import ground_colours, looking, maps, naming, surroundings, tiles
from tests.views import colour, made

LIGHT, DARK = ground_colours.LIGHT, ground_colours.DARK


def features(*rows):
    return pd.DataFrame(rows, columns=["type", "name", "geometry"])


def layered(ground):
    return {one.id: one for one in (*ground.below, *ground.above)}


def called(ground):
    """Return what all layers of names hold: words, and where; those seen from nearer included."""
    held = [one.data for name, one in layered(ground).items() if "names" in name]
    rows = [json.loads(unquote(data.partition(",")[2])) if isinstance(data, str) else data for data in held]
    return [
        (row["properties"]["s"], row["geometry"]["coordinates"]) if "geometry" in row else (row["s"], row["p"])
        for part in rows
        for row in part
    ]


def written(ground):
    return [said for said, _ in called(ground)]


@pytest.fixture(scope="module")
def base():
    plain = made.analysis().base
    west, south, east, north = plain.outline.bounds
    x, y = (west + east) / 2, (south + north) / 2
    held = features(
        ("land", "", shapely.box(west - 1, south - 1, east + 1, north + 1)),
        ("main road", "A99", shapely.LineString([(west, y), (x, y)])),
        ("main road", "A99", shapely.LineString([(x, y), (x + 0.01, y), (east, y + 0.02)])),
        ("main road", "The long road to nowhere", shapely.LineString([(x, south), (x, north)])),
        ("road", "B9", shapely.LineString([(west, south), (east, north)])),
        ("park", "Made Park", shapely.Point(x, y).buffer(0.01)),
        ("town", "Madetown", shapely.Point(x, y)),
        ("ward", "Westborough", shapely.Point(x, y + 0.01)),
        ("station", "Made Central", shapely.Point(x, y)),
    )
    street = features(("street", "Made Street", shapely.LineString([(x + 0.02, y + 0.02), (x + 0.022, y + 0.02)])))
    return dataclasses.replace(plain, features=held, streets=lambda bounds: street)


def test_the_ground_holds_what_the_base_map_brought_in_the_order_of_a_map(base):
    ground = maps.ground(base)
    assert [one.id for one in ground.below] == ["paper", "neighbour", "land", "green", "roads", "lsoa"]
    assert [one.id for one in ground.above][:4] == ["main_roads", "stations", "csp", "names"]


def test_without_a_base_map_nothing_is_said_to_be_sea_or_land_of_others():
    ground = maps.ground(made.analysis().base)
    assert [one.id for one in ground.below] == ["paper", "land", "lsoa"]
    assert ground.below[0].get_fill_color == list(LIGHT.unknown)
    assert "neighbour" not in layered(ground)


def test_with_a_coast_the_paper_is_the_sea(base):
    held = layered(maps.ground(base))
    assert held["paper"].get_fill_color == list(LIGHT.sea)
    assert held["neighbour"].get_fill_color[:3] == list(LIGHT.neighbour)


def test_a_road_is_named_once_by_its_number_and_never_by_a_long_name(base):
    words = written(maps.ground(base))
    assert words.count("A99") == 1
    assert "The long road to nowhere" not in words and {"Made Park", "Made Central", "Westborough"} <= set(words)


def test_no_two_names_are_of_one_importance_so_that_one_of_them_gives_way(base):
    weights = surroundings.names(base.features, LIGHT)["w"].tolist()
    assert len(set(weights)) == len(weights) and weights == sorted(weights, reverse=True)
    assert -1000 <= min(weights) and max(weights) <= 1000  # what the browser compares


def test_a_district_called_after_its_town_is_not_written_twice(base):
    alone = dataclasses.replace(base, features=base.features.assign(name="East Vale"))
    assert "East Vale & Moor" not in written(maps.ground(alone)) and "East Vale & Moor" in written(maps.ground(base))


def test_a_towns_name_stands_north_of_it(base):
    (at,) = [at for said, at in called(maps.ground(base)) if said == "Madetown"]
    town = base.features.loc[base.features["type"] == "town", "geometry"].iloc[0]
    assert at[0] == pytest.approx(town.x, abs=1e-4) and at[1] > town.y


@pytest.mark.parametrize("most", [10_000, 400, 60])
def test_shapes_get_simpler_until_they_are_few_enough(most):
    angle = np.linspace(0, 2 * np.pi, 2000)
    ring = shapely.Polygon(np.column_stack([0.1 * np.cos(angle), 0.1 * np.sin(angle)]))
    wave = shapely.LineString(np.column_stack([angle / 50, 0.01 * np.sin(40 * angle)]))
    speck = shapely.box(1, 1, 1.00001, 1.00001)
    fewer = surroundings.simpler(np.array([ring, wave, speck], dtype=object), most)
    assert shapely.get_num_coordinates(fewer).sum() <= most
    assert not shapely.intersects(fewer, speck).any()
    assert shapely.hausdorff_distance(fewer[-1], ring) < 0.01  # it is still the same ring


def test_lines_that_meet_end_to_end_become_one():
    parts = np.array([shapely.LineString([(0, 0), (0.1, 0)]), shapely.LineString([(0.1, 0), (0.2, 0)])], dtype=object)
    (line,) = surroundings.simpler(parts, 100)
    assert shapely.get_coordinates(line).tolist() == [[0, 0], [0.2, 0]]


def test_very_many_lines_between_neighbourhoods_get_fewer_points_and_still_meet(base, monkeypatch):
    wavy = shapely.transform(
        shapely.segmentize(base.lsoa.geometry.to_numpy(), 0.001), lambda at: at + 3e-4 * np.sin(1500 * at[:, ::-1])
    )
    base = dataclasses.replace(base, lsoa=base.lsoa.set_geometry(wavy))
    before = maps.ground(base)
    monkeypatch.setattr(views.ground, "MOST_STRETCHES", 10)
    after = maps.ground(base)
    whole, fewer = (layered(one)["lsoa"].data for one in (before, after))
    assert 0 < len(fewer) < len(whole) and layered(after)["csp"].data == layered(before)["csp"].data
    lines = [shapely.multilinestrings([[row["a"], row["b"]] for row in rows]) for rows in (whole, fewer)]
    assert shapely.hausdorff_distance(*lines) * before.view.pixels_a_degree < 2
    ends = [{tuple(row[end]) for row in rows for end in "ab"} for rows in (whole, fewer)]
    assert ends[1] <= ends[0]


def test_streets_come_only_where_the_reader_looks_closely(base):
    ground = maps.ground(base)
    x, y = ground.view.lon_min, ground.view.lat_min
    close = maps.View(x, y, x + 0.01, y + 0.01)
    assert [one.id for one in ground.streets(close)] == ["streets", "street_names"]
    assert not ground.streets(ground.view)
    assert ground.streets(close) is ground.streets(close)  # a filter draws no street again
    shown = made.analysis().findings
    texts = views.tooltips.located(shown)
    picture = maps.Picture(shown.locations, views.shading.by_word(shown), texts, True, look_at=close)
    assert '"id":"streets"' in maps.deck(picture, ground).to_json()


def test_a_mark_covers_no_name_of_a_street_or_of_what_is_named_from_near(base):
    ground = maps.ground(base).sent_apart(lambda name, data: f"/media/{name}.json")
    x, y = shapely.get_coordinates(base.streets(())["geometry"].iloc[0]).mean(axis=0)
    close = maps.View(x - 0.01, y - 0.01, x + 0.01, y + 0.01)
    (station,) = [row for row in ground.named if row["s"] == "Made Central"]
    (street,) = ground.near(close, maps.MAP_WIDTH).names
    assert ground.view.state().zoom < station["from"] < close.state().zoom and street["s"] == "Made Street"
    held = {one.id: one for one in ground.clear_of([street["p"], station["p"]], close)}
    assert 's=="Made Street"?[0,' in held["street_names"].get_pixel_offset
    assert any('"Made Central"?[0,' in getattr(held.get(name), "get_text_pixel_offset", "") for name in naming.CLOSER)
    back = {one.id: one for one in ground.clear_of([(x + 0.009, y)], close)}
    assert back["street_names"].get_pixel_offset == "@@=[0,0]"


def test_sent_apart_a_map_holds_addresses_and_the_ground_itself_is_unchanged(base):
    ground = maps.ground(base)
    apart = ground.sent_apart(lambda name, data: f"/media/{name}.json")
    sent = {name: one.data for name, one in layered(apart).items() if name not in naming.CLOSER}
    assert sent == {name: f"/media/{name}.json" for name in sent} and len(sent) > 10
    assert {one.data[:5] for name, one in layered(apart).items() if name in naming.CLOSER} == {"data:"}
    assert isinstance(layered(ground)["land"].data, dict)
    spec = json.loads(maps.on_ground(apart, [list(apart.below)], apart.view).to_json())
    assert spec["layers"][0][0]["data"] == "/media/paper.json"
    assert json.loads(ground.packed["csp"][0]) == layered(ground)["csp"].data


def test_a_small_map_leaves_out_the_small_names_and_a_named_one_all(base):
    ground = maps.ground(base)
    assert {"lsoa", "stations", *naming.CLOSER}.isdisjoint(layered(ground.quiet()))
    assert {"Westborough"} <= set(written(ground.quiet())) < set(written(ground))
    assert not {name for name in layered(ground.nameless()) if name.endswith("names")}


def test_dark_and_light_differ_in_colours_alone(base):
    light, dark = maps.ground(base), maps.ground(base, dark=True)
    assert list(layered(light)) == list(layered(dark))
    assert layered(light)["land"].data == layered(dark)["land"].data
    assert layered(dark)["land"].get_fill_color[:3] == list(DARK.land)
    assert dark.is_dark and not light.is_dark


@pytest.mark.parametrize("paint", [LIGHT, DARK], ids=["light", "dark"])
def test_names_read_on_their_edge_and_hot_spots_stand_out_on_the_land(paint):
    for name in (paint.name, paint.minor_name, paint.green_name, paint.water_name, paint.csp):
        assert colour.contrast(name, paint.halo) >= 4.5
    for group in views.palettes.WORDS[1:]:
        rim = colour.contrast(paint.rim[:3], paint.land) if paint.rim[3] else 0.0
        assert max(colour.contrast(group.colour, paint.land), rim) >= 1.5
        assert colour.delta_e(colour.lab(group.colour), colour.lab(paint.land)) > 15


def test_on_dark_places_with_a_pattern_have_a_rim_and_those_without_stay_faint(base):
    found = made.analysis().findings
    picture = maps.Picture(found.locations, views.shading.by_word(found), views.tooltips.located(found), True)
    dark, light = (json.loads(maps.deck(picture, maps.ground(base, dark=one)).to_json()) for one in (True, False))
    cells, rims = [one for group in dark["layers"] for one in group if one["id"] in {"cells", "rims"}]
    assert [row["i"] for row in rims["data"]] == [row["i"] for row in cells["data"] if row["c"] > 0] != []
    assert rims["stroked"] and not rims["filled"] and rims["getLineColor"] == [255, 255, 255, 150]
    assert '"rims"' not in json.dumps(light)
    areas = json.loads(maps.deck(dataclasses.replace(picture, hexagons=False), maps.ground(base, dark=True)).to_json())
    (cells,) = [one for group in areas["layers"] for one in group if one["id"] == "cells"]
    says = "@@=properties.c==0?[255,255,255,0]:properties.c==1?[255,255,255,150]"
    assert cells["stroked"] and cells["getLineColor"].startswith(says)
    seen = maps.seen(picture.shading, maps.ground(base, dark=True))
    assert (*seen.classes[0].colour, seen.classes[0].opacity) == DARK.quiet  # the legend is drawn from the same
    assert seen.classes[1:] == picture.shading.classes[1:]


def test_tiles_take_the_place_of_the_land_and_name_their_server_alone(base):
    server = TileServer("https://tiles.example.gov.uk/{z}/{x}/{y}.png", "Example")
    ground = maps.ground(base, style=tiles.style(server))
    assert [one.id for one in ground.below] == ["lsoa"]
    deck = json.loads(maps.on_ground(ground, [], ground.view).to_json())
    assert deck["mapProvider"] == "carto"
    style = json.loads(base64.b64decode(deck["mapStyle"].split(",")[1]))
    assert style["sources"]["tiles"]["tiles"] == [server.url]
    assert json.dumps(style).count("http") == 1
    dimmed = json.loads(base64.b64decode(tiles.style(server, dark=True).split(",")[1]))
    assert dimmed["layers"][1]["paint"]["raster-brightness-max"] < 0.5


@pytest.mark.parametrize(("width_px", "height_px"), [(850, 600), (1190, 600), (looking.NARROW_WIDTH, 600)])
def test_the_first_view_shows_the_whole_area_at_every_width(base, width_px, height_px):
    view = maps.view_of(base.outline)
    state = view.state(min(width_px, looking.MAP_WIDTH))
    scale = looking.TILE * 2**state.zoom / 360
    assert (view.lon_max - view.lon_min) * scale <= width_px
    assert (view.lat_max - view.lat_min) * scale / np.cos(np.radians(state.latitude)) <= height_px


def test_the_whole_ground_of_a_county_is_small():
    rng = np.random.default_rng(1)
    paths = rng.normal(0, 0.002, (3000, 12, 2)).cumsum(axis=1) + rng.uniform(0, 0.8, (3000, 1, 2)) + [-2, 52.7]
    kinds = np.array(["road", "main road", "stream"])[np.arange(3000) % 3]
    held = features(*((kind, "", shapely.LineString(path)) for kind, path in zip(kinds, paths, strict=True)))
    drawn = [*surroundings.below(held, LIGHT), *surroundings.above(held, LIGHT)]
    for one in drawn:
        most = next(other.most for other in (*surroundings.WAYS_BELOW, *surroundings.WAYS_ABOVE) if other.id == one.id)
        shape = shapely.from_geojson(json.dumps(one.data["features"][0]))
        assert 0.8 * most < shapely.get_num_coordinates(shape) <= most
    assert len(gzip.compress(json.dumps([one.data for one in drawn]).encode(), 6)) < 90_000
