"""Places of a restricted source in order: how many of them surely come before all others.

Their counts are bands. Which place of a band holds most is not known to the reader, so one that merely happens to stand
first among its equals must not be listed or numbered: those that are would look like a cluster.
"""

from __future__ import annotations

import pandas as pd


def whole_bands(order: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return the first places of an order by bands, without a band that goes on beyond them.

    Parameters
    ----------
    order : DataFrame
        Places with their ``count``, most first.
    top : int
        How many may be listed; none is where more than these share the highest band.

    Examples
    --------
    >>> whole_bands(pd.DataFrame({"count": [40, 10, 1, 1, 1]}), 3)["count"].tolist()
    [40, 10]
    >>> len(whole_bands(pd.DataFrame({"count": [4, 4, 4]}), 2)), len(whole_bands(pd.DataFrame({"count": [4, 4]}), 2))
    (0, 2)
    """
    head = order.head(top)
    return head if len(order) <= top else head[head["count"] > order["count"].iloc[top]]
