"""The menu, nothing else."""

from hotspot import ui

ui.menu().run()
