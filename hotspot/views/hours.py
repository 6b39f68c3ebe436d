"""Hours and weekends as charts, tables and sentences; the grid itself is in ``hour_grid``."""

from __future__ import annotations

import re
from datetime import time

import altair as alt
import pandas as pd

from hotspot import stats
from hotspot.findings.hours import WEEKDAYS, Hours, clock, number
from hotspot.measures.weekends import LONG, YEAR
from hotspot.views import fitting, words
from hotspot.views.charts import _styled
from hotspot.views.hour_grid import occasions, plural
from hotspot.views.palettes import ACCENT, INK

MARK = "#ab2d00"
_TWICE = re.compile(r"busiest (\S+), before \1")
CLOCKS = {time(0): "midnight", time(12): "noon"}
PREMISES = (
    "Incidents per 100 premises say how busy a place is for its premises. They are not evidence against any one "
    "premises: most incidents happen in the street outside, among guests of many."
)


def hours_table(hours: Hours) -> pd.DataFrame:
    """Return the grid as a table to read: counts, nights, real hours, and the rate per night with its interval."""
    table = hours.grid
    night = "Night of" if hours.preset.ends > 24 else "Day"
    known = {f"Per {occasions(hours)[:-1]}": "per_night", "95 % from": "lower", "to": "upper"}
    return pd.DataFrame(
        {night: [WEEKDAYS[weekday] for weekday in table["weekday"]], "From": [clock(hour) for hour in table["hour"]],
         "To": [clock(hours.edges[hours.edges.index(hour) + 1]) for hour in table["hour"]],
         "Incidents": [number(count, controlled=hours.controlled) for count in table["count"]],
         occasions(hours).capitalize(): table["nights"], "Real hours": table["hours"],
         **{said: table[name].round(2) for said, name in known.items()}}
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
    order = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(**fitting.names(350)))
    colour = alt.condition("datum.clear", alt.value(MARK), alt.value(ACCENT))
    base = alt.Chart(table).encode(
        y=order, color=colour, tooltip=[alt.Tooltip("name:N"), alt.Tooltip("change_said:N", title="change")]
    )
    span = base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q", title="difference in incidents"), x2="high:Q")
    dots = base.mark_circle(size=120, opacity=1).encode(x="difference:Q")
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="x:Q")
    return _styled((zero + span + dots).properties(height=70 + fitting.NAME_PX * len(table)))


def places_table(hours: Hours) -> pd.DataFrame:
    """Return the busiest places: counts, change, hours, premises in reach with their closing times."""
    held = hours.places
    per_100 = held["per_100_premises"].astype("Float64").round(0).astype("Int64")
    table = pd.DataFrame(
        {
            "Place": held["name"],
            "Incidents": [number(count, controlled=hours.controlled) for count in held["count"]],
            "Per night" if hours.preset.ends > 24 else "Per day": _each(hours),
            "Against last year": held["change_said"],
            "Busiest hours": [_busiest(row) for _, row in held.iterrows()],
            "Premises": held["premises"].astype("Int64"),
            "Last to close": held["last_closing"],
            "Per 100 premises": per_100,
        }
    )
    return table.set_index(pd.Index(held["location"], name="location"))


def _each(hours: Hours) -> pd.Series:
    over = hours.occasions if hours.occasions and not hours.controlled else float("nan")
    return (hours.places["count"] / over).round(2)


def _busiest(row: pd.Series) -> str:
    first = row.get("busy_now", float("nan"))
    moved = {1.0: ", later", -1.0: ", earlier"}.get(row["later"], "")
    return "too few to say" if pd.isna(first) else f"{clock(first)}–{clock(first + 3)}{moved}"


def premises_said(hours: Hours) -> str:
    """Return what the premises of the table are; or that nobody has loaded a list of them."""
    if hours.places["premises"].isna().all():
        return "No list of licensed premises is loaded, so none can be counted: it is not known, not zero."
    return "Licensed premises within 500 m of the middle of the records; where a place's hours moved, it says so."


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


def placeholder_notes(hours: Hours) -> list[str]:
    """Return what is known of clock times inside the window that stand for "not known", a sentence a source."""
    said = []
    for source, row in hours.placeholders.iterrows():
        inside = [at for at, name in CLOCKS.items() if row[f"{name}_heaped"] and _within(at, hours)]
        if inside:
            what = words.listed([f"{_percent(row[CLOCKS[at]])}exactly {at:%H:%M}" for at in inside])
            kept = "those rows are left out" if row["exact"] else "they cannot be told from true ones and stay"
            said.append(
                f"Of all times in {words.source(str(source))} {what}, more than chance or rounding would give: {kept}."
            )
    return said


def _percent(share: float) -> str:
    return "" if pd.isna(share) else f"{100 * share:,.1f} % are "


def _within(at: time, hours: Hours) -> bool:
    return any(hours.preset.starts <= hour < hours.preset.ends for hour in (at.hour, at.hour + 24))


def headline(hours: Hours) -> str:
    """Return the sentence for the wall: how many, against last year, and the place whose hours moved most clearly.

    A night without a like one last year is left out of the comparison: ``unpaired`` says so, and what all nights hold.
    """
    row, unit = hours.change, occasions(hours)
    paired, held = _nights(hours)
    value = row["now"] if paired else row["n_now"]  # without any pair, what all of them hold
    span = "in the last year" if hours.preset.key in LONG else "this quarter"
    when = f"{paired or held} {unit} {span}" if paired or held else f"{unit} {span}"
    count = number(value, controlled=hours.controlled)
    against = f"against the same {unit} last year {row['change_said']}" if paired else row["change_said"]
    return f"{count} {plural(value)} on {when}, {against}.{_where_more(hours)}"


def _nights(hours: Hours) -> tuple[int, int]:
    """Return how many nights have a like one last year, and how many are held."""
    paired, held = (0 if pd.isna(n) else int(n) for n in (hours.change["nights"], hours.change["nights_held"]))
    return paired, held


def compared_hours(hours: Hours) -> str:
    """Return which nights the words "later" and "before" speak of: not the pairs of the difference.

    A quarter of last year holds too few to say when, so all nights up to it stand against this quarter.
    """
    span = "the last year" if hours.preset.key in LONG else "this quarter"
    return f"{span} beside all {occasions(hours)} held to {words.day(hours.last - YEAR)}"


def moved_line(hours: Hours) -> str:
    """Return whether the busy hours moved, first, and then which nights "before" speaks of."""
    said = _TWICE.sub(r"busiest \1 as before", str(hours.change["moved_said"]))
    before = f" “Before” is all {occasions(hours)} to {words.day(hours.last - YEAR)}." if "before" in said else ""
    return f"{said[:1].upper()}{said[1:]}.{before}"


def unpaired(hours: Hours) -> str:
    """Return that some nights are left out of the comparison, and what all hold; nothing where none is left out."""
    paired, held = _nights(hours)
    if not 0 < paired < held:
        return ""
    said = f"{paired} of {held} {occasions(hours)} have a like one last year and are compared"
    if hours.controlled:  # the difference of two bands would tell more than either
        return f"{said}."
    return f"{said}; all {held} hold {number(hours.change['n_now'], controlled=False)}."


def _where_more(hours: Hours) -> str:
    """Return the place that grew, later ones first; of one place alone only that its hours moved."""
    if hours.level == "place":
        return " And later." if hours.change["later"] > 0 else ""
    grown = hours.places[hours.places["direction"] > 0]
    later = grown[grown["later"] > 0]
    first = later if len(later) else grown
    return f" More{' and later' if len(later) else ''}: {first['name'].iloc[0]}." if len(first) else ""
