"""The same weekends last year: 52 weeks back, and alike in bank holiday, Easter, term and named events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from hotspot.nights.windows import bank_holidays

YEAR = pd.Timedelta(weeks=52)
NEAR = 5  # weeks to either side of "52 weeks back" in which an alike weekend is looked for; Easter moves by up to 5
COLUMNS = ("weekend", "matched", "kind", "matched_kind", "how", "alike")


def weekend_of(nights: Any) -> Any:
    """Return the Friday that names each night's weekend; the Thursday before it and the Sunday after belong to it.

    Monday to Wednesday nights belong to no weekend.

    >>> weekend_of(pd.DatetimeIndex(["2025-05-01", "2025-05-04", "2025-05-06"])).strftime("%d %b").tolist()
    ['02 May', '02 May', nan]
    """
    dates = pd.DatetimeIndex(nights)
    back = dates.day_of_week.map({3: -1, 4: 0, 5: 1, 6: 2})
    fridays = dates - pd.to_timedelta(pd.Index(back, dtype="float64"), unit="D")
    return pd.Series(fridays, index=nights.index) if isinstance(nights, pd.Series) else fridays


def _labels(fridays: pd.DatetimeIndex, calendar: Mapping[str, Any]) -> dict[pd.Timestamp, str]:
    """Return what kind of weekend each is, in words: a named event, else its bank holiday, else term or holidays."""
    off = bank_holidays(fridays[0], fridays[-1] + pd.Timedelta(days=4), str(calendar.get("holidays", "GB-ENG")))
    events = [(pd.Timestamp(day), str(event["name"])) for event in calendar.get("events", []) for day in event["dates"]]
    return {friday: _label(friday, off, events, calendar.get("terms", [])) for friday in fridays}


def _label(friday: pd.Timestamp, off: pd.Series, events: list[tuple[pd.Timestamp, str]], terms: Any) -> str:
    sunday, monday = friday + pd.Timedelta(days=2), friday + pd.Timedelta(days=3)
    named = [name for day, name in events if friday <= day <= sunday]
    holiday = [_plain(name) for day, name in off.items() if friday <= day <= monday]
    if named:
        return named[0]
    if holiday:
        return "Easter" if {"Good Friday", "Easter Monday"} & set(holiday) else holiday[0]
    if not terms:
        return "ordinary"
    return "term" if any(pd.Timestamp(a) <= friday <= pd.Timestamp(b) for a, b in terms) else "school holidays"


def _plain(name: str) -> str:
    return name.replace("(observed)", "").replace("(substitute day)", "").strip()


def matched_weekends(nights: Iterable[Any], calendar: Mapping[str, Any]) -> pd.DataFrame:
    """Return for each weekend the weekend last year that it may be compared with; every pair is listed.

    The plain partner is 52 weeks back, because the same date a year ago is another day of the week. Where the two are
    not of one kind (a named event, Easter, another bank holiday, term or school holidays), the nearest alike weekend
    within five weeks takes its place. Each weekend of last year is used once, special ones are matched first. Where
    none is left the plain partner stays, if it is free, and the pair is marked as not alike: it should be shown, not
    counted. A weekend without any partner is listed with none.

    Parameters
    ----------
    nights : dates
        Nights as ``night_of`` names them; those of Monday to Wednesday are passed over.
    calendar : mapping
        The profile's ``[calendar]``: ``holidays``, ``terms`` (pairs), ``events`` (tables of ``name`` and ``dates``).

    Returns
    -------
    DataFrame
        One row per weekend in order: ``weekend`` and ``matched`` (Fridays), ``kind``, ``matched_kind``, ``how``
        (``52 weeks``, ``same kind, 51 weeks``, ``not alike`` or ``none``), ``alike``.

    >>> pairs = matched_weekends(["2025-04-18", "2025-06-06"], {"holidays": "GB-ENG"})
    >>> pairs[["matched", "how"]].astype(str).values.tolist()
    [['2024-03-29', 'same kind, 55 weeks'], ['2024-06-07', '52 weeks']]
    """
    fridays = pd.DatetimeIndex(weekend_of(pd.DatetimeIndex(list(nights)))).dropna().unique().sort_values()
    if fridays.empty:
        return pd.DataFrame({name: [] for name in COLUMNS})
    margin = pd.Timedelta(weeks=NEAR)
    span = pd.date_range(fridays[0] - YEAR - margin, fridays[-1], freq="7D")
    kinds = _labels(pd.DatetimeIndex(span), calendar)
    partner = _partners(fridays, kinds)
    rows = [_pair(friday, partner.get(friday), kinds) for friday in fridays]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _partners(fridays: pd.DatetimeIndex, kinds: Mapping[pd.Timestamp, str]) -> dict[pd.Timestamp, pd.Timestamp]:
    """Pair special weekends first, then those whose plain partner is alike, then the rest by nearness."""
    common = {"term", "school holidays", "ordinary"}
    plain = {friday: friday - YEAR for friday in fridays}
    order = sorted(fridays, key=lambda f: (kinds[f] in common, kinds[plain[f]] != kinds[f], f))
    partner: dict[pd.Timestamp, pd.Timestamp] = {}
    for friday in order:
        found = _alike(friday, kinds, set(partner.values()))
        if found is not None:
            partner[friday] = found
    for friday in order:
        if friday not in partner and plain[friday] not in partner.values():
            partner[friday] = plain[friday]
    return partner


def _alike(friday: pd.Timestamp, kinds: Mapping[pd.Timestamp, str], taken: set[pd.Timestamp]) -> pd.Timestamp | None:
    for weeks in sorted(range(-NEAR, NEAR + 1), key=abs):
        candidate = friday - YEAR + pd.Timedelta(weeks=weeks)
        if candidate not in taken and candidate < friday and kinds.get(candidate) == kinds[friday]:
            return candidate
    return None


def _pair(friday: pd.Timestamp, matched: pd.Timestamp | None, kinds: Mapping[pd.Timestamp, str]) -> tuple[Any, ...]:
    if matched is None:
        return (friday, pd.NaT, kinds[friday], "", "none", False)
    alike = kinds[friday] == kinds[matched]
    weeks = round((friday - matched) / pd.Timedelta(weeks=1))
    how = "not alike" if not alike else "52 weeks" if weeks == 52 else f"same kind, {weeks} weeks"
    return (friday, matched, kinds[friday], kinds[matched], how, alike)
