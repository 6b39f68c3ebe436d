"""Places to act in the small made-up town: the findings of ``made``, with gaps, neighbours and hours made up."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from hotspot import targeting
from hotspot.config import Parameters
from hotspot.config.catalogue import catalogue
from hotspot.context import Layer
from hotspot.pipeline.acting import Acting
from hotspot.pipeline.surrounding import Around
from tests.views import made

LAYER = Layer("imd_without_crime", "Deprivation without Crime", "need", "score", "worse", "made", "2025", "", "")
WEIGHTS = {"count": 2.0, "need": 1.0}


def around(locations: pd.DataFrame) -> Around:
    n = len(locations)
    frame = pd.DataFrame(
        {
            "imd_without_crime_decile": np.arange(n) % 10 + 1.0, "population": 900.0,
            "reach_youth_session_m": np.where(np.arange(n) % 2, 3100.0, 300.0), "reach_youth_session": "The <Den>",
            "reach_library_m": 400.0, "reach_library": "Town Library",
        },
        index=locations.index,
    )  # fmt: skip
    middle = locations.geometry.representative_point()
    facilities = pd.DataFrame(
        {"name": ["=High School", "The Gate"], "type": ["school", "licensed premises"],
         "type_key": ["school", "licensed_premises"], "lon": middle.x.iloc[:2], "lat": middle.y.iloc[:2]}
    )  # fmt: skip
    return Around(frame, pd.DataFrame(), (LAYER,), ("The Community Needs Index is not loaded.",), facilities,
                  pd.DataFrame())  # fmt: skip


def acting(parameters: Parameters | None = None, *, weights: bool = True, controlled: bool = False) -> Acting:
    """Return what the pipeline would, made from the same rooms without a store."""
    answer = made.analysis(parameters, controlled=controlled)
    known = around(answer.findings.locations)
    short = targeting.shortlist(answer.findings)
    near = targeting.surrounded(short.places, known.locations, known.layers, known.facilities, "EPSG:27700")
    hours = targeting.no_peaks(short.places.index, "Hours not known: police_uk/made says no hour.")
    places = short.places.join(near).join(hours.table).assign(hours_known=False, settings_tried=24)
    short = dataclasses.replace(short, places=places)
    profile = dataclasses.replace(answer.profile, weights=WEIGHTS if weights else {})
    rng = np.random.default_rng(1)
    return Acting(
        parameters=answer.parameters, profile=profile, measure=answer.measure, shortlist=short,
        combined=targeting.combined(places, WEIGHTS) if weights else None,
        sensitivity=targeting.sensitivity(places, WEIGHTS, rng) if weights else None,
        actions=targeting.suiting(places, catalogue()), hours_why_none=hours.why_none, around=known,
        findings=answer.findings, base=answer.base, catalogue=catalogue(), sources=answer.sources, notes=answer.notes,
        run_card=answer.run_card,
    )  # fmt: skip
