"""From which size on the compiled path pays for the seconds that loading its compiler takes."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

COMPILED_FROM = 2_000_000
"""Number of bins (places times steps) from which statistics run compiled; below it plain numpy is as quick.

The compiler takes 1 to 3 seconds to load, which the start of the app and every ordinary selection are spared.
"""


def is_large(values: NDArray[Any]) -> bool:
    """Return whether an array is large enough for the compiled path.

    >>> import numpy as np
    >>> is_large(np.zeros((5_000, 36))), is_large(np.zeros((200_000, 104), dtype=np.int8))
    (False, True)
    """
    return values.size >= COMPILED_FROM
