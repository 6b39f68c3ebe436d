"""The menu, nothing else."""

from hotspot import ui

with ui.in_turn(), ui.in_batches():
    ui.menu().run()
