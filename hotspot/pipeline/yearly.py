"""One partnership's last 12 months beside the 12 before: every measure, what the Home Office asks for, and ages.

Counts leave through the same gate as any other table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from hotspot import disclosure, incidents
from hotspot.access import Scope
from hotspot.config import HOURS, SMALL_PARTS
from hotspot.errors import HotspotError
from hotspot.pipeline.analysis import Analysis
from hotspot.pipeline.preparing import Prepared, completed
from hotspot.views.brief.given import Year

MONTHS, CHARTED = 12, 36
UNDER_25 = ("under 18", "18-24")
COLUMNS = ["group", "key", "title", "this", "before", "police_found", "controlled"]


def _homicide(rows: pd.DataFrame) -> pd.Series:
    named = rows["category"].astype(str).str.contains("homicide|murder|manslaughter", case=False)
    return named & (rows["context"].astype(str) != "domestic")


def _knife(rows: pd.DataFrame) -> pd.Series:
    return rows["knife"].fillna(False).astype(bool)


@dataclass(frozen=True)
class Indicator:
    """A success measure of the Home Office: how its records are told, and what must be held to tell them."""

    key: str
    title: str
    needs: str
    told: Callable[[pd.DataFrame], pd.Series]
    category: str = ""


HOME_OFFICE = (
    Indicator("knife", "Serious violence with a knife or sharp object", "knife", _knife),
    Indicator("homicide", "Non-domestic homicides", "category", _homicide, "homicide|murder|manslaughter"),
)
TYPED_IN = "Hospital admissions for assault with a sharp object: no source here holds admissions; type them in."


@dataclass(frozen=True)
class _Records:
    """The incidents of one measure in one partnership, and the 12 months that are looked at."""

    rows: pd.DataFrame
    sources: tuple[str, ...]
    begun: pd.Timestamp
    first: pd.Timestamp
    last: pd.Timestamp
    scope: Scope

    def two(self, which: pd.Series | None = None) -> dict[str, float]:
        """Return the counts of the last 12 months and of the 12 before; NaN where those are not held whole."""
        month = (self.rows if which is None else self.rows[which])["month"]
        before = self.first - pd.DateOffset(months=MONTHS)
        now = float(((month >= self.first) & (month <= self.last)).sum())
        then = float(((month >= before) & (month < self.first)).sum())
        return {
            "this": now if self.begun <= self.first else float("nan"),
            "before": then if self.begun <= before else float("nan"),
        }

    def released(self, told: list[dict[str, object]]) -> pd.DataFrame:
        """Return what may leave of rows of such counts."""
        table = pd.DataFrame(told, columns=[name for name in COLUMNS if name != "controlled"])
        counts = [name for name in ("this", "before") if len(table) and table[name].notna().all()]
        out = disclosure.release_table(
            table,
            counts=counts,
            leaves=["group", "key", "title", "police_found"],
            sources=self.sources,
            scope=self.scope,
        )
        # Totals beside a map in bands could be set against it; its own districts are sums of what the map shows.
        return (out.table.iloc[:0] if out.controlled else out.table).assign(controlled=out.controlled)


def yearly(answer: Analysis, csp: str, held: Prepared, scope: Scope) -> Year:
    """Return what a partnership recorded this year and last, by measure, Home Office indicator and age of the victim.

    Parameters
    ----------
    answer : Analysis
        Its last step ends the year.
    csp : str
        Code of the partnership.
    held, scope
        What is held and who asks.
    """
    main = _records(answer, csp, held, answer.measure.key, scope)
    tables, monthly = [_measures(answer, csp, held, scope)], _monthly(main)
    if not monthly.controlled:  # parts of a total in bands could be set against each other
        tables += [_home_office(main), _ages(main)]
    lacking = [one.title for one in HOME_OFFICE if not _held(one, main.rows)]
    return Year(
        table=pd.concat([tables[0], *(table for table in tables[1:] if len(table))], ignore_index=True)[COLUMNS],
        monthly=monthly.table.iloc[:0] if monthly.controlled else monthly.table,
        controlled=monthly.controlled,
        first=main.first.date(),
        last=main.last.date(),
        missing=(*(f"{title}: no source here tells them apart; type them in." for title in lacking), TYPED_IN),
    )


def _records(answer: Analysis, csp: str, held: Prepared, offence: str, scope: Scope) -> _Records:
    """Return the incidents of a measure over all months held in a row up to the asked end."""
    asked = answer.parameters
    same = asked.sources if offence == asked.offence else ()
    question = completed(
        asked.without(*SMALL_PARTS, *HOURS).changed(offence=offence, sources=same, start="", csps=(csp,)), held
    )
    rows = incidents.select(held.incidents, held.profile, question)
    last = pd.Timestamp(answer.findings.steps[-1].end)
    first = last + pd.Timedelta(days=1) - pd.DateOffset(months=MONTHS)
    return _Records(rows, question.sources, pd.Timestamp(f"{question.start[:7]}-01"), first, last, scope)


def _measures(answer: Analysis, csp: str, held: Prepared, scope: Scope) -> pd.DataFrame:
    told = []
    for key, measure in held.profile.measures.items():
        try:
            mine = _records(answer, csp, held, key, scope)
        except HotspotError:  # no source offers this measure, or it ends earlier: it is left out
            continue
        row = {"group": "measure", "key": key, "title": measure.title, "police_found": measure.police_found}
        told.append(mine.released([row | mine.two()]))
    return pd.concat(told, ignore_index=True) if told else pd.DataFrame(columns=COLUMNS)


def _held(one: Indicator, rows: pd.DataFrame) -> bool:
    if one.category:
        return bool(rows["category"].astype(str).str.contains(one.category, case=False).any())
    return bool(rows[one.needs].notna().any())


def _home_office(main: _Records) -> pd.DataFrame:
    rows, told = main.rows, []
    for one in HOME_OFFICE:
        if not _held(one, rows):
            continue
        which = one.told(rows)
        head = {"group": "home office", "police_found": False}
        told.append({**head, "key": one.key, "title": one.title, **main.two(which)})
        if rows["age_band"].notna().any():
            young = which & rows["age_band"].isin(UNDER_25)
            title = f"{one.title}, victim under 25"
            told.append({**head, "key": f"{one.key}_u25", "title": title, **main.two(young)})
    return main.released(told)


def _ages(main: _Records) -> pd.DataFrame:
    """Return the counts by age band of the victim; none where no source states it."""
    if not main.rows["age_band"].notna().any():
        return main.released([])
    bands = main.rows["age_band"].astype(object).where(main.rows["age_band"].notna(), "not known")
    head = {"group": "age", "police_found": False}
    order = [band for band in (*UNDER_25, "25+", "not known") if (bands == band).any()]
    return main.released([{**head, "key": band, "title": band, **main.two(bands == band)} for band in order])


def _monthly(main: _Records) -> disclosure.TableRelease:
    months = pd.date_range(main.begun, main.last, freq="MS")[-CHARTED:]
    count = main.rows["month"].dt.to_period("M").dt.to_timestamp().value_counts().reindex(months, fill_value=0)
    table = pd.DataFrame({"month": months, "count": count.to_numpy()})
    return disclosure.release_table(table, counts=["count"], leaves=["month"], sources=main.sources, scope=main.scope)
