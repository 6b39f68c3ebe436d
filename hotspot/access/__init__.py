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
from hotspot.access.registry import audit, feeds, local_scope, record, register
from hotspot.access.scope import AUDIENCES, LOCAL, OPEN_FAMILIES, Scope, family, finest, is_open, moved_points, shut

__all__ = [
    "AUDIENCES",
    "FINEST",
    "GATEWAYS",
    "LOCAL",
    "LOCATION_PRECISIONS",
    "OPEN_FAMILIES",
    "PROVIDERS",
    "TIME_PRECISIONS",
    "Feed",
    "Scope",
    "audit",
    "family",
    "feeds",
    "finest",
    "how_to_register",
    "is_open",
    "local_scope",
    "moved_points",
    "record",
    "register",
    "shut",
]
