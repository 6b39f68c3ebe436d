"""The yearly review of one partnership: this year against last, what was done, whether it worked, what is missing."""

from __future__ import annotations

from hotspot.views.brief import facts, needs, parts
from hotspot.views.brief.given import Pack
from hotspot.views.brief.sheet import Sheet


def yearly_review_pdf(pack: Pack) -> bytes:
    """Return the yearly review as PDF bytes: tagged, three A4 pages or more, the same bytes for the same pack."""
    sheet = Sheet(needs.frame(pack, "review"))
    _year(sheet, pack)
    sheet.add_page()
    _done(sheet, pack)
    sheet.add_page()
    _lists(sheet, pack)
    return sheet.done()


def _year(sheet: Sheet, pack: Pack) -> None:
    say = facts.speech(pack)
    needs.opening(sheet, pack, "review")
    sheet.heading(say("page_year"), 1, 12)
    needs.months(sheet, pack)
    needs.this_year(sheet, pack)


def _done(sheet: Sheet, pack: Pack) -> None:
    say = facts.speech(pack)
    sheet.heading(say("page_done"), 1, 12)
    sheet.heading(say("actions_done"), 2, 9.5)
    actions, projects = parts.actions_grid(pack), parts.projects_grid(pack)
    needs.table(sheet, pack, actions, keep=90)
    if not actions.rows:
        sheet.paragraph(say("no_actions_here"), 8)
    sheet.heading(say("projects"), 2, 9.5)
    needs.table(sheet, pack, projects, keep=60)
    if not projects.rows:
        sheet.paragraph(say("no_projects"), 8)
    sheet.heading(say("worked"), 2, 9.5)
    for name, told in pack.worked:
        sheet.paragraph(name, 8.5, bold=True)
        sheet.paragraph(" ".join(told), 7.8)
    if not pack.worked:
        sheet.paragraph(say("no_worked"), 8)


def _lists(sheet: Sheet, pack: Pack) -> None:
    say = facts.speech(pack)
    sheet.heading(say("page_lists"), 1, 12)
    sheet.heading(say("lists"), 2, 9.5)
    for said in pack.scored:
        sheet.paragraph(said, 7.8)
    needs.sharing(sheet, pack)
    needs.limits(sheet, pack)
