"""Did it work, for the eye: the four counts, both series with the action marked, the difference, the map."""

from __future__ import annotations

from typing import Any, cast

import altair as alt
import numpy as np
import pandas as pd
import shapely

from hotspot import stats
from hotspot.evaluate import PARTS, Worked
from hotspot.findings.figures import ends, signed
from hotspot.language import phrase, to_phrase
from hotspot.views import fitting, maps, tooltips
from hotspot.views.palettes import ACCENT, INK, ColourClass
from hotspot.views.shading import Shading

TITLES = {
    "target": to_phrase("Where it was done"),
    "comparison": to_phrase("Compared with"),
    "ring": to_phrase("Around it"),
    "ring_comparison": to_phrase("Like the surroundings"),
}
MARGIN_DEGREES = 0.01
FEWEST = 5  # from fewer, a change in per cent means nothing
GROUPS = (
    ColourClass(to_phrase("everywhere else"), (240, 240, 240), 60),
    ColourClass(to_phrase("where it was done"), (127, 0, 0), 230),
    ColourClass(to_phrase("around it"), (253, 187, 132), 230),
    ColourClass(to_phrase("compared with"), (31, 95, 139), 230),
)


def counts_table(result: Worked) -> pd.DataFrame:
    """Return the four groups with their counts, and the change of each with its interval."""
    rows = result.counts.loc[list(PARTS)]
    pairs = [(int(row["before"]), int(row["after"])) for _, row in rows.iterrows()]
    return pd.DataFrame(
        {
            "Group": [phrase(TITLES[part]) for part in rows.index],
            "Places": rows["places"].to_numpy(),
            "Before": rows["before"].to_numpy(),
            "After": rows["after"].to_numpy(),
            "Change": (rows["after"] - rows["before"]).to_numpy(),
            "Change in per cent (95 % interval)": [_percent(*pair) for pair in pairs],
        }
    )


def _percent(before: int, after: int) -> str:
    """Return a change in per cent, never without its interval; a dash from so few that it means nothing.

    >>> _percent(57, 39), _percent(1, 7)
    ('−32 % (−56 to +5)', '–')
    """
    change = stats.percent_change(before, after)
    low, high = change.interval
    return f"{signed(change.estimate)} % ({ends(low, high)})" if before >= FEWEST else "–"


def places_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return compared or neighbouring places: name, district and counts."""
    titles = {"name": "Place", "before": "Before", "after": "After", "history": "All before", "csp_name": "District"}
    if "unlike" in table:
        titles = {"name": "Place", "unlike": "Unlike (units of chance)", "before": "Before", "history": "All before"}
    return table.rename(columns=titles)[list(titles.values())].reset_index(drop=True)


def series_chart(result: Worked, *, height: int = 300) -> alt.Chart:
    """Return target and comparison step by step, the compared periods shaded and the start marked."""
    table = result.series.assign(start=pd.to_datetime(result.series["start"]))
    long = table.melt(["label", "start", "period"], ["target", "comparison"], "group", "count")
    titles = [phrase(TITLES[group]) for group in ("target", "comparison")]
    long["group"] = long["group"].map(dict(zip(("target", "comparison"), titles, strict=True)))
    colour = alt.Color(
        "group:N",
        title=None,
        scale=alt.Scale(domain=titles, range=["#7f0000", ACCENT]),
        legend=alt.Legend(
            orient="top", labelFontSize=15, labelLimit=300, labelColor=INK, symbolOpacity=1, columns=fitting.columns(2)
        ),
    )
    tips = [alt.Tooltip("label:N", title="when"), alt.Tooltip("group:N"), alt.Tooltip("count:Q", title="records")]
    lines = alt.Chart(long).encode(x=_when(), y=alt.Y("count:Q", title=phrase("records")), color=colour, tooltip=tips)
    drawn = lines.mark_line(strokeWidth=2.5) + lines.mark_point(size=45, filled=True, opacity=1).encode(
        shape=alt.Shape("group:N", legend=None)
    )
    return _styled((_shades(result) + drawn + _start(result)).properties(height=height))


def _when() -> alt.X:
    return alt.X("start:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=-40, labelOverlap=True))


def _shades(result: Worked) -> alt.Chart:
    """Return the two periods as bands behind the lines, named."""
    series = result.series
    rows = [
        {"from": series["start"].iloc[steps[0]], "to": series["end"].iloc[steps[-1]], "period": period}
        for period, steps in ((phrase("before"), result.periods.before), (phrase("after"), result.periods.after))
    ]
    spans = pd.DataFrame(rows).astype({"from": "datetime64[ns]", "to": "datetime64[ns]"})
    base = alt.Chart(spans).encode(x=alt.X("from:T"), x2="to:T")
    band = base.mark_rect(color="#d9dde2", opacity=0.55)
    text = base.mark_text(align="left", baseline="top", dx=4, fontSize=14, color=INK).encode(
        y=alt.value(2), text="period:N"
    )
    return cast(alt.Chart, band + text)


def _start(result: Worked) -> alt.Chart:
    mark = pd.DataFrame({"start": [pd.Timestamp(result.intervention.start)], "said": [phrase("start")]})
    base = alt.Chart(mark).encode(x="start:T")
    line = base.mark_rule(color="#14171c", strokeWidth=2, strokeDash=[6, 4])
    text = base.mark_text(align="left", dx=5, dy=-6, fontSize=14, color=INK).encode(y=alt.value(28), text="said:N")
    return cast(alt.Chart, line + text)


def difference_chart(result: Worked) -> alt.Chart:
    """Return the net difference with its interval on a line with 0 marked: left of 0 is fewer than elsewhere."""
    low, high = result.interval
    net = [phrase("← fewer than elsewhere · more →"), phrase("incidents")]  # in one line too long for a narrow chart
    reach = max(abs(low), abs(high), 1.0) * 1.1
    table = pd.DataFrame({"low": [low], "high": [high], "net": [result.wdd.estimate]})
    x = alt.Scale(domain=[-reach, reach])
    base = alt.Chart(table)
    span = base.mark_rule(strokeWidth=7, color=ACCENT).encode(x=alt.X("low:Q", scale=x, title=net), x2="high:Q")
    dot = base.mark_point(filled=True, size=260, color=ACCENT, opacity=1).encode(x=alt.X("net:Q", scale=x))
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(strokeWidth=2, color="#14171c")
    return _styled((zero.encode(x=alt.X("zero:Q", scale=x)) + span + dot).properties(height=150))


def _styled(chart: Any) -> alt.Chart:
    axis = chart.configure_axis(labelColor=INK, titleColor=INK, labelFontSize=14, titleFontSize=14, gridColor="#e6e6e6")
    return cast(alt.Chart, axis.configure_view(stroke=None))


def picture(done: Any) -> maps.Picture:
    """Return the map of an evaluation: where it was done, what lies around it, and what it is compared with."""
    found, result = done.analysis.findings, done.worked
    index = np.zeros(len(found.locations), dtype=np.int64)
    groups = (result.ring.index, result.comparison.index, result.intervention.locations)
    for number, keys in zip((2, 3, 1), groups, strict=True):
        index[found.locations.index.get_indexer(list(keys))] = number
    shown = found.locations.loc[[*result.intervention.locations, *result.comparison.index, *result.ring.index]]
    return maps.Picture(
        locations=found.locations,
        shading=Shading(to_phrase("What is compared"), GROUPS, index),
        texts=tooltips.located(found),
        hexagons=done.analysis.parameters.geography == "h3",
        picked=tuple(result.intervention.locations),
        look_at=maps.view_of(shapely.box(*shown.total_bounds).buffer(MARGIN_DEGREES)),
    )
