"""The truth file: what was planted, for a test or a trainer to hold against what the product finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import shapely

from hotspot import grid
from hotspot.demo import story
from hotspot.demo.county import SMALL_CSPS, degrees, position
from hotspot.demo.making import SEED, Made
from hotspot.demo.places import BAR, FUNDED_CLUB
from hotspot.demo.power import ENOUGH, power
from hotspot.demo.records import Ground
from hotspot.demo.rhythms import shape
from hotspot.demo.streams import Stream, streams

CUBES = 40
_COUNT = {stream.key: stream.count for stream in streams()}


def truth(made: Made, seed: int = SEED) -> dict[str, Any]:
    """Return the planted truth as plain tables: places, expected effects, streams, and what counts this size can show.

    Effects are those that were planted; what a page shows also holds the county's background and chance.
    """
    drawn = np.random.default_rng(seed)
    return {
        "about": "Everything here is made up. See docs/demo.md.",
        "seed": seed,
        "first_day": story.FIRST,
        "last_day": story.LAST,
        "records": dict(story.TOTALS),
        "serious_violence": story.SERIOUS_TOTAL,
        "serious_categories": list(story.SERIOUS),
        "months_not_delivered": {source: list(months) for source, months in story.SILENT_MONTHS.items()},
        "ed_joined": story.ED_JOINED,
        "effect": _effects(),
        "power": {
            measure: power(made.ground, measure, CUBES, drawn) for measure in ("recorded_violence", "all_violence")
        }
        | {"enough": ENOUGH},
        "place": [_place(place, made.ground) for place in story.PLACES],
        "stream": [_stream(stream) for stream in streams()],
    }


def _place(place: story.Place, ground: Ground) -> dict[str, Any]:
    areas = ground.county.areas
    x, y = position(place)
    code = areas.index[shapely.contains_xy(areas.geometry.to_numpy(), x, y)][0]
    lon, lat = degrees(x, y)
    return {
        "key": place.key,
        "name": place.name,
        "lsoa": str(code),
        "h3_8": str(grid.names(grid.cells([lon], [lat], 8))[0]),
        "district": str(areas.loc[code, "district"]),
        "csp": str(areas.loc[code, "csp_name"]),
        "lon": float(lon),
        "lat": float(lat),
        "category": place.category,
        "institution": place.spread_m == 0,
        "tale": place.tale,
    }


def _stream(stream: Stream) -> dict[str, Any]:
    held = asdict(stream)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in held.items()}


def _effects() -> dict[str, Any]:
    """Return the sizes of what was planted, per chapter of the story."""
    return {
        "hospital": {"serious_records": _COUNT["hospital_police"], "set_aside": True},
        "castle_hill": _castle_hill(),
        "eastgate": _eastgate(),
        "station_yard": _patrols(),
        "kingsway": {
            "operation": list(story.KNIFE_OPERATION),
            "possession_a_month_before": round(_COUNT["kingsway_possession"] / 36, 1),
            "possession_a_month_during": round(
                _COUNT["kingsway_operation"] / 3 + _COUNT["kingsway_possession"] / 36, 1
            ),
            "violence_ratio": 1.0,
        },
        "chapel_wharf": {source: _COUNT[f"chapel_wharf_{source}"] for source in ("police", "ambulance", "ed")},
        "small_csps": {"names": list(SMALL_CSPS), "serious_a_year_at_most": 40, "claim": "none"},
    }


def _castle_hill() -> dict[str, Any]:
    days = {"before": 950, "since": 146}
    rate = {
        f"{source}_per_28_days_{when}": round(_COUNT[f"castle_hill_{source}_{when}"] * 28 / n, 1)
        for source in ("police", "ambulance")
        for when, n in days.items()
    }
    peak = {when: int(np.argmax(shape(name)) + 6) % 24 for when, name in _CLOSING.items()}
    return {
        "hours_moved": story.HOURS_MOVED,
        "premises": BAR,
        "closing_before": "02:00",
        "closing_since": "04:00",
        "peak_hour_before": peak["before"],
        "peak_hour_since": peak["since"],
        **rate,
    }


_CLOSING = {"before": "closing_at_2", "since": "closing_at_4"}


def _eastgate() -> dict[str, Any]:
    return {
        "window": "after_school",
        "hours": [15, 16, 17],
        "share_in_hours": round(float(shape("after_school")[9:12].sum()), 2),
        "under_18_share": story.AGES["young"][0],
        "no_youth_session_within_m": 1200,
        "funded_club": FUNDED_CLUB,
    }


def _patrols() -> dict[str, Any]:
    """Return the counts of the evaluation: half a year against the same half a year before."""
    counts = story.PATROL_COUNTS
    (before, after), (like_before, like_after) = counts["station_yard"], counts["minster_street"]
    (near_before, near_after), (other_before, other_after) = counts["dock_road"], counts["bath_row"]
    expected = before * like_after / like_before
    return {
        "patrols": list(story.PATROLS),
        "compared_with": list(story.PATROLS_BEFORE),
        "counts": {place: list(pair) for place, pair in counts.items()},
        "change": round(after / before - 1, 3),
        "change_of_comparison": round(like_after / like_before - 1, 3),
        "expected_without_patrols": round(expected, 1),
        "share_of_fall_expected_anyway": round((before - expected) / (before - after), 2),
        "moved_to_dock_road": round(near_after - near_before * other_after / other_before, 1),
        "weighted_displacement_difference": (after - before)
        - (like_after - like_before)
        + (near_after - near_before)
        - (other_after - other_before),
    }


def as_toml(tables: Mapping[str, Any], path: str = "") -> str:
    """Return plain tables as TOML text: values first, then tables, then lists of tables.

    >>> print(as_toml({"a": 1, "b": {"c": ["x", "y"]}, "d": [{"e": True}]}).strip())
    a = 1
    <BLANKLINE>
    [b]
    c = ["x", "y"]
    <BLANKLINE>
    [[d]]
    e = true
    """
    lists = {k: v for k, v in tables.items() if isinstance(v, list) and v and isinstance(v[0], dict)}
    inner = {k: v for k, v in tables.items() if isinstance(v, dict)}
    plain = [f"{_key(k)} = {_value(v)}\n" for k, v in tables.items() if k not in lists and k not in inner]
    text = "".join(plain)
    for key, value in inner.items():
        name = f"{path}{_key(key)}"
        text += f"\n[{name}]\n{as_toml(value, name + '.')}"
    for key, rows in lists.items():
        text += "".join(f"\n[[{path}{_key(key)}]]\n{as_toml(row, f'{path}{_key(key)}.')}" for row in rows)
    return text


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() else f'"{key}"'


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
