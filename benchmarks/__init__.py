"""Measured side by side with peers, in one run, and never asserted in a test.

A section is a module of this package with two names:

``TITLE``
    One line that says what is measured, on what data, and the goal.
``contenders() -> list[Contender]``
    What is run, the same work each. The runner takes turns between all contenders of all chosen sections
    (round-robin), so that a busy minute on the machine hits every one of them, and reports medians.

A section that is not a race (how often pattern-free data is called a pattern) has ``table() -> Table`` instead of
``contenders``; it is run once.

Peers are imported inside the section's functions, so that one missing peer costs one row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Contender:
    """One way of doing a section's work.

    Parameters
    ----------
    name : str
        As shown in the table, with the version: ``versioned("hotspot", "plain numpy")``.
    run : callable
        Does the work once on data made beforehand. Only this is timed.
    repeats : int
        How many times it is run; few for slow peers, at least 1.
    ours : bool
        The first contender of ours is the base of the ratios.
    check : callable, optional
        Given what ``run`` returned, a short remark for the table, such as the greatest error.
    peak_memory : bool
        Measure peak memory above the input once, in a process of its own (slow: it makes the data again).
    """

    name: str
    run: Callable[[], object]
    repeats: int = 5
    ours: bool = False
    check: Callable[[object], str] | None = None
    peak_memory: bool = False


@dataclass(frozen=True)
class Table:
    """A finished table: its heading and its rows, all text."""

    heading: Sequence[str]
    rows: Sequence[Sequence[str]]


def versioned(package: str, remark: str = "") -> str:
    """Return the name and version of an installed package, with a remark."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        name = f"{package} {version(package)}"
    except PackageNotFoundError:
        name = package
    return f"{name} ({remark})" if remark else name
