"""What is chosen, in one line of plain words: every filter that is not at its default is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hotspot import nights, pipeline, views
from hotspot.config import HOURS, PLACES, Parameters
from hotspot.language import phrase, to_phrase

Place = tuple[str, int]
SIZES: dict[Place, str] = {
    ("h3", 8): to_phrase("Hexagons of 0.7 km²"),
    ("h3", 7): to_phrase("Hexagons of 5 km²"),
    ("h3", 6): to_phrase("Hexagons of 36 km²"),
    ("lsoa", 8): to_phrase("Neighbourhoods"),
}
METHODS = {
    "emerging": to_phrase("Emerging hot spots"),
    "gi_star": to_phrase("One map of the period (Gi*)"),
    "density": to_phrase("Density"),
}
STEPS = {
    "month": "by month",
    "day": "by day",
    "week": "by week",
    "28d": "by 28 days",
    "quarter": "by quarter",
    "weekend": "by weekend nights",
}
# The windows of the week, whole as they are chosen and short as they stand in a line.
WINDOWS = (
    to_phrase("Weekend nights, Friday and Saturday 18:00-05:59"), to_phrase("Weekend nights"),
    to_phrase("Student night, Thursday 18:00-05:59"), to_phrase("Student night"),
    to_phrase("Sunday before a bank holiday 18:00-05:59"), to_phrase("Sunday before a bank holiday"),
    to_phrase("After school, term weekdays 15:00-18:59"), to_phrase("After school"),
    to_phrase("Saturday daytime 14:00-20:59"), to_phrase("Saturday daytime"),
)  # fmt: skip
NAMED = 3  # that many parts of the area are named, more are counted
# Settings that have no words of their own above: how each is said where a link or an analyst changed it.
OTHERS = {
    "rings": "{} rings of neighbours",
    "lag": "{} earlier steps counted",
    "window": {"neighbourhood_steps": "compared with steps near in time", "step": "compared within a step"},
    "alpha": {0.05: "95 % sure", 0.01: "99 % sure"},
    "rules": {"legacy": "legacy rules"},
    "mask": {"whole": "every hexagon of the area"},
    "reference": {"district": "hot for the chosen part alone"},
    "bandwidth_m": "radius {:g} m",
    "edge": {"corrected": "border mended"},
    "permutations": "{:,} reallocations",
    "seed": "draw {}",
}
# Which choices a page leaves aside, because it asks for a place or for hours of its own.
NOT_HERE: dict[str, tuple[str, ...]] = {
    "My district": (*PLACES, *HOURS),
    "Did it work": (*PLACES, *HOURS),
    "Weekend nights": ("lads", "wards", "outline", *HOURS),
    "Places to act": HOURS,
}
SAID_OF = dict.fromkeys(PLACES, "the chosen part of the area") | dict.fromkeys(HOURS, "the chosen hours")


def applied(parameters: Parameters, page: str) -> Parameters:
    """Return the choices that a page honours, the others at their defaults.

    >>> applied(Parameters("x", wards=("W1",), hours="after_school"), "Places to act").to_query()
    {'area': 'x', 'wards': 'W1'}
    """
    usual = Parameters(parameters.area)
    aside = {name: getattr(usual, name) for name in NOT_HERE.get(page, ())}
    aside |= {"step": "month"} if parameters.step == "weekend" and "hours" in aside else {}
    return parameters.changed(**aside)


def left_aside(parameters: Parameters, page: str) -> str:
    """Return which choices a page leaves aside, as a sentence; nothing where it honours all."""
    kept = applied(parameters, page)
    names = [SAID_OF[name] for name in NOT_HERE.get(page, ()) if getattr(parameters, name) != getattr(kept, name)]
    if not names:
        return ""
    return f"Not applied on this page, and kept for the others: {views.words.listed(list(dict.fromkeys(names)))}."


def kept(parameters: Parameters) -> str:
    """Return in a few words what a link says besides its area; nothing where it says nothing else.

    >>> kept(Parameters("x", start="2025-10", end="2025-12", hours="after_school"))
    'October to December 2025, after school'
    >>> kept(Parameters("x", csps=("E1", "E2"), alpha=0.05)), kept(Parameters("x"))
    ('2 districts, 95 % sure', '')
    """
    usual = Parameters(parameters.area)
    counted = {"csps": "district", "lads": "local authority", "wards": "ward", "sources": "source"}
    many = [(len(getattr(parameters, name)), word) for name, word in counted.items()]
    said = [f"{n} {word}{'' if n == 1 else 's' if word[-1] != 'y' else ''}" for n, word in many if n]
    said += [period(parameters.start, parameters.end)] if parameters.start or parameters.end else []
    said += [hours(parameters)]
    place = (parameters.geography, parameters.resolution)
    said += [_lower(size(place))] if place != (usual.geography, usual.resolution) else []
    said += [STEPS[parameters.step]] if parameters.step != usual.step else []
    said += [_lower(METHODS[parameters.method])] if parameters.method != usual.method else []
    said += [parameters.offence.replace("_", " ")] if parameters.offence != usual.offence else []
    said += [_other(name, getattr(parameters, name)) for name in OTHERS if _is_changed(parameters, usual, name)]
    return ", ".join(one for one in said if one)


def size(place: Place) -> str:
    """Return the size of places in words."""
    return phrase(SIZES[place]) if place in SIZES else phrase("Hexagons of resolution {n}").format(n=place[1])


def month(said: str, otherwise: str) -> str:
    """Return a month or a day of the address in words; what is neither stands for itself.

    >>> month("2025-12", ""), month("2025-12-04", ""), month("", "the latest month"), month("2025-13", "")
    ('December 2025', '4 December 2025', 'the latest month', '2025-13')
    """
    try:
        if len(said) > len("2025-12"):
            return views.words.day(date.fromisoformat(said))
        return views.words.month(date.fromisoformat(f"{said}-01")) if said else otherwise
    except ValueError:
        return said


def period(start: str, end: str) -> str:
    """Return a period in words.

    >>> period("2025-10", "2025-12"), period("2025-12", "2025-12"), period("", "")
    ('October to December 2025', 'December 2025', 'latest months')
    """
    if not (start or end):
        return phrase("latest months")
    if start and start == end:
        return month(start, "")
    first = month(start, phrase("the start of the last unbroken run"))
    last, year = month(end, phrase("the latest month")), first[-5:]
    first = first.removesuffix(year) if year == last[-5:] and year.strip().isdigit() else first
    return phrase("{first} to {last}").format(first=first, last=last)


def parts(parameters: Parameters, offered: pipeline.Offered, outlines: Mapping[str, str]) -> str:
    """Return the chosen part of the area in words; nothing for the whole of it."""
    said = [_group(parameters, offered) or _several(parameters.csps, offered.parts["csps"], "districts")]
    said += [_several(parameters.lads, offered.parts["lads"], "local authority districts")]
    said += [_several(parameters.wards, offered.parts["wards"], "wards")]
    said += [outlines.get(parameters.outline, "an outline that is not held here")] if parameters.outline else []
    return " and in ".join(one for one in said if one)


def _group(parameters: Parameters, offered: pipeline.Offered) -> str:
    return next((name for name, codes in offered.groups.items() if set(codes) == set(parameters.csps)), "")


def _several(codes: Iterable[str], names: Mapping[str, str], kind: str) -> str:
    said = [names.get(code, code) for code in codes]
    if not said:
        return ""
    return views.words.listed(said) if len(said) <= NAMED else f"{len(said)} {kind}"


def line(
    parameters: Parameters, area: str, offered: pipeline.Offered, titles: Mapping[str, str], outlines: Mapping[str, str]
) -> str:
    """Return what is chosen in one line: the area and the size always, everything else where it is not the default.

    Parameters
    ----------
    parameters : Parameters
        What the address says.
    area : str
        The area's name.
    offered : Offered
        Names of what can be chosen.
    titles, outlines : mapping
        Titles of the measures and names of the outlines, by key.
    """
    usual = Parameters(parameters.area)
    place = size(offered.place or (parameters.geography, parameters.resolution))
    said = [phrase(area), parts(parameters, offered, outlines), ", ".join(map(views.words.source, parameters.sources))]
    said += [titles.get(parameters.offence, parameters.offence)] if parameters.offence != next(iter(titles), "") else []
    said += [_lower(place), period(parameters.start, parameters.end), hours(parameters)]
    said += [STEPS[parameters.step]] if parameters.step != usual.step else []
    said += [_lower(METHODS[parameters.method])] if parameters.method != usual.method else []
    said += [_other(name, getattr(parameters, name)) for name in OTHERS if _is_changed(parameters, usual, name)]
    return " · ".join(one for one in said if one)


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]


def _is_changed(parameters: Parameters, usual: Parameters, name: str) -> bool:
    return bool(getattr(parameters, name) != getattr(usual, name))


def _other(name: str, value: Any) -> str:
    how: Any = OTHERS[name]
    return how.format(value) if isinstance(how, str) else str(how.get(value, value))


def only(analysis: Any) -> str:
    """Return which part of the area and which hours an answer is about; nothing where it is about all of them."""
    found: Parameters = analysis.parameters
    parts = list(getattr(analysis, "where", ()))
    place = f"{len(parts)} parts of the area" if len(parts) > NAMED else views.words.listed(parts) if parts else ""
    said = [f"in {place}" if parts else "", hours(found)]
    return f"only {', '.join(one for one in said if one)}" if any(said) else ""


def band_said(band: str) -> str:
    """Return a band of hours in the reader's language.

    >>> band_said("21-00")
    '21:00 to 00:00'
    """
    starts, _, ends = band.partition("-")
    return phrase("{first} to {last}").format(first=f"{starts}:00", last=f"{ends}:00")


def hours(parameters: Parameters) -> str:
    """Return the chosen hours in words; nothing for all of them.

    >>> hours(Parameters("x", hours="after_school")), hours(Parameters("x", hour_band="21-00"))
    ('after school', '21:00 to 00:00')
    """
    preset = nights.PRESETS.get(parameters.hours)
    name = phrase(preset.title.partition(",")[0].partition(" 1")[0]) if preset else ""
    band = band_said(parameters.hour_band) if parameters.hour_band else ""
    return ", ".join(one for one in (_lower(name), band) if one)
