"""Hours, weekends and sources side by side as charts, maps and tables."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from hotspot import stats
from hotspot.findings.hours import WEEKDAYS, Hours, clock, number
from hotspot.measures.hours import Cover
from hotspot.views import words
from hotspot.views.charts import ACCENT, INK, _styled

QUIET = "#b9bec5"
MARK = "#ab2d00"
SCALE = ["#fbf3ea", "#fddcae", "#fba455", "#e8640c", "#ab2d00", "#5c0d00"]


def _slots(hours: Hours) -> list[str]:
    return [clock(hour) for hour in sorted(hours.grid["hour"].unique())]


def grid_table(hours: Hours) -> pd.DataFrame:
    """Return the grid with its labels: a night, a clock time, the count in words and what the rate divides by."""
    table = hours.grid
    rate = table["count"] / table["nights"]
    return table.assign(
        day=[WEEKDAYS[weekday] for weekday in table["weekday"]],
        time=[clock(hour) for hour in table["hour"]],
        rate=rate,
        said=[number(count, controlled=hours.controlled) for count in table["count"]],
        exposure=[
            f"{n} {occasions(hours)}, {h:.0f} real hours" for n, h in zip(table["nights"], table["hours"], strict=True)
        ],
    )


def heat_grid(hours: Hours) -> alt.Chart:
    """Return the hours of each night as coloured boxes with their counts, and closing times as a row of ticks above.

    One colour scale for all boxes: incidents per night, from zero.
    """
    table = grid_table(hours)
    slots, days = _slots(hours), [day for day in WEEKDAYS if day in set(table["day"])]
    top_axis = alt.Axis(labelAngle=0, orient="top")
    x = alt.X("time:N", title=None, scale=alt.Scale(type="band", domain=slots), axis=top_axis)
    y = alt.Y("row:N", title=None, scale=alt.Scale(type="band", domain=[CLOSING, *days]), axis=alt.Axis(labelLimit=200))
    top = float(table["rate"].max()) or 1.0
    scale = alt.Scale(domain=[0, top], range=SCALE)
    legend = alt.Legend(
        title=f"incidents per {occasions(hours)[:-1]}", orient="bottom", gradientLength=260, format=".2f"
    )
    tips = [alt.Tooltip(field, title=said) for field, said in _GRID_TIPS.items()]
    tips.append(alt.Tooltip("rate:Q", title="per night", format=".2f"))
    base = alt.Chart(table.assign(row=table["day"])).encode(x=x, y=y, tooltip=tips)
    boxes = base.mark_rect(stroke="white", strokeWidth=2).encode(color=alt.Color("rate:Q", scale=scale, legend=legend))
    ink = alt.condition(f"datum.rate > {0.55 * top}", alt.value("white"), alt.value(INK))
    said = base.mark_text(fontSize=15).encode(text="said:N", color=ink)
    layers = boxes + said + _closing(hours, x, y)
    return _styled(layers.properties(height=120 + 38 * (len(days) + 1)))


_GRID_TIPS = {"day:N": "night of", "time:N": "hour from", "said:N": "incidents", "exposure:N": "over"}
CLOSING = "Premises closing"


def _closing(hours: Hours, x: alt.X, y: alt.Y) -> Any:
    """Return the row of closing times: how many licensed premises here close in that hour, at its left edge."""
    held = hours.closing[(hours.closing.index >= hours.preset.starts) & (hours.closing.index < hours.preset.ends)]
    rows = held.groupby(np.floor(held.index)).sum() if len(held) else held
    table = pd.DataFrame(
        {"time": [clock(hour) for hour in rows.index], "premises": rows.to_numpy(dtype=int), "row": CLOSING}
    )
    table["said"] = [f"▏{n}" for n in table["premises"]]
    tips = [alt.Tooltip("time:N", title="closing in the hour from"), alt.Tooltip("premises:Q", title="premises")]
    marked = alt.Chart(table[table["time"].isin(_slots(hours))]).encode(x=x, y=y, tooltip=tips)
    return marked.mark_text(fontSize=16, fontWeight="bold", color=ACCENT).encode(text="said:N")


def hours_table(hours: Hours) -> pd.DataFrame:
    """Return the grid as a table to read: counts, nights, real hours, and the rate per night with its interval."""
    table = grid_table(hours)
    known = {"Per night": "rate", "95 % from": "lower", "to": "upper"}
    return pd.DataFrame(
        {"Night of": table["day"], "From": table["time"], "Incidents": table["said"], "Nights": table["nights"],
         "Real hours": table["hours"], **{said: table[name].round(2) for said, name in known.items()}}
    )  # fmt: skip


def weekend_chart(hours: Hours) -> alt.Chart:
    """Return each weekend of the quarter beside its partner last year; the bar is what chance alone would give.

    A hollow dot outside the bar is a difference worth a look; a weekend without a partner stands alone.
    """
    table = hours.weekends.copy()
    table["label"] = [f"{day.day} {day:%b}" for day in table["now"]]
    table["partner"] = ["" if pd.isna(day) else f"{day.day} {day:%b %Y}" for day in table["before"]]
    table["last_year"] = table["count_before"].where(table["alike"].astype(bool))
    table["low"], table["high"] = stats.poisson_interval(table["count"])
    if hours.controlled:
        table["low"], table["high"] = table["count"], table["count"]
    x = alt.X("label:N", sort=None, title=None, scale=alt.Scale(type="band"), axis=alt.Axis(labelAngle=-40))
    tips = [alt.Tooltip("label:N", title="weekend of"), alt.Tooltip("count:Q", title="now", format=".0f"),
            alt.Tooltip("partner:N", title="against"), alt.Tooltip("last_year:Q", title="last year", format=".0f"),
            alt.Tooltip("how:N", title="pair")]  # fmt: skip
    kept = table[["label", "partner", "count", "last_year", "low", "high", "how"]]
    base = alt.Chart(kept).encode(x=x, tooltip=tips)
    span = base.mark_rule(strokeWidth=8, opacity=0.25, color=ACCENT).encode(
        y=alt.Y("low:Q", title="incidents", scale=alt.Scale(zero=True)), y2="high:Q"
    )
    now = base.mark_circle(size=110, opacity=1, color=ACCENT).encode(y="count:Q")
    then = base.mark_point(size=110, color=MARK, strokeWidth=2.5, shape="diamond").encode(y="last_year:Q")
    return _styled((span + now + then).properties(height=230))


def change_chart(hours: Hours) -> alt.Chart:
    """Return the difference of each place against the same weekends last year, with its interval about zero."""
    table = hours.places.assign(clear=hours.places["direction"].fillna(0) != 0).dropna(subset=["difference"])
    order = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=380))
    colour = alt.condition("datum.clear", alt.value(MARK), alt.value(ACCENT))
    base = alt.Chart(table).encode(
        y=order, color=colour, tooltip=[alt.Tooltip("name:N"), alt.Tooltip("change_said:N", title="change")]
    )
    span = base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q", title="difference in incidents"), x2="high:Q")
    dots = base.mark_circle(size=120, opacity=1).encode(x="difference:Q")
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="x:Q")
    return _styled((zero + span + dots).properties(height=40 + 34 * len(table)))


def shift_bar(hours: Hours, cover: Cover) -> alt.Chart:
    """Return the share of incidents in each hour, the hours of the shift in colour, the best ones underlined."""
    table = hours.grid.groupby("hour", as_index=False)["count"].sum()
    table["share"] = table["count"] / max(float(table["count"].sum()), 1e-9)
    table["time"] = [clock(hour) for hour in table["hour"]]
    length = cover.ends - cover.starts
    table["shift"] = table["hour"].between(cover.starts, cover.ends - 1)
    table["best"] = table["hour"].between(cover.best_starts, cover.best_starts + length - 1)
    x = alt.X("time:N", sort=_slots(hours), title=None, axis=alt.Axis(labelAngle=0))
    colour = alt.condition("datum.shift", alt.value(ACCENT), alt.value(QUIET))
    tips = [alt.Tooltip("time:N", title="hour from"), alt.Tooltip("share:Q", format=".0%")]
    bars = (
        alt.Chart(table)
        .mark_bar()
        .encode(
            x=x, y=alt.Y("share:Q", title="share of incidents", axis=alt.Axis(format=".0%")), color=colour, tooltip=tips
        )
    )
    best = (
        alt.Chart(table[table["best"]])
        .mark_tick(thickness=5, color=MARK, width={"band": 0.9})
        .encode(x=x, y=alt.datum(0))
    )
    return _styled((bars + best).properties(height=200))


def places_table(hours: Hours) -> pd.DataFrame:
    """Return the busiest places: counts, change, hours, premises in reach with their closing times."""
    held = hours.places
    per_100 = held["per_100_premises"].astype("Float64").round(0).astype("Int64")
    table = pd.DataFrame(
        {
            "Place": held["name"],
            "Incidents": [number(count, controlled=hours.controlled) for count in held["count"]],
            "Against the same nights last year": held["change_said"],
            "Premises within 500 m": held["premises"],
            "Closing": held["closing"],
            "Per 100 premises": per_100,
            "When": held["moved_said"],
        }
    )
    return table.set_index(pd.Index(held["location"], name="location"))


def pairs_table(hours: Hours) -> pd.DataFrame:
    """Return every pair of weekends, why they are a pair, and whether it counts."""
    held = hours.weekends
    dated = {said: [words.day(day) if pd.notna(day) else "none" for day in held[name]] for said, name in _DATES.items()}
    counts = {
        said: [number(n, controlled=hours.controlled) for n in held[name]]
        for said, name in (("Incidents now", "count"), ("Incidents then", "count_before"))
    }
    return pd.DataFrame(
        {**dated, "Kind": held["kind"], "Kind last year": held["matched_kind"], "Pair": held["how"], **counts,
         "Counted": ["yes" if alike else "no, shown only" for alike in held["alike"]]}
    )  # fmt: skip


_DATES = {"This year": "now", "Last year": "before"}


def account_table(hours: Hours) -> pd.DataFrame:
    """Return what became of every incident of the period."""
    counts = [number(n, controlled=hours.controlled) for n in hours.left_out["count"]]
    return pd.DataFrame({"Records": counts, "What became of them": hours.left_out["reason"]})


def account(hours: Hours) -> str:
    """Return in a sentence how many records these hours leave out, and why."""
    lost = hours.left_out.iloc[2:]
    if lost.empty:
        return "The hour of every record is known."
    said = "; ".join(
        f"{number(n, controlled=hours.controlled)} {reason}"
        for reason, n in zip(lost["reason"], lost["count"], strict=True)
    )
    return f"Left out, because their hour is not known: {said}."


def occasions(hours: Hours) -> str:
    """Return what the window comes round on: nights, or days where it begins before the evening."""
    return "nights" if hours.preset.ends > 24 else "days"


def headline(hours: Hours) -> str:
    """Return the sentence for the wall: how many, against last year, and the place whose hours moved most clearly."""
    count = number(hours.change["now"], controlled=hours.controlled)
    unit = occasions(hours)
    opening = f"{count} incidents on {int(hours.change['nights'])} {unit} this quarter"
    told = f"{opening}, against the same {unit} last year {hours.change['change_said']}."
    grown = hours.places[hours.places["direction"] > 0]
    later = grown[grown["later"] > 0]
    first = later if len(later) else grown
    if first.empty:
        return told
    place = first.iloc[0]
    moved = " and later" if len(later) else ""
    return f"{told} More{moved}: {place['name']}."
