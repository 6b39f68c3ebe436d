"""Every stream of records that was planted: where, from when to when, how many, and in which rhythm."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hotspot.demo.story import (
    AMBULANCE,
    ED,
    ED_JOINED,
    FIRST,
    HOURS_MOVED,
    KNIFE_OPERATION,
    LAST,
    LAST_HOT_DAY,
    LAST_STEP,
    PATROL_COUNTS,
    PATROLS,
    PATROLS_BEFORE,
    POLICE,
    SERIOUS_MIXES,
    SERIOUS_TOTAL,
    TOTALS,
)


@dataclass(frozen=True)
class Stream:
    """Records that share their place, kind and rhythm; ``count`` of them exactly.

    Attributes
    ----------
    key : str
        Name in the truth file.
    source, mix : str
        Which feed; which mix of offences (``MIXES``).
    where : str
        Key of a place, or ``ground:`` and a weighting of the whole county.
    count : int
        How many records.
    start, end : str
        First and last day.
    week, shape : str
        Rhythm of the week and of the day.
    context, ages : str
        Incident context; victim ages (``AGES``).
    growth : float
        Weight of the last day over that of the first: 1 is flat.
    repeats : float
        Share of records that follow another one nearby within a week.
    bursts : tuple of str
        First days of 56-day bursts; empty where there are none.
    """

    key: str
    source: str
    mix: str
    where: str
    count: int
    start: str = FIRST
    end: str = LAST
    week: str = "general"
    shape: str = "general"
    context: str = "public"
    ages: str = "general"
    growth: float = 1.0
    repeats: float = 0.15
    bursts: tuple[str, ...] = ()


def _at(place: str, count: int, start: str = FIRST, end: str = LAST) -> Stream:
    """Return street violence recorded by the police at a place."""
    return Stream(f"{place}_police", POLICE, "street", place, count, start, end)


def _out(place: str, source: str, count: int, start: str, end: str, shape: str) -> Stream:
    """Return a night out at a place, in one of the sources."""
    mix = {POLICE: "night_out", AMBULANCE: "ambulance", ED: "ed"}[source]
    name = f"{place}_{source.removeprefix('demo/')}_{'since' if start == HOURS_MOVED else 'before'}"
    return Stream(name, source, mix, place, count, start, end, "closing", shape, "night-time economy", "night_out")


def _compared(place: str, year_before: int, during: int) -> tuple[Stream, ...]:
    """Return a place's police records with exact counts in the patrol months and in the same months a year before."""
    a_day = year_before / 184
    return (
        replace(_at(place, round(a_day * 547), end="2024-06-30"), key=f"{place}_first"),
        replace(_at(place, year_before, *PATROLS_BEFORE), key=f"{place}_year_before"),
        replace(_at(place, round(a_day * 181), "2025-01-01", "2025-06-30"), key=f"{place}_spring"),
        replace(_at(place, during, *PATROLS), key=f"{place}_patrols"),
    )


def _even(place: str, count: int) -> tuple[Stream, ...]:
    """Return a place's police records with the same exact rate before, in and after the knife operation."""
    spans = {
        "before": (FIRST, "2025-04-30", 851),
        "during": (*KNIFE_OPERATION, 92),
        "after": ("2025-08-01", LAST, 153),
    }
    return tuple(
        replace(_at(place, round(count * days / 1096), start, end), key=f"{place}_{when}", repeats=0.0)
        for when, (start, end, days) in spans.items()
    )


_BEFORE_CHANGE = "2025-08-07"
_BURSTS = ("2023-03-10", "2023-10-20", "2024-05-03", "2024-11-15", "2025-06-20", "2025-11-06")

_PLANTED = (
    _out("castle_hill", POLICE, 70, FIRST, _BEFORE_CHANGE, "closing_at_2"),
    _out("castle_hill", POLICE, 70, HOURS_MOVED, LAST, "closing_at_4"),
    _out("castle_hill", AMBULANCE, 96, FIRST, _BEFORE_CHANGE, "closing_at_2"),
    _out("castle_hill", AMBULANCE, 92, HOURS_MOVED, LAST, "closing_at_4"),
    _out("castle_hill", ED, 70, ED_JOINED, _BEFORE_CHANGE, "closing_at_2"),
    _out("castle_hill", ED, 58, HOURS_MOVED, LAST, "closing_at_4"),
    Stream(
        "eastgate_police",
        POLICE,
        "young",
        "eastgate",
        400,
        week="school",
        shape="after_school",
        context="school",
        ages="young",
    ),
    Stream(
        "eastgate_ambulance",
        AMBULANCE,
        "ambulance",
        "eastgate",
        60,
        week="school",
        shape="after_school",
        context="transport",
        ages="young",
    ),
    *(stream for place, counts in PATROL_COUNTS.items() for stream in _compared(place, *counts)),
    replace(_at("foundry_lane", 680), growth=0.52),
    replace(
        _at("high_bridge", 560), week="night_out", shape="night_out", context="night-time economy", ages="night_out"
    ),
    replace(_at("quayside", 700), growth=2.1, week="night_out", shape="night_out", context="night-time economy"),
    replace(_at("canal_basin", 598, end=LAST_HOT_DAY), key="canal_basin_hot"),
    replace(_at("canal_basin", 2, start="2025-11-01"), key="canal_basin_after"),
    replace(_at("showground", 204), key="showground_bursts", bursts=_BURSTS),
    replace(_at("showground", 30), key="showground_between"),
    replace(_at("mill_lane", 10), key="mill_lane_before"),
    replace(_at("mill_lane", 24, start=LAST_STEP), key="mill_lane_now"),
    Stream("hospital_police", POLICE, "street", "hospital", 720, shape="wards", week="flat"),
    Stream("hospital_lesser", POLICE, "lesser", "hospital", 900, shape="wards", week="flat"),
    Stream("prison_police", POLICE, "street", "prison", 150, shape="daytime", week="flat"),
    Stream("prison_lesser", POLICE, "lesser", "prison", 330, shape="daytime", week="flat"),
    Stream("chapel_wharf_police", POLICE, "night_out", "chapel_wharf", 14, week="night_out", shape="night_out"),
    Stream("chapel_wharf_ambulance", AMBULANCE, "ambulance", "chapel_wharf", 170, week="night_out", shape="night_out"),
    Stream("chapel_wharf_ed", ED, "ed", "chapel_wharf", 420, ED_JOINED, LAST, "night_out", "night_out"),
    *_even("kingsway", 200),
    Stream("kingsway_possession", POLICE, "possession", "kingsway", 330, repeats=0.0),
    Stream("kingsway_operation", POLICE, "possession", "kingsway", 240, *KNIFE_OPERATION, repeats=0.0),
    Stream("homicides", POLICE, "homicide", "ground:deprived", 36, repeats=0.0),
    Stream(
        "town_centres",
        POLICE,
        "night_out",
        "ground:town centres",
        240,
        week="night_out",
        shape="night_out",
        context="night-time economy",
        ages="night_out",
    ),
)

_MERROWGATE = 900  # its background of serious violence in the three years
_SINCE = round(_MERROWGATE * 0.78 * 184 / (912 + 0.78 * 184))


def streams() -> tuple[Stream, ...]:
    """Return every stream; the county's background fills each source up to its total.

    >>> sum(stream.count for stream in streams()) == sum(TOTALS.values())
    True
    """
    made: tuple[Stream, ...] = (
        *_PLANTED,
        Stream("merrowgate_before", POLICE, "street", "ground:Merrowgate", _MERROWGATE - _SINCE, end="2025-06-30"),
        Stream("merrowgate_since", POLICE, "street", "ground:Merrowgate", _SINCE, *PATROLS),
    )
    held = sum(s.count for s in made if s.source == POLICE and s.mix in SERIOUS_MIXES)
    made += (Stream("background", POLICE, "street", "ground:elsewhere", SERIOUS_TOTAL - held),)
    made += _LESSER
    fill = {source: total - sum(s.count for s in made if s.source == source) for source, total in TOTALS.items()}
    return (
        *made,
        Stream("lesser_background", POLICE, "lesser", "ground:deprived", fill[POLICE]),
        Stream(
            "ambulance_background",
            AMBULANCE,
            "ambulance",
            "ground:deprived",
            fill[AMBULANCE],
            week="night_out",
            shape="night_out",
        ),
        Stream("ed_background", ED, "ed", "ground:deprived", fill[ED], ED_JOINED, LAST, "night_out", "night_out"),
    )


_LESSER = (
    Stream(
        "domestic",
        POLICE,
        "domestic",
        "ground:deprived",
        14_000,
        week="home",
        shape="home",
        context="domestic",
        ages="home",
    ),
    Stream(
        "sexual", POLICE, "sexual", "ground:people", 1_500, week="home", shape="home", context="domestic", repeats=0.0
    ),
    Stream("possession", POLICE, "possession", "ground:deprived", 2_430, shape="evening", repeats=0.0),
    Stream(
        "lesser_centres",
        POLICE,
        "lesser",
        "ground:centres",
        8_000,
        week="night_out",
        shape="night_out",
        context="night-time economy",
        ages="night_out",
    ),
    Stream(
        "schools",
        POLICE,
        "lesser",
        "ground:schools",
        2_600,
        week="school",
        shape="after_school",
        context="school",
        ages="young",
    ),
    Stream(
        "ambulance_centres",
        AMBULANCE,
        "ambulance",
        "ground:centres",
        2_000,
        week="night_out",
        shape="night_out",
        context="night-time economy",
        ages="night_out",
    ),
    Stream(
        "ed_centres",
        ED,
        "ed",
        "ground:centres",
        1_900,
        ED_JOINED,
        LAST,
        "night_out",
        "night_out",
        "night-time economy",
        "night_out",
    ),
)
