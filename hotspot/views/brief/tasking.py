"""The tasking brief: one A4 page that a meeting leaves with, as PDF.

Map left, six facts right, the numbered places, the actions with owner, deadline and review date; how it was made in
the foot; the marking at top and bottom.
"""

from __future__ import annotations

from dataclasses import replace

from hotspot.views import maps, words
from hotspot.views.brief import facts, grid, picture
from hotspot.views.brief.given import Brief
from hotspot.views.brief.sheet import INK, MARGIN_MM, PALE, QUIET, Frame, Sheet
from hotspot.views.brief.speech import LOCALE

MAP_MM = (106.0, 122.0)
GAP_MM = 4.0
SIZES = (8.6, 8.2, 7.8, 7.4, 7.0, 6.6)
ACTIONS_MM = 40.0  # kept for the actions, however many places are listed
EMPTY_ROWS, EMPTY_MM = 4, 7.0


def frame(brief: Brief) -> Frame:
    """Return what stands at the edges of the page."""
    say, analysis = facts.speech(brief), brief.analysis
    return Frame(
        title=f"{say('brief')}: {analysis.profile.name}",
        subject=say("brief_subject", area=analysis.profile.name),
        language=LOCALE[say.language],
        made=analysis.findings.steps[-1].end,
        marking=brief.paper.marking,
        foot=facts.run_card(brief, say),
        page_said=say("page", page="{page}", pages="{pages}"),
        notice=say("made_up") if words.is_made_up(analysis.sources) else "",
    )


def tasking_pdf(brief: Brief) -> bytes:
    """Return the brief as PDF bytes: tagged, one A4 page, fonts embedded, the same bytes for the same brief."""
    sheet = Sheet(frame(brief))
    top = _opening(sheet, brief)
    _map(sheet, brief, top)
    _facts(sheet, facts.facts(brief), top)
    sheet.set_xy(MARGIN_MM, top + MAP_MM[1] + 2)
    _places(sheet, brief)
    _actions(sheet, brief)
    return sheet.done()


def map_png(brief: Brief) -> bytes:
    """Return the map of the brief as PNG bytes, 220 dots per inch."""
    return picture.png(wanted(brief, *MAP_MM))


def _opening(sheet: Sheet, brief: Brief) -> float:
    """Write title, date and headline, and return where the map begins."""
    say, analysis = facts.speech(brief), brief.analysis
    sheet.ink(INK, 13, bold=True)
    title = f"{say('brief')}: {analysis.profile.name}, {say('to', day=say.day(analysis.findings.steps[-1].end))}"
    sheet.start_section(say("brief"))
    y = sheet.write_block(sheet.fitted(title, sheet.epw, 6.2, (13, 12, 11, 10, 9)), MARGIN_MM, sheet.y, sheet.epw, "H1")
    sheet.ink(INK, 10, bold=True)
    said = sheet.fitted(facts.headline(brief), sheet.epw, 9.5, (10.5, 10, 9, 8))
    y = sheet.write_block(said, MARGIN_MM, y + 1, sheet.epw)
    overall = facts.overall(brief)
    if overall:
        sheet.ink(QUIET, 7.5)
        y = sheet.write_block(sheet.fitted(overall, sheet.epw, 6.6, (7.5, 7)), MARGIN_MM, y + 0.6, sheet.epw)
    return y + 2


def wanted(brief: Brief, width_mm: float, height_mm: float) -> picture.Wanted:
    """Return what the map of a brief shows."""
    say, place = facts.speech(brief), facts.focus_place(brief)
    return picture.Wanted(
        analysis=brief.analysis,
        marked=maps.marked(brief.analysis.findings),
        focus=brief.focus,
        width_mm=width_mm,
        height_mm=height_mm,
        whole=say("whole"),
        close=say("close", name=place["name"]) if place is not None else "",
        points=brief.around.points,
    )


def _map(sheet: Sheet, brief: Brief, top: float) -> None:
    say = facts.speech(brief)
    places = "; ".join(f"{row[0]} {row[1]}" for row in facts.places_grid(brief).rows)
    alt = say("map_alt", area=brief.analysis.profile.name, places=places or "–")
    sheet.figure(picture.png(wanted(brief, *MAP_MM)), alt, MARGIN_MM, top, MAP_MM[0])


def _facts(sheet: Sheet, told: tuple[facts.Fact, ...], top: float) -> None:
    """Write the facts one below the other, as large as they fit, the spare height shared out between them."""
    x, width = MARGIN_MM + MAP_MM[0] + GAP_MM, sheet.epw - MAP_MM[0] - GAP_MM
    if not told:
        return
    size, lines = _sized(sheet, told, width)
    sheet.ink(INK, size)
    letter = sheet.line_height()
    used = sum(len(text) + 1 for text in lines) * letter
    spare = min(max((MAP_MM[1] - used) / len(told), 0.8), 6.0)
    y = top
    for fact, text in zip(told, lines, strict=True):
        with sheet.artefact():
            sheet.set_fill_color(*PALE)
            sheet.rect(x - 1, y - 0.2, width + 1, letter + 0.4, style="F")
        sheet.ink(INK, size, bold=True)
        y = sheet.write_block([fact.title], x, y, width, "H2")
        sheet.ink(INK, size)
        y = sheet.write_block(text, x, y + 0.4, width) + spare - 0.4


def _sized(sheet: Sheet, told: tuple[facts.Fact, ...], width: float) -> tuple[float, list[list[str]]]:
    """Return the largest size at which all facts fit beside the map, and their lines; at worst the longest are cut."""
    for size in SIZES:
        sheet.ink(INK, size)
        lines = [sheet.lines(fact.text, width) for fact in told]
        if sum(len(text) + 1 for text in lines) * sheet.line_height() + len(told) <= MAP_MM[1]:
            return size, lines
    room = (MAP_MM[1] - len(told)) / len(told) - sheet.line_height()
    return SIZES[-1], [sheet.fitted(fact.text, width, room, SIZES[-1:]) for fact in told]


def _places(sheet: Sheet, brief: Brief) -> None:
    say, found = facts.speech(brief), brief.analysis.findings
    table = facts.places_grid(brief)
    if not table.rows:
        return
    _small_heading(sheet, say("places"))
    numbered = [row[0] for row in table.rows]
    table = _shortened(sheet, table, _kept(brief), sheet.lowest - ACTIONS_MM - 4 - sheet.y)
    grid.draw(sheet, table, lowest=sheet.lowest - 12)
    left_out = sorted(set(numbered) - {row[0] for row in table.rows}, key=numbered.index)
    sheet.ink(QUIET, 6.2)
    said = say("columns_said", period=say.period(found), last=say.last_step(found))
    said += f" {say('not_listed', said=', '.join(left_out))}" if left_out else ""
    sheet.y = (
        sheet.write_block(sheet.fitted(said, sheet.epw, 3, (6.2, 5.8, 5.4)), MARGIN_MM, sheet.y + 0.5, sheet.epw) + 1.5
    )


def _kept(brief: Brief) -> set[str]:
    """Return the numbers of the places that must be listed: those that need a decision, and the one in hand."""
    listed = maps.marked(brief.analysis.findings)
    place = facts.focus_place(brief)
    mine = listed["decide"] | (listed["place"] == (place["place"] if place is not None else -1))
    return {str(rank) for rank in listed.loc[mine, "rank"]}


def _shortened(sheet: Sheet, table: grid.Grid, kept: set[str], room: float) -> grid.Grid:
    """Return a table that fits, its last rows left out first but never those that must stay."""
    while grid.height_of(sheet, table) > room:
        spare = [number for number, row in enumerate(table.rows) if row[0] not in kept]
        if not spare:
            return table
        rows = tuple(row for number, row in enumerate(table.rows) if number != spare[-1])
        table = replace(table, rows=rows)
    return table


def _small_heading(sheet: Sheet, text: str) -> None:
    sheet.ink(INK, 8.5, bold=True)
    sheet.y = sheet.write_block([text], MARGIN_MM, sheet.y, sheet.epw, "H2") + 0.6


def _actions(sheet: Sheet, brief: Brief) -> None:
    """Write the open actions that fit and say how many do not; leave rows to fill in by hand where there is room."""
    say, listed = facts.speech(brief), facts.actions(brief)
    _small_heading(sheet, say("actions"))
    if listed.grid.rows:
        done = grid.draw(sheet, listed.grid, lowest=sheet.lowest - 4)
        left = len(listed.grid.rows) - done
        _note(sheet, " ".join([*([say("more_actions", n=left)] if left else []), listed.closing]))
    opening = say("at_meeting") if listed.grid.rows else f"{listed.opening} {listed.closing}"
    rows = min(int((sheet.lowest - 9 - sheet.y) / EMPTY_MM), EMPTY_ROWS)
    if rows > 0:
        _note(sheet, opening)
        grid.ruled(sheet, listed.grid, rows, EMPTY_MM)


def _note(sheet: Sheet, text: str) -> None:
    if text.strip():
        sheet.ink(QUIET, 7)
        lines = sheet.fitted(text, sheet.epw, 3.2, (7, 6.5, 6))
        sheet.y = sheet.write_block(lines, MARGIN_MM, sheet.y + 0.5, sheet.epw) + 1.2
