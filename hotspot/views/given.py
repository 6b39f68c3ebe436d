"""What a view is given: the shape of an analysis, read and never changed.

Views draw whatever has these attributes, so they work on a finished analysis, on a made-up one in a notebook, and on
one that a test built by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from hotspot.config import AreaProfile, Measure, Parameters
from hotspot.findings import Findings as Findings


class BaseMap(Protocol):
    """The boundaries behind every map, EPSG:4326."""

    @property
    def outline(self) -> Any:
        """The whole area, one shapely geometry."""

    @property
    def csp(self) -> Any:
        """GeoDataFrame of Community Safety Partnerships with ``name``."""

    @property
    def lsoa(self) -> Any:
        """GeoDataFrame of LSOAs, simplified."""

    @property
    def features(self) -> pd.DataFrame:
        """What a base map file brought: type, name, geometry; without a row where none was added."""

    @property
    def streets(self) -> Callable[[tuple[float, float, float, float]], pd.DataFrame]:
        """Give the streets between west, south, east and north, as such a table."""


class Analysis(Protocol):
    """One finished analysis: parameters in, findings and tables out."""

    @property
    def parameters(self) -> Parameters:
        """The parameters it was made with."""

    @property
    def profile(self) -> AreaProfile:
        """The area profile."""

    @property
    def measure(self) -> Measure:
        """What is counted."""

    @property
    def findings(self) -> Findings:
        """Locations and places."""

    @property
    def base(self) -> BaseMap:
        """Boundaries behind the map."""

    @property
    def districts(self) -> pd.DataFrame:
        """One row per Community Safety Partnership."""

    @property
    def lsoas(self) -> Any:
        """GeoDataFrame, one row per LSOA."""

    @property
    def institutions(self) -> pd.DataFrame:
        """Hospitals, prisons and the like, set aside."""

    @property
    def quality(self) -> pd.DataFrame:
        """Rows kept, rejected and flagged."""

    @property
    def sources(self) -> Sequence[str]:
        """What was counted."""

    @property
    def notes(self) -> Sequence[str]:
        """Plain sentences that belong beside every number of it."""

    @property
    def run_card(self) -> Mapping[str, str]:
        """How these numbers were made, in words."""
