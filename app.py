"""The menu, nothing else."""

from hotspot import ui

with ui.in_turn():
    ui.menu().run()
