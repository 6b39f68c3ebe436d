"""From the story to records: each stream's rows get a day, an hour, a point and the flaws of its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from hotspot.demo import rhythms
from hotspot.demo.county import SETTLEMENTS, SMALL_CSPS, County, degrees, position
from hotspot.demo.story import AGES, ALCOHOL, ED, MIXES, PLACES, POLICE, SERIOUS, SILENT_MONTHS
from hotspot.demo.streams import Stream, streams

AGE_BANDS = ("under 18", "18-24", "25+")
SPOTS = 18
REPEAT_DAYS, REPEAT_SPREAD_M = 7, 60.0
PLACE = {place.key: place for place in PLACES}
INDOORS_SHARE, INDOORS_M = 0.38, 150.0  # most of a night out's violence happens in the street outside


@dataclass(frozen=True)
class Ground:
    """What the records stand on.

    Attributes
    ----------
    county : County
    need : array of shape (areas,)
        Deprivation as a standard score, high where need is high.
    population : array of shape (areas,)
    schools : array of shape (schools, 2)
        Their points in metres.
    premises : DataFrame
        Licensed premises: name, x_m, y_m.
    spots : mapping of str -> array of shape (spots, 2)
        For each place of the story the doorways and corners its records are written at, busiest first (metres).
    calendar : mapping
        Terms and holidays.
    """

    county: County
    need: NDArray[np.float64]
    population: NDArray[np.float64]
    schools: NDArray[np.float64]
    premises: pd.DataFrame
    spots: Mapping[str, NDArray[np.float64]]
    calendar: Mapping[str, Any]


def spots(rng: np.random.Generator) -> dict[str, NDArray[np.float64]]:
    """Return for each place the points at which its records are written: its own first, more where it is wider."""
    return {
        place.key: np.array(position(place))
        + rng.normal(0, place.spread_m, (SPOTS, 2)) * (np.arange(SPOTS) > 0)[:, None]
        for place in PLACES
    }


def records(ground: Ground, rng: np.random.Generator) -> pd.DataFrame:
    """Return every record of the three sources, in the order of source and time.

    Each stream draws from a generator of its own, so that changing one leaves the others as they were.
    """
    table = streams()
    made = [_rows(stream, ground, own) for stream, own in zip(table, rng.spawn(len(table)), strict=True)]
    frame = pd.concat(made, ignore_index=True)
    located = _located(frame, ground, rng)
    flawed = _flawed(located, rng)
    ordered = flawed.sort_values(["source", "from_local", "x_m", "y_m"], kind="stable", ignore_index=True)
    return _numbered(ordered, rng)


def _rows(stream: Stream, ground: Ground, rng: np.random.Generator) -> pd.DataFrame:
    daily = weights(stream, ground)
    n = stream.count
    repeats = round(stream.repeats * n)
    day = rng.choice(daily.size, n - repeats, p=daily / daily.sum())
    x, y = points(stream, ground, n - repeats, rng)
    parent = rng.integers(0, n - repeats, repeats) if repeats else np.zeros(0, dtype=int)
    day = np.concatenate([day, _later(day[parent], daily, rng)])
    apart = rng.normal(0, REPEAT_SPREAD_M, (repeats, 2)) * _may_move(stream)
    frame = pd.DataFrame(
        {
            "stream": stream.key,
            "source": stream.source,
            "day": day,
            "x_m": np.concatenate([x, x[parent] + apart[:, 0]]),
            "y_m": np.concatenate([y, y[parent] + apart[:, 1]]),
            "category": rng.choice(list(MIXES[stream.mix]), n, p=list(MIXES[stream.mix].values())),
            "context": stream.context,
            "age_band": rng.choice(AGE_BANDS, n, p=AGES[stream.ages]),
            "alcohol": rng.random(n) < ALCOHOL[stream.context],
            "police_found": stream.mix == "possession",
        }
    )
    minutes = rng.choice(np.arange(6, 30), n, p=rhythms.shape(stream.shape)) * 60 + rng.integers(0, 60, n)
    return frame.assign(local=rhythms.DAYS[frame["day"]] + pd.to_timedelta(minutes, unit="min"))


def weights(stream: Stream, ground: Ground) -> NDArray[np.float64]:
    """Return the weight of each day: the week, the trend, bursts, and nothing in a month the source did not deliver."""
    daily = rhythms.day_weights(stream.week, stream.start, stream.end, ground.calendar)
    daily = daily * np.linspace(1, stream.growth, daily.size)
    if stream.bursts:
        starts = pd.DatetimeIndex(stream.bursts)
        daily = daily * sum(
            np.asarray((rhythms.DAYS >= day) & (rhythms.DAYS < day + pd.Timedelta(days=56))) for day in starts
        )
    return np.where(rhythms.silent(rhythms.DAYS, SILENT_MONTHS[stream.source]), 0, daily)


def _later(day: NDArray[np.int64], weights: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a day of the week after each, near ones rather than far ones, keeping the stream's own rhythm."""
    wait = np.arange(1, REPEAT_DAYS + 1)
    later = np.minimum(day[:, None] + wait, weights.size - 1)
    chance = weights[later] * np.exp(-wait / 3) + 1e-12
    total = np.cumsum(chance, axis=1)
    pick = (rng.random(day.size)[:, None] * total[:, -1:] > total).sum(axis=1)
    return np.where(weights[later[np.arange(day.size), pick]] > 0, later[np.arange(day.size), pick], day)


def _may_move(stream: Stream) -> float:
    return float(stream.where not in PLACE or PLACE[stream.where].spread_m > 0)


def points(
    stream: Stream, ground: Ground, n: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return n points of a stream in metres: about its place, about the town centres, or along the county's streets."""
    if stream.where in PLACE:
        spots = ground.spots[stream.where]
        busy = 1 / np.arange(2, len(spots) + 2)
        pick = rng.choice(len(spots), n, p=busy / busy.sum())
        return spots[pick, 0], spots[pick, 1]
    if stream.where in ("ground:centres", "ground:town centres", "ground:schools"):
        middles, weights, spread = _middles(stream.where, ground)
        pick = rng.choice(len(middles), n, p=weights / weights.sum())
        return middles[pick, 0] + rng.normal(0, spread, n), middles[pick, 1] + rng.normal(0, spread, n)
    return _in_streets(ground, _area_weights(stream.where, ground), n, rng)


def _middles(where: str, ground: Ground) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    if where == "ground:schools":
        return ground.schools, np.ones(len(ground.schools)), 120.0
    middles = np.array([(s.x_m, s.y_m) for s in SETTLEMENTS])
    weights = np.array([s.areas * (0.15 if s.csp in SMALL_CSPS else 1.0) for s in SETTLEMENTS], dtype=float)
    if where == "ground:town centres":  # the night places of the first city are planted one by one
        weights[0] = 0
    return middles, weights, 420.0


def _area_weights(where: str, ground: Ground) -> NDArray[np.float64]:
    areas = ground.county.areas
    weights = ground.population.copy()
    if where != "ground:people":
        weights *= np.exp(0.45 * ground.need)
    weights *= np.where(areas["settlement"] == "", 0.4, 1.0) * np.where(areas["csp_name"].isin(SMALL_CSPS), 0.3, 1.0)
    merrowgate = (areas["settlement"] == "Merrowgate").to_numpy()
    kept = {"ground:Merrowgate": merrowgate, "ground:elsewhere": ~merrowgate}.get(where)
    return weights if kept is None else weights * kept


def _in_streets(
    ground: Ground, weights: NDArray[np.float64], n: int, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points lie along streets, a few metres to either side; some streets hold much more than others."""
    streets = ground.county.streets
    code = ground.county.areas.index.get_indexer(streets["code"])
    busy = weights[code] * np.tile([0.6, 0.3, 0.1], len(weights))
    pick = rng.choice(len(streets), n, p=busy / busy.sum())
    along = rng.uniform(-1, 1, n)
    street = streets.iloc[pick]
    return (
        street["x_m"].to_numpy() + along * street["dx_m"].to_numpy() + rng.normal(0, 8, n),
        street["y_m"].to_numpy() + along * street["dy_m"].to_numpy() + rng.normal(0, 8, n),
    )


def _located(frame: pd.DataFrame, ground: Ground, rng: np.random.Generator) -> pd.DataFrame:
    """Name the area and the location of every point: the place, else the nearest street."""
    areas, streets = ground.county.areas, ground.county.streets
    tree = shapely.STRtree(areas.geometry.to_numpy())
    where = tree.nearest(shapely.points(frame["x_m"], frame["y_m"]))
    held = {stream.key: PLACE[stream.where].name for stream in streams() if stream.where in PLACE}
    _, near = cKDTree(streets[["x_m", "y_m"]]).query(frame[["x_m", "y_m"]])
    street = pd.Series(streets["name"].to_numpy()[near], index=frame.index)
    location = _indoors(frame, ground, rng).fillna(frame["stream"].map(held)).fillna(street)
    return frame.assign(lsoa_code=areas.index.to_numpy()[where], location=location)


def _indoors(frame: pd.DataFrame, ground: Ground, rng: np.random.Generator) -> pd.Series:
    """Name the premises of the few night-time records that happened inside one; the rest is the street outside."""
    away, near = cKDTree(ground.premises[["x_m", "y_m"]]).query(frame[["x_m", "y_m"]])
    inside = (frame["context"] == "night-time economy") & (away < INDOORS_M) & (rng.random(len(frame)) < INDOORS_SHARE)
    return pd.Series(ground.premises["name"].to_numpy()[near], index=frame.index).where(inside)


def _flawed(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each source the flaws it has in life: rounded, missing and placeholder times, intervals, missing places."""
    n = len(frame)
    police, ed = (frame["source"] == POLICE).to_numpy(), (frame["source"] == ED).to_numpy()
    luck = rng.random((5, n))
    local = frame["local"].where(~(police & (luck[0] < 0.25)), frame["local"].dt.round("15min"))
    local = local.where(~ed, local.dt.floor("h"))
    past = local >= rhythms.END + pd.Timedelta(days=1)  # the small hours after the last night
    local = local.where(~past, local - pd.Timedelta(days=1))
    midnight, noon = _placeholders(luck[1], police, ed)
    unknown = police & (luck[1] > 0.97)
    settled = local.where(~(midnight | unknown), local.dt.normalize())
    settled = settled.where(~noon, local.dt.normalize() + pd.Timedelta(hours=12))
    precision = np.select([unknown, ed], ["day", "hour"], "minute")
    last = settled + pd.to_timedelta(np.ceil(rng.exponential(200, n)), unit="min")
    interval = police & (luck[2] < 0.10) & (precision == "minute")
    return _blanked(
        frame.assign(from_local=settled, to_local=last.where(pd.Series(interval)), precision=precision), luck, rng
    )


def _placeholders(
    luck: NDArray[np.float64], police: NDArray[np.bool_], ed: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows say midnight and which say noon because nobody knew."""
    return (police & (luck < 0.03)) | (ed & (luck < 0.07)), police & (luck > 0.03) & (luck < 0.045)


def _blanked(frame: pd.DataFrame, luck: NDArray[np.float64], rng: np.random.Generator) -> pd.DataFrame:
    """Take away what the sources do not know or do not share: points, ages, and where sexual offences happened."""
    lost = np.select([frame["source"] == POLICE, frame["source"] == ED], [0.03, 0.35], 0.02)
    withheld = (frame["category"] == "Sexual offences").to_numpy()
    institution = frame["location"].isin([p.name for p in PLACES if p.spread_m == 0]).to_numpy()
    blank = ((luck[3] < lost) & ~institution) | withheld
    nowhere = blank & ~withheld & (luck[3] < 0.7 * lost)
    knife = frame["category"].str.contains("nife|stabbing|blade") | ((frame["category"] == "Robbery") & (luck[4] < 0.3))
    lon, lat = degrees(frame["x_m"], frame["y_m"])
    return frame.assign(
        knife=knife,
        lon=np.where(blank, np.nan, lon),
        lat=np.where(blank, np.nan, lat),
        location=frame["location"].where(~blank, None),
        lsoa_code=frame["lsoa_code"].where(~nowhere, None),
        age_band=frame["age_band"].where(rng.random(len(frame)) > 0.08, None),
    )


def _numbered(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give rows their number and records their name; a few police records come twice, as they do in life."""
    letter = frame["source"].map({"demo/police": "P", "demo/ambulance": "A", "demo/ed": "E"})
    number = frame.groupby("source").cumcount() + 1
    named = frame.assign(record_id=letter + number.astype(str).str.zfill(6), row=np.arange(len(frame), dtype=np.int32))
    quiet = ((named["source"] == POLICE) & ~named["category"].isin(SERIOUS)).to_numpy()
    pairs = np.flatnonzero(quiet[1:] & quiet[:-1])[::2] + 1
    twice = rng.choice(pairs, 60, replace=False)
    named.loc[twice, "record_id"] = named.loc[twice - 1, "record_id"].to_numpy()
    return named
