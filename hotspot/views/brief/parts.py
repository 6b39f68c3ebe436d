"""The tables and sentences of a pack: each part of it as words and a grid, nothing counted anew but differences."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely

from hotspot import disclosure, stats
from hotspot.findings.figures import ends, figure, signed, span
from hotspot.views import sensitive, words
from hotspot.views.brief import facts
from hotspot.views.brief.given import Pack
from hotspot.views.brief.grid import Grid
from hotspot.views.brief.speech import Speech

FEW = 30  # no change is told on a base below this without its interval
SHARED = {"received": "R", "late": "L", "missing": "M", "not agreed": "N"}
MATRIX_MONTHS = 12
TOP_LSOAS, TOP_LAYERS = 12, 10
FIRST_LAYERS = ("imd_without_crime", "cni", "income", "employment", "education", "health", "thin_protection")
MOST_DEPRIVED = 3  # tenths of the country
YOUTH = ("reach_youth_session_m", "reach_youth_club_m")


def change(before: float, after: float, say: Speech, *, controlled: bool = False) -> str:
    """Return a difference with its interval, and a direction only where the interval leaves out 0.

    >>> change(998, 923, Speech("en"))
    '−75 (−162 to +12): not clearly different'
    """
    if controlled:
        return say("bands")
    if pd.isna(before) or pd.isna(after):
        return say("not_held")
    told = stats.count_difference(before, after)
    word = say("not_clear") if not told.clear else say("more" if told.estimate > 0 else "fewer")
    return f"{signed(told.estimate)} ({ends(told.low, told.high)}): {word}"


def _counted(value: Any, say: Speech, *, controlled: bool) -> str:
    if pd.isna(value):
        return "–"
    return say("band") if controlled and value == 4 else f"{value:,.0f}"


def year_grid(pack: Pack, group: str, title: str) -> Grid:
    """Return this year against last for one group of rows, with intervals."""
    say, held = facts.speech(pack), pack.year.table
    mine = held[held["group"] == group]
    rows = []
    for _, row in mine.iterrows():
        shut = bool(row["controlled"])
        named = f"{row['title']}{say('patrols') if row['police_found'] else ''}"
        judged = change(row["before"], row["this"], say, controlled=shut)
        few = not shut and max(row["this"], 0 if pd.isna(row["before"]) else row["before"]) < FEW
        counts = [_counted(row[name], say, controlled=shut) for name in ("this", "before")]
        rows.append((named, *counts, f"{judged}; {say('too_few')}" if few else judged))
    heads = (title, say("col_this"), say("col_before"), say("col_change"))
    return Grid(heads, tuple(rows), (82.0, 20.0, 20.0, 64.0), frozenset({1, 2}), 7)


def sensitive_grid(pack: Pack) -> Grid:
    """Return the partnership's sexual and domestic offences of restricted feeds, one column a window."""
    say, held = facts.speech(pack), pack.sensitive
    if held.empty:
        return Grid((), (), ())
    told = sensitive.table(held, {pack.csp: pack.name}, pack.csp).drop(columns="Partnership")
    windows = [str(name) for name in told.columns[2:]]
    rows = tuple(
        tuple(say("few") if said == disclosure.FEW_WORD else str(said) for said in row)
        for row in told.itertuples(index=False)
    )
    widths = (60.0, 50.0, *(76.0 / len(windows) for _ in windows))
    numbers = frozenset(range(2, 2 + len(windows)))
    return Grid((say("col_source"), say("sensitive_kind"), *windows), rows, widths, numbers, 7)


def windows_grid(pack: Pack) -> Grid:
    """Return the windows of the week: records, how often they came round, busiest hours, against last year."""
    say = facts.speech(pack)
    rows = []
    for hours in pack.hours:
        held = hours.grid.groupby("weekday")["nights"].max().sum()
        kind = "occasions_nights" if hours.preset.ends > 24 else "occasions_days"
        busy = "" if hours.controlled else facts.busiest(hours.grid)
        count = "–" if hours.controlled else f"{hours.change['count']:,.0f}"
        rows.append((say(hours.preset.key), count, say(kind, n=f"{held:,.0f}"), busy or "–",
                     str(hours.change.get("change_said", "–"))))  # fmt: skip
    heads = ("col_window", "col_count", "col_occasions", "col_busiest", "col_against")
    return Grid(tuple(say(one) for one in heads), tuple(rows), (62.0, 17.0, 21.0, 27.0, 59.0), frozenset({1}), 7)


def left_out_grid(pack: Pack) -> Grid:
    """Return what became of every record when its hour was asked for."""
    say = facts.speech(pack)
    held = pack.hours[0].left_out
    rows = tuple((str(row["reason"]), f"{row['count']:,.0f}") for _, row in held.iterrows())
    return Grid((say("col_reason"), say("col_count")), rows, (150.0, 36.0), frozenset({1}), 7)


def lsoa_grid(pack: Pack) -> Grid:
    """Return the neighbourhoods of the partnership with most records, with need and thin protection."""
    say, found = facts.speech(pack), pack.analysis.findings
    held = pack.analysis.lsoas
    mine = held[held["csp_code"] == pack.csp].sort_values("count", ascending=False, kind="stable").head(TOP_LSOAS)
    around = pack.around.lsoas if pack.around is not None else pd.DataFrame(index=mine.index)
    rows = tuple(_lsoa_row(code, row, around, found, say) for code, row in mine.iterrows())
    heads = ("col_lsoa", "col_count", "col_interval", "col_trend", "col_decile", "col_youth")
    widths = (66.0, 17.0, 25.0, 34.0, 22.0, 22.0)
    return Grid(tuple(say(one) for one in heads), rows, widths, frozenset({1, 4, 5}), 7)


def _lsoa_row(code: Any, row: pd.Series, around: pd.DataFrame, found: Any, say: Speech) -> tuple[str, ...]:
    near = around.loc[code] if code in around.index else pd.Series(dtype=float)
    metres = [near[name] for name in YOUTH if name in near and pd.notna(near[name])]
    decile = near.get("imd_without_crime_decile")
    open_ = not found.controlled and pd.notna(row["lower"])
    return (
        str(row["name"]),
        say.number(row["count"], found),
        span(row["lower"], row["upper"], to="–") if open_ else "–",
        str(row["trend_word"]) if pd.notna(row["trend_word"]) else "–",
        f"{decile:,.0f}" if decile is not None and pd.notna(decile) else "–",
        f"{min(metres) / 1000:,.1f} km" if metres else "–",
    )


def layers_grid(pack: Pack) -> Grid:
    """Return how closely each layer of context runs with the records, with its interval and source."""
    say = facts.speech(pack)
    held = pack.around.correlations if pack.around is not None else pd.DataFrame(columns=["layer"])
    told = {one.key: one for one in (pack.around.layers if pack.around is not None else ())}
    rows = []
    order = held["layer"].map(lambda key: next((n for n, k in enumerate(FIRST_LAYERS) if str(key).startswith(k)), 99))
    for _, row in held.iloc[order.argsort(kind="stable")].head(TOP_LAYERS).iterrows():
        layer = told[row["layer"]]
        rho = "–" if pd.isna(row["rho"]) else f"{figure(row['rho'], 2)} ({span(row['low'], row['high'], 2)})"
        rows.append((layer.title, rho, ", ".join(text for text in (layer.source, layer.date) if text)))
    heads = (say("col_layer"), say("col_rho"), say("col_source"))
    return Grid(heads, tuple(rows), (70.0, 40.0, 76.0), size=7)


def equality(pack: Pack) -> tuple[str, ...]:
    """Return the equality evidence by the layers that are loaded, and which are not."""
    say = facts.speech(pack)
    return (_ages(pack, say), _deprived(pack, say), say("no_census"))


def _ages(pack: Pack, say: Speech) -> str:
    held = pack.year.table
    ages = held[held["group"] == "age"]
    if ages.empty or ages["this"].isna().any():
        return say("no_ages")
    total = max(float(ages["this"].sum()), 1.0)
    said = "; ".join(f"{r['title']} {r['this']:,.0f} ({100 * r['this'] / total:,.0f} %)" for _, r in ages.iterrows())
    return say("ages", said=said)


def _deprived(pack: Pack, say: Speech) -> str:
    key = "imd_without_crime_decile"
    if pack.around is None or key not in pack.around.lsoas or pack.analysis.findings.controlled:
        return say("no_deprived")
    held = pack.analysis.lsoas
    mine = pd.DataFrame(held[held["csp_code"] == pack.csp][["count", "population"]]).join(pack.around.lsoas[[key]])
    known = mine[mine[key].notna() & mine["population"].notna()]
    if known.empty:
        return say("no_deprived")
    shares = known[known[key] <= MOST_DEPRIVED][["count", "population"]].sum() / known[["count", "population"]].sum()
    return say("deprived", records=f"{100 * shares['count']:,.0f}", residents=f"{100 * shares['population']:,.0f}")


def sources_grid(pack: Pack) -> Grid:
    """Return what is held of each source: rows, months, gaps, rows without a place."""
    say = facts.speech(pack)
    rows = []
    for source, row in pack.analysis.quality.iterrows():
        span = f"{row['months']} ({row['first']} – {row['last']})"
        rows.append((words.source(str(source)), f"{row['rows']:,}", span, str(row["gaps"]) or "–",
                     f"{row['no_location']:,}"))  # fmt: skip
    heads = ("col_source", "col_rows", "col_months", "col_gaps", "col_noplace")
    widths = (60.0, 22.0, 46.0, 34.0, 24.0)
    return Grid(tuple(say(one) for one in heads), tuple(rows), widths, frozenset({1, 4}), 7)


def sharing_grid(pack: Pack) -> Grid:
    """Return partner by month, a letter each, the last 12 months; gaps stand out as M."""
    say, held = facts.speech(pack), pack.tables["sharing"]
    months = [str(one) for one in pd.period_range(end=pd.Period(pack.year.last, "M"), periods=MATRIX_MONTHS, freq="M")]
    rows = []
    for (partner, source), mine in held.groupby(["partner", "source"], sort=True):
        state = mine.drop_duplicates("month", keep="last").set_index("month")["state"]
        named = f"{partner} ({words.source(str(source))})"
        rows.append((named, *(SHARED.get(str(state.get(month)), "–") for month in months)))
    heads = (say("col_source"), *(f"{month[5:]}/{month[2:4]}" for month in months))
    return Grid(heads, tuple(rows), (66.0, *[10.0] * MATRIX_MONTHS), size=6.8)


def sharing_gaps(held: pd.DataFrame, say: Speech) -> str:
    """Return the gaps of every partner over all months entered."""
    gaps = held[held["state"].isin(("missing", "late", "not agreed"))]
    if gaps.empty:
        return say("no_gaps")
    said = "; ".join(f"{who}: {', '.join(sorted(mine['month']))}" for who, mine in gaps.groupby("partner", sort=True))
    return say("gaps", said=said)


def actions_grid(pack: Pack) -> Grid:
    """Return the actions at this partnership's places, or without a place, done ones first."""
    say, held = facts.speech(pack), own(pack, "action")
    order = held.assign(n=held["status"].map({"done": 0, "dropped": 2}).fillna(1)).sort_values(["n", "due", "what"])
    rows = tuple(
        (str(r["what"]), str(r["place"]), str(r["owner"]), _day(r["due"]), say(str(r["status"])))
        for _, r in order.iterrows()
    )
    heads = tuple(say(f"col_{one}") for one in ("action", "place", "owner", "due", "status"))
    return Grid(heads, rows, (66.0, 44.0, 38.0, 20.0, 18.0), size=7)


def projects_grid(pack: Pack) -> Grid:
    """Return the commissioned activity of this partnership, and of the whole area."""
    say = facts.speech(pack)
    rows = tuple(
        (str(r["what"]), str(r["place"]), str(r["provider"]), f"{r['days']} {r['hours']}".strip(), str(r["status"]))
        for _, r in own(pack, "project").iterrows()
    )
    heads = tuple(say(f"col_{one}") for one in ("project", "place", "provider", "sessions", "status"))
    return Grid(heads, rows, (52.0, 44.0, 36.0, 34.0, 20.0), size=7)


def own(pack: Pack, kind: str) -> pd.DataFrame:
    """Return the register's entries of a kind that are this partnership's, and those of the whole area.

    An entry is the partnership's where it names it, or lies in it by its hexagons or its point; it is of the whole area
    where it names no partnership and lies nowhere on the map.
    """
    held, mine = pack.tables[kind], frozenset(pack.analysis.findings.locations.index)
    kept = [_is_own(pack, entry, mine) for _, entry in held.iterrows()]
    return held[pd.Series(kept, index=held.index, dtype=bool)]


def _is_own(pack: Pack, entry: pd.Series, mine: frozenset[str]) -> bool:
    named, cells, lon, lat = (entry.get(name) for name in ("csp", "cells", "lon", "lat"))
    if named in (pack.csp, pack.name):
        return True
    if isinstance(cells, list) and cells:
        return not mine.isdisjoint(cells)
    if pd.notna(lon) and pd.notna(lat):
        outline = pack.analysis.base.csp.geometry.get(pack.csp)
        return outline is not None and bool(shapely.contains_xy(outline, lon, lat))
    return not named


def _day(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if pd.notna(value) else "–"
