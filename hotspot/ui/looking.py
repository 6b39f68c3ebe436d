"""Where the reader sent the map. A filter never moves it: only a button or a row of the list does."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from hotspot.ui import address
from hotspot.views.maps import View

PART = "part"  # in the address: the map looks at the chosen part of the area
KEPT = "looked_at"


def look_at(said: str) -> None:
    """Send the map somewhere: to a place by its key, to the chosen part, or with nothing to the whole area."""
    st.session_state.pop(KEPT, None)
    address.note(look=said)


def looked_at(area: str, find: Callable[[str], View | None]) -> View | None:
    """Return where the reader sent the map, None for the whole area.

    The view is kept as it was when the map was sent there. The same key may mean a smaller or larger place under
    another filter, or none at all, and the map would jump.

    Parameters
    ----------
    area : str
        Key of the area that is shown.
    find : callable
        Returns the view that a key of the address asks for, None where there is nothing of that key.
    """
    said = address.extra(address.LOOK)
    if not said:
        return None
    kept: tuple[str, str, View] | None = st.session_state.get(KEPT)
    if kept is not None and kept[:2] == (area, said):
        return kept[2]
    view = find(said)
    if view is not None:
        st.session_state[KEPT] = (area, said, view)
    return view
