"""What a view is given: the shapes of findings and of an analysis, read and never changed.

Views draw whatever has these attributes, so they work on a finished analysis, on a made-up one in a notebook, and on
one that a test built by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Step(Protocol):
    """One step of time, both days included."""

    @property
    def start(self) -> date:
        """First day."""

    @property
    def end(self) -> date:
        """Last day."""

    @property
    def label(self) -> str:
        """The step's name."""


class Findings(Protocol):
    """Numbers joined back to places: one row a location, one row a named place."""

    @property
    def locations(self) -> Any:
        """GeoDataFrame, index location id, EPSG:4326."""

    @property
    def places(self) -> pd.DataFrame:
        """Named places, ranked by count."""

    @property
    def steps(self) -> Sequence[Step]:
        """The steps of time, oldest first."""

    @property
    def counts(self) -> NDArray[Any]:
        """Counts, shape (locations, steps)."""

    @property
    def z(self) -> NDArray[np.float64]:
        """Gi* z-scores, shape (locations, steps)."""

    @property
    def bins(self) -> NDArray[Any]:
        """Confidence bins -3..3, shape (locations, steps)."""

    @property
    def notes(self) -> Sequence[str]:
        """What a reader must know, in plain sentences."""


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


class Measure(Protocol):
    """What is counted."""

    @property
    def title(self) -> str:
        """Its name on screen."""

    @property
    def caveat(self) -> str:
        """What the source cannot separate."""


class Source(Protocol):
    """One source that is held: its name, its months and its gaps."""

    @property
    def source(self) -> str:
        """For example ``police_uk/gwent``."""

    @property
    def months(self) -> Sequence[str]:
        """Months held, ``YYYY-MM``."""

    @property
    def gaps(self) -> Sequence[Sequence[str]]:
        """First and last month of each gap."""


class Analysis(Protocol):
    """One finished analysis: parameters in, findings and tables out."""

    @property
    def parameters(self) -> Any:
        """The parameters it was made with."""

    @property
    def profile(self) -> Any:
        """The area profile."""

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
    def sources(self) -> Sequence[Source]:
        """What was counted."""

    @property
    def run_card(self) -> Mapping[str, str]:
        """How these numbers were made, in words."""
