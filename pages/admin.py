"""Who may see what, under which agreements, and who did what?"""

from hotspot import ui

ui.open_page("Admin", "Who may see what, under which agreements, and who did what?")
ui.need_administrator()
ui.role_table()
ui.feed_table()
ui.audit_log()
