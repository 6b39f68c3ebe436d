"""What was agreed, done and heard: versioned documents that can be withdrawn and never quietly changed.

An action with its owner and date, a commissioned project, a partner's note, a patrol zone, a visit log, an indicator
that no map can compute, who shares what, and the list that a meeting was shown. Each is a document of a kind; a change
is a new version beside the old one. Nothing here is about a person: an owner is a role or a team.

::

    entry = register.save(home, "action", body, area="gwent", at=now, by="Tasking chair")
    register.latest(home, "action", "gwent")
    register.history(home, entry.key)
    register.withdraw(home, entry.key, at=now, by="Tasking chair")
"""

from hotspot.register.fields import Field
from hotspot.register.keeping import FILE, Entry, erase, history, latest, log, save, withdraw
from hotspot.register.kinds import KINDS, checked

__all__ = ["FILE", "KINDS", "Entry", "Field", "checked", "erase", "history", "latest", "log", "save", "withdraw"]
