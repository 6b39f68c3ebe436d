"""Tables for people: findings with plain headings, in the order of the findings, nothing recomputed."""

from __future__ import annotations

from typing import Any

import pandas as pd

from hotspot.findings import Findings
from hotspot.findings.figures import span
from hotspot.views import days, words
from hotspot.views.palettes import SIGNIFICANCE

LEAST_SHOWN = 10
HIDDEN = {"lower": "the interval of a count", "upper": "the interval of a count", "stability": "stability of a word"}
TRENDS, SCORES = "trends", "scores, and what they rest on"


def _counts(values: pd.Series, findings: Findings) -> Any:
    """Return counts as numbers, which sort, or as bands where the audience may not see them."""
    return [words.number(value, findings) for value in values] if findings.controlled else values.astype("Int64")


def _interval(low: pd.Series, high: pd.Series, digits: int = 0) -> list[str]:
    pairs = list(zip(low.to_numpy(dtype=float).tolist(), high.to_numpy(dtype=float).tolist(), strict=True))
    said = {pair: span(*pair, digits) for pair in set(pairs)}  # thousands share a few
    return ["–" if pair[0] != pair[0] else said[pair] for pair in pairs]


def places(findings: Findings) -> pd.DataFrame:
    """Return the ranked places, one row each, index = the key of the busiest location."""
    held = findings.places
    shown = pd.DataFrame(
        {
            "Rank": held["rank"],
            "Place": held["name"],
            "District": held["csp_name"],
            "Word": _words(held),
            "Records": _counts(held["count"], findings),
            "95 % interval": _interval(held["lower"], held["upper"]),
            "Last 12 months": _counts(held["count_12m"], findings),
            days.heading(findings.steps[-1].start, findings.steps[-1].end): _counts(held["count_last"], findings),
            "Usual range": _interval(held["usual_low"], held["usual_high"]),
            "Parts": held["cells"],
            "All parts together": _counts(held["count_together"], findings),
        }
    )
    return shown.set_index(pd.Index(held["peak"], name="key"))


def _words(places: pd.DataFrame) -> pd.Series:
    """Return the word of each place; one map of a period has none, and says how sure it is that a place is hot."""
    if (places["word"] != "").any() or places["bin"].isna().any():
        return places["word"].replace("", "no pattern")
    return places["bin"].map(lambda bin_: SIGNIFICANCE[int(bin_) + 3].label)


def hidden(exposure: pd.DataFrame) -> pd.DataFrame:
    """Return what a restricted source does not show and why, a row for each reason, in words and not by column."""
    named = exposure.assign(number=[_hidden(str(name)) for name in exposure["number"]])
    held = named.drop_duplicates().groupby("why_hidden", sort=False)["number"].agg("; ".join).reset_index()
    shown = held.rename(columns={"number": "Number", "why_hidden": "Why it is hidden"})
    return shown[["Number", "Why it is hidden"]]


def _hidden(name: str) -> str:
    """Return the words for the name of a column; what is no such name is words already.

    >>> _hidden("z_last"), _hidden("trend_p"), _hidden("count of 3 of 9 places")
    ('scores, and what they rest on', 'trends', 'count of 3 of 9 places')
    """
    if name in HIDDEN or " " in name:
        return HIDDEN.get(name, name)
    return TRENDS if name.startswith(("trend", "slope", "hamed")) else SCORES


def emerging(findings: Findings) -> pd.DataFrame:
    """Return the locations that have a category, hot first and busiest first, with why and what would change it."""
    frame = findings.locations
    held = frame[frame["category"].fillna(0) != 0]
    held = held.assign(cold=held["category"] < 0).sort_values(["cold", "count"], ascending=[True, False], kind="stable")
    return pd.DataFrame(
        {
            "Letter": held["letter"],
            "Category": held["category_name"],
            "Word": held["word"],
            "Place": held["name"],
            "District": held["csp_name"],
            "Records": _counts(held["count"], findings),
            "Why": held["reason"],
            "What would change it": held["flip"],
            "Also fits": held["also_matches"],
            "Stability": held["stability"],
            "Trend of counts": held["trend_count"].map({1: "rising", 0: "none", -1: "falling"}),
        }
    )


def lsoas(table: Any, findings: Findings) -> pd.DataFrame:
    """Return one row per LSOA: count with interval, trend word, rate, deprivation, town centre; busiest first."""
    held = pd.DataFrame(table).sort_values("count", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "Neighbourhood": held["name"],
            "Records": _counts(held["count"], findings),
            "95 % interval": _interval(held["lower"], held["upper"]),
            "Trend": held["trend_word"],
            "Rate per 1,000 a year": held["rate"].round(1),
            "Interval of the rate": _interval(held["rate_lower"], held["rate_upper"], 1),
            "Deprivation decile (1 = most deprived)": held["imd_decile"].astype("Float64").round().astype("Int64"),
            "Note": [_noted(row) for _, row in held.iterrows()],
        },
        index=held.index,
    )


def districts(table: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return one row per district, in the order given; a district without figures says why."""
    return pd.DataFrame(
        {
            "District": table["name"],
            "Records": _counts(table["count"], findings),
            "Last 12 months": _counts(table["count_12m"], findings),
            "Residents": table["population"].round().astype("Int64"),
            "Rate per 1,000 a year": table["rate"].round(1),
            "95 % interval": _interval(table["rate_lower"], table["rate_upper"], 1),
            "Trend": table["trend_word"].fillna(""),
            "Note": table["why_none"],
        },
        index=table.index,
    )


def _noted(row: pd.Series) -> str:
    centre = "town centre: few residents, many visitors" if row.get("town_centre") is True else ""
    return "; ".join(text for text in (centre, str(row.get("imd_note") or "")) if text and text != "nan")


def institutions(held: pd.DataFrame) -> pd.DataFrame:
    """Return the institutions set aside, most records first."""
    order = held.sort_values("count", ascending=False, kind="stable")
    named = {"name": "Institution", "kind": "Kind", "csp_name": "District", "count": "Records", "months": "Months"}
    return pd.DataFrame({said: order[name] for name, said in named.items()}).reset_index(drop=True)


FLAGS = {
    "rows": "Rows kept",
    "no_location": "Without a location",
    "outside_area": "Outside the area",
    "repeated_id": "Repeats of a record already counted",
    "vintage_2011": "On a 2011 area code, placed through the official lookup",
    "split_nearest": "On a split 2011 code, placed in the nearest part",
    "irregular": "On a 2011 code whose area was redrawn, placed in the nearest part",
    "by_point": "Without an area code, placed by its point",
    "institution": "At an institution, set aside",
    "months": "Months held",
    "first": "First month",
    "last": "Last month",
    "gaps": "Months missing between",
}


def flag(name: str) -> str:
    """Return what a flag of the quality report means, in words."""
    return FLAGS.get(name, name.replace("_", " ").capitalize())


def quality(held: pd.DataFrame) -> pd.DataFrame:
    """Return the quality report, one line a fact and one column a source; every fact of the report is kept."""
    turned = held.T
    columns = {name: words.source(str(name)) for name in turned.columns}
    said = [flag(str(name)) for name in turned.index]
    texts = turned.map(lambda value: f"{value:,}" if isinstance(value, int) else str(value)).rename(columns=columns)
    return pd.DataFrame(texts).set_axis(pd.Index(said, name="What")).reset_index()
