"""A map as the browser reads it: written once, sent to everybody who asks the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pydeck as pdk


@dataclass(frozen=True)
class WrittenDeck:
    """A deck whose specification is written already; Streamlit draws it as it draws a deck of pydeck.

    Attributes
    ----------
    spec : str
        The specification as JSON.
    _tooltip : object
        The template of the tooltips, under the name by which Streamlit finds it.
    layers : tuple
        Empty: there is nothing left to prepare.

    Examples
    --------
    >>> written = WrittenDeck.of(pdk.Deck(layers=[], map_provider=None))
    >>> written.to_json() == written.spec, len(written) == len(written.spec)
    (True, True)
    """

    spec: str
    _tooltip: Any
    layers: tuple[Any, ...] = ()

    @classmethod
    def of(cls, deck: pdk.Deck) -> WrittenDeck:
        """Write a deck."""
        return cls(str(deck.to_json()), deck._tooltip)

    def to_json(self) -> str:
        """Return the specification."""
        return self.spec

    def __len__(self) -> int:
        """Return how many letters it has."""
        return len(self.spec)
