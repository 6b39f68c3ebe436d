"""The needs assessment of one partnership: five pages, where, when, trend, context, sources and limits."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from hotspot.views import maps, words
from hotspot.views.brief import charts, facts, grid, indicators, parts, picture, trends
from hotspot.views.brief.given import Brief, Near, Pack
from hotspot.views.brief.grid import Grid
from hotspot.views.brief.sheet import MARGIN_MM, QUIET, Frame, Sheet
from hotspot.views.brief.speech import LOCALE

MAP_MM, CHART_MM = 108.0, 52.0
NOTES = 8


def frame(pack: Pack, kind: str) -> Frame:
    """Return what stands at the edges of every page of a pack."""
    say, analysis = facts.speech(pack), pack.analysis
    title = f"{say(kind)}: {pack.name}"
    return Frame(
        title=title,
        subject=say("pack_subject", title=say(kind), name=pack.name),
        language=LOCALE[say.language],
        made=analysis.findings.steps[-1].end,
        marking=pack.paper.marking,
        foot=facts.run_card(pack, say),
        page_said=say("page", page="{page}", pages="{pages}"),
        notice=say("made_up") if words.is_made_up(analysis.sources) else "",
    )


def needs_assessment_pdf(pack: Pack) -> bytes:
    """Return the needs assessment as PDF bytes: tagged, five A4 pages, the same bytes for the same pack."""
    sheet = Sheet(frame(pack, "needs"))
    pages: tuple[Callable[[Sheet, Pack], None], ...] = (_where, _when, _trend, _context, _sources)
    for number, page in enumerate(pages):
        if number:
            sheet.add_page()
        page(sheet, pack)
    return sheet.done()


def opening(sheet: Sheet, pack: Pack, kind: str) -> None:
    """Write the title and what the partnership recorded in all."""
    say, analysis = facts.speech(pack), pack.analysis
    row, found = analysis.districts.loc[pack.csp], analysis.findings
    end = say("to", day=say.day(found.steps[-1].end))
    sheet.heading(f"{say(kind)}: {pack.name}, {end}", 1, 13)
    if found.controlled:  # a total of bands is no total
        sheet.paragraph(
            say("summary_controlled", measure=analysis.measure.title, period=say.period(found)), 9.5, bold=True
        )
        return
    rate = ""
    if pd.notna(row["rate"]):
        rate = say("summary_rate", rate=row["rate"], low=row["rate_lower"], high=row["rate_upper"])
    count, trend = say.number(row["count"], found), trends.of_pack(pack)
    said = say("summary", count=count, measure=analysis.measure.title, period=say.period(found), rate=rate, trend=trend)
    sheet.paragraph(said, 9.5, bold=True)
    sheet.paragraph(analysis.measure.caveat, 8)


def table(sheet: Sheet, pack: Pack, drawn: Grid, *, keep: float = 0.0) -> None:
    """Write a table as far as the page goes, ``keep`` mm left free below, and say how many rows are left out."""
    if not drawn.rows:
        return
    say = facts.speech(pack)
    done = grid.draw(sheet, drawn, lowest=sheet.lowest - keep - 4)
    sheet.y += 1
    if done < len(drawn.rows):
        sheet.paragraph(say("more_rows", n=len(drawn.rows) - done), 7, colour=QUIET)
    sheet.y += 1.5


def _where(sheet: Sheet, pack: Pack) -> None:
    say, analysis = facts.speech(pack), pack.analysis
    opening(sheet, pack, "needs")
    sheet.paragraph(say("definition", said=analysis.profile.definition.get("words", "–")), 8)
    sheet.heading(say("page_where"), 2)
    found = analysis.findings
    if found.places.empty:
        sheet.paragraph(say("no_places"))
        return
    places = facts.places_grid(_as_brief(pack))
    wanted = picture.Wanted(
        analysis=analysis, marked=maps.marked(found), focus="", width_mm=sheet.epw, height_mm=MAP_MM,
        whole=say("pack_map", name=pack.name), close="",
    )  # fmt: skip
    alt = say("map_alt", area=pack.name, places="; ".join(f"{row[0]} {row[1]}" for row in places.rows))
    sheet.figure(picture.png(wanted), alt, MARGIN_MM, sheet.y, sheet.epw)
    sheet.y += MAP_MM + 2
    table(sheet, pack, places, keep=4)
    said = say("columns_said", period=say.period(found), last=say.last_step(found))
    sheet.paragraph(said, 6.5, colour=QUIET)


def _as_brief(pack: Pack) -> Brief:
    """Return the pack's analysis as a brief without a place in hand, for the table that both share."""
    return Brief(pack.analysis, "", (), "", None, Near(), None, pack.paper)


def _when(sheet: Sheet, pack: Pack) -> None:
    say = facts.speech(pack)
    sheet.heading(say("page_when"), 1, 12)
    if not pack.hours:
        sheet.paragraph(facts.windows(pack, say), 9)
        months(sheet, pack)
        return
    table(sheet, pack, parts.windows_grid(pack))
    if any(one.controlled for one in pack.hours):
        sheet.paragraph(say("bands_only"))
        return
    for hours in pack.hours[:2]:
        said = say("grid_said", first=say.day(hours.first.date()), last=say.day(hours.last.date()))
        png = charts.hours_png(hours.grid, f"{say(hours.preset.key)}. {said}", sheet.epw, 40)
        sheet.figure(png, f"{say(hours.preset.key)}. {facts.busiest(hours.grid)}", MARGIN_MM, sheet.y, sheet.epw)
        sheet.y += 43
    sheet.heading(say("left_out"), 2, 9)
    table(sheet, pack, parts.left_out_grid(pack))
    for note in pack.hours[0].notes[:NOTES]:
        sheet.paragraph(note, 7.5)


def months(sheet: Sheet, pack: Pack) -> None:
    """Draw the records month by month."""
    say = facts.speech(pack)
    sheet.heading(say("months"), 2, 9.5)
    if pack.year.controlled:
        sheet.paragraph(say("no_months"))
        return
    png = charts.months_png(pack.year.monthly, say("months_said"), sheet.epw, CHART_MM)
    last = pack.year.monthly.tail(12)
    alt = "; ".join(f"{month:%m/%Y} {count:,.0f}" for month, count in zip(last["month"], last["count"], strict=True))
    sheet.figure(png, f"{say('months_said')}: {alt}", MARGIN_MM, sheet.y, sheet.epw)
    sheet.y += CHART_MM + 2


def this_year(sheet: Sheet, pack: Pack) -> None:
    """Write this year against last: measures, the Home Office's indicators, those typed in."""
    say = facts.speech(pack)
    sheet.heading(say("this_last"), 2, 9.5)
    sheet.paragraph(say("this_last_said", day=say.day(pack.year.last)), 7.5, colour=QUIET)
    table(sheet, pack, parts.year_grid(pack, "measure", say("col_measure")))
    if not pack.year.controlled:
        sheet.paragraph(f"{pack.analysis.measure.title}: {trends.of_pack(pack)}", 7.5)
    sheet.heading(say("home_office"), 2, 9.5)
    table(sheet, pack, parts.year_grid(pack, "home office", say("col_indicator")))
    for said in pack.year.missing:
        sheet.paragraph(said, 7.5)
    sensitive(sheet, pack)
    typed_in(sheet, pack)


def sensitive(sheet: Sheet, pack: Pack) -> None:
    """Write sexual and domestic offences of restricted feeds in their bands; nothing where no feed holds them."""
    say, drawn = facts.speech(pack), parts.sensitive_grid(pack)
    if not drawn.rows:
        return
    sheet.heading(say("sensitive"), 2, 9.5)
    table(sheet, pack, drawn)
    sheet.paragraph(say("sensitive_said"), 6.8, colour=QUIET)


def typed_in(sheet: Sheet, pack: Pack) -> None:
    """Write the indicators that were typed in, judged only where they are enough."""
    say, mine = facts.speech(pack), parts.own(pack, "indicator")
    sheet.heading(say("typed_in"), 2, 9.5)
    if mine.empty:
        sheet.paragraph(say("no_indicators"), 8)
        return
    told = indicators.judged(mine, say)
    heads = tuple(say(f"col_{one}") for one in ("indicator", "period", "value", "earlier", "judged", "source"))
    rows = tuple(tuple(row) for row in told.itertuples(index=False))
    table(sheet, pack, Grid(heads, rows, (46.0, 16.0, 34.0, 30.0, 34.0, 26.0), size=6.8))


def _trend(sheet: Sheet, pack: Pack) -> None:
    say = facts.speech(pack)
    sheet.heading(say("page_trend"), 1, 12)
    if pack.hours:
        months(sheet, pack)
    this_year(sheet, pack)


def _context(sheet: Sheet, pack: Pack) -> None:
    say, held = facts.speech(pack), pack.analysis.districts
    sheet.heading(say("page_context"), 1, 12)
    sheet.paragraph(say("context_caveat"), 8.5, bold=True)
    if held["rate"].notna().any() and not pack.analysis.findings.controlled:
        high = 10 + 4.2 * int(held["rate"].notna().sum())
        png = charts.rates_png(held, pack.csp, say("rates_said"), (sheet.epw, high))
        known = held[held["rate"].notna()]
        alt = "; ".join(f"{name} {rate:,.1f}" for name, rate in zip(known["name"], known["rate"], strict=True))
        sheet.heading(say("compared"), 2, 9.5)
        sheet.figure(png, f"{say('rates_said')}: {alt}", MARGIN_MM, sheet.y, sheet.epw)
        sheet.y += high + 2
    sheet.heading(say("neighbourhoods"), 2, 9.5)
    table(sheet, pack, parts.lsoa_grid(pack), keep=84)
    sheet.paragraph(say("decile_said"), 6.8, colour=QUIET)
    layers = parts.layers_grid(pack)
    sheet.heading(say("rank_corr"), 2, 9.5)
    table(sheet, pack, layers, keep=26)
    if not layers.rows:
        sheet.paragraph(say("no_layers"), 8)
    sheet.heading(say("equality"), 2, 9.5)
    for said in parts.equality(pack):
        sheet.paragraph(said, 7.8)


def sharing(sheet: Sheet, pack: Pack) -> None:
    """Write who shared what, month by month, with the gaps."""
    say = facts.speech(pack)
    sheet.heading(say("sharing"), 2, 9.5)
    if pack.tables["sharing"].empty:
        sheet.paragraph(say("no_sharing"), 8)
        return
    table(sheet, pack, parts.sharing_grid(pack), keep=40)
    sheet.paragraph(say("sharing_key"), 6.8, colour=QUIET)
    sheet.paragraph(parts.sharing_gaps(pack.tables["sharing"], say), 7.8)


def limits(sheet: Sheet, pack: Pack) -> None:
    """Write what the definition leaves open, what is not loaded, and the notes that belong beside every number."""
    say, analysis = facts.speech(pack), pack.analysis
    sheet.heading(say("limits"), 2, 9.5)
    gaps = analysis.profile.definition.get("gaps", "")
    notes = [gaps, *analysis.notes[:NOTES]]
    for note in notes:
        if note:
            sheet.paragraph(str(note), 7.5)
    if pack.around is not None and pack.around.missing:
        sheet.heading(say("not_loaded"), 2, 9.5)
        for note in pack.around.missing[:NOTES]:
            sheet.paragraph(note, 7.5)


def _sources(sheet: Sheet, pack: Pack) -> None:
    say = facts.speech(pack)
    sheet.heading(say("page_sources"), 1, 12)
    sheet.heading(say("what_held"), 2, 9.5)
    table(sheet, pack, parts.sources_grid(pack), keep=60)
    sharing(sheet, pack)
    limits(sheet, pack)
