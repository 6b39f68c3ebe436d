"""Which hours of which nights, where, moving which way, against the same weekends last year?"""

from hotspot import ui

ui.open_page("Weekend nights", "Which hours of which nights or days, where, and moving which way?")
evening = ui.need_evening()

ui.weekend_headline(evening)
ui.hour_grid(evening)
ui.band_maps(evening)
ui.matched_weekends(evening)
ui.premises(evening)
ui.licensing_sheet(evening)
ui.spots(evening)
ui.who_else(evening)
ui.left_out(evening)
ui.weekend_notes(evening)
