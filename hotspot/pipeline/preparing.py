"""What does not depend on the question, made once; and the question with every default said."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

import pandas as pd
import pyarrow as pa

from hotspot import access, config, disclosure, geography, incidents
from hotspot.access import LOCAL, Scope
from hotspot.config import AreaProfile, Measure, Parameters, Settings
from hotspot.demo import ready
from hotspot.errors import DataError, ParameterError
from hotspot.pipeline import narrowing
from hotspot.pipeline.prepared import SEEN as SEEN
from hotspot.pipeline.prepared import Prepared as Prepared
from hotspot.pipeline.prepared import ground_key as ground_key
from hotspot.pipeline.prepared import named_key as named_key
from hotspot.pipeline.reading import DEMO, Tables, incident_table, opened, reference_tables, shipped

_ONE_AT_A_TIME = Lock()  # a second reader waits for what the first one is preparing, and does not prepare it again


@lru_cache(maxsize=4)
def _prepared(area: str, settings: Settings, closed: tuple[tuple[str, str], ...], digest: str) -> Prepared:
    # The digest is part of the key, so that an added file or a changed profile is seen by the next question.
    profile = config.profile(area, settings.home)
    store = opened(area, settings)
    tables = reference_tables(store)
    shut = dict(closed)
    ships = ready.read(store.digest, profile) if area == DEMO and not shut else None
    notices = (*store.notices, *shut.values())
    if ships is None:
        areas, clean = _cleaned(store, tables, profile, shut)
        return Prepared(profile, areas, clean, incidents.streets(clean.frame), tables, digest, notices)
    kept = _kept(ships)
    return Prepared(profile, ships.areas, ships.incidents, ships.streets, tables, digest, notices, kept=kept)


def _cleaned(
    store: Tables, tables: Mapping[str, pa.Table], profile: AreaProfile, shut: Mapping[str, str]
) -> tuple[geography.Areas, incidents.Incidents]:
    raw = incident_table(store, [source for source in profile.sources if source not in shut])
    if raw.num_rows == 0:
        raise DataError(
            " ".join([f"No records of {profile.name} are held.", *shut.values()]),
            f"Add the files of {', '.join(profile.sources)}: python -m hotspot add FOLDER.",
        )
    areas = geography.areas(tables, profile)
    return areas, incidents.clean(raw, areas, profile, facilities=tables["facilities"])


def demonstration_anew() -> Prepared:
    """Return the demonstration, prepared from the tables that ship and not from what was made of them before."""
    store, profile = shipped(), config.profile(DEMO)
    tables = reference_tables(store)
    areas, clean = _cleaned(store, tables, profile, {})
    digest = _digest(store, profile)
    return Prepared(profile, areas, clean, incidents.streets(clean.frame), tables, digest, ())


def _kept(ships: ready.Ready) -> dict[Hashable, Any]:
    """Return what ships under the keys of one who may see everything: nothing in bands, no record taken out."""
    grounds = {ground_key(resolution, "inhabited", (), 0): one for resolution, one in ships.grounds.items()}
    return {**grounds, named_key(8, ()): ships.named}


@lru_cache(maxsize=12)
def _narrowed(
    area: str, settings: Settings, closed: tuple[tuple[str, str], ...], digest: str, csps: tuple[str, ...]
) -> Prepared:
    """Return what is held of some districts alone: the one place where a reader's districts are cut out."""
    whole = _prepared(area, settings, closed, digest)
    profile = narrowing.own_profile(whole.profile, csps)
    areas = narrowing.own_places(whole.tables, profile)
    tables = narrowing.own_ground(narrowing.own_facilities(whole.tables, areas), areas)
    clean = narrowing.own_records(whole.incidents, areas, profile.csps)
    seen = narrowing.months_marked(whole.seen, clean.frame[SEEN])
    notices = (narrowing.BEYOND, *whole.notices)
    streets = incidents.streets(clean.frame)
    return Prepared(profile, areas, clean, streets, tables, whole.digest, notices, kept={"seen": seen})


def prepare(area: str, settings: Settings, scope: Scope = LOCAL) -> Prepared:
    """Return the clean incidents and places of an area, from memory where nothing has changed.

    Only the sources that are open to the reader are read, and only the reader's districts are in it.

    Raises
    ------
    HotspotError
        There is no such area, no records of it are held, its boundaries are missing, or the reader has no district
        in it.
    """
    with _ONE_AT_A_TIME:
        profile = config.profile(area, settings.home)
        # What a reader may open is the key, not who asks: two officers of one district share one answer.
        closed = tuple(
            (source, why) for source, why in access.shut(scope, profile.sources).items() if source in profile.sources
        )
        digest = _digest(opened(area, settings), profile)
        if scope.csps:
            held = _narrowed(area, settings, closed, digest, scope.csps)
        else:
            held = _prepared(area, settings, closed, digest)
        # What was worked out on the way stays with what is held.
        return _without_sensitive(dataclasses.replace(held, scope=scope))


def _digest(store: Tables, profile: AreaProfile) -> str:
    """Return the name of what an answer is made from: the files that are held, and what the profile counts in them."""
    return f"{store.digest}-{hashlib.sha256(repr(profile).encode()).hexdigest()[:8]}"


def _without_sensitive(held: Prepared) -> Prepared:
    """Return what is held without the sexual and domestic records that this reader sees by partnership alone.

    They are taken out here, before anything is counted, so that no map, table or total can be subtracted from another.
    """
    closed = disclosure.by_partnership_only(held.incidents.sources, held.scope)
    if not closed:
        return held
    seen = held.seen  # of every record: which months are held does not depend on who asks

    def parted() -> tuple[incidents.Incidents, pd.DataFrame]:
        frame = held.incidents.frame
        out = frame["source"].isin(closed) & (disclosure.kinds_of(frame["category"]) != "")
        return dataclasses.replace(held.incidents, frame=frame[~out]), frame[out]

    clean, sensitive = held.once(("sensitive", closed), parted)
    return dataclasses.replace(held, incidents=clean, sensitive=sensitive) if len(sensitive) and len(seen) else held


def completed(parameters: Parameters, held: Prepared) -> Parameters:
    """Return the parameters with every default said: the sources and the months that are really used."""
    return held.once(("completed", held.scope, parameters), lambda: _completed(parameters, held))


def _completed(parameters: Parameters, held: Prepared) -> Parameters:
    refuse_elsewhere(parameters, held.profile)
    offence = parameters.offence or next(iter(held.profile.measures))
    offered = offering(held, held.profile.measure(offence))
    sources = tuple(
        source
        for source in offered
        if not parameters.sources or any(source.startswith(asked) for asked in parameters.sources)
    )
    if not sources:
        for source in disclosure.by_partnership_only(held.incidents.sources, held.scope):
            disclosure.refuse_sensitive(held.profile.measure(offence), source)
        raise _no_source(parameters, held, offence)
    if not parameters.sources:
        sources = _shown_as_they_are(sources, held.scope)
    hours = parameters.hours or ("weekend_nights" if parameters.step == "weekend" else "")
    asked = parameters.changed(offence=offence, sources=sources, hours=hours)
    if not disclosure.may_see_raw(sources, held.scope):
        return _registered(asked, held)
    period = incidents.period_of(held.span(held.seen, asked).months, asked)
    return asked.changed(start=asked.start or period.first, end=asked.end or period.last)


def _no_source(parameters: Parameters, held: Prepared, offence: str) -> DataError:
    """Return why none of the sources asked for can be counted: not held, or held and without this measure."""
    if not parameters.sources:
        return DataError(
            f"Nothing that counts as '{held.profile.measure(offence).title}' is held for {held.profile.name}.",
            "Under 'What is counted' choose another line, or add its files on the page Data.",
        )
    said = ", ".join(parameters.sources)
    mine = [one for one in held.incidents.sources if any(one.startswith(asked) for asked in parameters.sources)]
    if not mine:
        return DataError(
            f"No source called {said} is held for {held.profile.name}.",
            f"Choose one of: {', '.join(held.incidents.sources)}.",
        )
    offered = [measure.title for measure in held.profile.measures.values() if _offers(held, mine, measure)]
    title = held.profile.measure(offence).title
    return DataError(
        f"{said} is held, but holds nothing that counts as '{title}'.",
        f"Under 'What is counted' choose: {'; '.join(offered)}." if offered else "Choose another source.",
    )


def _offers(held: Prepared, sources: Sequence[str], measure: Measure) -> bool:
    return bool(set(sources) & set(offering(held, measure)))


def offering(held: Prepared, measure: Measure) -> tuple[str, ...]:
    """Return the sources that hold at least one record of a measure; worked out once for each."""
    return held.once(
        ("offering", measure.key, len(held.incidents.frame)),
        lambda: tuple(filter(measure.may_count, incidents.sources_offering(held.incidents, measure))),
    )


def refuse_elsewhere(parameters: Parameters, profile: AreaProfile) -> None:
    """Refuse a question about districts of elsewhere: an empty answer would say that nothing happened there.

    Raises
    ------
    ParameterError
        A district is not of the area, or not among those that the reader may see.
    """
    strange = [code for code in parameters.csps if code not in profile.csps]
    if strange:
        raise ParameterError(
            f"This area has no district {', '.join(strange)}.", "Start again, then choose districts in the filters."
        )


def _shown_as_they_are(sources: tuple[str, ...], scope: Scope) -> tuple[str, ...]:
    """Return the sources of which this reader sees exact numbers; where there is none, the first, which stands alone.

    What is shown in bands is never part of a sum, so a reader has to ask for it by name.
    """
    shut = disclosure.controlled_of(sources, scope)
    return tuple(source for source in sources if source not in shut) or sources[:1]


def _registered(asked: Parameters, held: Prepared) -> Parameters:
    """Return the one question that may be asked of a restricted source."""
    everything = asked.changed(start="", end="")
    months = incidents.period_of(held.span(held.seen, everything).months, everything)
    return disclosure.fitted(asked, asked.sources, (months.first, months.last), held.scope)


def reference_of(parameters: Parameters) -> Parameters:
    """Return the parameters that count for the reference area: chosen CSPs narrow it only where it is the district."""
    return parameters if parameters.reference == "district" else parameters.changed(csps=())
