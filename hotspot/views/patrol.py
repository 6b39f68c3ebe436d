"""A plan of visits, and a visit log held against what was planned: words, tables, map and files."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pandas as pd
import pydeck as pdk
import shapely

from hotspot.findings.hours import clock
from hotspot.views import maps, tooltips, words
from hotspot.views.files import guarded
from hotspot.views.palettes import GROUND
from hotspot.views.zones import per_cent, short

FAR = 0.35  # above this share of travel a plan is mostly driving
PLAN_FILES = {
    "patrol-plan.csv": "text/csv",
    "patrol-plan.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "patrol-plan.geojson": "application/geo+json",
}
COLUMNS = "night unit visit no place name lon lat arrive leave minutes travel_min since_min".split()


def plan_sentence(planned: Any) -> str:
    """Return what the plan is, in one sentence."""
    plan = planned.plan
    visits, places = len(plan.visits), len(plan.places)
    nights = plan.visits["night"].nunique()
    asked = plan.request
    return (
        f"{visits} visits of 15 minutes at {places} places on {nights} {'night' if nights == 1 else 'nights'}, "
        f"{clock(planned.peak.starts)} to {clock(planned.peak.ends)}, by {asked.units} "
        f"{'unit' if asked.units == 1 else 'units'}: {plan.used_min / 60:,.0f} of {asked.officer_hours:g} "
        "officer-hours."
    )


def plan_explained(planned: Any) -> list[str]:
    """Return what a reader must know beside a plan."""
    plan, asked = planned.plan, planned.plan.request
    between = plan.visits["since_min"].dropna().astype(float)
    said = [_why_then(planned), _where(planned)]
    if len(between):
        low, middle, high = (f"{between.quantile(share):,.0f}" for share in (0.1, 0.5, 0.9))
        said.append(
            f"Between two visits at one place lie {middle} minutes in the middle ({low} to {high} for most) and never "
            "under 45. Order and minutes are drawn by lot: another seed gives other times."
        )
    way = (
        f"{per_cent(plan.travel_share)} of the time is spent between places, at {asked.speed_kmh:g} km/h along the "
        "straight line; the way to the first and from the last place is not counted. Between visits a unit is free."
    )
    said.append(f"{way} Choose a district in the filters for shorter ways." if plan.travel_share > FAR else way)
    left = asked.officer_hours - plan.used_min / 60
    if left > 0.1 * asked.officer_hours:
        said.append(
            f"{left:,.0f} officer-hours are left over: a place gets no visit more often than about every two hours, "
            "and what does not fit between two visits stays free."
        )
    return said


def _why_then(planned: Any) -> str:
    peak = planned.peak
    window = f"{clock(peak.starts)} to {clock(peak.ends)}"
    if not planned.timed:
        return f"No record's hour is known here, so {window} is your own choice."
    return (
        f"On these nights of the week {window} holds {per_cent(peak.share)} of the {planned.timed:,.0f} records whose "
        "hour is known (up to three years); visits go where the records of those hours are."
    )


def _where(planned: Any) -> str:
    if planned.wanted.zones:
        return "The places are your zones, visited at a point inside each; records inside them weigh."
    if planned.exact:
        return (
            "A place is a hexagon about 130 m across that holds more than those that adjoin it. More visits go where "
            "more happens; a place with more records never gets fewer."
        )
    return (
        "The published points stand for streets and only their month is known, so a place is a whole hexagon about 900 "
        "m across: decide on the spot where in it to walk. Records of all hours weigh."
    )


def numbered(planned: Any) -> pd.DataFrame:
    """Return the visits in order of night, unit and time, with the number of each place."""
    order = {place: number for number, place in enumerate(planned.plan.places.index, start=1)}
    visits = planned.plan.visits
    return visits.assign(no=visits["place"].map(order))[COLUMNS]


def plan_table(planned: Any) -> pd.DataFrame:
    """Return the visits as a unit reads them."""
    held = numbered(planned)
    return pd.DataFrame(
        {
            "Night": [f"{night:%a} {night.day} {night:%b}" for night in held["night"]],
            "Unit": held["unit"],
            "Arrive": held["arrive"].dt.strftime("%H:%M"),
            "Leave": held["leave"].dt.strftime("%H:%M"),
            "No.": held["no"],
            "Place": [short(name) for name in held["name"]],
            "Way there, min": held["travel_min"],
            "Since the last visit, min": held["since_min"],
        }
    )


def places_table(planned: Any) -> pd.DataFrame:
    """Return the places of a plan, most records first."""
    held = planned.plan.places
    return pd.DataFrame(
        {
            "No.": range(1, len(held) + 1),
            "Place": held["name"],
            "Records in these hours" if planned.timed else "Records": held["count"].round().astype("Int64"),
            "Visits": held["visits"],
            "Minutes": held["minutes"],
        }
    )


def plan_deck(planned: Any, under: maps.Ground) -> maps.OfflineDeck:
    """Return the map of a plan: a numbered dot for each place, larger where more visits go."""
    held = planned.plan.places
    most = max(1, int(held["visits"].max()))
    when = " in these hours" if planned.timed else ""
    rows = [
        {"p": [round(lon, 5), round(lat, 5)], "s": str(number), "n": tooltips.plain(name),
         "t": f"{visits} visits, {round(count):,} records{when}", "r": 9 + 9 * (visits / most) ** 0.5}
        for number, (name, lon, lat, count, visits) in enumerate(
            zip(*(held[c] for c in ("name", "lon", "lat", "count", "visits")), strict=True), start=1
        )
    ]  # fmt: skip
    dots = pdk.Layer(
        "ScatterplotLayer", rows, id="plan_places", get_position="p", get_radius="r", pickable=True, stroked=True,
        radius_units=pdk.types.String("pixels"), get_fill_color=list(GROUND["mark"]), get_line_color=[255, 255, 255],
        line_width_min_pixels=1.5,
    )  # fmt: skip
    numbers = pdk.Layer(
        "TextLayer", data=rows, id="plan_numbers", get_position="p", get_text="s", get_size=13, font_family=maps.FONT,
        font_weight=600, get_color=[255, 255, 255], character_set=pdk.types.String("auto"), pickable=False,
    )  # fmt: skip
    points = shapely.multipoints(held[["lon", "lat"]].to_numpy(dtype=float))
    wide = shapely.box(*points.bounds).buffer(max(0.012, 0.3 * (points.bounds[2] - points.bounds[0])))  # half a page
    return maps.on_ground(under, [list(under.below), [*under.above], dots, [numbers]], maps.view_of(wide))


def plan_files(planned: Any) -> dict[str, bytes]:
    """Return the plan as CSV, workbook and GeoJSON; CSV and GeoJSON have the same bytes for the same plan."""
    visits = _written(numbered(planned))
    return {
        "patrol-plan.csv": b"\xef\xbb\xbf" + visits.to_csv(index=False, lineterminator="\n").encode("utf-8"),
        "patrol-plan.xlsx": _workbook(planned, visits),
        "patrol-plan.geojson": _geojson(planned, visits),
    }


def _written(visits: pd.DataFrame) -> pd.DataFrame:
    moments = {name: visits[name].dt.strftime("%Y-%m-%d %H:%M") for name in ("arrive", "leave")}
    texts = {name: [guarded(value) for value in visits[name]] for name in ("place", "name")}
    degrees = {name: visits[name].round(6) for name in ("lon", "lat")}
    return visits.assign(night=[f"{night:%Y-%m-%d}" for night in visits["night"]], **moments, **texts, **degrees)


def _workbook(planned: Any, visits: pd.DataFrame) -> bytes:
    said = [plan_sentence(planned), *plan_explained(planned)]
    said += [f"{what}: {text}" for what, text in planned.run_card.items()]
    places = places_table(planned)
    sheets = {
        "Visits": visits,
        "Places": places.assign(Place=[guarded(name) for name in places["Place"]]),
        "How it was made": pd.DataFrame({"How it was made": [guarded(text) for text in said]}),
    }
    written = io.BytesIO()
    with pd.ExcelWriter(written, engine="openpyxl") as book:
        for name, table in sheets.items():
            table.to_excel(book, sheet_name=name, index=False)
    return written.getvalue()


def _geojson(planned: Any, visits: pd.DataFrame) -> bytes:
    said = visits.astype(object).where(visits.notna(), None)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
            "properties": {key: _plain(value) for key, value in row.items() if key not in ("lon", "lat")},
        }
        for row in said.to_dict("records")
    ]
    content = {"type": "FeatureCollection", "features": features, "run_card": dict(planned.run_card)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, int | np.integer) else value


def dosage_sentence(found: Any) -> str:
    """Return what became of the plan, in one sentence."""
    totals = found.totals
    planned = totals["planned_minutes"]
    done = f"{totals['visits']:,.0f} visits on {totals['nights']:,.0f} nights, "
    done += f"{totals['minutes'] / 60:,.0f} hours in all"
    share = f", {per_cent(totals['minutes'] / planned)} of the {planned / 60:,.0f} planned" if planned > 0 else ""
    late = f"{per_cent(totals['in_peak'])} of them began in the peak hours, {clock(found.peak[0])} to "
    return f"{done}{share}; {late}{clock(found.peak[1])}." if totals["visits"] else "No visit at these places."


def dosage_explained(found: Any) -> list[str]:
    """Return what a reader must know beside a visit log."""
    said = [
        f"A night runs from 06:00 to 06:00. {found.totals['brief']:,.0f} visits were shorter than ten minutes. The "
        "peak hours are those of the records inside the zones, on the same nights of the week. A log says where units "
        "were, not what they prevented."
    ]
    rest = found.elsewhere
    if len(rest):
        named = words.listed([str(name) for name in rest.index[:5]])
        said.append(f"{int(rest['visits'].sum()):,} visits were at places that are no zone of this set: {named}.")
    return said


def dosage_table(found: Any) -> pd.DataFrame:
    """Return one row a place: what was planned and what was done."""
    held = found.places
    share = held["share_of_plan"]
    return pd.DataFrame(
        {
            "Place": held.index.astype(str),
            "Planned hours": (held["planned_minutes"] / 60).round(1),
            "Hours done": (held["minutes"] / 60).round(1),
            "Of the plan": ["–" if pd.isna(one) else per_cent(one) for one in share],
            "Visits": held["visits"],
            "Nights with a visit": [f"{n} of {len(found.nights)}" for n in held["nights"]],
            "Began in the peak": ["–" if pd.isna(one) else per_cent(one) for one in held["in_peak"]],
            "Usual minutes": held["median_minutes"].round(),
            "Under 10 minutes": held["brief"],
            "Most nights in a row without": held["longest_gap_nights"],
        }
    )


def dosage_csv(found: Any) -> bytes:
    """Return visits and minutes by place and night as CSV bytes."""
    rows = found.by_night.assign(
        place=[guarded(str(name)) for name in found.by_night["place"]],
        night=found.by_night["night"].dt.strftime("%Y-%m-%d"),
    )
    return b"\xef\xbb\xbf" + bytes(rows.to_csv(index=False, lineterminator="\n").encode("utf-8"))
