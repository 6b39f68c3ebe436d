"""Hours and weekends as charts, tables and sentences; the grid itself is in ``hour_grid``."""

from __future__ import annotations

from datetime import time

import altair as alt
import pandas as pd

from hotspot import stats
from hotspot.findings.hours import WEEKDAYS, Hours, clock, number, told_lateness
from hotspot.language import listed, phrase, to_phrase
from hotspot.measures.weekends import LONG, YEAR, late_from
from hotspot.views import fitting, weekend_words, words
from hotspot.views.charts import _styled
from hotspot.views.palettes import ACCENT, INK
from hotspot.views.weekend_words import occasion, occasions

MARK = "#ab2d00"
LATER = {
    1.0: to_phrase("Later than before: {now} % of incidents come after {late}; it was {then} %."),
    -1.0: to_phrase("Earlier than before: {now} % of incidents come after {late}; it was {then} %."),
    0.0: to_phrase("No clear move: {now} % of incidents come after {late}; it was {then} %."),
}
BARE = {
    1.0: to_phrase("Later than before."),
    -1.0: to_phrase("Earlier than before."),
    0.0: to_phrase("No clear move of the hours."),
}
CLOCKS = {time(0): "midnight", time(12): "noon"}
PREMISES = to_phrase(
    "Incidents per 100 premises say how busy a place is for its premises. They are not evidence against any one "
    "premises: most incidents happen in the street outside, among guests of many."
)


def hours_table(hours: Hours) -> pd.DataFrame:
    """Return the grid as a table to read: counts, nights, real hours, and the rate per night with its interval."""
    table = hours.grid
    night = "Night of" if hours.preset.ends > 24 else "Day"
    each = phrase("Per {unit}").format(unit=occasion(hours))
    known = {each: "per_night", "95 % from": "lower", "to": "upper"}
    return pd.DataFrame(
        {night: [phrase(WEEKDAYS[weekday]) for weekday in table["weekday"]],
         "From": [clock(hour) for hour in table["hour"]],
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
    table["label"] = [weekend_words.short_day(day) for day in table["now"]]
    dated = ("" if pd.isna(day) else f"{weekend_words.short_day(day)} {day.year}" for day in table["before"])
    table["partner"], table["how"] = list(dated), table["how"].map(weekend_words.pair)
    table["last_year"] = table["count_before"].where(table["alike"].astype(bool))
    table["low"], table["high"] = stats.poisson_interval(table["count"])
    if hours.controlled:
        table["low"], table["high"] = table["count"], table["count"]
    x = alt.X("label:N", sort=None, title=None, scale=alt.Scale(type="band"), axis=alt.Axis(labelAngle=-40))
    tips = [
        alt.Tooltip("label:N", title=phrase("weekend of")),
        alt.Tooltip("count:Q", title=phrase("now"), format=".0f"),
        alt.Tooltip("partner:N", title=phrase("against")),
        alt.Tooltip("last_year:Q", title=phrase("last year"), format=".0f"),
        alt.Tooltip("how:N", title=phrase("pair")),
    ]
    kept = table[["label", "partner", "count", "last_year", "low", "high", "how"]]
    base = alt.Chart(kept).encode(x=x, tooltip=tips)
    span = base.mark_rule(strokeWidth=8, opacity=0.25, color=ACCENT).encode(
        y=alt.Y("low:Q", title=phrase("incidents"), scale=alt.Scale(zero=True)), y2="high:Q"
    )
    now = base.mark_circle(size=110, opacity=1, color=ACCENT).encode(y="count:Q")
    then = base.mark_point(size=110, color=MARK, strokeWidth=2.5, shape="diamond").encode(y="last_year:Q")
    return _styled((span + now + then).properties(height=230))


def change_chart(hours: Hours) -> alt.Chart:
    """Return the difference of each place against the same weekends last year, with its interval about zero.

    Those that clearly changed are red and square, the others blue and round.
    """
    told = [weekend_words.change(row) for _, row in hours.places.iterrows()]
    table = hours.places.assign(clear=hours.places["direction"].fillna(0) != 0, change_said=told)
    table = table.dropna(subset=["difference"])
    order = alt.Y("name:N", sort=None, title=None, axis=alt.Axis(**fitting.names(350)))
    colour = alt.condition("datum.clear", alt.value(MARK), alt.value(ACCENT))
    base = alt.Chart(table).encode(
        y=order,
        color=colour,
        tooltip=[alt.Tooltip("name:N", title=phrase("Place")), alt.Tooltip("change_said:N", title=phrase("change"))],
    )
    span = base.mark_rule(strokeWidth=3).encode(x=alt.X("low:Q", title=phrase("difference in incidents")), x2="high:Q")
    # A square, too, not colour alone: a sheet is printed in grey, and not every eye tells red from blue.
    shape = alt.condition("datum.clear", alt.value("square"), alt.value("circle"))
    dots = base.mark_point(size=120, opacity=1, filled=True).encode(x="difference:Q", shape=shape)
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=INK, strokeDash=[4, 3]).encode(x="x:Q")
    return _styled((zero + span + dots).properties(height=70 + fitting.row_px(table["name"]) * len(table)))


def places_table(hours: Hours) -> pd.DataFrame:
    """Return the busiest places: counts, change, hours, premises in reach with their closing times."""
    held = hours.places
    per_100 = held["per_100_premises"].astype("Float64").round(0).astype("Int64")
    table = pd.DataFrame(
        {
            "Place": held["name"],
            "Incidents": [number(count, controlled=hours.controlled) for count in held["count"]],
            "Per night" if hours.preset.ends > 24 else "Per day": _each(hours),
            "Against last year": [weekend_words.change(row) for _, row in held.iterrows()],
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
    if pd.isna(first):
        return phrase("too few to say")
    moved = {1.0: phrase(", later"), -1.0: phrase(", earlier")}.get(row["later"], "")
    return f"{clock(first)}–{clock(first + 3)}{moved}"


def premises_said(hours: Hours) -> str:
    """Return what the premises of the table are; or that nobody has loaded a list of them."""
    if hours.places["premises"].isna().all():
        return phrase("No list of licensed premises is loaded, so none can be counted: it is not known, not zero.")
    return phrase(
        "Licensed premises within 500 m of the middle of the records; where a place's hours moved, it says so."
    )


def pairs_table(hours: Hours) -> pd.DataFrame:
    """Return every pair of weekends, why they are a pair, and whether it counts."""
    held = hours.weekends
    dated = {
        said: [words.day(day) if pd.notna(day) else phrase("none") for day in held[name]]
        for said, name in _DATES.items()
    }
    counts = {
        said: [number(n, controlled=hours.controlled) for n in held[name]]
        for said, name in (("Incidents now", "count"), ("Incidents then", "count_before"))
    }
    return pd.DataFrame(
        {**dated, "Kind": held["kind"].map(weekend_words.pair),
         "Kind last year": held["matched_kind"].map(weekend_words.pair),
         "Pair": held["how"].map(weekend_words.pair), **counts,
         "Counted": [phrase("yes") if alike else phrase("no, shown only") for alike in held["alike"]]}
    )  # fmt: skip


_DATES = {"This year": "now", "Last year": "before"}


def account_table(hours: Hours) -> pd.DataFrame:
    """Return what became of every incident of the period."""
    counts = [number(n, controlled=hours.controlled) for n in hours.left_out["count"]]
    return pd.DataFrame({"Records": counts, "What became of them": hours.left_out["reason"].map(weekend_words.reason)})


def placeholder_notes(hours: Hours) -> list[str]:
    """Return what is known of clock times inside the window that stand for "not known", a sentence a source."""
    said = []
    for source, row in hours.placeholders.iterrows():
        inside = [at for at, name in CLOCKS.items() if row[f"{name}_heaped"] and _within(at, hours)]
        if inside:
            what = listed([_heaped(row[CLOCKS[at]], at) for at in inside])
            told = phrase("Of all times in {source} {what}, more than chance or rounding would give: {kept}.")
            out = phrase("those rows are left out")
            kept = out if row["exact"] else phrase("they cannot be told from true ones and stay")
            said.append(told.format(source=words.source(str(source)), what=what, kept=kept))
    return said


def _heaped(share: float, at: time) -> str:
    """Return how many times are exactly midnight or noon; of a restricted source only that they are."""
    if pd.isna(share):
        return phrase("exactly {clock}").format(clock=f"{at:%H:%M}")
    return phrase("{share} % are exactly {clock}").format(share=f"{100 * share:,.1f}", clock=f"{at:%H:%M}")


def _within(at: time, hours: Hours) -> bool:
    return any(hours.preset.starts <= hour < hours.preset.ends for hour in (at.hour, at.hour + 24))


def headline(hours: Hours) -> str:
    """Return the sentence for the wall: how many, against last year, and the place whose hours moved most clearly.

    A night without a like one last year is left out of the comparison: ``unpaired`` says so, and what all nights hold.
    """
    row = hours.change
    paired, held = _nights(hours)
    value = row["now"] if paired else row["n_now"]  # without any pair, what all of them hold
    on = weekend_words.counted(hours, paired or held) if paired or held else occasions(hours)
    gaps = {
        "incidents": weekend_words.incidents(value, controlled=hours.controlled),
        "nights": on,
        "span": _span(hours),
        "unit": occasions(hours),
        "change": weekend_words.change(row),
    }
    told = phrase("{incidents} on {nights} {span}, against the same {unit} last year {change}.")
    alone = phrase("{incidents} on {nights} {span}, {change}.")
    return (told if paired else alone).format(**gaps) + _where_more(hours)


def _span(hours: Hours) -> str:
    return phrase("in the last year") if hours.preset.key in LONG else phrase("this quarter")


def _nights(hours: Hours) -> tuple[int, int]:
    """Return how many nights have a like one last year, and how many are held."""
    paired, held = (0 if pd.isna(n) else int(n) for n in (hours.change["nights"], hours.change["nights_held"]))
    return paired, held


def compared_hours(hours: Hours) -> str:
    """Return which nights the words "later" and "before" speak of: not the pairs of the difference.

    A quarter of last year holds too few to say when, so all nights up to it stand against this quarter.
    """
    span = phrase("the last year") if hours.preset.key in LONG else phrase("this quarter")
    told = phrase("{span} beside all {unit} held to {day}")
    return told.format(span=span, unit=occasions(hours), day=words.day(hours.last - YEAR))


def moved_line(hours: Hours) -> str:
    """Return whether the busy hours moved, in short: what share comes late, now and before, and when it is busiest.

    How sure that is and what "before" means stand below it: see ``moved_note``.
    """
    row = hours.change
    if pd.isna(row["later"]):
        return phrase("Too few to say whether the hours moved.")
    if pd.isna(row["late_now"]):
        return phrase(BARE[row["later"]])
    figures = told_lateness(row, late_from(hours.preset))
    busy = phrase("Busiest {busy}, before {was}.")
    if figures["busy"] == figures["was"]:
        busy = phrase("Busiest {busy}, as before.")
    return f"{phrase(LATER[row['later']])} {busy}".format(**figures)


def moved_note(hours: Hours) -> str:
    """Return how sure it is that the hours moved, and which nights "before" speaks of; nothing where none is told."""
    row = hours.change
    if pd.isna(row["later"]) or pd.isna(row["late_now"]):
        return ""
    figures = told_lateness(row, late_from(hours.preset))
    gaps = {"unit": occasions(hours), "day": words.day(hours.last - YEAR), "late": figures["late"]}
    told = phrase(
        "“Before” is all {unit} to {day}. The share after {late} differs by {range} percentage points (95 %)."
    )
    return told.format(**gaps, range=figures["range"])


def unpaired(hours: Hours) -> str:
    """Return that some nights are left out of the comparison, and what all hold; nothing where none is left out."""
    paired, held = _nights(hours)
    if not 0 < paired < held:
        return ""
    gaps = {"paired": paired, "nights": weekend_words.counted(hours, held), "held": held}
    if hours.controlled:  # the difference of two bands would tell more than either
        return phrase("{paired} of {nights} have a like one last year and are compared.").format(**gaps)
    told = phrase("{paired} of {nights} have a like one last year and are compared; all {held} hold {n}.")
    return told.format(**gaps, n=number(hours.change["n_now"], controlled=False))


def _where_more(hours: Hours) -> str:
    """Return the place that grew, later ones first; of one place alone only that its hours moved."""
    if hours.level == "place":
        return phrase(" And later.") if hours.change["later"] > 0 else ""
    grown = hours.places[hours.places["direction"] > 0]
    later = grown[grown["later"] > 0]
    first = later if len(later) else grown
    if not len(first):
        return ""
    told = phrase(" More and later: {place}.") if len(later) else phrase(" More: {place}.")
    return told.format(place=first["name"].iloc[0])
