"""Did what we did work, and how good were our lists?"""

from hotspot import ui

ui.open_page("Did it work", "Did what we did work, and what can the numbers carry?")
analysis = ui.need_analysis(csps=())

ui.worked_answer(analysis)
ui.actions(analysis)
ui.projects(analysis)
ui.partner_notes(analysis)
ui.own_entries(analysis)
ui.scorecard(analysis)
ui.notes(analysis)
ui.brief()
