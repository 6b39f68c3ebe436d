"""Places to act as a table, a map and files."""

from __future__ import annotations

import json
from typing import Any

import geopandas as gpd
import pandas as pd

from hotspot.config.area_profile import WEIGHTS
from hotspot.language import in_english
from hotspot.views import busy, maps, shading, shortlist, suited, thin, tooltips, words
from hotspot.views.files import guarded

MARK = b"\xef\xbb\xbf"  # so that a spreadsheet reads the names right
# What leaves as a file: plain columns, lists joined.
COLUMNS = (
    "location rank tied combined_rank score name csp_code csp_name lon lat count lower upper count_12m count_last "
    "per_year per_year_low per_year_high population rate rate_low rate_high word category_name letter reason steps_hot "
    "hot_since stability settings_tried rank_best rank_worst base pace expected expected_low expected_high fall "
    "fall_low fall_high when_said hours young_said need need_decile thin_said thin_share near_said beside"
).split()


def table(acting: Any, places: pd.DataFrame, *, by_weights: bool = False) -> pd.DataFrame:
    """Return the listed places under plain headings, in the order given; index = location."""
    found = acting.findings
    number = [words.number(value, found) for value in places["count"]] if found.controlled else places["count"]
    years = shortlist.period(acting)
    shown = pd.DataFrame({"By weights": places["combined_rank"]} if by_weights else {}, index=places.index)
    shown = shown.assign(
        **{
            "Rank": [
                f"{rank}=" if tied else str(rank) for rank, tied in zip(places["rank"], places["tied"], strict=True)
            ],
            "Place": places["name"],
            "District": places["csp_name"],
            "Word": places["word"].replace("", "no pattern"),
            f"Records, {years}": number,
        }
    )
    if years != "12 months":
        shown["Last 12 months"] = [words.number(n, found) for n in places["count_12m"]] if found.controlled else (
            places["count_12m"]
        )  # fmt: skip
    if not found.controlled:
        shown = shown.assign(**_certainty(places))
    said = _said(places)
    shown["When"] = said["when_said"]
    shown["Thin"] = ["; ".join(key.replace("_", " ") for key in keys) for keys in places["thin"]]
    shown["Near"] = said["near_said"]
    shown["Need"] = said["need"]
    shown["Adjoins"] = [", ".join(str(places.at[key, "rank"]) for key in keys) for keys in places["beside"]]
    return shown.assign(**_parts(places)) if by_weights else shown


@in_english  # a file is; the table under the list has its columns
def _said(places: pd.DataFrame) -> dict[str, list[str]]:
    """Return when places are busy, how young those involved are, need, gaps and who is near, as files have it."""
    return {
        "when_said": [busy.when(place) for _, place in places.iterrows()],
        "young_said": [busy.young(place) for _, place in places.iterrows()],
        "need": ["; ".join(map(thin.need, found)) for found in places["need"]],
        "thin_said": ["; ".join(map(thin.gap, found)) for found in places["gaps"]],
        "near_said": ["; ".join(map(busy.near, found)) for found in places["who_near"]],
    }


def _certainty(places: pd.DataFrame) -> dict[str, Any]:
    def between(low: str, high: str) -> list[str]:
        return [f"{a:,.0f} to {b:,.0f}" for a, b in zip(places[low], places[high], strict=True)]

    return {
        "95 % interval": between("lower", "upper"),
        "A year": places["per_year"].round(1),
        "Rank could be": between("rank_best", "rank_worst"),
        "Next 12 months if nothing is done": between("expected_low", "expected_high"),
        "Fall to expect anyway": [shortlist.change(fall) for fall in places["fall"]],
    }


def _parts(places: pd.DataFrame) -> dict[str, pd.Series]:
    """Return each part of the combined order, 0 to 100, and the score: nothing is added that is not shown."""
    parts = {
        f"{WEIGHTS[name.removeprefix('part_')].capitalize()} (0-100)": (100 * places[name]).round()
        for name in places.columns
        if name.startswith("part_")
    }
    return {**parts, "Score (0-100)": (100 * places["score"]).round(1)}


def picture(
    acting: Any, places: pd.DataFrame, *, picked: str | None, look_at: maps.View | None, width_px: int = maps.MAP_WIDTH
) -> maps.Picture:
    """Return the map of the list: hot-spot words as colours, listed places numbered in their order.

    Of places so near one another that their numbers would cover each other, the first is numbered; the others are where
    the map looks closer, as after a choice in the list.
    """
    found = acting.findings
    rank = places["combined_rank"] if "combined_rank" in places else places["rank"]
    marks = pd.DataFrame(places[["lon", "lat", "name"]]).assign(rank=rank, peak=places.index)
    marks = marks.iloc[maps.apart(marks, look_at or maps.view_of(found.locations), width_px)]
    return maps.Picture(
        locations=found.locations,
        shading=shading.by_word(found),
        texts=tooltips.located(found),
        hexagons=acting.parameters.geography == "h3",
        marked=marks.iloc[::-1],  # the first is drawn last, on top
        picked=(picked,) if picked is not None and picked in found.locations.index else (),
        look_at=look_at,
    )


def _plain(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places as rows of plain values: lists joined by semicolons, days as ISO dates."""
    frame = places.assign(**_said(places)).reset_index(names="location")
    frame = frame[[name for name in COLUMNS if name in frame] + [n for n in frame if str(n).startswith("part_")]]
    since = frame["hot_since"].map(lambda day: "" if day is None else day.isoformat())
    return frame.assign(beside=frame["beside"].map("; ".join), hot_since=since)


def csv(frame: pd.DataFrame, run: str) -> bytes:
    """Return a table as CSV bytes that no spreadsheet runs as formulas, the run on every row."""
    texts = frame.select_dtypes(include=["object", "str", "string"]).columns
    safe = frame.assign(**{name: frame[name].astype(object).map(guarded, na_action="ignore") for name in texts})
    written = safe.assign(run=run).to_csv(index=False, lineterminator="\n", float_format="%.6g")
    return MARK + bytes(written.encode("utf-8"))


def geojson(acting: Any, places: pd.DataFrame) -> bytes:
    """Return the places with their outlines as GeoJSON bytes (EPSG:4326), the run card as a member."""
    shapes = acting.findings.locations.geometry.loc[places.index]
    frame = gpd.GeoDataFrame(_plain(places), geometry=shapes.to_numpy(), crs="EPSG:4326")
    collection = json.loads(frame.to_json(drop_id=True, na="null", to_wgs84=False))
    collection.pop("crs", None)  # GeoJSON is always lon, lat on WGS 84
    collection["run_card"] = {**acting.run_card, "run": acting.parameters.digest}
    return json.dumps(collection, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


@in_english  # a file is
def _offered(actions: pd.DataFrame) -> pd.DataFrame:
    """Return what fits as rows of plain values: the reasons as one text, the day of reading as an ISO date."""
    read = actions["read"].map(str, na_action="ignore")
    return actions.assign(because=actions["because"].map(suited.because), read=read)


def exports(acting: Any, places: pd.DataFrame) -> dict[str, bytes]:
    """Return the files of a list by name: the places as a table and as outlines, and what fits them."""
    run = acting.parameters.digest
    actions = _offered(acting.actions[acting.actions["location"].isin(places.index)])
    actions = actions.assign(place=actions["location"].map(places["name"]))
    return {
        "shortlist.csv": csv(_plain(places), run),
        "shortlist.geojson": geojson(acting, places),
        "actions.csv": csv(actions[["location", "place", *actions.columns.drop(["location", "place"])]], run),
    }
