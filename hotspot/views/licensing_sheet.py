"""The sheet for a licensing policy: chosen areas, their hours, who else recorded what, premises and their closing.

It is made for a committee's file: one page that stands alone, without a script, an image from elsewhere or a link.
Every text in it is escaped, and every cell of the CSV is safe to open in a spreadsheet.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from hotspot.findings.hours import FEW, Hours, number
from hotspot.findings.side_by_side import short
from hotspot.measures.shifts import Cover
from hotspot.views import hour_grid, words
from hotspot.views.files import guarded
from hotspot.views.hours import PREMISES, hours_table, placeholder_notes

RECORDED = "What is recorded is not all that happens, and it is recorded where and when somebody noticed."
NEVER_JOINED = (
    "Police, ambulance and hospital records of one incident are counted in each of the columns; they are never joined, "
    "so columns must not be added up."
)
STYLE = """
@page {size: A4; margin: 9mm}
body {font: 13px/1.4 Arial, "Liberation Sans", sans-serif; color: #14171c; max-width: 1100px; margin: 1.2rem auto;
  padding: 0 1rem}
h1 {font-size: 22px; margin: 0} h2 {font-size: 16px; margin: 1em 0 .3em}
.made-up {background: #fff3b0; border: 2px solid #7a5b00; padding: .3em .7em; font-weight: 700; margin: .5em 0}
table.areas {border-collapse: collapse; width: 100%}
.areas th, .areas td {border: 1px solid #8a9099; padding: .2em .4em; text-align: right; vertical-align: top}
.areas th {background: #eef1f4; font-size: 11px}
.areas .text {text-align: left} .areas .who {text-align: left; white-space: nowrap} .areas th {text-align: left}
.below {display: flex; gap: 1.5em; align-items: flex-start} .below > * {flex: 1; min-width: 0}
img {max-width: 100%} p {margin: .3em 0} .hs-hours .legend {font-size: 1em} .hs-hours table {font-size: 1.15em}
.caveat {border-left: 4px solid #1f5f8b; padding-left: .7em; margin: .4em 0}
tbody, img {break-inside: avoid}
@media print {body {font-size: 8px; margin: 0; padding: 0; max-width: none} h1 {font-size: 15px} h2 {font-size: 11px}
  .areas th {font-size: 8px} .hs-hours table {min-width: 0} img {max-height: 62mm}}
"""


def areas_offered(hours: Hours) -> dict[str, str]:
    """Return key and name of the places that may be drawn into the sheet, the busiest of the place shown first."""
    named = dict(zip(hours.places["location"], hours.places["name"], strict=True))
    total = pd.DataFrame(hours.bands[list(hours.band_names)]).astype(float).sum(axis="columns")
    busy = total[total > 0].sort_values(ascending=False, kind="stable").index
    rest = {str(key): str(hours.bands.at[key, "name"]) for key in busy if key not in named}
    return {str(key): str(name) for key, name in named.items()} | rest


def areas_table(hours: Hours, parts: Any, areas: Sequence[str]) -> pd.DataFrame:
    """Return one row for each area: incidents by band, per night, other services by band, premises and closing times.

    Parameters
    ----------
    hours : Hours
        The window.
    parts : SheetParts
        What further sources recorded, and the premises around.
    areas : sequence of str
        Locations, in the order of the sheet; those without an incident in the window stand there with 0.
    """
    bands = pd.DataFrame(hours.bands[list(hours.band_names)]).reindex(areas).astype(float)
    total = bands.sum(axis="columns")
    around = parts.around.reindex(areas)
    table = pd.DataFrame({"Area": hours.bands["name"].reindex(areas)})
    table["Incidents"] = [_said(n, hours.controlled) for n in total]
    table[f"Per {hour_grid.occasions(hours)[:-1]}"] = [_rate(n, hours.occasions, hours.controlled) for n in total]
    for name in hours.band_names:
        table[f"Incidents {name}"] = [_said(n, hours.controlled) for n in bands[name]]
    for other in parts.others:
        held = other.bands.reindex(areas)
        for name in hours.band_names:
            said = [_said(n, other.controlled) for n in held[name].fillna(0)]
            table[f"{short(other.source).capitalize()} {name}"] = said
    table["Premises within 500 m"] = around["premises"].astype("Int64")
    table["Premises by closing hour"] = around["closing"]
    table["Incidents per 100 premises"] = [
        _per_100(n, held, hours.controlled) for n, held in zip(total, around["premises"], strict=True)
    ]
    return table.reset_index(drop=True)


def _said(count: float, controlled: bool) -> str:
    return number(count, controlled=controlled)


def _rate(count: float, over: float, controlled: bool, digits: int = 2) -> str:
    return "–" if controlled or not over or pd.isna(over) else f"{count / over:.{digits}f}"


def _per_100(count: float, premises: float, controlled: bool) -> str:
    """Return incidents per 100 premises; from a handful of incidents the next year's rate could be anything."""
    rate = _rate(100 * count, premises, controlled, digits=0)
    return "too few to say" if rate != "–" and 0 < count < FEW else rate


def counted(evening: Any, parts: Any) -> list[str]:
    """Return what is counted, of which nights, and from whom, in sentences."""
    hours = evening.hours
    first, last = words.day(hours.first), words.day(hours.last)
    nights = f"{hours.occasions} {hour_grid.occasions(hours)}" if hours.occasions else hour_grid.occasions(hours)
    said = [
        f"{hours.preset.title}: {nights} from {first} to {last}.",
        f"{evening.measure.title} ({words.listed([words.source(name) for name in evening.sources])}). "
        f"{evening.measure.caveat}",
    ]
    for other in parts.others:
        said.append(
            f"{short(other.source).capitalize()}: {other.title.lower()}, {words.day(other.first)} to "
            f"{words.day(other.last)}."
        )
    return said


def caveats(evening: Any) -> list[str]:
    """Return what must be read beside the sheet; the first is that rates are not evidence against any one premises."""
    lost = hour_grid.account(evening.hours)
    return [PREMISES, NEVER_JOINED, f"{RECORDED} {lost}", *placeholder_notes(evening.hours), *evening.hours.notes]


def _stamped(table: pd.DataFrame, evening: Any) -> bytes:
    """Return a table as CSV bytes that a spreadsheet reads right; every row says of what."""
    hours = evening.hours
    card = {
        "Partnership": evening.profile.name,
        "Place": hours.where,
        "Window": hours.preset.title,
        "First night": f"{hours.first:%Y-%m-%d}",
        "Last night": f"{hours.last:%Y-%m-%d}",
        "Measure": evening.measure.title,
        "Sources": ", ".join(evening.sources),
        "Note": f"{words.MADE_UP} {PREMISES}" if words.is_made_up(evening.sources) else PREMISES,
        "Analysis": evening.parameters.digest,
    }
    safe = table.assign(**card)
    safe = safe.assign(**{name: safe[name].map(guarded, na_action="ignore") for name in safe.columns})
    safe.columns = [guarded(str(name)) for name in safe.columns]
    return b"\xef\xbb\xbf" + bytes(safe.to_csv(index=False, lineterminator="\n").encode("utf-8"))


def hours_csv(evening: Any) -> bytes:
    """Return the hours shown as CSV bytes."""
    return _stamped(hours_table(evening.hours), evening)


def sheet_csv(evening: Any, parts: Any, areas: Sequence[str]) -> bytes:
    """Return the sheet's areas as CSV bytes, one row an area."""
    return _stamped(areas_table(evening.hours, parts, areas), evening)


def sheet_html(evening: Any, parts: Any, areas: Sequence[str], cover: Cover, *, picture: bytes) -> bytes:
    """Return the sheet as one page of HTML that prints on its own.

    Parameters
    ----------
    evening : Evening
    parts : SheetParts
    areas : sequence of str
        Locations, in the order of the list.
    cover : Cover
        The shift that is laid over the grid.
    picture : bytes
        The map of the areas, PNG.
    """
    hours = evening.hours
    title = f"{evening.profile.name}: {hours.preset.title}"
    made_up = ""
    if words.is_made_up(evening.sources):
        made_up = f'<p class="made-up">Demonstration. {escape(words.MADE_UP)}</p>'
    image = base64.b64encode(picture).decode("ascii")
    held = [
        f"<h1>{escape(title)}</h1>", "<p>For a licensing policy</p>", made_up,
        _paragraphs(counted(evening, parts), "p"),
        f"<h2>Hours, {escape(hours.where)}</h2>", hour_grid.SHEET, hour_grid.table_html(hours, cover),
        "<h2>Areas</h2>", _areas_html(areas_table(hours, parts, areas), hours.band_names),
        f'<div class="below"><img alt="The areas of the list on the map" src="data:image/png;base64,{image}"><div>',
        "<h2>Read with care</h2>", _paragraphs(caveats(evening), 'p class="caveat"'),
        _paragraphs([words.attribution(evening.sources), f"Analysis {evening.parameters.digest}."], "p"),
        "</div></div>",
    ]  # fmt: skip
    body = "".join(held)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>{body}</body></html>"
    ).encode()


def _paragraphs(lines: Sequence[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(line[:1].upper() + line[1:])}</p>" for line in lines if line)


def _areas_html(table: pd.DataFrame, bands: Sequence[str]) -> str:
    """Return the areas as HTML: a line for each service under the other, so that the page stays narrow enough."""
    services = [str(name).removesuffix(f" {bands[0]}") for name in table.columns if str(name).endswith(f" {bands[0]}")]
    banded = {f"{service} {band}" for service in services for band in bands}
    alone = [str(name) for name in table.columns if name not in banded]
    before, after = alone[:3], alone[3:]
    heads = ["No.", *before, "Recorded by", *bands, *after]
    body = "".join(
        _area_html(rank, row, services, bands, before, after) for rank, (_, row) in enumerate(table.iterrows(), start=1)
    )
    titles = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return f'<table class="areas"><thead><tr>{titles}</tr></thead>{body}</table>'


def _area_html(
    rank: int, row: pd.Series, services: Sequence[str], bands: Sequence[str], before: list[str], after: list[str]
) -> str:
    high = len(services)
    lines = [
        f'<td class="who">{escape(_WHO.get(service, service))}</td>'
        + "".join(_cell(band, row[f"{service} {band}"]) for band in bands)
        for service in services
    ]
    first = f'<td rowspan="{high}">{rank}</td>' + "".join(_cell(name, row[name], high) for name in before)
    last = "".join(_cell(name, row[name], high) for name in after)
    rest = "".join(f"<tr>{line}</tr>" for line in lines[1:])
    return f"<tbody><tr>{first}{lines[0]}{last}</tr>{rest}</tbody>"


_WHO = {"Incidents": "These records"}


def _cell(name: str, value: Any, high: int = 1) -> str:
    text = "–" if pd.isna(value) or value == "" else str(value)
    kind = ' class="text"' if name in ("Area", "Premises by closing hour") else ""
    return f'<td{kind} rowspan="{high}">{escape(text)}</td>'
