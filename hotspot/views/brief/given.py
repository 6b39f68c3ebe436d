"""What a brief and a pack are made of: finished answers, read and never changed.

What is not held is None or empty, and the page says so: an empty box would look like good news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from hotspot.targeting.nearby import Nearby, Nearest, Need
from hotspot.views.given import Analysis

MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE", "")
LANGUAGES = {"en": "English", "cy": "Cymraeg (to be checked by a Welsh speaker)"}


@dataclass(frozen=True)
class Point:
    """Something to name on the close-up, such as a station: its name, lon and lat."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Paper:
    """How the paper itself is to be.

    Attributes
    ----------
    marking : str
        Protective marking, or nothing.
    language : str
        A key of ``LANGUAGES``.
    as_of : date
        Today: what is overdue is overdue on this day.
    """

    marking: str = "OFFICIAL"
    language: str = "en"
    as_of: date = date.max


@dataclass(frozen=True)
class Near:
    """What is known around one place.

    Attributes
    ----------
    near : tuple of Nearby
        Who is near, such as schools and stations.
    gaps : tuple of Nearest
        What is missing, such as a youth session within reach.
    looked_for : tuple of str, or None
        Keys of the provision of which a list is loaded; None where nobody looked.
    need : tuple of Need
        How deprived it is, by each index that is loaded.
    expected : Series or None
        What the place should hold next with no action at all: ``expected`` with ``expected_low`` and
        ``expected_high``, and ``pace``, what it holds now, in ``year_days`` days.
    points : tuple of Point
        What to name on the close-up.
    """

    near: tuple[Nearby, ...] = ()
    gaps: tuple[Nearest, ...] = ()
    looked_for: tuple[str, ...] | None = None
    need: tuple[Need, ...] = ()
    expected: pd.Series | None = None
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Brief:
    """One place in hand and the list it comes from.

    Attributes
    ----------
    analysis : Analysis
        The answer that the page is about.
    focus : str
        Key of the place in hand; empty where nothing is recorded.
    hours : tuple
        What was found of the windows of the week at the place; empty where no hour is known.
    no_hours : str
        Why no hour is known.
    who : WhoElse or None
        What each source holds of the same places.
    around : Near
        What surrounds the place.
    actions : DataFrame or None
        The register's actions; None where no register is held.
    paper : Paper
        Marking, language, day.
    """

    analysis: Analysis
    focus: str
    hours: tuple[Any, ...]
    no_hours: str
    who: Any
    around: Near
    actions: pd.DataFrame | None
    paper: Paper


@dataclass(frozen=True)
class Year:
    """What one partnership recorded in the last 12 months and in the 12 months before.

    Attributes
    ----------
    table : DataFrame
        ``group`` (``measure``, ``home office``, ``age``), ``key``, ``title``, ``this``, ``before`` (NaN where those
        months are not held), ``police_found``, ``controlled`` (both are bands).
    monthly : DataFrame
        ``month`` (first day) and ``count`` of the default measure, oldest first, up to 36 months.
    controlled : bool
        True where the months are bands.
    first, last : date
        First and last day of the last 12 months.
    missing : tuple of str
        Indicators that no source holds, in sentences.
    """

    table: pd.DataFrame
    monthly: pd.DataFrame
    controlled: bool
    first: date
    last: date
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """One partnership (CSP) and a year of it.

    Attributes
    ----------
    analysis : Analysis
        Scored against the whole area; its findings are narrowed to the partnership's places.
    csp, name : str
        Code and name of the partnership.
    year : Year
        This year and last.
    hours : tuple
        What was found of the windows of the week in the partnership.
    no_hours : str
        Why no hour is known.
    around : Around or None
        Layers by neighbourhood and what is not loaded; None where the layers could not be joined.
    tables : mapping of str to DataFrame
        The register's ``action``, ``project``, ``indicator``, ``sharing``.
    worked : tuple
        Name and words of each intervention that was evaluated here.
    scored : tuple of str
        How good past lists were, in sentences.
    paper : Paper
        Marking, language, day.
    sensitive : DataFrame
        Sexual and domestic offences of restricted feeds by partnership; no row where none holds them.
    """

    analysis: Analysis
    csp: str
    name: str
    year: Year
    hours: tuple[Any, ...]
    no_hours: str
    around: Any
    tables: Mapping[str, pd.DataFrame]
    worked: tuple[tuple[str, tuple[str, ...]], ...]
    scored: tuple[str, ...]
    paper: Paper
    sensitive: pd.DataFrame = field(default_factory=pd.DataFrame)
