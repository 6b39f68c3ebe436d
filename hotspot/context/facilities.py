"""Where facilities are and what they are, in plain words: a list says "Static Library", a reader says "library"."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
from pyproj import Transformer

BRITISH_GRID = "EPSG:27700"  # of the published postcode points
COLUMNS = ["name", "type", "type_key", "lon", "lat"]
# Plain name -> what publishers write, as a pattern of the whole type in lower case. What fits none keeps its words.
PLAIN = {
    "licensed premises": r"licensed premises|premises licen[cs]es?|club premises certificates?|pubs?"
    r"|public houses?|bars?|night ?clubs?",
    "youth session": r"(open.access )?youth sessions?",
    "youth club": r"youth (clubs?|cent(re|er)s?)",
    "family hub": r"family (hubs?|cent(re|er)s?)|children'?s cent(re|er)s?",
    "library": r"(static |public |community |branch )?librar(y|ies)",
    "school": r"((primary|secondary|infant|junior|special|high|nursery) )?schools?|academ(y|ies)",
    "sports ground": r"sports?( (grounds?|cent(re|er)s?|halls?|clubs?|facilit(y|ies)|pitch(es)?))?"
    r"|leisure cent(re|er)s?|playing fields?|swimming pools?",
    "park": r"(public |country )?parks?( and gardens?)?|recreation grounds?",
    "children's playground": r"(children'?s )?(playgrounds?|play areas?)",
    "community centre": r"community (cent(re|er)s?|halls?)|village halls?",
    "GP surgery": r"gps?|gp (surger(y|ies)|practices?)|doctors?'? surger(y|ies)|general practices?",
    "A&E": r"a ?& ?e|a and e|accident (and|&) emergency|emergency departments?",
    "street lighting": r"(street )?(lights?|lighting|lamps?)( columns?)?",
    "CCTV": r"(public space )?cctv( cameras?)?",
    "taxi rank": r"(taxi|hackney carriage) (ranks?|stands?)",
    "bus stop": r"bus stops?",
}
NO_FIXED_PLACE = r"mobile .*"
CLOSED = r"(permanently |n/a )?(closed|ceased|lapsed|revoked|surrendered|expired)\b.*"
PLANNED = r"(aspirational|planned|proposed|not yet open)\b.*"  # somebody wants it: nobody can go there


def type_key(plain: str) -> str:
    """Return the short name of a type, as columns carry it.

    >>> type_key("A&E"), type_key("children's playground")
    ('a_and_e', 'childrens_playground')
    """
    words = plain.lower().replace("&", " and ").replace("'", "").replace("’", "")
    return re.sub("[^a-z0-9]+", "_", words).strip("_")


def plain_type(said: str) -> str:
    """Return the plain word for a type as a file says it; one that is not known stands for itself.

    >>> plain_type("Static Library"), plain_type("Premises Licence "), plain_type("Food Bank")
    ('library', 'licensed premises', 'food bank')
    """
    lower = " ".join(said.lower().replace("’", "'").replace("_", " ").split())
    return next((plain for plain, pattern in PLAIN.items() if re.fullmatch(pattern, lower)), lower)


def facilities(tables: Mapping[str, pa.Table]) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the facilities that stand somewhere and are open, and what had to be left out.

    Closed and merely planned ones do not count, nor those without a fixed place such as a mobile library. A facility
    without coordinates is placed at the middle of its postcode where the postcode points are held. One that two files
    hold is one.

    Parameters
    ----------
    tables : mapping of kind -> pyarrow.Table
        ``facilities``, ``postcodes``.

    Returns
    -------
    DataFrame
        name, type (plain words), type_key, lon, lat.
    tuple of str
        Sentences for the reader.
    """
    table = tables.get("facilities")
    if table is None or table.num_rows == 0:
        return pd.DataFrame(columns=COLUMNS), ("No list of facilities is loaded: add points with a name and a type.",)
    listed = table.to_pandas()
    types = listed["type"].astype("str")
    listed["type"] = types.map({said: plain_type(said) for said in types.unique()})
    closed = _says(listed, "status", CLOSED) | _says(listed, "hours", CLOSED)
    planned = _says(listed, "status", PLANNED) & ~closed
    moving = listed["type"].str.fullmatch(NO_FIXED_PLACE)
    placed = _placed(listed[~closed & ~planned & ~moving], tables.get("postcodes"))
    known = placed.dropna(subset=["lon", "lat"])
    found = known.assign(type_key=known["type"].map(type_key), once=known["name"].str.casefold())
    found = found.assign(x=found["lon"].round(3), y=found["lat"].round(3))
    found = found.drop_duplicates(["once", "type_key", "x", "y"])[COLUMNS].reset_index(drop=True)
    return found, _said(int(closed.sum()), int(planned.sum()), len(placed) - len(known))


def _says(listed: pd.DataFrame, column: str, pattern: str) -> pd.Series:
    said = listed[column].astype("str").str.strip().str.lower() if column in listed else ""
    return pd.Series(said, index=listed.index).str.fullmatch(pattern).fillna(False).astype(bool)


def _said(closed: int, planned: int, nowhere: int) -> tuple[str, ...]:
    told = []
    if closed:
        told.append(f"Facilities that are closed, so they do not count: {closed:,}.")
    if planned:
        told.append(f"Facilities that are only planned, so they do not count: {planned:,}.")
    if nowhere:
        told.append(
            f"Facilities that cannot be placed, left out: {nowhere:,} (a national list holds many of elsewhere)."
        )
    return tuple(told)


def _placed(listed: pd.DataFrame, postcodes: pa.Table | None) -> pd.DataFrame:
    """Return the facilities with the middle of their postcode where they have no coordinates."""
    blank = listed["lon"].isna() | listed["lat"].isna()
    if postcodes is None or postcodes.num_rows == 0 or "postcode" not in listed or not blank.any():
        return listed
    points = postcodes.select(["postcode", "easting", "northing"]).to_pandas().dropna()
    points["postcode"] = _bare(points["postcode"])
    points = points.drop_duplicates("postcode", keep="last").set_index("postcode")
    found = points.reindex(_bare(listed.loc[blank, "postcode"]))
    degrees = Transformer.from_crs(BRITISH_GRID, "EPSG:4326", always_xy=True)
    lon, lat = degrees.transform(found["easting"].to_numpy(), found["northing"].to_numpy())
    placed = listed.copy()
    placed.loc[blank, "lon"], placed.loc[blank, "lat"] = lon, lat
    nowhere = found["easting"].isna().to_numpy()
    placed.loc[placed.index[blank][nowhere], ["lon", "lat"]] = float("nan")
    return placed


def _bare(postcode: pd.Series) -> pd.Series:
    return postcode.astype("str").str.replace(r"\s+", "", regex=True).str.upper()
