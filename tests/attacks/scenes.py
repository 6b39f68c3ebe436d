"""Made-up feeds, what leaves of them, what is refused, and the attacker's equations of both."""

from __future__ import annotations

import itertools
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from hotspot import disclosure, geography, grid, measures
from hotspot.access import LOCAL, ledger
from hotspot.config import Parameters
from hotspot.cube import Cube, Step
from hotspot.disclosure import narrowing
from hotspot.disclosure.release import WITHHELD
from hotspot.errors import AccessError
from tests.attacks.solving import NOTHING, Equations, Verdict, attack

FORCE = "force/made"
MONTHS = tuple(str(month) for month in pd.period_range("2023-01", "2025-12", freq="M"))
Counts = NDArray[np.int64]


@cache
def windows_let_out(step: int = 1) -> frozenset[tuple[int, int]]:
    """Return every window that some question gets through, whatever is asked and however long one waits."""
    through = set()
    for held_to in range(1, len(MONTHS) + 1, step):
        held = MONTHS[0], MONTHS[held_to - 1]
        for start, end in itertools.product(("", *MONTHS[:held_to]), ("", *MONTHS[:held_to])):
            try:
                fit = disclosure.fitted(Parameters("made", start=start, end=end), [FORCE], held, LOCAL)
            except AccessError:
                continue
            through.add((MONTHS.index(fit.start), MONTHS.index(fit.end) + 1))
    return frozenset(through)


def sliding() -> list[tuple[int, int]]:
    """Return every window of a free date slider."""
    return [(a, b) for a in range(len(MONTHS)) for b in range(a + 1, len(MONTHS) + 1)]


def rolling(by: int = 1) -> list[tuple[int, int]]:
    """Return twelve months, rolled on by so many months."""
    return [(a, a + 12) for a in range(0, 25, by)]


def hours(rng: np.random.Generator, places: int, bands: int = 4) -> Verdict:
    """Attack the hour bands of places whose year is on the map, were they shown in bands of counts too."""
    total = NOTHING
    for _ in range(places):
        held = rng.poisson(rng.gamma(1.5, 4.0) * rng.dirichlet(np.ones(bands)))
        known = Equations(bands)
        known.shown(np.arange(bands), int(held.sum()))
        for band in range(bands):
            known.shown([band], int(held[band]))
        total += attack(known, [([band], int(held[band])) for band in range(bands)])
    return total


def by_windows(
    rng: np.random.Generator, places: int, windows: list[tuple[int, int]], rate: float, most: int = 20
) -> Verdict:
    """Attack the months and the windows of places of which these windows were released, each place by itself."""
    total = NOTHING
    for _ in range(places):
        months = rng.poisson(rate * rng.gamma(1.0), len(MONTHS))
        known = Equations(len(MONTHS))
        for first, last in windows:
            known.shown(np.arange(first, last), int(months[first:last].sum()))
        units = sorted({*((m, m + 1) for m in range(len(MONTHS))), *windows[:most]})
        seen = [
            (np.arange(a, b), int(months[a:b].sum())) for a, b in units if any(p <= a and b <= q for p, q in windows)
        ]
        total += attack(known, seen)
    return total


def slivers(rng: np.random.Generator, hexagons: int, home: Path) -> tuple[Verdict, Verdict]:
    """Attack slivers, what one hexagon and one neighbourhood share: as the ledger lets it, and with both out.

    Each hexagon holds two neighbourhoods whole and a part of a third, which reaches into the next hexagon.
    """
    slices = rng.poisson(np.tile([9.0, 9.0, 2.0], hexagons))
    places = np.arange(3 * hexagons)
    hexes = list(places.reshape(-1, 3))
    areas = [one for hexagon in hexes for one in (hexagon[:1], hexagon[1:2])]
    areas += [np.array([left[2], right[2]]) for left, right in zip(hexes[::2], hexes[1::2], strict=True)]
    one = ledger.Leaving(FORCE, "public", "h3-8 of made", "2025-01-01", "2025-12-31", ("robbery",), (), "a")
    other = ledger.Leaving(FORCE, "beyond", "lsoa of made", "2025-01-01", "2025-12-31", ("robbery",), (), "b")
    ledger.leave(home, one)
    allowed = [*hexes, *(areas if _leaves(home, other) else [])]
    truths = [(np.array([n]), int(slices[n])) for n in places]
    let_out, both = (attack(_of(slices, cuts), truths) for cuts in (allowed, [*hexes, *areas]))
    return let_out, both


def _leaves(home: Path, leaving: ledger.Leaving) -> bool:
    try:
        ledger.leave(home, leaving)
    except AccessError:
        return False
    return True


def _of(counts: Counts, cuts: list[Counts]) -> Equations:
    known = Equations(len(counts))
    for members in cuts:
        known.shown(members, int(counts[members].sum()))
    return known


def mixture(rng: np.random.Generator, places: int) -> tuple[int, Verdict]:
    """Attack a restricted source in one sum with a published one; return how many such sums left, and a control."""
    hidden, published = rng.poisson(2.0, places), rng.poisson(4.0, places)
    left, known = 0, Equations(places)
    for place in range(places):
        low, high = disclosure.bounds(disclosure.controlled_values(np.array([hidden[place] + published[place]])))
        known.know([place], float(low[0] - published[place]), float(high[0] - published[place]))
    try:
        disclosure.fitted(Parameters("made"), [FORCE, "police_uk/made"], (MONTHS[0], MONTHS[-1]), LOCAL)
        left = places
    except AccessError:
        pass
    return left, attack(known, [([place], int(hidden[place])) for place in range(places)])


def feed(rng: np.random.Generator, side_deg: float, rate: float, *, islands: bool = False) -> Cube:
    """Return a year of a made-up feed by hexagon: a busy spot and quiet ground, or islands without neighbours."""
    cells = grid.cells_inside(shapely.box(-1.5, 52.9, -1.5 + side_deg, 52.9 + side_deg * 0.6), 8)
    if islands:
        near = grid.neighbours(cells, 1).toarray() > 0
        alone: list[int] = []
        for i in range(len(cells)):
            if not near[i, alone].any():
                alone.append(i)
        cells = cells[alone]
    lon, lat = grid.centres(cells)
    away = np.hypot((lon - lon.mean()) * 0.6, lat - lat.mean())
    mean = rate * (0.15 + 8 * np.exp(-((away / 0.012) ** 2))) * rng.gamma(2.0, 0.5, len(cells))
    counts = rng.poisson(mean[:, None], (len(cells), 12)).astype(np.int32)
    months = pd.period_range("2025-01", "2025-12", freq="M")
    steps = tuple(Step(m.start_time.date(), m.end_time.date(), str(m), m.days_in_month) for m in months)
    names = tuple(grid.names(cells).tolist())
    return Cube(names, steps, counts, "h3", 8, "whole", grid.outlines(cells), grid.area_km2(cells), (), 0.5)


def words(cube: Cube, most: int, *, withhold: bool = True) -> Verdict:
    """Attack the counts of a window beside its categories and classes.

    The attacker is given more than leaves: the exact thresholds, and for each place whose word leaves whether it was
    hot in every single step. With ``withhold`` False he is given the words of every place, as a control.
    """
    made = measures.measure(cube, None, Parameters("made", mask="whole"))  # type: ignore[arg-type]
    out = disclosure.release(made, sources=[FORCE], scope=LOCAL)
    year = cube.counts.sum(axis=1)
    n, t = cube.counts.shape
    known = Equations(n * t)
    cell = np.arange(n * t).reshape(n, t)
    for i in range(n):
        known.shown(cell[i], int(year[i]))
    _know_words(known, made, out, cell, withhold=withhold)
    near = made.neighbours.toarray() > 0
    # Those beside a place with a word first: nobody else's count can be reached.
    worded = near[:, (out.frame["bin"] > 0).to_numpy()].any(axis=1)
    order = sorted(range(n), key=lambda i: (not worded[i], i))
    small = [i for i in order if 1 <= year[i] <= disclosure.BAND_TOP][:most]
    return attack(known, [(cell[i], int(year[i])) for i in small])


def _know_words(
    known: Equations, made: measures.Measures, out: disclosure.Release, cell: Counts, *, withhold: bool
) -> None:
    year, near = made.cube.counts.sum(axis=1), made.neighbours
    of = narrowing.known(out.counts[:, 0], near)
    z, bins = made.frame[["z"]].to_numpy(), made.frame[["bin"]].to_numpy()
    edges = narrowing.thresholds(year.astype(float)[:, None], z, bins, near, lag=0)[:, 0]
    days = np.array([step.days for step in made.cube.steps], dtype=float)
    steps = narrowing.edges_of(made.cube.counts, days, z=made.z, bins=made.bins, neighbours=near, lag=1)
    patterned = (out.frame["reason"] != WITHHELD).to_numpy() | (not withhold)
    classed = narrowing.class_may_leave(edges, of) | (not withhold)
    for i in range(len(year)):
        members = np.flatnonzero(near[[i]].toarray()[0])
        if classed[i]:
            level = max(int(bins[i, 0]), 0)
            low = np.ceil(edges[i, level - 1] - 1e-9) if level else 0
            high = np.ceil(edges[i, level] - 1e-9) - 1 if level < 3 else np.inf
            known.know(cell[members].ravel(), low, high)
        if patterned[i]:
            _know_steps(known, made.bins[i] > 0, steps[i], days, cell[members])


def _know_steps(
    known: Equations, hot: NDArray[np.bool_], edge: NDArray[np.float64], days: NDArray[np.float64], members: Counts
) -> None:
    for step, was in enumerate(hot):
        row = np.zeros(known.unknowns)
        for earlier in range(max(step - 1, 0), step + 1):
            row[members[:, earlier]] = 1 / days[earlier]
        known.weigh(row, edge[step] - 1e-9 if was else 0, np.inf if was else edge[step] - 1e-9)


def scores(cube: Cube, most: int) -> Verdict:
    """Attack the counts of a window with the score of each place to three decimals: what a raw surface would give."""
    year, near = cube.counts.sum(axis=1), grid.neighbours(list(cube.locations), 1)
    members = np.asarray((near > 0).sum(axis=1), dtype=float)
    n = len(year)
    spread = year.std() * np.sqrt((n * members - members**2) / (n - 1))
    z = np.round(((near > 0).astype(float) @ year - year.mean() * members) / spread, 3)
    known = Equations(n)
    for i in range(n):
        around = year.mean() * members[i] + np.array([z[i] - 0.0005, z[i] + 0.0005]) * spread[i]
        known.know(np.flatnonzero(near[[i]].toarray()[0]), around[0] - 1e-6, around[1] + 1e-6)
        known.shown([i], int(year[i]))
    return attack(known, [([i], int(year[i])) for i in _small(year)[:most]])


def density(cube: Cube, most: int, *, raw: bool) -> Verdict:
    """Attack the counts of a window with its map of density: the released classes, or raw values to three decimals."""
    year = cube.counts.sum(axis=1)
    known = Equations(len(year))
    for i in range(len(year)):
        known.shown([i], int(year[i]))
    if raw:
        x, y = geography.to_metres("EPSG:27700").transform(*grid.centres(list(cube.locations)))
        reach = np.hypot(x[:, None] - x, y[:, None] - y) / 1500
        kernel = np.where(reach < 1, (1 - reach**2) ** 2, 0)
        for i, seen in enumerate(np.round(kernel @ year, 3)):
            known.weigh(kernel[i], seen - 0.0005, seen + 0.0005)
    else:
        _know_classes(known, cube)
    return attack(known, [([i], int(year[i])) for i in _small(year)[:most]])


def _know_classes(known: Equations, cube: Cube) -> None:
    """Add what the classes of the released surface tell: which counts would have given another picture."""
    crs, where = "EPSG:27700", grid.centres(list(cube.locations))
    made = measures.measure(cube, None, Parameters("made", mask="whole"))  # type: ignore[arg-type]
    spots = measures.Spots(np.arange(len(cube.locations)), *geography.in_metres(*map(np.asarray, where), crs))
    drawn = measures.surface_of_spots(spots, crs)

    def picture(counts: Counts) -> tuple[bytes, float]:
        tried = measures.Measures(**{**vars(made), "cube": Cube(**{**vars(cube), "counts": counts})})
        surface = disclosure.release(tried, sources=[FORCE], scope=LOCAL, surface=drawn).surface
        assert surface is not None and surface.density is None
        return surface.classes.tobytes(), surface.bandwidth_m

    seen = picture(cube.counts)
    for i in _small(cube.counts.sum(axis=1))[:3]:
        fits = [n for n in range(disclosure.BAND_TOP + 1) if picture(_with(cube.counts, i, n)) == seen]
        known.know([i], min(fits), max(fits))


def _with(counts: Counts, place: int, total: int) -> Counts:
    changed = counts.copy()
    changed[place] = 0
    changed[place, 0] = total
    return changed


def _small(year: Counts) -> list[int]:
    return [i for i, count in enumerate(year) if 1 <= count <= disclosure.BAND_TOP]


def repeated(cube: Cube, home: Path, times: int) -> int:
    """Return how many different things left when the same was asked again and again, by every audience."""
    made = measures.measure(cube, None, Parameters("made", mask="whole"))  # type: ignore[arg-type]
    left = set()
    for turn in range(times):
        audience = ("public", "beyond", "meeting")[turn % 3]
        out = disclosure.release(made, sources=[FORCE], scope=disclosure_scope(audience))
        ledger.leave(home, _leaving(out, audience))
        left.add(out.digest)
    return len(left)


def disclosure_scope(audience: str):
    from hotspot.access import Scope

    return Scope(audience=audience)


def _leaving(out: disclosure.Release, audience: str) -> ledger.Leaving:
    first, last = (day.isoformat() for day in (out.steps[0].start, out.steps[-1].end))
    assert (first, last) == (date(2025, 1, 1).isoformat(), date(2025, 12, 31).isoformat())
    return ledger.Leaving(FORCE, audience, "h3-8 of made", first, last, ("robbery",), (), out.digest)
