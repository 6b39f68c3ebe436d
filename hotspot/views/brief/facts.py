"""The six facts of a brief and its tables, in words: nothing here counts anew, it only says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from hotspot.findings.hours import clock
from hotspot.language import in_english
from hotspot.views import busy, headlines, maps, register, side_by_side, thin, words
from hotspot.views.brief.given import Brief, Near
from hotspot.views.brief.grid import Grid
from hotspot.views.brief.speech import Speech

OPEN = ("late", "running", "agreed", "proposed")
BUSY_HOURS = 3


@dataclass(frozen=True)
class Fact:
    """One box: its heading and what it says."""

    title: str
    text: str


def speech(brief: Any) -> Speech:
    """Return the language of a brief or pack."""
    return Speech(brief.paper.language)


def focus_place(brief: Brief) -> pd.Series | None:
    """Return the row of the place in hand, or None."""
    found = brief.analysis.findings.locations
    return found.loc[brief.focus] if brief.focus in found.index else None


def facts(brief: Brief) -> tuple[Fact, ...]:
    """Return the six facts of the place in hand: where, what, how many, when, who else, how certain."""
    place = focus_place(brief)
    if place is None:
        return ()
    say = speech(brief)
    told = {
        "where": _where(brief, place, say),
        "what": _what(brief, place, say),
        "how_many": _how_many(brief, place, say),
        "when": _when(brief, say),
        "who": _who(brief, say),
        "sure": _sure(brief, place, say),
    }
    return tuple(Fact(say(key), text) for key, text in told.items())


def _ranked(brief: Brief) -> pd.Series:
    places = brief.analysis.findings.places
    mine = brief.analysis.findings.locations.at[brief.focus, "place"]
    return places[places["place"] == mine].iloc[0]


def _where(brief: Brief, place: pd.Series, say: Speech) -> str:
    row, found = _ranked(brief), brief.analysis.findings
    size, busiest = say("one_place", km2=place["area_km2"]), row["peak"] == brief.focus
    if row["cells"] > 1:  # the place in hand may be a corner of a larger one, whose busiest part bears the number
        part = {"cells": row["cells"], "count": say.number(row["count_together"], found), "peak": row["name"]}
        size = f"{size} {say('part_of' if busiest else 'one_of', **part)}"
    where = "where_said" if busiest else "where_within"
    if found.controlled and row["place"] not in set(maps.marked(found)["place"]):
        where = "where_bare"  # one of many in its band: it has no number on the map
    said = say(where, rank=row["rank"], name=place["name"], csp=place["csp_name"], size=size)
    known = _known(brief.around)
    return "\n".join([said, *(say(key, said=_run_on(told)) for key, told in known.items() if told)])


@in_english  # in the Welsh paper too, as long as nobody has checked the Welsh
def _known(around: Near) -> dict[str, tuple[str, ...]]:
    """Return need, who is near and what is thin, in sentences and names; what was not looked for is said to be so."""
    unknown = "" if around.looked_for is None else thin.not_listed(around.looked_for)
    gaps = [*map(thin.gap, around.gaps), *([unknown] if unknown else [])]
    need, near = map(thin.need, around.need), map(busy.near, around.near)
    return {"need": tuple(need), "near": tuple(near), "thin": tuple(gaps)}


def _run_on(told: tuple[str, ...]) -> str:
    """Return sentences and names as one line: "A; B; C"."""
    return "; ".join(one.rstrip(".") for one in told)


def _what(brief: Brief, place: pd.Series, say: Speech) -> str:
    why = str(place["reason"] or "") if say.language == "en" else ""
    why = "" if why == "nan" else why
    word = say.word(place["word"])
    if not place["word"]:
        why = say("listed_for_count")
    said = say("what_said", word=_capital(word), measure=brief.analysis.measure.title, why=why).strip()
    return f"{said} {brief.analysis.measure.caveat}"


def _how_many(brief: Brief, place: pd.Series, say: Speech) -> str:
    found = brief.analysis.findings
    count, span = say.number(place["count_last"], found), say.last_step(found)
    if found.controlled or pd.isna(place["usual_low"]):
        last = say("last_only", count=count, span=span)
    else:
        usual = {
            "usual": f"{place['usual']:,.0f}",
            "low": f"{place['usual_low']:,.0f}",
            "high": f"{place['usual_high']:,.0f}",
        }
        last = say("last_usual", count=count, span=span, **usual)
    interval = "" if found.controlled else say("interval", low=f"{place['lower']:,.0f}", high=f"{place['upper']:,.0f}")
    whole = say("whole_count", count=say.number(place["count"], found), period=say.period(found), interval=interval)
    year = say("last_year", count=say.number(place["count_12m"], found))
    return f"{last} {whole} {year}"


def busiest(grid: pd.DataFrame, hours: int = BUSY_HOURS) -> str:
    """Return the busiest run of hours of a window, as clocks show it; nothing where no record tells.

    >>> busiest(pd.DataFrame({"weekday": 4, "hour": [18, 19, 20, 21, 22], "count": [0, 1, 5, 4, 3]}))
    '20:00–23:00'
    """
    by_hour = grid.groupby("hour")["count"].sum()
    runs = by_hour.rolling(hours).sum().dropna()
    if runs.empty or runs.max() <= 0:
        return ""
    last = int(runs.idxmax())
    return f"{clock(last - hours + 1)}–{clock(last + 1)}"


def windows(given: Any, say: Speech) -> str:
    """Return what the windows of the week hold at a place, in sentences; why not where no hour is known."""
    if not given.hours:
        return say("only_month") if say.language == "cy" or not given.no_hours else str(given.no_hours)
    if any(one.controlled for one in given.hours):
        return say("bands_only")
    said = [_window(one, say) for one in given.hours]
    return " ".join(said)


def _window(hours: Any, say: Speech) -> str:
    held = hours.grid.groupby("weekday")["nights"].max().sum()
    kind = "occasions_nights" if hours.preset.ends > 24 else "occasions_days"
    busy = busiest(hours.grid)
    key = "window" if busy and hours.change["count"] >= 10 else "window_none"
    return say(
        key,
        title=say(hours.preset.key),
        count=f"{hours.change['count']:,.0f}",
        occasions=say(kind, n=f"{held:,.0f}"),
        busy=busy,
    )


def _when(brief: Brief, say: Speech) -> str:
    said = windows(brief, say)
    if not brief.hours or brief.hours[0].controlled:
        return said
    return f"{said} {say('windows_of', day=say.day(brief.hours[0].last.date()))}"


def _who(brief: Brief, say: Speech) -> str:
    told = side_by_side.who_line(brief.who, brief.focus) if brief.who is not None else ""
    if told:
        return told
    return say("who_alone", sources=words.listed([words.source(name) for name in brief.analysis.sources]))


def _sure(brief: Brief, place: pd.Series, say: Speech) -> str:
    level = words.confidence(place["stability"])
    if not level:
        said = say("no_stability")
    elif pd.notna(place["settings_tried"]):
        share = round(float(place["stability"]) * int(place["settings_tried"]))
        said = say("stability", level=say(level), share=share, tried=int(place["settings_tried"]))
    else:
        said = say("stability_word", level=say(level))
    rough = [say("few_expected")] if place["low_expected_step"] is True or place["low_expected_step"] == 1 else []
    return " ".join([said, *rough, *_next(brief, place, say)])


def _next(brief: Brief, place: pd.Series, say: Speech) -> list[str]:
    """Return how the place should go on with no action at all, so that luck is not taken for success."""
    if brief.around.expected is None:
        return [say("fewer_swings")] if place["word"] in ("new", "worsening") else []
    row = brief.around.expected
    figures = {name: f"{row[name]:,.0f}" for name in ("expected", "expected_low", "expected_high", "pace")}
    return [say("next_year", **figures)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def headline(brief: Brief) -> str:
    """Return the sentence over the page: about the place in hand, which is not always the one that is to decide."""
    say, found, place = speech(brief), brief.analysis.findings, focus_place(brief)
    if place is None:
        return say("nothing", period=say.period(found)) if found.places.empty else say("level")
    opened = say("subject", word=_capital(say.word(place["word"])), name=place["name"])
    if say.language == "en":
        return f"{opened} {words.counted(place, found)}"
    return f"{opened} {say('last_only', count=say.number(place['count_last'], found), span=say.last_step(found))}"


def overall(brief: Brief) -> str:
    """Return the headline of the whole list, which the page's own is not: what needs a decision and what is agreed."""
    say, found = speech(brief), brief.analysis.findings
    held = brief.actions
    agreed = register.agreed(found, held, brief.paper.as_of) if held is not None and len(held) else headlines.NONE
    if found.places.empty:
        return ""
    if say.language == "en":
        return say("overall", said=headlines.headline(found, agreed))
    names = words.listed([str(name) for name in headlines.urgent(found, agreed)["name"]] or ["–"])
    return say("overall", said=say("decide", n=len(headlines.urgent(found, agreed)), names=names))


def places_grid(brief: Brief) -> Grid:
    """Return the places numbered on the map as a table."""
    say, found = speech(brief), brief.analysis.findings
    heads = ("no", "place", "csp", "word", "count", "12m", "last", "usual")
    rows = tuple(_place_row(row, brief, say) for _, row in maps.marked(found).iterrows())
    widths = (8.0, 66.0, 31.0, 25.5, 14.5, 17.0, 11.0, 13.0)
    numbers = frozenset({4, 5, 6, 7}) if not found.controlled else frozenset()
    return Grid(tuple(say(f"col_{one}") for one in heads), rows, widths, numbers, 6.8)


def _place_row(row: pd.Series, brief: Brief, say: Speech) -> tuple[str, ...]:
    found = brief.analysis.findings
    open_usual = not found.controlled and pd.notna(row["usual_low"])
    usual = f"{row['usual_low']:,.0f}–{row['usual_high']:,.0f}" if open_usual else "–"
    letter = f" ({row['letter']})" if row["word"] and row["letter"] else ""
    counts = [say.number(row[name], found) for name in ("count", "count_12m", "count_last")]
    return (str(row["rank"]), row["name"], row["csp_name"], f"{say.word(row['word'])}{letter}", *counts, usual)


@dataclass(frozen=True)
class Listed:
    """The open actions as a table, and sentences on the others."""

    grid: Grid
    opening: str
    closing: str


def actions(brief: Brief) -> Listed:
    """Return the open actions of the register, first deadline first, and what became of the others."""
    say = speech(brief)
    heads = tuple(say(f"col_{one}") for one in ("action", "place", "owner", "due", "review", "status"))
    widths = (54.0, 41.0, 32.0, 22.0, 20.0, 17.0)
    held = brief.actions
    if held is None or held.empty:
        return Listed(Grid(heads, (), widths, size=7), say("no_register" if held is None else "no_actions"), "")
    mine = held[held["status"].isin(OPEN)].sort_values(["due", "what"], na_position="last", kind="stable")
    rows = tuple(_action_row(row, brief, say) for _, row in mine.iterrows())
    closed = held[~held["status"].isin(OPEN)]["status"].value_counts()
    rest = f" {say('and')} ".join(f"{n} {say(str(status))}" for status, n in closed.items())
    late = any(row[-1] == say("overdue") for row in rows)
    closing = [say("overdue_on", day=say.day(brief.paper.as_of))] if late else []
    closing += [say("closed_actions", said=rest)] if rest else []
    return Listed(Grid(heads, rows, widths, size=7), "" if rows else say("no_actions"), " ".join(closing))


def _action_row(row: pd.Series, brief: Brief, say: Speech) -> tuple[str, ...]:
    overdue = pd.notna(row["due"]) and row["due"] < brief.paper.as_of
    status = say("overdue") if overdue else say(str(row["status"]))
    days = [f"{row[name]:%d/%m/%Y}" if pd.notna(row[name]) else "–" for name in ("due", "review")]
    return (str(row["what"]), str(row["place"]), str(row["owner"]), *days, status)


def run_card(given: Any, say: Speech) -> tuple[str, ...]:
    """Return how these numbers were made: the small print of every page."""
    analysis = given.analysis
    card = analysis.run_card
    what = say(
        "card_what",
        area=card["area"], measure=card["measure"], sources=card["sources"], period=card["period"],
    )  # fmt: skip
    how = say(
        "card_how",
        settings=card["settings"], analysis=card["analysis"], data=card["data version"], method=card["method"],
    )  # fmt: skip
    credit = words.attribution(analysis.sources)
    unchecked = [say("unchecked")] if say("unchecked") else []
    notes = [note for note in analysis.notes if analysis.findings.controlled]
    return (what, how, credit, *notes, *unchecked)
