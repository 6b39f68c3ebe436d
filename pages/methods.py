"""What does this number mean, and when does it mislead?"""

from hotspot import ui

ui.open_page("Methods", "What does this number mean, and when does it mislead?")
ui.document("methods.md")
