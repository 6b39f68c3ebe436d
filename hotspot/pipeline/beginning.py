"""The way to a partnership's own screens: which files an area needs, which records no area counts, a first profile."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from hotspot import access, config
from hotspot.access import LOCAL, Scope
from hotspot.config import Settings
from hotspot.pipeline.logged import logged
from hotspot.pipeline.wording import words_told
from hotspot.schema import KINDS
from hotspot.store import ParquetStore


@dataclass(frozen=True)
class Need:
    """One kind of file that an area is drawn from.

    Attributes
    ----------
    title, where : str
        What it is called, and who publishes it.
    why : str
        What it is for; of one that is not needed, what is missing without it.
    kinds : tuple of str
        Any of these will do.
    link : str
        The publisher's page, for the reader to open; nothing is fetched from it.
    needed : bool
        Whether there is no screen without it.
    """

    title: str
    where: str
    why: str
    kinds: tuple[str, ...]
    link: str
    needed: bool = True


PORTAL = "Open Geography Portal of the Office for National Statistics"
GEOGRAPHY = "https://geoportal.statistics.gov.uk/"
CRIME = "https://data.police.uk/data/"
POPULATION = "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates"
DEPRIVATION = "https://www.gov.uk/government/collections/english-indices-of-deprivation"
# Possession follows where police search, and sexual and domestic offences are shown by partnership alone.
_VIOLENT = re.compile(
    r"robb|assault|\b[ga]bh\b|wound|bodily harm|violen|knife|blade|stab|shoot|homicide|murder|manslaughter|affray",
    re.IGNORECASE,
)
_OTHER = re.compile(r"possess|sexual|rape|domestic|harass|without injury|non.?violent", re.IGNORECASE)
NEEDS = (
    Need(
        "Recorded crime, street level", "data.police.uk, Custom download: your force, as many months as it offers",
        "What is counted. Three years are a good start; records of your own, with hours, will do as well.",
        ("police_uk_street", "hour_records"), CRIME,
    ),
    Need(
        "Boundaries of the LSOAs of 2021", f"{PORTAL}: Lower layer Super Output Areas (December 2021) Boundaries",
        "The neighbourhoods, and the ground of every map.", ("boundary_lsoa21",), GEOGRAPHY,
    ),
    Need(
        "Lookup from LSOA 2021 to ward and local authority", f"{PORTAL}: LSOA (2021) to Electoral Ward to LAD",
        "Says in which ward and district a neighbourhood lies.", ("lookup_lsoa21_ward_lad",), GEOGRAPHY,
    ),
    Need(
        "Lookup from local authority to Community Safety Partnership", f"{PORTAL}: LAD to CSP to Police Force Area",
        "Says which partnership a district belongs to.", ("lookup_lad_csp_pfa",), GEOGRAPHY,
    ),
    Need(
        "Boundaries of the Community Safety Partnerships", f"{PORTAL}: Community Safety Partnerships Boundaries",
        "The thick lines of the maps.", ("boundary_csp",), GEOGRAPHY, needed=False,
    ),
    Need(
        "Lookup from LSOA 2011 to LSOA 2021", f"{PORTAL}: LSOA (2011) to LSOA (2021) Exact Fit Lookup",
        "Records before 2022 or so state areas of 2011.", ("lookup_lsoa11_lsoa21",), GEOGRAPHY, needed=False,
    ),
    Need(
        "Population by LSOA", "Office for National Statistics: Lower layer Super Output Area population estimates",
        "Rates per 1,000 residents.", ("population_lsoa21", "population_lsoa11_age"), POPULATION,
        needed=False,
    ),
    Need(
        "Index of deprivation", "GOV.UK (England) or the Welsh Government (Wales)",
        "Need, beside the violence.", tuple(kind for kind, of in KINDS.items() if of.family == "deprivation"),
        DEPRIVATION, needed=False,
    ),
)  # fmt: skip


def needs(settings: Settings) -> list[tuple[Need, bool]]:
    """Return each kind of file that an area is drawn from, and whether one is held."""
    held = {part.kind for part in ParquetStore(settings.home).parts()}
    return [(need, bool(held & set(need.kinds))) for need in NEEDS]


def unclaimed(settings: Settings, scope: Scope = LOCAL) -> list[str]:
    """Return the sources whose records are held and that no area profile counts: their records are on no screen.

    A source that is shut for the reader is not named.
    """
    held = {part.source for part in ParquetStore(settings.home).parts() if KINDS[part.kind].family == "incidents"}
    claimed = {source for one in config.profiles(settings.home).values() for source in one.sources}
    return sorted(held - claimed - set(access.shut(scope, held)))


def partnerships_known(settings: Settings) -> dict[str, str]:
    """Return code and name, with the police force, of every partnership that the lookup holds; empty without one."""
    table = ParquetStore(settings.home).table("lookup_lad_csp_pfa", columns=["csp_code", "csp_name", "pfa_name"])
    rows = zip(*(table.column(name).to_pylist() for name in ("csp_code", "csp_name", "pfa_name")), strict=True)
    named = {code: f"{name} ({force})" for code, name, force in rows if code}
    return dict(sorted(named.items(), key=lambda pair: str(pair[1])))


def offences_held(source: str, settings: Settings, scope: Scope = LOCAL) -> tuple[list[str], list[str]]:
    """Return the offences that the records of a source name, and those among them that speak of violence in public.

    To who sees the source in bands only words of at least eight records are told, and no sexual or domestic one: a rare
    word would tell one record from none. The second list is a suggestion to begin with: what serious violence means is
    agreed by the partnership.

    Raises
    ------
    AccessError
        The source is shut for the reader.
    """
    words = words_told(source, settings, scope)
    return words, [word for word in words if _VIOLENT.search(word) and not _OTHER.search(word)]


def begin_profile(first: config.FirstProfile, settings: Settings, *, at: datetime, by: str = access.HERE) -> str:
    """Keep a first area profile, made from the template, and return its key; the log says so before.

    Raises
    ------
    HotspotError
        A name, a partnership or what counts is missing, there is such a profile already, or the log cannot be written.
    """
    with logged(settings.home, "area profile", f"'{first.name}' is begun, of {first.source}", at=at, who=by):
        return config.begin_profile(first, settings.home)
