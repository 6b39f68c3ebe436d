"""A small made-up analysis: 217 hexagons round a town, 12 months, some places hot on purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
import shapely

from hotspot import context, stats
from hotspot.config import AreaProfile, Measure, Parameters
from hotspot.cube import Step
from hotspot.disclosure import Surface
from hotspot.findings import Findings
from hotspot.grid import neighbours
from hotspot.stats import CATEGORIES, LETTERS, poisson_interval

LON, LAT = -1.4763, 52.9219
RINGS, MONTHS, SEED = 8, 12, 7
PLANTED = {0: 1, 1: 1, 2: 3, 3: 4, 4: 5, 5: 7, 6: 6, 7: 8}  # number of the cell in order of keys -> category
WORD = {0: "", 1: "new", 2: "new", 3: "worsening", 4: "long-standing", 5: "easing", 6: "on and off", 7: "on and off",
        8: "was hot"}  # fmt: skip


@dataclass(frozen=True)
class MadeBase:
    outline: Any
    csp: gpd.GeoDataFrame
    lsoa: gpd.GeoDataFrame
    features: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["type", "name", "geometry"]))
    streets: Any = field(default=lambda _: pd.DataFrame(columns=["type", "name", "geometry"]))


@dataclass(frozen=True)
class MadeAround:
    locations: pd.DataFrame
    lsoas: pd.DataFrame
    layers: tuple[context.Layer, ...]
    missing: tuple[str, ...]
    facilities: pd.DataFrame
    correlations: pd.DataFrame


@dataclass(frozen=True)
class MadeAnalysis:
    parameters: Parameters
    profile: AreaProfile
    measure: Measure
    findings: Findings
    base: MadeBase
    districts: pd.DataFrame
    lsoas: gpd.GeoDataFrame
    institutions: pd.DataFrame
    quality: pd.DataFrame
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    run_card: dict[str, str] = field(default_factory=dict)

    def by_lsoa(self) -> Findings:
        return self.findings


def steps(months: int = MONTHS) -> tuple[Step, ...]:
    starts = [date(2025, m, 1) for m in range(1, months + 1)]
    ends = [(s.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) for s in starts]
    return tuple(Step(s, e, f"{s:%b %Y}", (e - s).days + 1) for s, e in zip(starts, ends, strict=True))


def outlines(keys: list[str]) -> gpd.GeoSeries:
    shapes = [shapely.Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(key)]) for key in keys]
    return gpd.GeoSeries(shapes, index=pd.Index(keys, name="location"), crs="EPSG:4326")


def findings(*, controlled: bool = False) -> Findings:
    keys = sorted(h3.grid_disk(h3.latlng_to_cell(LAT, LON, 8), RINGS))
    n, rng = len(keys), np.random.default_rng(SEED)
    category = np.zeros(n, dtype=np.int8)
    counts = rng.poisson(0.8, (n, MONTHS))
    for k, (row, code) in enumerate(PLANTED.items()):
        category[row] = code
        counts[row] = rng.poisson(9 - k / 2, MONTHS) + 1
    bins = np.where((category > 0)[:, None], rng.integers(0, 4, (n, MONTHS)), 0).astype(np.int8)
    z = bins * 1.3 + rng.normal(0, 0.5, (n, MONTHS))
    count = counts.sum(axis=1)
    lower, upper = poisson_interval(count)
    usual = counts[:, :-1].mean(axis=1)
    west = np.array([h3.cell_to_latlng(key)[1] < LON for key in keys])
    frame = pd.DataFrame(
        {
            "name": [f"Ward {k // 9 + 1}, Place {k + 1}" for k in range(n)],
            "csp_code": np.where(west, "E1", "E2"),
            "csp_name": np.where(west, "Westborough", "East Vale & Moor"),
            "lad_name": "Town",
            "area_km2": [h3.cell_area(key, unit="km^2") for key in keys],
            "count": count, "lower": lower, "upper": upper, "count_12m": count, "count_last": counts[:, -1],
            "z": z.mean(axis=1), "p": 0.5, "bin": bins.max(axis=1), "z_last": z[:, -1], "bin_last": bins[:, -1],
            "category": category, "category_name": [CATEGORIES[c] for c in category],
            "letter": [LETTERS[c] for c in category], "word": [WORD[int(c)] for c in category], "group": 0,
            "also_matches": "", "reason": np.where(category > 0, "Hot in 9 of 12 steps.", ""),
            "flip": np.where(category > 0, "One cold December would make it on and off.", ""),
            "stability": np.where(category > 0, 0.75, np.nan), "trend_count": 0,
            "usual": usual, "usual_low": np.floor(usual / 3), "usual_high": np.ceil(usual * 2 + 2),
            "place": np.arange(1, n + 1), "significant": False,
            "decide": np.isin([WORD[int(c)] for c in category], ["new", "worsening"]),
        },
        index=pd.Index(keys, name="location"),
    )  # fmt: skip
    frame.iloc[0, frame.columns.get_loc("name")] = "Castle Hill"
    locations = gpd.GeoDataFrame(frame, geometry=outlines(keys).to_numpy(), crs="EPSG:4326")
    return Findings(
        locations=locations, places=_places(locations),
        peaks=pd.DataFrame(columns=["place", "location", "name", "count"]),
        neighbours=neighbours(keys, 1), steps=steps(), counts=counts, z=z, bins=bins, surface=surface(),
        notes=("Cold cannot be shown at these counts.",), controlled=controlled, exposure=pd.DataFrame(),
    )  # fmt: skip


def surface() -> Surface:
    """A density that is highest in the west: 400 columns of 100 m, in six bands."""
    classes = np.repeat((5 - np.arange(400) // 67).astype(np.int8)[None, :], 400, axis=0)
    return Surface(415_000.0, 317_000.0, 100.0, "EPSG:27700", None, classes, 400.0, "rule")


def _places(locations: gpd.GeoDataFrame) -> pd.DataFrame:
    order = locations.sort_values("count", ascending=False, kind="stable")
    places = pd.DataFrame(order.drop(columns="geometry")).rename_axis("peak").reset_index()
    centre = order.geometry.representative_point()
    places["lon"], places["lat"] = centre.x.to_numpy(), centre.y.to_numpy()
    places["cells"], places["count_together"] = 1, places["count"]
    places.insert(0, "rank", places["count"].rank(method="min", ascending=False).astype(int))
    return places[places["count"] > 0]


def base(found: Findings) -> MadeBase:
    by = found.locations.dissolve("csp_code")[["geometry"]]
    by["name"] = ["Westborough", "East Vale & Moor"]
    return MadeBase(by.union_all(), by, found.locations[["name", "geometry"]])


def lsoas(found: Findings) -> gpd.GeoDataFrame:
    frame = found.locations.copy()
    n = len(frame)
    frame.index = pd.Index([f"E0100{k:04d}" for k in range(n)], name="code")
    frame["population"] = 1500.0
    frame["rate"] = frame["count"] / 1.5
    frame["rate_lower"], frame["rate_upper"] = frame["lower"] / 1.5, frame["upper"] / 1.5
    frame["trend_word"] = np.where(np.arange(n) % 3 == 0, "rising", "no clear trend")
    frame["imd_decile"] = np.where(np.arange(n) % 11 == 10, np.nan, np.arange(n) % 10 + 1.0)
    frame["town_centre"] = np.arange(n) == 0
    return frame


def districts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["Westborough", "East Vale & Moor", "Shared Shire"], "ambiguous": [False, False, True],
            "count": [900.0, 700.0, np.nan], "count_12m": [900.0, 700.0, np.nan], "count_last": [80.0, 60.0, np.nan],
            "population": [100_000.0, 90_000.0, np.nan], "rate": [9.0, 7.8, np.nan],
            "rate_lower": [8.4, 7.2, np.nan], "rate_upper": [9.6, 8.4, np.nan],
            "trend_word": ["rising", "no clear trend", None],
            "why_none": ["", "", "Shares a local authority with another partnership."],
        },
        index=pd.Index(["E1", "E2", "E3"], name="csp_code"),
    )  # fmt: skip


def measure() -> Measure:
    return Measure(
        "recorded_violence", "Recorded violence", {"police_uk": ("Violence and sexual offences", "Robbery")},
        caveat="The police.uk category also holds harassment, domestic and sexual offences, also at home.",
    )  # fmt: skip


def profile() -> AreaProfile:
    weapons = Measure(
        "possession", "Possession of weapons", {"police_uk": ("Possession of weapons",)}, True, "Patrols."
    )
    return AreaProfile(
        "made", "Madeshire", "England", "EPSG:27700", "Europe/London", ("E1", "E2"), ("police_uk/made",),
        {"words": "Knives."},
        {"recorded_violence": measure(), "possession": weapons},
    )  # fmt: skip


def institutions() -> pd.DataFrame:
    row = {"name": "Royal Hospital", "kind": "Hospital", "csp_name": "Westborough", "count": 412, "months": 12}
    return pd.DataFrame([row])


def analysis(parameters: Parameters | None = None, *, controlled: bool = False) -> MadeAnalysis:
    found = findings(controlled=controlled)
    return MadeAnalysis(
        parameters=parameters or Parameters(area="made"), profile=profile(), measure=measure(), findings=found,
        base=base(found), districts=districts(), lsoas=lsoas(found),
        institutions=institutions(),

        quality=pd.DataFrame({"rows": [2190], "no_location": [24], "gaps": [""]}, index=["police_uk/made"]),
        sources=("police_uk/made",),
        notes=("Published points are moved to a street nearby.",), run_card={"area": "Madeshire", "version": "3"},
    )  # fmt: skip


def around() -> MadeAround:
    """What surrounds the made-up places: need, one domain, three parts of protection, two kinds of facility."""
    found = findings()
    by_lsoa = lsoas(found)
    n, rng = len(by_lsoa), np.random.default_rng(SEED)
    frame = pd.DataFrame(index=by_lsoa.index)
    for key in ("imd_without_crime", "income", "health", "crime"):
        frame[key] = rng.uniform(0, 100, n)
        frame[f"{key}_rank"] = frame[key].rank(ascending=False)
        frame[f"{key}_decile"] = np.ceil(frame[f"{key}_rank"] * 10 / n)
    frame.loc[frame.index[:5], "imd_without_crime"] = np.nan
    for key in ("youth_session", "library", "community_centre"):
        frame[f"reach_{key}_m"] = rng.uniform(100, 5000, n)
        frame[f"reach_{key}"] = "=1+1 <b>Hall</b>"
    frame["thin_protection"] = context.protection_index(frame)
    layers = tuple(
        context.Layer(key, title, group, "score", "worse", "Made", "2025", "By residents.", "Relative.")
        for key, title, group in (
            ("imd_without_crime", "Deprivation without Crime", "need"), ("income", "Income deprivation", "need"),
            ("crime", "Crime (as the index counts it)", "need"), ("thin_protection", "Thin protection", "protection"),
        )
    )  # fmt: skip
    rho = [stats.spearman(by_lsoa["count"], frame[layer.key]) for layer in layers]
    rows = [(one.key, one.title, r.rho, r.low, r.high, r.n) for one, r in zip(layers, rho, strict=True)]
    links = pd.DataFrame(rows, columns=["layer", "title", "rho", "low", "high", "n"])
    by_place = frame.set_axis(found.locations.index, axis=0)
    return MadeAround(by_place, frame, layers, ("No list of parks is loaded.",), pd.DataFrame(), links)
