"""What was planted, where and when: the whole truth of the demonstration as data.

The records that make it up stand in ``streams``. Change a number and the records, the truth file and the tests that
recover it follow.
"""

from __future__ import annotations

from dataclasses import dataclass

POLICE, AMBULANCE, ED = "demo/police", "demo/ambulance", "demo/ed"
SERIOUS = ("Homicide", "Grievous bodily harm", "Robbery", "Knife-enabled violence")
SERIOUS_MIXES = ("homicide", "street", "night_out", "young")
TOTALS = {POLICE: 60_000, AMBULANCE: 9_000, ED: 8_000}
SERIOUS_TOTAL = 9_000
SILENT_MONTHS = {POLICE: (), AMBULANCE: ("2024-03", "2024-04"), ED: ("2023-11",)}
ED_JOINED = "2023-07-01"

HOURS_MOVED = "2025-08-08"
PATROLS = ("2025-07-01", "2025-12-31")
PATROLS_BEFORE = ("2024-07-01", "2024-12-31")
KNIFE_OPERATION = ("2025-05-01", "2025-07-31")
# place -> planted police records in the patrol months of the year before, and while the patrols ran
PATROL_COUNTS = {"station_yard": (60, 39), "minster_street": (59, 46), "dock_road": (20, 25), "bath_row": (20, 16)}
LAST_STEP = "2025-12-04"  # first day of the last 28-day step before the end of 2025
LAST_HOT_DAY = "2025-10-31"  # Canal Basin is quiet in the last two steps, of months and of 28 days
FIRST, LAST = "2023-01-01", "2025-12-31"

# category -> share, for each mix of offences
MIXES: dict[str, dict[str, float]] = {
    "homicide": {"Homicide": 1.0},
    "street": {"Grievous bodily harm": 0.50, "Robbery": 0.30, "Knife-enabled violence": 0.20},
    "night_out": {"Grievous bodily harm": 0.74, "Robbery": 0.13, "Knife-enabled violence": 0.13},
    "young": {"Grievous bodily harm": 0.22, "Robbery": 0.50, "Knife-enabled violence": 0.28},
    "lesser": {"Assault with injury": 0.46, "Assault without injury": 0.42, "Public order with violence": 0.12},
    "domestic": {"Domestic abuse: violence": 1.0},
    "sexual": {"Sexual offences": 1.0},
    "possession": {"Possession of weapons": 1.0},
    "ambulance": {"Ambulance: assault": 0.94, "Ambulance: stabbing": 0.06},
    "ed": {"Emergency department: assault": 0.95, "Emergency department: assault with a blade": 0.05},
}
# share of under 18, 18-24, 25+
AGES: dict[str, tuple[float, float, float]] = {
    "general": (0.15, 0.30, 0.55),
    "night_out": (0.03, 0.47, 0.50),
    "young": (0.90, 0.08, 0.02),
    "home": (0.06, 0.20, 0.74),
}
ALCOHOL: dict[str, float] = {
    "public": 0.08,
    "night-time economy": 0.42,
    "domestic": 0.14,
    "school": 0.0,
    "transport": 0.05,
}


@dataclass(frozen=True)
class Place:
    """A place of the story.

    Attributes
    ----------
    key, name : str
        Its key in the truth file; the location as records write it.
    settlement : str
        The city or town it lies in, with its offset from the middle (``dx_m``, ``dy_m``).
    spread_m : float
        Standard deviation of its records about it; 0 where all carry one point, as institutions do.
    ward : str
        The ward named after it; empty where none is.
    category : str
        The emerging-hot-spot category that it is the planted example of, or empty.
    tale : str
        What happened there, in a sentence.
    """

    key: str
    name: str
    settlement: str
    dx_m: float
    dy_m: float
    spread_m: float
    ward: str
    category: str
    tale: str


PLACES: tuple[Place, ...] = (
    Place(
        "castle_hill",
        "Castle Hill",
        "Merrowgate",
        0,
        300,
        130,
        "Castle",
        "consecutive",
        "New since 8 August 2025, when The Gatehouse moved its closing hour from 02:00 to 04:00. The peak moves "
        "with it, the ambulance sees it too and the police record less of it.",
    ),
    Place(
        "eastgate",
        "Eastgate bus interchange",
        "Merrowgate",
        4900,
        900,
        90,
        "Eastgate",
        "",
        "Term weekdays 15:00-17:59, victims under 18, no youth session within 1.2 km; a funded club sits where little "
        "happens.",
    ),
    Place(
        "station_yard",
        "Station Yard",
        "Merrowgate",
        -1900,
        -4400,
        120,
        "Station",
        "",
        "Patrols from July to December 2025 and 35 % fewer offences than a year before; a like place without patrols "
        "fell by 22 %, and some moved to Dock Road.",
    ),
    Place("dock_road", "Dock Road", "Merrowgate", -1100, -4650, 110, "Docks", "", "Where some of Station Yard went."),
    Place(
        "minster_street",
        "Minster Street",
        "Merrowgate",
        3280,
        -4250,
        120,
        "Minster",
        "",
        "Like Station Yard, without patrols: what was to be expected.",
    ),
    Place(
        "bath_row",
        "Bath Row",
        "Merrowgate",
        3800,
        -3650,
        110,
        "",
        "",
        "To Minster Street what Dock Road is to Station Yard.",
    ),
    Place(
        "foundry_lane",
        "Foundry Lane",
        "Merrowgate",
        -4900,
        600,
        170,
        "Foundry",
        "diminishing",
        "Hot in every step and falling for three years.",
    ),
    Place(
        "hospital",
        "Merrow General Hospital",
        "Merrowgate",
        -2200,
        3600,
        0,
        "",
        "",
        "The naive count's top place: records are written where victims are treated.",
    ),
    Place(
        "high_bridge",
        "High Bridge",
        "Aldersea",
        -400,
        100,
        170,
        "High Bridge",
        "persistent",
        "Hot in every step, neither rising nor falling.",
    ),
    Place(
        "quayside",
        "Quayside Parade",
        "Aldersea",
        3900,
        -900,
        170,
        "Quayside",
        "intensifying",
        "Hot in every step and rising for three years.",
    ),
    Place(
        "chapel_wharf",
        "Chapel Wharf",
        "Aldersea",
        440,
        3400,
        120,
        "Chapel Wharf",
        "",
        "The hospital and the ambulance know it; the police hardly do.",
    ),
    Place(
        "kingsway",
        "Kingsway",
        "Aldersea",
        -2550,
        -2600,
        200,
        "Kingsway",
        "",
        "A knife operation made recorded possession jump while violence stayed flat.",
    ),
    Place("mill_lane", "Mill Lane", "Kelderby", 0, 0, 130, "Mill Lane", "new", "Hot in the last step only."),
    Place(
        "showground",
        "Showground Road",
        "Hexbourne",
        0,
        0,
        130,
        "Showground",
        "sporadic",
        "Hot in bursts, the last one now.",
    ),
    Place(
        "canal_basin",
        "Canal Basin",
        "Ormsgate",
        0,
        0,
        170,
        "Canal Basin",
        "historical",
        "Hot until the end of October 2025 and not since.",
    ),
    Place(
        "prison",
        "Gull Point Prison",
        "Staveling",
        4600,
        -2400,
        0,
        "",
        "",
        "An institution, set aside like the hospital.",
    ),
)
