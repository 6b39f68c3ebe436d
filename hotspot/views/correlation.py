"""Do records and a layer rise together over the neighbourhoods? A scatter, and one line a layer with its interval."""

from __future__ import annotations

from textwrap import wrap
from typing import Any, cast

import altair as alt
import numpy as np
import pandas as pd

from hotspot.findings.figures import span
from hotspot.views import fitting
from hotspot.views.palettes import GROUND, css
from hotspot.views.shading import Shading

WITH = ["rank correlation", "with the records"]  # in one line too long for a narrow chart
ROW_PX = 34  # for two lines of a name on a narrow chart
TITLE_LETTERS = 34  # in a line of an axis title: more have no room on a narrow chart
PICK, CODE = "pick", "code"
INK, ACCENT = css(GROUND["label"]), "#1f5f8b"
NEIGHBOURS = (
    "1 or −1 would be in step, 0 is no link. Every neighbourhood of the area takes part, with all its records. The "
    "interval would hold 95 times in 100 if places were independent; neighbours are alike, so the truth is less "
    "certain. The line Residents shows how far the records follow mere numbers of people. The domain Crime counts "
    "recorded crime and partly finds itself, and so does deprivation with all domains."
)


def scatter_table(table: Any, layer: pd.Series, shading: Shading) -> pd.DataFrame:
    """Return one row a neighbourhood: its key, name, records, value of the layer and the colour it has on the map.

    Neighbourhoods without a value are left out; the table of neighbourhoods has them.
    """
    frame = pd.DataFrame(
        {
            CODE: table.index.astype(str),
            "name": table["name"].to_numpy(),
            "records": table["count"].to_numpy(dtype=float),
            "value": layer.reindex(table.index).to_numpy(dtype=float),
            "colour": [css(shading.classes[k].colour) for k in shading.index],
        }
    )
    return frame.dropna(subset=["records", "value"]).reset_index(drop=True)


def scatter(rows: pd.DataFrame, across: str, picked: str = "") -> alt.Chart:
    """Return the scatter of records and a layer in the map's own colours; a click picks the neighbourhood.

    The scale of the records is by square roots, so that one busy centre does not press all others to the floor.

    Parameters
    ----------
    rows : DataFrame
        From ``scatter_table``.
    across : str
        Title of the layer, with which way is worse.
    picked : str
        Key of the neighbourhood to ring.
    """
    x = alt.X("value:Q", title=wrap(across, TITLE_LETTERS), scale=alt.Scale(zero=False, nice=True))
    y = alt.Y("records:Q", title="records in the period (square-root scale)", scale=alt.Scale(type="sqrt"))
    tips = [alt.Tooltip("name:N", title="neighbourhood"), alt.Tooltip("records:Q", format=","),
            alt.Tooltip("value:Q", title=across, format=".1f")]  # fmt: skip
    base = alt.Chart(rows).encode(x=x, y=y, tooltip=tips)
    dots = base.mark_circle(size=60, opacity=0.95, stroke="#5d6570", strokeWidth=0.6).encode(
        color=alt.Color("colour:N", scale=None)
    )
    dots = dots.add_params(alt.selection_point(name=PICK, fields=[CODE], toggle=False, nearest=True))
    if not (rows[CODE] == picked).any():  # a layer without a mark is a picture without words to a screen reader
        return _styled(dots.properties(height=420))
    ring = base.transform_filter(alt.FieldEqualPredicate(field=CODE, equal=picked)).mark_point(
        size=260, stroke="#000000", strokeWidth=3, filled=False
    )
    return _styled((dots + ring).properties(height=420))


def _styled(chart: Any) -> alt.Chart:
    styled = chart.configure_axis(
        labelColor=INK, titleColor=INK, labelFontSize=14, titleFontSize=14, gridColor="#e6e6e6"
    )
    return cast(alt.Chart, styled.configure_view(stroke=None))


def known(correlations: pd.DataFrame) -> pd.DataFrame:
    """Return the layers whose correlation is known, the strongest first, the sizes of the population last."""
    held = correlations.dropna(subset=["rho"])
    residents = held["layer"].isin(["population", "density"])
    order = held.assign(last=residents, strength=-held["rho"].abs()).sort_values(["last", "strength"], kind="stable")
    return order.drop(columns=["last", "strength"]).reset_index(drop=True)


def intervals(correlations: pd.DataFrame) -> alt.Chart:
    """Return one line a layer: its rank correlation with the records as a dot, its interval as a bar, zero marked."""
    rows = known(correlations)
    y = alt.Y("title:N", sort=rows["title"].tolist(), title=None, axis=alt.Axis(**fitting.names(330)))
    base = alt.Chart(rows).encode(
        y=y,
        tooltip=[alt.Tooltip("title:N"), *(alt.Tooltip(f"{name}:Q", format=".2f") for name in ("rho", "low", "high"))],
    )
    scale = alt.Scale(domain=[min(-0.2, float(rows["low"].min())), max(0.6, float(rows["high"].max()))], nice=True)
    bars = base.mark_rule(strokeWidth=3, color=ACCENT).encode(
        x=alt.X("low:Q", title=WITH, axis=alt.Axis(titleAnchor="end", tickCount=6), scale=scale), x2="high:Q"
    )
    dots = base.mark_circle(size=120, opacity=1, color=ACCENT).encode(x="rho:Q")
    nought = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="zero:Q")
    return _styled((nought + bars + dots).properties(height=60 + ROW_PX * len(rows)))


def table(correlations: pd.DataFrame) -> pd.DataFrame:
    """Return the correlations for reading: layer, number, interval, and the same in words."""
    rows = known(correlations)
    return pd.DataFrame(
        {
            "Layer": rows["title"],
            "Rank correlation": rows["rho"].round(2),
            "95 % interval": [span(*pair, 2) for pair in zip(rows["low"], rows["high"], strict=True)],
            "In words": [_worded(row) for _, row in rows.iterrows()],
        }
    )


def _worded(row: pd.Series) -> str:
    if row["low"] <= 0 <= row["high"]:
        return "no link shown"
    way = "more" if row["rho"] > 0 else "fewer"
    strength = "weak" if abs(row["rho"]) < 0.2 else "moderate" if abs(row["rho"]) < 0.5 else "strong"
    return f"{strength}, {way} records"


def clicked(selection: Any, keys: Any) -> str:
    """Return the key that a click on the scatter picked, looked up again; "" for none or an unknown one."""
    points = selection.get(PICK, []) if hasattr(selection, "get") else []
    said = str(points[0].get(CODE, "")) if points else ""
    return said if said in set(np.asarray(keys).tolist()) else ""
