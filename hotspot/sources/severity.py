"""The Cambridge Crime Harm Index: days of imprisonment that stand for the harm of each offence.

The days are the starting point of the sentencing guideline for a first offender; they weigh kinds of offence against
each other and say nothing of any one case.
"""

from __future__ import annotations

from hotspot.sources.lookup import rows
from hotspot.sources.recogniser import Heading, Recogniser

RECOGNISERS = (
    Recogniser(
        "crime_harm_index",
        "cambridge",
        {
            "offence": Heading("full_offence_title|offence(_title)?", "FULL_OFFENCE_TITLE"),
            "days": Heading("cchi_score|cchi_days|days", "CCHI Score"),
        },
        rows,
        {
            "short_title": Heading("short_title", "SHORT_TITLE"),
            "group": Heading("group", "GROUP"),
            "sub_group": Heading("sub_group", "SUB_GROUP"),
            "sub_sub_group": Heading("sub_sub_group", "SUB_SUB_GROUP"),
            "ho_classification": Heading("home_office_classification", "HOME_OFFICE_CLASSIFICATION"),
        },
    ),
)
