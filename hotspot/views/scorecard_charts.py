"""Past lists scored, as charts: by length of the list, and month by month."""

from __future__ import annotations

from typing import Any, cast

import altair as alt
import pandas as pd

from hotspot.views import fitting
from hotspot.views.charts import PER_CENT, _styled
from hotspot.views.palettes import ACCENT, INK
from hotspot.views.scorecard import CHANCE, LISTED, LONG, PLAIN, TOP, Card, percent

SHOWN = (LISTED, PLAIN, LONG, "count_all", "gi_star", CHANCE)
HELD = ["share held of the built-up area's", "records of the next month"]  # in one line too long for a narrow chart
LENGTHS = {10: "#9ecae1", 20: "#4292c6", 40: "#08306b"}


def bars(card: Card) -> alt.Chart:
    """Return the hit rate of each method in lists of 10, 20 and 40 places, with its interval."""
    rows = card.table[(card.table["unit"] == "places") & card.table["method"].isin(SHOWN)]
    table = pd.DataFrame({name: rows[name] for name in ("title", "hit_rate", "low", "high", "pai", "pei")})
    table["held"] = [percent(share, 1) for share in table["hit_rate"]]
    table["list"] = [f"{at:,.0f} places" for at in rows["at"]]
    lengths = list(dict.fromkeys(table["list"]))
    colours = [colour for at, colour in LENGTHS.items() if f"{at} places" in lengths]
    base = alt.Chart(table).encode(
        y=alt.Y("title:N", sort=None, title=None, axis=alt.Axis(**fitting.names(320))),
        yOffset=alt.YOffset("list:N", sort=lengths),
    )
    tips = [
        alt.Tooltip("title:N", title="list"),
        alt.Tooltip("list:N", title="length"),
        alt.Tooltip("held:N"),
        alt.Tooltip("pai:Q", title="PAI", format=".1f"),
        alt.Tooltip("pei:Q", title="PEI", format=".2f"),
    ]
    filled = base.mark_bar().encode(
        x=alt.X("hit_rate:Q", title=HELD, axis=alt.Axis(labelExpr=PER_CENT, titleAnchor="end")),
        color=alt.Color("list:N", sort=lengths, scale=alt.Scale(domain=lengths, range=colours),
                        legend=alt.Legend(orient="top", title=None, labelFontSize=14, labelColor=INK,
                                          columns=fitting.columns(len(lengths)))),
        tooltip=tips,
    )  # fmt: skip
    doubt = base.mark_rule(color=INK, strokeWidth=2).encode(x="low:Q", x2="high:Q")
    height = 130 + fitting.row_px(table["title"]) * table["title"].nunique()
    return _styled((filled + doubt).properties(height=height))


def by_month(card: Card) -> alt.Chart:
    """Return the hit rate of the list of 10 places month by month: the list, the plain count, and chance."""
    rows = card.by_fold[(card.by_fold["unit"] == "places") & (card.by_fold["at"] == TOP)]
    titles = card.table.drop_duplicates("method").set_index("method")["title"]
    rows = rows[rows["method"].isin([LISTED, PLAIN, CHANCE]) & (rows["incidents"] > 0)]
    table = pd.DataFrame({"month": pd.to_datetime(rows["step"]), "list": rows["method"].map(titles)})
    table["held"] = rows["hits"] / rows["incidents"]
    order = [titles[key] for key in (LISTED, PLAIN, CHANCE)]
    colours = alt.Scale(domain=order, range=["#7f0000", ACCENT, "#767676"])
    dashes = alt.Scale(domain=order, range=[[1, 0], [7, 3], [2, 3]])
    legend = alt.Legend(orient="top", title=None, labelColor=INK, columns=1, **fitting.words(400))
    chart = alt.Chart(table).mark_line(strokeWidth=2.5).encode(
        x=alt.X("month:T", title=None),
        y=alt.Y("held:Q", title="held in 10 places", axis=alt.Axis(labelExpr=PER_CENT), scale=alt.Scale(zero=True)),
        color=alt.Color("list:N", scale=colours, legend=legend),
        strokeDash=alt.StrokeDash("list:N", scale=dashes, legend=legend),
    )  # fmt: skip
    return _styled(cast(Any, chart).properties(height=300))
