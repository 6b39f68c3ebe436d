"""Attackers on controlled releases, and the same attackers on releases that the product refuses."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.trust import Row
from hotspot.cube import Cube
from tests.attacks import scenes
from tests.attacks.solving import NOTHING, Verdict

TITLE = "Small counts behind controlled releases"
FEEDS = 16


def let_out(attack: str, found: Verdict) -> Row:
    """Return the row of what really leaves: any small count found is a broken promise."""
    said = f"{found.recovered} recovered, {found.narrowed} narrowed to fewer than four values"
    return Row(attack, found.attacked, said, found.recovered + found.narrowed + found.wrong)


def control(attack: str, found: Verdict) -> Row:
    """Return the row of an unsafe release that the product refuses: finding nothing would be the fault."""
    said = f"control: {found.recovered} recovered, {found.narrowed} narrowed, as they must be"
    return Row(attack, found.attacked, said, int(found.narrowed == 0) + found.wrong)


def refused(attack: str, found: Verdict) -> Row:
    """Return the row of a release that is not offered: what it would give away is told, and is no promise."""
    said = f"not offered: {found.recovered} recovered, {found.narrowed} narrowed"
    return Row(attack, found.attacked, said, found.wrong)


def over(made: Callable[[int], Verdict], times: int) -> Verdict:
    """Return what an attack found over several made-up feeds."""
    return sum((made(seed) for seed in range(times)), NOTHING)


def _feeds(*, islands: bool) -> list[Cube]:
    # Few records make the thresholds of islands low, and a low threshold tells most.
    rates = np.full(FEEDS, 0.2) if islands else np.linspace(0.2, 1.0, FEEDS)
    return [
        scenes.feed(np.random.default_rng(seed), 0.09, float(rate), islands=islands) for seed, rate in enumerate(rates)
    ]


def rows() -> list[Row]:
    """Return every attack on what leaves, each beside its control."""
    rng = np.random.default_rng(7)
    with tempfile.TemporaryDirectory(prefix="hotspot-trust-") as folder:
        slivers, both = scenes.slivers(rng, 600, Path(folder))
        asked = scenes.repeated(scenes.feed(rng, 0.06, 1.0), Path(folder) / "again", 60)
    sums, mixed = scenes.mixture(rng, 400)
    spread, islands = _feeds(islands=False), _feeds(islands=True)
    windows = sorted(scenes.windows_let_out())
    return [
        let_out("Differencing: every window that any question gets through", scenes.by_windows(rng, 80, windows, 0.4)),
        control("A free date slider, counts in bands", scenes.by_windows(rng, 3, scenes.sliding(), 2.0, 0)),
        refused("Twelve months rolled on by a month, counts alone", scenes.by_windows(rng, 40, scenes.rolling(), 2, 0)),
        refused("Hour bands of each place beside its map, counts alone", scenes.hours(rng, 200)),
        let_out("Slivers: hexagons, and neighbourhoods as far as the ledger lets them", slivers),
        control("Both geographies of the same year", both),
        Row("Sums of a restricted and a published source", 400, f"{sums} left", sums),
        control("Such sums, the published part known", mixed),
        let_out("Density: five classes of the map", over(lambda n: scenes.density(spread[n], 8, raw=False), 6)),
        control("A raw density to three decimals", over(lambda n: scenes.density(spread[n], 8, raw=True), 6)),
        control("Raw scores to three decimals", over(lambda n: scenes.scores(spread[n], 8), 6)),
        let_out(
            "Words: category and class of every place, islands", over(lambda n: scenes.words(islands[n], 9), FEEDS)
        ),
        control(
            "The words of all islands",
            over(lambda n: scenes.words(islands[n], 9, withhold=False), FEEDS),
        ),
        let_out("Words: a town and its surroundings", over(lambda n: scenes.words(spread[n], 6), FEEDS)),
        Row("The same question again, by three audiences", 60, f"{asked} different answer", int(asked != 1)),
    ]
