"""How good past lists were on real records: every one scored on the month that followed it, as the product does it."""

from __future__ import annotations

import tempfile
import time
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from benchmarks import Table
from hotspot import access, pipeline
from hotspot.access import Feed
from hotspot.config import Parameters, Settings

TITLE = "Scorecard: lists made from every month before, scored on the month that followed (goal: shown, not won)"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
GWENT = (
    "police_uk/gwent-street.zip", "areas/gwent", "lookups", "boundaries/csp24_EW_derived.parquet",
    "population/pop_density_2011_2022.parquet",
)  # fmt: skip
TORONTO = (
    "incidents_with_time/toronto_assault_robbery_2014_2021.parquet",
    "incidents_with_time/toronto_neighbourhoods_140_crime_rates.geojson",
)
FEED = Feed("open/toronto", "published", "Toronto Police Service", "published", location="street", time="hour")
QUESTIONS = (
    ("Gwent, recorded violence", GWENT, Parameters("gwent")),
    ("Toronto, assault and robbery", TORONTO, Parameters("toronto")),
    ("Toronto, robbery", TORONTO, Parameters("toronto", offence="robbery")),
)
WIDEST = 0.02
HEADING = (
    "data",
    "lists",
    "length",
    "places chosen by",
    "held",
    "95 % interval",
    "PAI",
    "PEI",
    "against the plain count",
)


def table() -> Table:
    """Return one row per question, length of list and method."""
    rows = []
    for title, files, question in QUESTIONS:
        with tempfile.TemporaryDirectory() as home:
            settings = Settings(Path(home))
            access.register(settings.home, FEED, at=datetime(2026, 1, 1))
            refused = [line.text for line in pipeline.add([DATA / name for name in files], settings) if not line.ok]
            assert not refused, refused
            begun = time.perf_counter()
            scope = access.local_scope(settings.home, as_of=date(2026, 1, 1))
            scored = pipeline.scorecard(question, settings=settings, scope=scope)
            print(f"{title}: {time.perf_counter() - begun:.1f} s", *scored.notes, sep="\n", flush=True)
        told = scored.card.table.query("(unit == 'places' or at <= @WIDEST) and method != 'random_draw'")
        rows += [_row(title, len(scored.card.folds), row) for _, row in told.iterrows()]
    return Table(HEADING, rows)


def _row(title: str, lists: int, row: pd.Series) -> tuple[str, ...]:
    length = f"{row['at']:.0f} places" if row["unit"] == "places" else f"{100 * row['at']:g} % of the area"
    points = [100 * row[name] + 0.0 for name in ("difference", "difference_low", "difference_high")]
    return (
        title, str(lists), length, row["title"], f"{row['hit_rate']:.1%}", f"{row['low']:.1%} to {row['high']:.1%}",
        f"{row['pai']:.1f}", f"{row['pei']:.2f}", "{:+.1f} ({:+.1f} to {:+.1f})".format(*points),
    )  # fmt: skip
