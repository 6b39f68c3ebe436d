"""The analyst's closer look in words, a curve and tables."""

from __future__ import annotations

import altair as alt
import pandas as pd

from hotspot.views.charts import PER_CENT, _styled
from hotspot.views.palettes import ACCENT, INK

CLEAR = 0.05
SHOWN = 8
EDGE = 0.95  # below it the border takes more than a twentieth of the density
ODD = ("busy among quiet", "quiet among busy")


def concentration(row: pd.Series) -> str:
    """Return how few places hold half of the records, beside what chance gives.

    >>> found = {"incidents": 100, "places": 200, "share_of_places": 0.05, "under_random": 0.2, "gini": 0.8}
    >>> concentration(pd.Series(found | {"random_low": 0.18, "random_high": 0.22}))
    'Half of the 100 records are in 5.0 % of the places (10 of 200). Dealt out by lot they would be in 20.0 % (18.0 to 22.0). Generalised Gini 0.80: 0 is as even as can be, 1 is all in one place.'
    """  # noqa: E501 - the sentence is one
    few = round(row["share_of_places"] * row["places"])
    low, high = (f"{100 * row[name]:,.1f}" for name in ("random_low", "random_high"))
    return (
        f"Half of the {row['incidents']:,.0f} records are in {100 * row['share_of_places']:,.1f} % of the places "
        f"({few:,} of {row['places']:,.0f}). Dealt out by lot they would be in {100 * row['under_random']:,.1f} % "
        f"({low} to {high}). Generalised Gini {row['gini']:,.2f}: 0 is as even as can be, 1 is all in one place."
    )


def curve(table: pd.DataFrame) -> alt.Chart:
    """Return the share of records that the busiest places hold, beside the line of an even spread."""
    share = alt.Axis(labelExpr=PER_CENT)
    held = alt.Chart(table).mark_line(color=ACCENT, strokeWidth=2.5).encode(
        x=alt.X("share_of_places:Q", title="share of places, busiest first", axis=share),
        y=alt.Y("share_of_incidents:Q", title="share of records they hold", axis=share),
    )  # fmt: skip
    even = pd.DataFrame({"share_of_places": [0.0, 1.0], "share_of_incidents": [0.0, 1.0]})
    line = (
        alt.Chart(even).mark_line(color=INK, strokeDash=[4, 4]).encode(x="share_of_places:Q", y="share_of_incidents:Q")
    )
    return _styled((line + held).properties(height=240))


def odd_places(beside: pd.DataFrame) -> pd.DataFrame:
    """Return the places least like their neighbours, the busy ones among quiet ones first."""
    odd = beside[(beside["moran"] < 0) & beside["quarter"].isin(ODD)].sort_values("moran", kind="stable")
    first = pd.concat([odd[odd["quarter"] == quarter].head(SHOWN) for quarter in ODD])
    return pd.DataFrame(
        {
            "Place": first["name"],
            "District": first["csp_name"],
            "Reading": first["quarter"],
            "Records": first["count"].astype(int),
            "Mean of its neighbours": first["around"].round(1),
            "Local Moran's I": first["moran"].round(2),
        }
    )


def edges(table: pd.DataFrame) -> pd.DataFrame:
    """Return the places listed first with how much of their hill lies inside the area, and records per resident."""
    return pd.DataFrame(
        {
            "Place": table["name"],
            "Records": table["count"],
            "Share of its surroundings inside the area": table["inside"].round(2),
            "Residents per km² around": table["residents_km2"].round().astype("Int64"),
            "Records per 1,000 residents around, a year": table["per_1000"].round(1),
        }
    )


def edge_sentence(table: pd.DataFrame) -> str:
    """Return which of the listed places the border of the area makes look less dense than they are."""
    near = table[table["inside"] < EDGE]
    if near.empty:
        return "None of the places listed lies so near the border that its density is too low."
    named = "; ".join(f"{row['name']}, by {100 * (1 / row['inside'] - 1):,.0f} %" for _, row in near.iterrows())
    return f"The density is too low near the border, if beyond it is as on this side: {named}."


def repeats(table: pd.DataFrame) -> pd.DataFrame:
    """Return pairs by distance and interval, with the ratio to chance and its p."""
    return pd.DataFrame(
        {
            "Distance": [f"{a:,.0f} to {b:,.0f} m" for a, b in zip(table["from_m"], table["to_m"], strict=True)],
            "Days between": [
                f"{a:,.0f} to {b - 1:,.0f}" for a, b in zip(table["from_days"], table["to_days"], strict=True)
            ],
            "Pairs": table["pairs"],
            "Times what chance gives": table["ratio"].round(2),
            "p": table["p"].round(3),
        }
    )


def repeats_sentence(table: pd.DataFrame) -> str:
    """Return what the nearest and soonest pairs say."""
    first = table.iloc[0]
    where = f"within {first['to_m']:,.0f} m and {first['to_days']:,.0f} days"
    if not first["p"] < CLEAR or not first["ratio"] > 1:
        return (
            f"Pairs {where} are not clearly more than chance gives ({first['pairs']:,.0f} pairs, p = {first['p']:.3f})."
        )
    return (
        f"After a record, the next one {where} came {first['ratio']:,.1f} times as often as the same places and dates "
        f"would give in any order ({first['pairs']:,.0f} pairs, p = {first['p']:.3f}). A place that was busy for part "
        "of the period only looks the same."
    )
