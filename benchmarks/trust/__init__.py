"""Attacks on the store and on the door, run by hand: ``python -m benchmarks.trust [section ...]``.

Each section is a module with ``TITLE`` and ``rows() -> list[Row]``; its table is written into docs/trust.md. A section
does real harm to real processes and files (kills, damaged bytes, hostile files) in a folder of its own, and compares
what is left with what was held before and what would have been held after.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One attack: what was done, how often, and what came of it.

    Parameters
    ----------
    attack : str
        What was done.
    tries : int
        How often.
    found : str
        What was counted afterwards, the failures among it.
    failures : int
        How many tries broke the promise; 0 is a pass.
    """

    attack: str
    tries: int
    found: str
    failures: int
