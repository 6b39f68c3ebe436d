"""Who asks, which sources are open to them, and the register of feeds that says so.

``Scope`` is an argument of every cached function, so that a value that depends on who asks can never be served to
somebody else. Without login there is one person on one machine: ``local_scope``.
"""

from hotspot.access.feeds import (
    FINEST,
    GATEWAYS,
    LOCATION_PRECISIONS,
    PROVIDERS,
    TIME_PRECISIONS,
    Feed,
    how_to_register,
)
from hotspot.access.logbook import ACTS, CHANGE, COLLECT, CONSULT, ERASE, EXPORT, HERE, Done, note, trail
from hotspot.access.registry import audit, feeds, local_scope, register
from hotspot.access.roles import (
    ADD,
    ADMINISTER,
    ENTER,
    ROLES,
    Holder,
    Role,
    give,
    holders,
    may,
    named,
    require,
    scope_of,
    take,
)
from hotspot.access.scope import AUDIENCES, LOCAL, OPEN_FAMILIES, Scope, family, finest, is_open, moved_points, shut

__all__ = [
    "ACTS",
    "ADD",
    "ADMINISTER",
    "AUDIENCES",
    "CHANGE",
    "COLLECT",
    "CONSULT",
    "ENTER",
    "ERASE",
    "EXPORT",
    "FINEST",
    "GATEWAYS",
    "HERE",
    "LOCAL",
    "LOCATION_PRECISIONS",
    "OPEN_FAMILIES",
    "PROVIDERS",
    "ROLES",
    "TIME_PRECISIONS",
    "Done",
    "Feed",
    "Holder",
    "Role",
    "Scope",
    "audit",
    "family",
    "feeds",
    "finest",
    "give",
    "holders",
    "how_to_register",
    "is_open",
    "local_scope",
    "may",
    "moved_points",
    "named",
    "note",
    "register",
    "require",
    "scope_of",
    "shut",
    "take",
    "trail",
]
