"""One demonstration island with its truth, and what the pipeline answers when asked about it."""

from __future__ import annotations

import tomllib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest.mock import patch

import shapely

from hotspot import demo, pipeline
from hotspot.config import Parameters, Settings
from hotspot.demo.files import ROOT
from hotspot.findings import Findings
from hotspot.findings.figures import ends, signed
from hotspot.findings.hours import Hours
from hotspot.findings.side_by_side import WhoElse
from hotspot.pipeline import Analysis, reading

BESIDE_DEGREES = 1e-4  # some ten metres: outlines that touch, whatever their rounding


@dataclass(frozen=True)
class Reading:
    """What was found of one point of the story, as text, and whether that is what was planted.

    ``claims`` are the places named hot where nothing was planted, and all places named hot.
    """

    planted: str
    found: str
    recovered: bool
    claims: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Island:
    """One built demonstration, its truth, and what the pipeline says of it."""

    truth: dict[str, Any]
    settings: Settings
    shipped: reading.Shipped

    def asked(self, **changes: Any) -> Analysis:
        """Return the answer to a question: the defaults, and what is changed."""
        with self.held():
            return pipeline.analyse(Parameters(area=reading.DEMO, **changes), settings=self.settings)

    def evening(self, preset: str, where: str) -> Hours:
        """Return the hours of a window of the week, here or everywhere."""
        with self.held():
            window = pipeline.WeekWindow(preset, where)
            return pipeline.evening(Parameters(area=reading.DEMO), window, settings=self.settings).hours

    def who_else(self) -> WhoElse:
        """Return the sources side by side."""
        with self.held():
            return pipeline.who_else(Parameters(area=reading.DEMO), settings=self.settings)

    def held(self) -> AbstractContextManager[object]:
        """Return the time in which the product takes this island for the one that ships."""
        return patch.object(reading, "shipped", lambda: self.shipped)

    @cached_property
    def recorded(self) -> Analysis:
        """The default question: recorded violence by cell and month."""
        return self.asked()

    @cached_property
    def by_lsoa(self) -> Analysis:
        """The same by LSOA and 28 days, as the categories are planted."""
        return self.asked(geography="lsoa", step="28d")

    @cached_property
    def places(self) -> dict[str, dict[str, Any]]:
        """Each place of the story by key; an island of another seed has its LSOAs elsewhere."""
        lsoa = self.recorded.base.lsoa
        return {
            place["key"]: place
            | {"lsoa": lsoa.index[lsoa.geometry.contains(shapely.Point(place["lon"], place["lat"]))][0]}
            for place in self.truth["place"]
        }

    def effect(self, name: str) -> dict[str, Any]:
        """Return what was planted of a chapter."""
        return dict(self.truth["effect"][name])


def island(seed: int | None, home: Path) -> Island:
    """Return the island of a seed, or the one that ships."""
    truth = tomllib.loads((ROOT / "data" / "TRUTH.toml").read_text(encoding="utf-8"))
    tables = demo.tables() if seed is None else demo.build(seed)
    return Island(truth, Settings(home), reading.Shipped(f"demo-{demo.content_hash(tables)[:12]}", read=tables.get))


def counted(findings: Findings, location: str, first: str, last: str) -> int:
    """Return what a location holds in the steps that lie between two days, both included."""
    low, high = date.fromisoformat(first), date.fromisoformat(last)
    inside = [low <= step.start and step.end <= high for step in findings.steps]
    return int(findings.counts[findings.locations.index.get_loc(location), inside].sum())


def unplanted(findings: Findings, planted: set[str]) -> list[str]:
    """Return the places named hot that neither hold nor adjoin a location of the story.

    A score is that of a neighbourhood, so that a planted excess rightly shows next door too.
    """
    locations = findings.locations
    story = shapely.union_all(locations.geometry[locations.index.isin(planted)].to_numpy())
    near = set(locations.loc[shapely.dwithin(locations.geometry.to_numpy(), story, BESIDE_DEGREES), "place"])
    return sorted(set(locations.loc[locations["category"] > 0, "place"].map(str)) - set(map(str, near)))


def interval(estimate: float, low: float, high: float, unit: str = "") -> str:
    """Return a figure with its interval."""
    return f"{signed(estimate)}{unit} ({ends(low, high)})"
