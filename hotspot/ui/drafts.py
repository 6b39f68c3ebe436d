"""What is being written for a place: it waits for its reader, who may look at another place or page between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

DONE = "saved_last"  # the kind of the draft that was saved last, and what is said of it


@dataclass(frozen=True)
class Draft:
    """What a reader has written of one kind for one place of an area and not saved yet.

    Its fields stand in no form: a browser tells nobody what is typed into one before it is sent, and lets go of it with
    the form. They ask for no drawing of the page either. What was typed comes with the next click, whatever it is on.
    """

    kind: str
    area: str
    place: str

    def ask(self, field: Callable[..., Any], label: str, name: str, **how: Any) -> Any:
        """Show a field with what was written into it, and return what stands in it.

        Parameters
        ----------
        field : callable
            Of Streamlit; takes ``key``, ``on_change`` and ``persist_state``.
        label, name : str
            As the reader sees it, and as the entry names it.
        **how
            What else the field takes.
        """
        return field(label, key=self.key(name), **LASTING, **how)

    def key(self, name: str) -> str:
        """Return the key of a field; after each saving another one, for a field under another key is empty."""
        return f"{self._name}_{st.session_state.get(self._name, 0)}_{name}"

    def holds(self, *names: str) -> bool:
        """Return whether anything was written into one of these fields."""
        return any(st.session_state.get(self.key(name)) not in ("", None) for name in names)

    def saved(self, said: str) -> None:
        """Empty the fields, for what was written is kept elsewhere now, and say so beside them."""
        st.session_state[self._name] = st.session_state.get(self._name, 0) + 1
        st.session_state[DONE] = (self.kind, said)

    @property
    def _name(self) -> str:
        return f"draft_{self.kind}_{self.area}_{self.place}"


LASTING: dict[str, Any] = {"on_change": "ignore", "persist_state": "session"}
