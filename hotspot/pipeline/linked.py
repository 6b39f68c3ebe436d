"""Which parts of an area a link names that the area does not have, kind by kind, and what of them can be kept."""

from __future__ import annotations

from typing import Any

from hotspot.access import LOCAL, Scope
from hotspot.config import SMALL_PARTS, Parameters, Settings
from hotspot.errors import HotspotError
from hotspot.pipeline import chosen
from hotspot.pipeline.preparing import Prepared, prepare


def strange_parts(
    asked: Parameters, *, settings: Settings, scope: Scope = LOCAL
) -> dict[str, tuple[HotspotError, Any]]:
    """Return for each kind of part with something strange in it why, and what is left of it without that.

    Parameters
    ----------
    asked : Parameters
        What a link says.
    settings, scope
        Where the store is and who asks.
    """
    named = [name for name in SMALL_PARTS if getattr(asked, name)]
    if not named:
        return {}
    held = prepare(asked.area, settings, scope)

    def refusal(name: str, value: Any) -> HotspotError | None:
        return _refusal(Parameters(asked.area, **{name: value}), held, settings, scope)

    found: dict[str, tuple[HotspotError, Any]] = {}
    for name in named:
        value = getattr(asked, name)
        if error := refusal(name, value):
            several = isinstance(value, tuple)
            found[name] = (error, tuple(one for one in value if not refusal(name, (one,))) if several else "")
    return found


def _refusal(asked: Parameters, held: Prepared, settings: Settings, scope: Scope) -> HotspotError | None:
    try:
        chosen.refuse_unknown(asked, held, settings, scope)
    except HotspotError as error:
        return error
    return None
