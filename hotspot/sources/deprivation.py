"""English and Welsh deprivation, and the Community Needs Index.

The government's headings are sentences ("Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of
LSOAs)"), compact copies say ``IMD_decile``; both become the same columns. Deciles and ranks count from 1, the most
deprived, in all of them. Years and countries keep kinds of their own, for their ranks cannot be compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pyarrow as pa

from hotspot.sources import headings, vintage
from hotspot.sources.columns import Mask, unlike
from hotspot.sources.lookup import rows
from hotspot.sources.model import Raw, Shaped
from hotspot.sources.recogniser import Heading, Match, Recogniser

_MEASURE = re.compile(r"(?P<subject>.+?)_(?P<measure>score|rank|decile)(_rate)?(_where_.*)?")
_DOMAINS = {
    "imd": "IMD",
    "index_of_multiple_deprivation": "IMD",
    "index_of_multiple_deprivation_imd": "IMD",
    "income": "Income",
    "employment": "Employment",
    "education": "Education",
    "education_skills_and_training": "Education",
    "health": "Health",
    "health_deprivation_and_disability": "Health",
    "crime": "Crime",
    "living_environment": "Environment",
    "environment": "Environment",
    "income_deprivation_affecting_children_index_idaci": "IDACI",
    "idaci": "IDACI",
    "income_deprivation_affecting_older_people_idaopi": "IDAOPI",
    "income_deprivation_affecting_older_people_index_idaopi": "IDAOPI",
    "idaopi": "IDAOPI",
}
_SUBDOMAINS = (
    "children_and_young_people",
    "adult_skills",
    "geographical_barriers",
    "wider_barriers",
    "indoors",
    "outdoors",
)
_HOUSING = ("barriers_to_housing_and_services", "housing_and_services", "housing_and_access")
_ENGLAND_2019 = _DOMAINS | dict.fromkeys(_HOUSING, "Housing_and_Access")
_ENGLAND_2025 = _DOMAINS | dict.fromkeys(_HOUSING, "Housing_and_Services")
_WALES = _DOMAINS | {"housing": "Housing", "access": "Access", "access_to_services": "Access"}
_NEEDS = {name: name for name in ("civic_assets", "connectedness", "active_and_engaged_community")}
_MEASURES = ("decile", "rank", "score")


def ranked(raw: Raw, found: Match, country: str) -> list[Shaped]:
    """Return one row a small area of one country, its measures in one order whatever the file's order was.

    Parameters
    ----------
    raw : Raw
        Rows of the file.
    found : Match
        Which column is which.
    country : str
        First letter of the area codes.
    """
    (result,) = rows(raw, found, {f"{found.columns['lsoa_code']} of another country": _elsewhere(country)})
    if found.recogniser.need["lsoa_code"] is headings.LSOA11:
        vintage.refuse_newer(result.table["lsoa_code"].to_pylist())
    return [replace(result, table=result.table.select(sorted(result.table.column_names, key=_order)))]


def _elsewhere(country: str) -> Callable[[pa.Table], Mask]:
    return lambda table: unlike(table["lsoa_code"], f"^{country}")


def _order(name: str) -> tuple[bool, int, str]:
    measure = name.rpartition("_")[2]
    return name != "lsoa_code", _MEASURES.index(measure) if measure in _MEASURES else len(_MEASURES), name


def _measure(names: dict[str, str], plain_name: str) -> str | None:
    """Return the canonical name of a measure: its domain, then score, rank or decile.

    >>> _measure(_ENGLAND_2025, "barriers_to_housing_and_services_rank_where_1_is_most_deprived")
    'Housing_and_Services_rank'
    >>> _measure(_ENGLAND_2025, "adult_skills_sub_domain_score")
    'adult_skills_score'
    """
    found = _MEASURE.fullmatch(plain_name)
    if found is None:
        return None
    subject = re.sub("_(sub_)?domain$", "", found["subject"])
    domain = names.get(subject) or (subject if subject in _SUBDOMAINS else None)
    return None if domain is None else f"{domain}_{found['measure']}"


def _indicator(plain_name: str) -> str | None:
    return None if re.search(r"(^|_)(code|name|cd|nm)(_|$)", plain_name) else plain_name


def _needs(plain_name: str) -> str | None:
    return "left_behind" if plain_name == "left_behind_area" else _measure(_NEEDS, plain_name)


def _overall(measure: str) -> Heading:
    return Heading(f"(imd|index_of_multiple_deprivation(_imd)?)_{measure}(_where_.*)?", f"IMD_{measure}")


def _index(kind: str, publisher: str, lsoa: Heading, names: dict[str, str], country: str, whole: int) -> Recogniser:
    need = {"lsoa_code": lsoa, "IMD_decile": _overall("decile"), "IMD_rank": _overall("rank")}
    return Recogniser(
        kind, publisher, need, partial(ranked, country=country), rest=partial(_measure, names), whole=whole
    )


_wales = _index("wimd2019", "welsh_government", headings.LSOA11, _WALES, "W", 1_900)
RECOGNISERS = (
    replace(
        _wales, need={**_wales.need, "Access_rank": Heading("access(_to_services)?_rank(_where_.*)?", "Access_rank")}
    ),
    _index("imd2019_england", "mhclg", headings.LSOA11, _ENGLAND_2019, "E", 32_000),
    _index("imd2025_england", "mhclg", headings.LSOA21, _ENGLAND_2025, "E", 33_000),
    Recogniser(
        "imd2025_subdomains",
        "mhclg",
        {
            "lsoa_code": headings.LSOA21,
            "children_and_young_people_rank": Heading(
                "children_and_young_people(_sub_domain)?_rank(_where_.*)?", "Children and Young People Sub-domain Rank"
            ),
            "wider_barriers_rank": Heading(
                "wider_barriers(_sub_domain)?_rank(_where_.*)?", "Wider Barriers Sub-domain Rank"
            ),
        },
        partial(ranked, country="E"),
        rest=partial(_measure, _ENGLAND_2025),
        whole=33_000,
    ),
    Recogniser(
        "imd2025_indicators",
        "mhclg",
        {
            "lsoa_code": headings.LSOA21,
            "acute_morbidity_indicator": Heading("acute_morbidity_indicator", "Acute morbidity indicator"),
            "patient_to_gp_ratio": Heading("patient_to_gp_ratio", "Patient to GP ratio"),
        },
        partial(ranked, country="E"),
        rest=_indicator,
        whole=33_000,
    ),
    Recogniser(
        "cni2023",
        "ocsi",
        {
            "lsoa_code": headings.LSOA21,
            "cni_score": Heading("community_needs_index_2023_score|cni_score", "Community Needs Index 2023 Score"),
            "cni_rank": Heading("community_needs_index_2023_rank|cni_rank", "Community Needs Index 2023 Rank"),
        },
        partial(ranked, country="E"),
        rest=_needs,
        whole=33_000,
    ),
)
