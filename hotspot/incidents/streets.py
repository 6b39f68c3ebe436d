"""Street names from the records' own location texts, for naming places in plain words."""

from __future__ import annotations

import pandas as pd

from hotspot.incidents.institutions import place_of

# What data.police.uk writes instead of a street where the map point stands for a kind of place.
NO_STREETS = frozenset(
    {
        "Airport/Airfield",
        "Bus/Coach Station",
        "Conference/Exhibition Centre",
        "Ferry Terminal",
        "Further/Higher Educational Building",
        "Hospital",
        "Motorway Service Area",
        "Nightclub",
        "Park/Open Space",
        "Parking Area",
        "Pedestrian Subway",
        "Petrol Station",
        "Police Station",
        "Prison",
        "Race Track",
        "Railway Station",
        "Shopping Area",
        "Sports/Recreation Area",
        "Supermarket",
        "Theatre/Concert Hall",
        "Theme/Adventure Park",
        "Underground Station",
    }
)


BLOCK_DEG = 0.002  # about 130 m by 220 m


def streets(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each street a block at a time, and how many records name it there.

    Parameters
    ----------
    frame : DataFrame
        Incidents with lon, lat, location and institution. Kinds of place ("Supermarket") and institutions name no
        street and are left out.

    Returns
    -------
    DataFrame
        lon, lat, street, count.

    >>> frame = pd.DataFrame({"lon": [0.0, 0.0], "lat": [52.0, 52.0], "institution": False})
    >>> streets(frame.assign(location=["On or near Albert Street", "On or near Supermarket"])).values.tolist()
    [[0.0, 52.0, 'Albert Street', 1]]
    """
    located = frame.loc[~frame["institution"] & frame["lon"].notna(), ["lon", "lat", "location"]]
    # Exact points of one street lie scattered along it; together they count as one, a block at a time.
    block = located.assign(east=(located["lon"] / BLOCK_DEG).round(), north=(located["lat"] / BLOCK_DEG).round())
    grouped = block.groupby(["location", "east", "north"], observed=True)
    counted = grouped.agg(lon=("lon", "mean"), lat=("lat", "mean"), count=("lon", "size")).reset_index()
    counted["street"] = street_of(counted["location"])
    named = counted[counted["street"].notna()]
    return named[["lon", "lat", "street", "count"]].reset_index(drop=True)


def street_of(location: pd.Series) -> pd.Series:
    """Return the street that each location text names, missing where it names a kind of place or nothing.

    >>> street_of(pd.Series(["On or near Albert Street", "On or near Supermarket"])).tolist()
    ['Albert Street', nan]
    """
    each = location.astype("category")
    named = place_of(pd.Series(each.cat.categories, dtype="str"))
    named = named.mask(named.isin(NO_STREETS)).to_numpy(dtype=object)
    known = each.cat.codes.to_numpy()
    found = pd.Series(named[known] if len(named) else None, index=location.index, dtype="str")
    return found.mask(known < 0)
