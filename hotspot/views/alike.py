"""Texts of thousands of places, of which few differ: each is held once, with who has which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Alike(Sequence[str]):
    """A text for each place, read like a list of them.

    Attributes
    ----------
    texts : list of str
        The different texts; every one of them is some place's.
    which : int array (places,)
        Which of them each place has.

    >>> said = Alike(["3 in May", "1 in May"], np.array([0, 1, 0]))
    >>> list(said), said[-1], list(said.each(str.upper))
    (['3 in May', '1 in May', '3 in May'], '3 in May', ['3 IN MAY', '1 IN MAY', '3 IN MAY'])
    """

    texts: list[str]
    which: NDArray[np.intp]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Alike:
        """Return any texts as such a list.

        >>> Alike.of(["a", "b", "a"]).texts
        ['a', 'b']
        """
        if isinstance(texts, cls):
            return texts
        which, different = pd.factorize(np.array(texts, dtype=object))
        return cls([str(one) for one in different], which)

    def each(self, said: Callable[[str], str]) -> Alike:
        """Return what is said of each text, worked out once for each different one."""
        return Alike([said(one) for one in self.texts], self.which)

    def __len__(self) -> int:
        """Return how many places there are."""
        return len(self.which)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Alike: ...
    def __getitem__(self, at: int | slice) -> str | Alike:
        """Return the text of a place, or those of some."""
        return Alike(self.texts, self.which[at]) if isinstance(at, slice) else self.texts[self.which[at]]
