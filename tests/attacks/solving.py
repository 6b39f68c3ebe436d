"""The attacker: everything that was released as equations about whole numbers, and what they leave open.

He knows the method, the thresholds and every release, never a record. For each count he asks the least and the greatest
value that fits (integer programming, HiGHS in SciPy). One value left is a count recovered; fewer than four values left
of a small count is a count narrowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from hotspot import disclosure

MOST = 400.0  # no attacker believes in more at one place and step
WIDTH = 3


@dataclass
class Equations:
    """What is known: sums of unknown counts between bounds.

    Attributes
    ----------
    unknowns : int
        How many counts the attacker solves for.
    """

    unknowns: int
    rows: list[NDArray[np.float64]] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def know(self, members: Sequence[int] | NDArray[np.integer], low: float, high: float) -> None:
        """Add that the sum over some unknowns lies between two numbers."""
        row = np.zeros(self.unknowns)
        np.add.at(row, np.asarray(members), 1.0)
        self.weigh(row, low, high)

    def weigh(self, row: NDArray[np.float64], low: float, high: float) -> None:
        """Add that a weighted sum lies between two numbers."""
        self.rows.append(row)
        self.low.append(low)
        self.high.append(high)

    def shown(self, members: Sequence[int] | NDArray[np.integer], count: int) -> None:
        """Add what a controlled count tells of the sum behind it."""
        low, high = disclosure.bounds(disclosure.controlled_values(np.array([count])))
        self.know(members, float(low[0]), float(high[0]))

    def interval(self, members: Sequence[int] | NDArray[np.integer]) -> tuple[int, int]:
        """Return the least and the greatest sum over some unknowns that fits everything known."""
        aim = np.zeros(self.unknowns)
        np.add.at(aim, np.asarray(members), 1.0)
        known = LinearConstraint(sparse.csr_array(np.array(self.rows)), self.low, self.high)
        ends = []
        for sign in (1.0, -1.0):
            found = milp(
                sign * aim,
                constraints=known,
                integrality=np.ones(self.unknowns),
                bounds=Bounds(0, MOST),
                options={"time_limit": 20.0},
            )
            # Where the solver ran out of time its proven bound stands: never a tighter one than is true.
            assert found.status in (0, 1), f"what the attacker knows contradicts itself: {found.message}"
            ends.append(sign * (found.fun if found.status == 0 else found.mip_dual_bound))
        return int(np.ceil(ends[0] - 1e-6)), int(np.floor(ends[1] + 1e-6))


@dataclass(frozen=True)
class Verdict:
    """How many small counts were attacked, recovered and narrowed, and whether an interval ever missed the truth."""

    attacked: int
    recovered: int
    narrowed: int
    wrong: int

    @property
    def held(self) -> bool:
        """Whether the promise held: nothing recovered, nothing narrowed, and the attacker's equations were true."""
        return not (self.recovered or self.narrowed or self.wrong)

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


NOTHING = Verdict(0, 0, 0, 0)


def attack(known: Equations, truths: Iterable[tuple[Sequence[int] | NDArray[np.integer], int]]) -> Verdict:
    """Try to find each small count: members and the true sum, of which only 1 to 7 are attacked."""
    attacked = recovered = narrowed = wrong = 0
    for members, truth in truths:
        if not 1 <= truth <= disclosure.BAND_TOP:
            continue
        low, high = known.interval(members)
        attacked += 1
        recovered += low == high
        narrowed += high - low < WIDTH
        wrong += not low <= truth <= high
    return Verdict(attacked, recovered, narrowed, wrong)
