"""What is loaded, how good is it, and how do I add more?"""

from hotspot import ui

ui.open_page("Data", "What is loaded, how good is it, and how do I add more?")
ui.first_steps()
ui.holdings()
ui.add_more()
ui.mapping_assistant()
ui.counted_sources()
ui.delete_for_good()
analysis = ui.need_analysis()
ui.quality(analysis)
ui.institutions(analysis)
ui.own_outlines(analysis)
ui.sharing(analysis)
ui.typed_in(analysis)
ui.notes(analysis)
