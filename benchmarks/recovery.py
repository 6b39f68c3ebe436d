"""Is the planted story found again, through the pipeline, at the settings a reader meets first?

The shipped seed is read beside ten other islands with the same story, so that a point found by luck shows. A place
named hot where nothing was planted is a false claim.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import Table
from benchmarks._island import Island, Reading, counted, interval, island, unplanted
from hotspot import stats, views
from hotspot.findings.figures import signed

SEEDS = range(101, 111)  # none of them was looked at while the story was written
TITLE = f"Recovery of the planted story at the default settings, the shipped seed and {len(SEEDS)} others"
URGENT = ("new", "consecutive", "intensifying")


def hospital(one: Island) -> Reading:
    """The naive count's top place is set aside."""
    planted = one.effect("hospital")["serious_records"]
    aside, places = one.recorded.institutions, one.recorded.findings.places
    top, name = aside.iloc[0], one.places["hospital"]["name"]
    away = not places["name"].str.contains(name).any() and int(places["count"].max()) < top["count"]
    found = f"{top['count']} set aside; the most in a place that is ranked: {places['count'].max()}"
    return Reading(f"{planted} records, set aside", found, away and top["name"].startswith(name))


def castle_hill(one: Island) -> Reading:
    """Castle Hill is new, and so needs a decision."""
    row = one.recorded.findings.locations.loc[one.places["castle_hill"]["h3_8"]]
    found = f"{row['category_name']}, {row['count_last']} in the last month, usually {row['usual']:.0f}"
    said = f"{found} ({row['usual_low']:.0f} to {row['usual_high']:.0f})"
    return Reading("new since August 2025", said, row["word"] == "new" and row["count_last"] > row["usual_high"])


def decisions(one: Island) -> Reading:
    """The headline counts the places that are new or worsening, and no other."""
    wanted = sum(place["category"] in URGENT for place in one.places.values())
    said = views.headline(one.recorded.findings).split(".")[0]
    return Reading(f"{wanted} places", said, said == f"{wanted} places need a decision")


def eastgate(one: Island) -> Reading:
    """Eastgate is on the list of hot places."""
    row = one.recorded.findings.locations.loc[one.places["eastgate"]["h3_8"]]
    return Reading("hot in term", f"{row['category_name']}, {row['count']} in three years", bool(row["category"] > 0))


def halves(one: Island, place: str) -> tuple[int, int]:
    """Return a place's count in the patrol months and in the same months a year before, earlier first."""
    effect, cell = one.effect("station_yard"), one.places[place]["h3_8"]
    before, after = (counted(one.recorded.findings, cell, *effect[period]) for period in ("compared_with", "patrols"))
    return before, after


def patrols(one: Island) -> Reading:
    """Station Yard fell, most of it as a like place did, and no effect can be claimed."""
    effect = one.effect("station_yard")
    yard, like = halves(one, "station_yard"), halves(one, "minster_street")
    net = stats.wdd(yard, like, halves(one, "dock_road"), halves(one, "bath_row"))
    change = stats.percent_change(*yard)
    expected = (yard[0] - yard[0] * like[1] / like[0]) / (yard[0] - yard[1]) if yard[1] != yard[0] else np.nan
    found = f"{interval(change.estimate, *change.interval, ' %')}, {expected:.0%} of it expected anyway"
    found += f"; net of comparison and displacement {interval(net.estimate, *net.interval)}"
    planted = f"{effect['change']:.0%}, {effect['share_of_fall_expected_anyway']:.0%} of it expected; no claim"
    fell = yard[1] < yard[0] and net.interval[0] < 0 < net.interval[1]
    return Reading(planted, found, bool(fell and expected > 0.5))


def dock_road(one: Island) -> Reading:
    """Dock Road rose where its like fell."""
    counts = one.effect("station_yard")["counts"]
    near, like = halves(one, "dock_road"), halves(one, "bath_row")
    moved = near[1] - near[0] * like[1] / like[0]
    found = f"{near[0]} to {near[1]}, Bath Row {like[0]} to {like[1]}: {signed(moved)} moved"
    planted = "{} to {}, Bath Row {} to {}".format(*counts["dock_road"], *counts["bath_row"])
    return Reading(planted, found, near[1] > near[0] and moved > 0)


def kingsway(one: Island) -> Reading:
    """Possession jumped in the operation, violence did not, and the measure says that police find it."""
    effect, cell = one.effect("kingsway"), one.places["kingsway"]["h3_8"]
    first, last = (date.fromisoformat(day) for day in effect["operation"])
    eve = (first - timedelta(days=1)).isoformat()
    since = date.fromisoformat(one.truth["first_day"])
    exposure = ((first - since).days, (last - first).days + 1)
    asked = one.asked(offence="possession")
    ratios = []
    for findings in (asked.findings, one.recorded.findings):
        before = counted(findings, cell, one.truth["first_day"], eve)
        during = counted(findings, cell, *effect["operation"])
        ratios.append(stats.percent_change(before, during, exposure=exposure))
    found, violence = (interval(one.estimate, *one.interval, " %") for one in ratios)
    flat = ratios[1].interval[0] < 0 < ratios[1].interval[1]
    planted = f"{effect['possession_a_month_during'] / effect['possession_a_month_before'] - 1:+.0%}, violence flat"
    jumped = bool(ratios[0].interval[0] > 0 and asked.measure.police_found)
    return Reading(planted, f"possession {found}, violence {violence}", jumped and flat)


def small(one: Island) -> Reading:
    """No hot spot is claimed in the partnerships that are too small to judge."""
    names = one.effect("small_csps")["names"]
    claims = sum(
        int((rows.loc[rows["csp_name"].isin(names), ["category", "bin"]] > 0).any(axis=1).sum())
        for rows in (one.recorded.findings.locations, one.by_lsoa.findings.locations)
    )
    return Reading(f"no claim in {' and '.join(names)}", f"{claims} locations hot", claims == 0)


def chapel_wharf(one: Island) -> Reading:
    """Chapel Wharf is hot in the hospital's books and absent from those of the police."""
    effect, cell = one.effect("chapel_wharf"), one.places["chapel_wharf"]["h3_8"]
    seen = one.asked(offence="hospital_assaults").findings.locations.loc[cell]
    police = one.recorded.findings.locations.loc[cell]
    found = f"hospital {seen['count']}, {seen['category_name']}; police {police['count']}, {police['category_name']}"
    alone = bool(seen["category"] > 0 and police["category"] == 0 and police["bin"] <= 0)
    return Reading(f"hospital {effect['ed']}, police {effect['police']}", found, alone)


def castle_hill_hours(one: Island) -> Reading:
    """Castle Hill's weekend nights hold more than the same nights last year, and later."""
    effect, cell = one.effect("castle_hill"), one.places["castle_hill"]["h3_8"]
    change = one.evening("weekend_nights", cell).change
    planted = f"more; peak from {effect['peak_hour_before']:02d}:00 to {effect['peak_hour_since']:02d}:00"
    found = f"{change['change_said']}; {change['moved_said'].split(';')[0]}"
    return Reading(planted, found, bool(change["direction"] == 1 and change["later"] == 1))


def eastgate_hours(one: Island) -> Reading:
    """Of all places Eastgate holds most on term weekdays after school, in the planted hours."""
    effect, cell = one.effect("eastgate"), one.places["eastgate"]["h3_8"]
    found = one.evening("after_school", "").places
    hour = int(found.set_index("location").loc[cell, "busy_earlier"]) if cell in set(found["location"]) else -1
    told = f"rank {list(found['location']).index(cell) + 1}, " if hour >= 0 else "not among the busiest, "
    planted = f"first after school, busiest within {min(effect['hours'])}:00 to {max(effect['hours']) + 1}:00"
    first = found.iloc[0]["location"] == cell
    return Reading(planted, f"{told}busiest from {hour}:00", bool(first and hour in effect["hours"]))


def hidden(one: Island) -> Reading:
    """Side by side, hospital and ambulance see at Chapel Wharf what the police do not."""
    rows = one.who_else().at(one.places["chapel_wharf"]["h3_8"])
    told = [
        f"{row.source.split('/')[1]} {row.ratio:.1f} ({row.low:.1f} to {row.high:.1f})" for row in rows.itertuples()
    ]
    both = len(rows) == 2 and (rows["word"] == "hidden").all()
    return Reading("hidden from the police", f"records for each police record: {', '.join(told)}", bool(both))


def category(key: str, *, lsoa: bool) -> Callable[[Island], Reading]:
    """Return the point that a planted example has its category, by LSOA x 28 days or by cell and month."""

    def point(one: Island) -> Reading:
        place = one.places[key]
        found = (one.by_lsoa if lsoa else one.recorded).findings.locations.loc[place["lsoa" if lsoa else "h3_8"]]
        told = f"{found['category_name']}, the same in {found['stability']:.0%} of {found['settings_tried']} settings"
        planted = f"{place['category']} hot"
        return Reading(planted, told, found["category_name"] == planted)

    return point


def unclaimed(*, lsoa: bool) -> Callable[[Island], Reading]:
    """Return the point that nothing is named hot where nothing was planted."""

    def point(one: Island) -> Reading:
        findings = (one.by_lsoa if lsoa else one.recorded).findings
        planted = {place["lsoa" if lsoa else "h3_8"] for place in one.places.values() if not place["institution"]}
        false, named = unplanted(findings, planted), findings.locations.query("category > 0")["place"].nunique()
        return Reading("none", f"{len(false)} of {named} places named hot", not false, (len(false), named))

    return point


def points(truth: dict[str, Any]) -> dict[str, Callable[[Island], Reading]]:
    """Return every point of the story by what it is called."""
    told: dict[str, Callable[[Island], Reading]] = {
        "Hospital heads the naive count": hospital,
        "Castle Hill is new": castle_hill,
        "Places that need a decision": decisions,
        "Castle Hill's hours moved": castle_hill_hours,
        "Eastgate is hot": eastgate,
        "Eastgate after school": eastgate_hours,
        "Station Yard: patrols": patrols,
        "Dock Road rose": dock_road,
        "Kingsway: knife operation": kingsway,
        "Small partnerships": small,
        "Chapel Wharf: the hospital alone": chapel_wharf,
        "Chapel Wharf: sources side by side": hidden,
    }
    examples = [place for place in truth["place"] if place["category"]]
    for lsoa, setting in ((False, "cells x month"), (True, "LSOA x 28 days")):
        told |= {f"{place['name']}, {setting}": category(place["key"], lsoa=lsoa) for place in examples}
        told[f"Hot where nothing was planted, nor next door, {setting}"] = unclaimed(lsoa=lsoa)
    return told


def readings(seed: int | None) -> dict[str, Reading]:
    """Return what is found of every point on the island of a seed; None is the one that ships."""
    with tempfile.TemporaryDirectory() as home:
        one = island(seed, Path(home))
        return {name: point(one) for name, point in points(one.truth).items()}


def elsewhere(others: list[Reading]) -> str:
    """Return on how many islands a point was recovered, and of false claims how many there were."""
    said = f"{sum(other.recovered for other in others)} of {len(others)}"
    false, named = (sum(other.claims[k] for other in others) for k in (0, 1))
    return f"{said}; {false} false of {named} places" if named else said


def table() -> Table:
    """Return a row per point: planted, found, and on how many islands."""
    shipped = readings(None)
    others = [readings(seed) for seed in SEEDS]
    rows = [
        (
            name,
            one.planted,
            one.found,
            "yes" if one.recovered else "no",
            elsewhere([other[name] for other in others]),
        )
        for name, one in shipped.items()
    ]
    return Table(("", "planted", "found as shipped", "recovered", "on the other islands"), rows)
