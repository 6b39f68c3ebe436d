"""Places to act in sentences: what a chair reads aloud, and what a reader must know before acting on it."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from hotspot.language import phrase, phrase_many, to_phrase
from hotspot.targeting.nearby import NEAR_TYPES
from hotspot.targeting.shortlist import FEW
from hotspot.views import busy, thin, words
from hotspot.views.firm import rough
from hotspot.views.headlines import NOT_TOLD
from hotspot.views.sides import together
from hotspot.views.words import listed as as_list

FIRST = 3  # places in the headline
STEP_WORDS = {
    "month": to_phrase("months"), "week": to_phrase("weeks"), "day": to_phrase("days"),
    "28d": to_phrase("stretches of 28 days"), "quarter": to_phrase("quarters"),
}  # fmt: skip
YEAR_DAYS = (365, 366)
ASKED_FIRST = ("new", "worsening", "easing", "was hot")  # of the six words, those that tell a change
FEW_NAMED = 2  # places of one word that are named in a line
NO_WORD = to_phrase("Not told: only bands of counts leave of a restricted source.")
NO_DECISION = to_phrase("None of these needs a decision now: no new or worsening one is above its usual range.")
FEW_AROUND = to_phrase(", but on rough scores: fewer than 5 records are expected around it in a step")
BASES = (to_phrase("its pace till now"), to_phrase("the last 12 months alone, as its pace has changed"))
NO_INDEX = to_phrase("Not known: no index of deprivation is loaded for this place.")
PERIODS = (to_phrase("12 months"), to_phrase("two years"), to_phrase("three years"))


def short_name(name: str) -> str:
    """Return the part of a place's name that people say.

    >>> short_name("Castle ward, Merrowgate (near Castle Hill)"), short_name("Allenton")
    ('Castle Hill', 'Allenton')
    """
    near = re.search(r"\((?:near|on or near) (.+)\)$", name)
    return near.group(1) if near else name


def _names(places: pd.DataFrame) -> str:
    return as_list(list(together([short_name(name) for name in places["name"]])))


def by_word(findings: Any) -> str:
    """Return which places changed, word by word and the most recorded first; nothing where none has such a word."""
    places = findings.places
    said = []
    for word in ASKED_FIRST if len(places) else ():
        held = together([short_name(str(name)) for name in places.loc[places["word"] == word, "name"]])
        names, left = list(held), sum(list(held.values())[FEW_NAMED:])
        shown = [*names[:FEW_NAMED], *([phrase("{n} more").format(n=left)] if left else [])]
        said += [f"{phrase(word).capitalize()}: {as_list(shown)}."] if names else []
    return " ".join(said)


def period(acting: Any) -> str:
    """Return how long the ranked count covers: "three years", "12 months", "244 days"."""
    days = (acting.shortlist.last - acting.shortlist.first).days + 1
    years = round(acting.shortlist.years)
    if years >= 1 and abs(acting.shortlist.years - years) < 0.02:
        return PERIODS[years - 1]
    return f"{days} days"


def headline(acting: Any, places: pd.DataFrame) -> str:
    """Return the sentence for the wall: how much the listed places hold, and the first of them."""
    short = acting.shortlist
    if not short.controlled and places["count"].max() < FEW:
        most = int(places["count"].max())
        few = phrase_many(
            "Too few to rank: no place holds more than 1 record.",
            "Too few to rank: no place holds more than {n} records.", most,
        )  # fmt: skip
        return few.format(n=most)
    first = _names(places.head(FIRST))
    if short.controlled or short.total == 0:
        return phrase("Where to act first: {places}.").format(places=first)
    share = 100 * places["count"].sum() / short.total
    many = phrase("{n} of {all} places hold {share} % of the records.")
    many = many if len(places) > 1 else phrase("1 place holds {share} % of the records.")
    by_weights, by_count = phrase("First by the agreed weights: {places}."), phrase("Most: {places}.")
    held = many.format(n=f"{len(places):,}", all=f"{short.with_records:,}", share=f"{share:,.0f}")
    return f"{held} {(by_weights if 'combined_rank' in places else by_count).format(places=first)}"


def second_line(places: pd.DataFrame, *, controlled: bool = False) -> str:
    """Return which listed places need a decision and which are quiet now: an order by count tells neither.

    A place needs a decision as on the first page: it is new or worsening, and above its usual range.
    """
    urgent = places[places["decide"].astype(bool)]
    said = [
        f"{_names(urgent[urgent['word'] == word])} ({phrase(word)})"
        for word in ("new", "worsening")
        if (urgent["word"] == word).any()
    ]
    none = phrase(NOT_TOLD if controlled else NO_DECISION)  # of bands nobody knows what is above its usual range
    told = phrase("Needing a decision now: {places}.").format(places=as_list(said)) if said else none
    quiet = places[places["word"] == "was hot"]
    return told if quiet.empty else f"{told} {phrase('Was hot, no longer: {places}.').format(places=_names(quiet))}"


def line(acting: Any, place: pd.Series) -> str:
    """Return the counts of a place for the list: the last step only where it is above the usual."""
    found, said = acting.findings, _counted(acting, place)
    if place["decide"] and not acting.shortlist.controlled:
        said.append(f"{int(place['count_last']):,} {words.last_step(found)}, {words.usual(place)}")
    return " · ".join(said)


def row(acting: Any, place: pd.Series) -> str:
    """Return the counts of a place in one line of plain text."""
    found, said = acting.findings, _counted(acting, place)
    if len(found.steps) > 1:  # of a single step it would be the same again
        said.append(f"{words.number(place['count_last'], found)} {words.last_step(found)}")
    return " · ".join(said)


def _counted(acting: Any, place: pd.Series) -> list[str]:
    """Return how many records a place holds, in all and lately."""
    found, whole = acting.findings, phrase(period(acting))
    said = [phrase("{n} in {period}").format(n=words.number(place["count"], found), period=whole)]
    if period(acting) == "12 months":
        return said
    return [*said, phrase("{n} in the last 12 months").format(n=words.number(place["count_12m"], found))]


def gist(place: pd.Series) -> str:
    """Return when a place is busy and what that asks for, as one line; empty where neither is known.

    What is thin matters where children are; at a place of the night, the premises do.
    """
    when = busy.when(place, clocks=False) if place["hours_known"] else ""
    premises = [found for found in place["who_near"] if found.kind == "licensed_premises"]
    if "weekend_nights" in place["when"] and premises:
        asks = busy.within(busy.near(premises[0]))
    else:
        asks = thin.in_short(place) if place["thin"] else ""
    said = " · ".join(text for text in (when, asks, ward(str(place["name"]))) if text)
    return said[:1].upper() + said[1:]


def ward(name: str) -> str:
    """Return the part of a place's name that says where it lies; empty where the name is one part.

    >>> ward("Castle ward, Merrowgate (near Castle Hill)")
    'Castle ward, Merrowgate'
    """
    said = name.rsplit(" (", 1)[0]
    return said if said != name else ""


def more_said(place: pd.Series, *, controlled: bool = False) -> str:
    """Return what a folded line stands for besides its own place; empty where nothing adjoins. Bands do not add up."""
    if not place.get("more", 0):
        return ""
    if controlled:
        return _only_beside(int(place["more"]))
    many = phrase_many(
        "with 1 adjoining place: {together} records together", "with {n} adjoining places: {together} records together",
        int(place["more"]),
    )  # fmt: skip
    return many.format(n=f"{int(place['more']):,}", together=f"{int(place['count_together']):,}")


def _only_beside(more: int) -> str:
    return phrase_many("with 1 adjoining place", "with {n} adjoining places", more).format(n=f"{more:,}")


def panel(acting: Any, place: pd.Series, places: pd.DataFrame) -> list[tuple[str, str]]:
    """Return what is known of a place: headings and sentences. What is not known is said to be so."""
    lines = [
        (phrase("How many"), _how_many(acting, place)),
        (phrase("When"), _when(acting, place)),
        (phrase("How long"), how_long(acting, place)),
        (phrase("What is thin"), thin.gaps(place) or thin.nothing(place)),
        (phrase("Who is near"), _near(acting, place)),
        (phrase("Need"), "; ".join(map(thin.need, place["need"])) or phrase(NO_INDEX)),
        (phrase("How sure"), how_sure(acting, place)),
    ]
    if not acting.shortlist.controlled:
        lines.append((phrase("If nothing is done"), if_nothing(place)))
    return lines + [(phrase("Beside it"), text) for text in [beside(place, places)] if text]


def _how_many(acting: Any, place: pd.Series) -> str:
    said = row(acting, place)
    if acting.shortlist.controlled:
        return f"{said}."
    usual = words.usual(place)
    said += f", {usual}" if usual else ""
    of_years, of_one = phrase("{n} a year, 95 % interval {low}–{high}"), phrase("95 % interval {low}–{high}")
    pace = of_years if period(acting) != "12 months" else of_one
    numbers = {"n": place["per_year"], "low": place["per_year_low"], "high": place["per_year_high"]}
    said += f". {pace.format(**{name: f'{number:,.0f}' for name, number in numbers.items()})}"
    if pd.notna(place.get("rate")):
        lived = phrase("{rate} per 1,000 who live there, which says little where many visit")
        said += f"; {lived.format(rate=format(place['rate'], ',.0f'))}"
    return f"{said}."


def _when(acting: Any, place: pd.Series) -> str:
    if not place["hours_known"]:
        return str(acting.hours_why_none)
    busiest = phrase("Busiest hours {hours}; ").format(hours=place["hours"]) if place["hours"] else ""
    young = busy.young(place)
    young = f". {young[:1].upper()}{young[1:]}" if young else ""
    return f"{busiest}{busy.when(place)}{young}."


def how_long(acting: Any, place: pd.Series) -> str:
    """Return since when a place is hot, its word and its category."""
    steps = len(acting.findings.steps)
    unit = STEP_WORDS.get(acting.parameters.step, "steps")
    if not place["word"]:
        if acting.shortlist.controlled:  # what stands beside bands may be left out of them: why is said there
            return str(acting.findings.locations["reason"].get(place.name) or phrase(NO_WORD))
        return phrase("No pattern in time: it holds many records, but neither new nor rising nor steadily hot.")
    category = f" ({place['category_name']})" if pd.notna(place["category_name"]) else ""
    since, word = place["hot_since"], f"{phrase(str(place['word'])).capitalize()}{category}"
    said = phrase("{word}: hot in {n} of {steps} {unit}, not in the last.")
    if since is not None:
        said = phrase("{word}: hot in {n} of {steps} {unit}, without a break since {day}.")
    day = words.day(since) if since is not None else ""
    return said.format(word=word, n=place["steps_hot"], steps=steps, unit=phrase(unit), day=day)


def _near(acting: Any, place: pd.Series) -> str:
    if place["who_near"]:
        return as_list([busy.near(found) for found in place["who_near"]])
    if not acting.around.facilities["type_key"].isin(NEAR_TYPES).any():
        return phrase("Not known: no list of schools, stations or premises is loaded.")
    return phrase("No listed school, station or licensed premises within 400 m.")


def how_sure(acting: Any, place: pd.Series) -> str:
    """Return how far rank and word can be trusted."""
    if acting.shortlist.controlled:
        return phrase("Counts are bands: places in one band are tied, and no interval is given.")
    best, worst = int(place["rank_best"]), int(place["rank_worst"])
    said = phrase("Place {rank} by count").format(rank=place["rank"]) + (phrase(", tied") if place["tied"] else "")
    allowed = phrase("; the count allows anything from {best} to {worst}")
    said += phrase("; the count allows no other") if best == worst else allowed.format(best=best, worst=worst)
    if place["count"] < FEW:
        said += phrase(". Only {n} records: too few to act on alone").format(n=f"{int(place['count']):,}")
    sure = words.confidence(place.get("stability"))
    if sure and place["word"]:
        tried = int(place["settings_tried"])
        holds = phrase(". The word holds in {kept} of {tried} ways to look (confidence: {sure}{few})")
        few = phrase(FEW_AROUND) if rough(place) else ""
        said += holds.format(kept=round(place["stability"] * tried), tried=tried, sure=phrase(sure), few=few)
    return f"{said}."


def if_nothing(place: pd.Series) -> str:
    """Return what is to be expected with no action at all: regression to the mean, with chance round it."""
    days = f"{int(place['year_days']):,}"
    ahead = phrase("12 months") if place["year_days"] in YEAR_DAYS else phrase("{n} days").format(n=days)
    numbers = {"n": "expected", "low": "expected_low", "high": "expected_high", "pace": "pace"}
    said = phrase(
        "About {n} in the next {ahead} ({low}–{high}), by {base} ({pace}): {change}, and chance alone gives from "
        "{best} to {worst}. A change inside that range proves nothing."
    )
    return said.format(
        **{name: f"{place[column]:,.0f}" for name, column in numbers.items()},
        ahead=ahead, base=phrase(BASES[place["base"] == "12 months"]), change=change(place["fall"]),
        best=change(place["fall_low"]), worst=change(place["fall_high"]),
    )  # fmt: skip


def change(fall: float) -> str:
    """Return a share that is lost as words.

    >>> change(0.031), change(-0.14), change(0.001)
    ('3 % fewer', '14 % more', 'no change')
    """
    percent = round(100 * fall)
    changed = phrase("{n} % fewer") if percent > 0 else phrase("{n} % more")
    return phrase("no change") if percent == 0 else changed.format(n=abs(percent))


def beside(place: pd.Series, places: pd.DataFrame) -> str:
    """Return which other places of the list adjoin this one; empty where none does."""
    one = phrase("place {rank}, {name}")
    others = [
        one.format(rank=places.at[key, "rank"], name=short_name(places.at[key, "name"])) for key in place["beside"]
    ]
    many = phrase("Adjoins {places}: look at them as one problem before you plan two.")
    return many.format(places=as_list(others)) if others else ""
