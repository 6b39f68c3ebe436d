"""A made-up force feed and ambulance feed over two real towns, and the numbers of theirs that must never leave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from hotspot import access, cli, pipeline
from hotspot.access import Feed, Scope
from hotspot.config import Parameters, Settings
from tests.conftest import REFERENCE

FORCE, AMBULANCE = "force/towns", "ambulance/towns"
FEEDS = (Feed(FORCE, "police", "Towns Police", "cda"), Feed(AMBULANCE, "ambulance", "Towns Ambulance", "s16"))
PROFILE = """
name = "Two towns"
country = "England"
crs = "EPSG:27700"
zone = "Europe/London"
csps = ["E22000040", "E22000042"]
sources = ["force/towns", "ambulance/towns"]
[definition]
words = "Made up."
[measures.violence]
title = "Violence"
categories = { force = ["Violence with injury", "Robbery", "Sexual offences"] }
[measures.call_outs]
title = "Call-outs"
categories = { ambulance = ["Assault"] }
[night]
window = ["18:00", "06:00"]
[calendar]
holidays = "GB-ENG"
terms = []
"""
PLANTED = {(-1.4746, 52.9225): 1213, (-1.4400, 52.9000): 1347, (-1.3090, 52.9700): 2461, (-1.5200, 52.8870): 3}
SEXUAL = {(-1.4746, 52.9225): 1117, (-1.3090, 52.9700): 6}
SEED = 11
NUMBER = re.compile(r"(?<![\w.,])-?\d+(?:[.,]\d+)*(?!\w|[.,]\d)")  # a whole one, as people and tables write it


def _rows(rng: np.random.Generator, title: str, planted: dict[tuple[float, float], int], spread: int) -> pd.DataFrame:
    """Return made-up records: in 2025 exactly what is planted, and thinly spread ones in every month of three years."""
    spots = [(place, "2025", count) for place, count in planted.items()]
    spots += [(place, year, count // 5) for place, count in planted.items() for year in ("2023", "2024")]
    made = [_at(rng, *place, year, count) for place, year, count in spots]
    lon, lat = rng.uniform(-1.53, -1.43, spread), rng.uniform(52.88, 52.95, spread)
    months = rng.choice(pd.period_range("2023-01", "2025-12", freq="M").astype(str), spread)
    made.append(pd.DataFrame({"month": months, "lon": lon, "lat": lat}))
    rows = pd.concat(made, ignore_index=True)
    days, hours = rng.integers(1, 29, len(rows)), rng.integers(0, 24, len(rows))
    return pd.DataFrame({
        "Offence date": [f"{day:02d}/{month[5:]}/{month[:4]}" for day, month in zip(days, rows["month"], strict=True)],
        "Offence time": [f"{hour:02d}:{minute:02d}" for hour, minute in zip(hours, days * 2, strict=True)],
        "Offence title": title,
        "Longitude": rows["lon"].round(5),
        "Latitude": rows["lat"].round(5),
    })  # fmt: skip


def _at(rng: np.random.Generator, lon: float, lat: float, year: str, count: int) -> pd.DataFrame:
    months = [f"{year}-{month:02d}" for month in rng.integers(1, 13, count)]
    return pd.DataFrame({"month": months, "lon": lon, "lat": lat})


def made(shared: Path, folder: Path, *, more_calls: Mapping[tuple[float, float], int] | None = None) -> None:
    """Fill a home from the terminal, as the person who keeps it does; HOTSPOT_HOME names it.

    ``more_calls`` adds so many call-outs in January 2025 to the same others: for comparing two homes.
    """
    (folder / "profiles").mkdir(parents=True)
    (folder / "profiles" / "towns.toml").write_text(PROFILE)
    data, rng = shared / "data", np.random.default_rng(SEED)
    assert cli.main(["add", *(str(data / one) for one in ("areas/derbyshire", *REFERENCE))]) == 0
    force = [_rows(rng, "Violence with injury", PLANTED, 900), _rows(rng, "Sexual offences", SEXUAL, 0)]
    calls = [_rows(rng, "Assault", {place: count // 2 + 1 for place, count in PLANTED.items()}, 600)]
    more = [pd.concat([calls[0].tail(1)] * n).assign(Longitude=lon, Latitude=lat, **{"Offence date": "02/01/2025"})
            for (lon, lat), n in (more_calls or {}).items()]  # fmt: skip
    calls += more
    for feed, rows in zip(FEEDS, (force, calls), strict=True):
        said = ["--source", feed.source, "--provider", feed.provider, "--owner", feed.owner, "--gateway", feed.gateway]
        assert cli.main(["feed", "register", *said]) == 0
        file = folder.parent / f"{feed.provider}.csv"
        held = pd.concat(rows, ignore_index=True)
        held.insert(0, "Ref", [f"R{n}" for n in range(len(held))])
        held.to_csv(file, index=False)
        assert cli.main(["map", str(file), "--save", feed.provider, "--source", feed.source]) == 0
        assert cli.main(["add", str(file), "--source", feed.source]) == 0
        file.unlink()


@dataclass(frozen=True)
class Secrets:
    """Numbers that nobody but a feed's analyst may see, as they would be written."""

    words: tuple[str, ...]

    def found(self, text: str) -> list[str]:
        """Return every one of them in a text."""
        written = {*NUMBER.findall(text), *NUMBER.findall(text.replace(",", " "))}  # a comma may also part two cells
        return sorted(set(self.words) & (written | {number.lstrip("-") for number in written}))


def secrets(home: Path, of: tuple[str, ...] = (FORCE, AMBULANCE)) -> Secrets:
    """Return the exact counts and scores of these feeds, worked out as their analyst."""
    own = Scope(audience="analyst", analyst_of=(FORCE, AMBULANCE), feeds=FEEDS)
    told: set[str] = set()
    for source, offence in ((FORCE, "violence"), (AMBULANCE, "call_outs")):
        if source not in of:
            continue
        for year in ({}, {"start": "2025-01", "end": "2025-12"}):
            asked = Parameters("towns", sources=(source,), offence=offence, **year)
            told |= _exact(pipeline.analyse(asked, settings=Settings(home), scope=own))
    return Secrets(tuple(sorted(told)))


def _exact(answer: pipeline.Analysis) -> set[str]:
    found = answer.findings
    counts = [*found.counts.sum(axis=1), *found.counts.sum(axis=0), found.counts.sum(), *answer.districts["count"]]
    counts += [int(answer.quality["rows"].sum())] if "rows" in answer.quality else []
    # Round ones are shown by rule, and short ones stand on every page for something else.
    large = {int(count) for count in counts if count == count and count > 999 and int(count) % 5}
    scores = {f"{z:.3f}" for z in found.locations["z"].dropna() if abs(z) > 3}
    return {f"{count}" for count in large} | {f"{count:,}" for count in large} | scores


def becomes_analyst(home: Path) -> None:
    """Let the person at this machine be the analyst of both feeds."""
    for feed in FEEDS:
        said = ["--source", feed.source, "--provider", feed.provider, "--owner", feed.owner, "--gateway", feed.gateway]
        assert cli.main(["feed", "register", *said, "--analyst", "--reason", "trying what an analyst sees"]) == 0
    assert len(access.feeds(home)) == len(FEEDS)
