"""What a running program remembers of records, let go: what was deleted for good is not to live on in its memory."""

from __future__ import annotations

import sys

ROOMS = ("hotspot.pipeline.", "hotspot.cube.", "hotspot.incidents.", "hotspot.geography.")


def forget() -> None:
    """Let go of every answer and table that is kept ready; the next question reads what is held anew.

    Every memory of these rooms is found by what it is, not by a list that a new one would have to be added to.
    """
    for name, module in [*sys.modules.items()]:
        if name.startswith(ROOMS):
            for kept in [*vars(module).values()]:
                clear = getattr(kept, "cache_clear", None)
                if callable(clear):
                    clear()
