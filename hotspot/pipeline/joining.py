"""A source of one's own in an area that is there already: what that would do, doing it, and taking it out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from hotspot import access, config, disclosure, geography, incidents, nights
from hotspot.access import LOCAL, Scope
from hotspot.config import AreaProfile, Counted, Settings
from hotspot.errors import AccessError, DataError, HotspotError, ProfileError
from hotspot.pipeline.logged import logged
from hotspot.pipeline.preparing import prepare
from hotspot.pipeline.reading import DEMO, Stored, incident_table, reference_tables, stored
from hotspot.pipeline.wording import seen_exactly, words_held, words_told
from hotspot.schema import KINDS
from hotspot.store import ParquetStore
from hotspot.views import words

PUBLISHED = ("police_uk", "demo")  # families that come with areas of their own
LEAST_INSIDE = 0.5
SHARES = ((0.98, "Nearly all"), (0.9, "More than nine in ten"), (LEAST_INSIDE, "More than half"))


def own_sources(settings: Settings, scope: Scope = LOCAL) -> list[str]:
    """Return the sources that are held, are no published ones and are open to the reader."""
    held = {part.source for part in ParquetStore(settings.home).parts() if KINDS[part.kind].family == "incidents"}
    mine = {source for source in held if access.family(source) not in PUBLISHED}
    return sorted(mine - set(access.shut(scope, mine)))


def areas_without(source: str, settings: Settings, scope: Scope = LOCAL) -> dict[str, str]:
    """Return key and name of the areas that could count a source and do not, those of which records are held first."""
    held = {part.source for part in ParquetStore(settings.home).parts()}
    known = config.profiles(settings.home)
    mine = {key: one for key, one in known.items() if key != DEMO and source not in one.sources and _whole(one, scope)}
    return {key: one.name for key, one in sorted(mine.items(), key=lambda item: not held & {*item[1].sources})}


def counted_beside(settings: Settings, scope: Scope = LOCAL) -> list[tuple[str, str, Counted]]:
    """Return key and name of each area, with each source that it counts beside those of its profile.

    A source that is shut for the reader, or of an area that is not wholly theirs, is not told.
    """
    known, broken = config.profiles(settings.home), config.unreadable(settings.home)
    told = [
        (key, profile.name, one)
        for key, profile in known.items()
        if _whole(profile, scope) and key not in broken
        for one in config.counted_in(key, settings.home)
    ]
    shut = access.shut(scope, [one.source for *_, one in told])
    return [line for line in told if line[2].source not in shut]


def _whole(profile: AreaProfile, scope: Scope) -> bool:
    """Return whether a reader's districts are all of an area: what it counts, it counts for everybody."""
    return not scope.csps or bool(profile.csps) and set(profile.csps) <= set(scope.csps)


def foresee_counting(area: str, one: Counted, settings: Settings, scope: Scope = LOCAL) -> tuple[str, ...]:
    """Return what counting a source in an area would mean, in sentences; nothing changes.

    Raises
    ------
    HotspotError
        It cannot or must not be counted there: the sentence says why, and what to do.
    """
    profile = _profile(area, one, settings, scope)
    _refuse_mixing(profile, one, settings, scope)
    if not set(one.categories) & set(words_told(one.source, settings, scope)):
        raise _none_of_these(one.source, scope)
    found = _found(profile, area, one, settings, scope)
    if found.inside < LEAST_INSIDE:
        raise DataError(
            f"Fewer than half of these records lie in {profile.name}, so they are not counted there.",
            "Choose the area they are of. If they are of this one, their coordinates or codes were read wrongly: "
            "delete the file and name its columns again.",
        )
    return tuple(_told(profile, one, found))


def count_in(
    area: str, one: Counted, settings: Settings, scope: Scope = LOCAL, *, at: datetime, by: str = access.HERE
) -> tuple[str, ...]:
    """Let an area count a source from the next question on, and return what that means; the log says so before.

    Parameters
    ----------
    area, one, settings, scope
        As in ``foresee_counting``.
    at, by
        When and by whom, for the log.

    Raises
    ------
    HotspotError
        It cannot or must not be counted there, or the log cannot be written: then nothing changes.
    """
    said = foresee_counting(area, one, settings, scope)
    with logged(settings.home, f"area profile {area}", f"counts {one.source} too, as '{one.title}'", at=at, who=by):
        config.keep_counted(area, one, settings.home)
    return said


def count_no_longer(
    area: str, source: str, settings: Settings, scope: Scope = LOCAL, *, at: datetime, by: str = access.HERE
) -> None:
    """Let an area count a source no longer; its records stay where they are, and the log says so before.

    Raises
    ------
    HotspotError
        It does not, or the reader may not, or the log cannot be written.
    """
    if (area, source) not in {(key, one.source) for key, _, one in counted_beside(settings, scope)}:
        raise ProfileError(f"{source} is not counted there, or not yours to take out.", "Look at the page again.")
    with logged(settings.home, f"area profile {area}", f"counts {source} no longer", at=at, who=by):
        config.drop_counted(area, source, settings.home)


def _profile(area: str, one: Counted, settings: Settings, scope: Scope) -> AreaProfile:
    """Return the area as it would be."""
    profile = config.profile(area, settings.home)
    if why := access.shut(scope, [one.source]).get(one.source):
        raise AccessError(why, "Ask whoever gave you the role, or choose another source.")
    if not _whole(profile, scope):
        raise AccessError(
            f"Your role covers a part of {profile.name}, and what it counts, it counts for everybody.",
            "Ask somebody whose role covers the whole area.",
        )
    if area == DEMO or one.source not in own_sources(settings, scope):
        raise ProfileError(
            f"{one.source} cannot be counted in {profile.name}.",
            "The demonstration is made up and stays so; elsewhere only records that are held can be counted.",
        )
    if one.source in profile.sources:
        raise ProfileError(f"{profile.name} counts {one.source} already.", "Look at the page again.")
    taken = {title.title.casefold() for title in profile.measures.values()}
    if one.title.casefold() in taken:
        raise ProfileError(f"{profile.name} has something called '{one.title}' already.", "Write another name.")
    return config.with_counted(profile, [one])


def _refuse_mixing(profile: AreaProfile, one: Counted, settings: Settings, scope: Scope) -> None:
    """Refuse a source whose records would be taken for those of another: measures name words by family.

    Only sources whose words the reader may see are compared, so that no refusal tells a name or a word of another.
    Nothing is added up for that: each line counts its own sources alone.
    """
    mine = set(seen_exactly([one.source, *profile.sources], settings, scope))
    alike = [name for name in profile.sources if name in mine and access.family(name) == one.family]
    alike = [name for name in alike if name != one.source]
    if one.source not in mine or not alike:
        return
    held = {name: set(words_held(name, settings)) for name in (one.source, *alike)}
    others = [measure for key, measure in profile.measures.items() if key != one.key]
    theirs = {word for measure in others for word in measure.categories.get(one.family, ())}
    both = {word for name in alike for word in held[name] & set(one.categories)} | (theirs & held[one.source])
    if both:
        shown = ", ".join(f"'{word[:60]}'" for word in sorted(both)[:3])
        raise ProfileError(
            f"{profile.name} counts {words.listed(alike)} too, which names {shown} like these records: the two would "
            "be added up.",
            f"Are they of the same owner? Then delete these and add their files under {alike[0]}. Else make an area of "
            "their own.",
        )


def _none_of_these(source: str, scope: Scope) -> DataError:
    if disclosure.controlled_of([source], scope):
        return DataError(
            f"None of these words is told of {source}: you see its records in bands, and a rare word is not told.",
            "Choose at least one word of the list.",
        )
    return DataError(f"{source} holds none of these words.", "Choose at least one that its records name.")


@dataclass(frozen=True)
class _Found:
    """What the records of a source are to an area; to who sees bands, nothing of the chosen words alone.

    In which months a rare word occurs, and whether inside, would tell one record from none.
    """

    rows: int
    inside: float
    nowhere: int
    with_hour: int
    months: tuple[str, ...]
    others: dict[str, int]
    exact: bool


def _found(profile: AreaProfile, area: str, one: Counted, settings: Settings, scope: Scope) -> _Found:
    store = stored(settings)
    clean = _clean(store, profile, area, one.source, settings, scope)
    once = clean[~clean["repeated_id"]]
    chosen = once[once["category"].isin(one.categories)]
    banded = disclosure.controlled_of([one.source], scope) or disclosure.by_partnership_only([one.source], scope)
    mine = once if banded else chosen
    months = incidents.months_held(mine) if len(mine) else ()
    shut = access.shut(scope, profile.sources)
    others = [name for name in profile.sources if name != one.source and name not in shut]
    theirs = {name: set(_months_of(store, name)) & set(months) for name in others}
    return _Found(
        rows=len(chosen),
        inside=float(mine["lad_code"].notna().mean()) if len(mine) else 0.0,
        nowhere=int(mine["no_location"].sum()),
        with_hour=int(mine["precision"].isin(nights.HOUR_PRECISIONS).sum()),
        months=months,
        others={name: len(common) for name, common in theirs.items()},
        exact=not banded,
    )


def _clean(
    store: Stored, profile: AreaProfile, area: str, source: str, settings: Settings, scope: Scope
) -> pd.DataFrame:
    """Return the records of one source as the area would read them, its places from memory where they are."""
    try:
        areas = prepare(area, settings, scope).areas
    except HotspotError:  # nothing of the area is held yet: its places may be all the same
        areas = geography.areas(reference_tables(store), profile)
    return incidents.clean(incident_table(store, [source]), areas, profile).frame


def _months_of(store: Stored, source: str) -> list[str]:
    return sorted({str(part.period) for part in store.reading.parts() if part.source == source and part.period})


def _told(profile: AreaProfile, one: Counted, found: _Found) -> Iterator[str]:
    where = profile.name
    if found.exact:
        lying = round(found.inside * found.rows)
        yield f"{lying:,} of the {found.rows:,} records that count lie in {where}; {found.nowhere:,} have no point."
    else:
        yield f"{next(word for least, word in SHARES if found.inside >= least)} of them lie in {where}."
        yield "That, their months and their hours are told of all the records together, whichever words count."
    gaps = incidents.gaps(found.months)
    missing = f"missing between: {words.listed([first for first, _ in gaps])}" if gaps else "none missing between"
    yield f"They reach from {found.months[0]} to {found.months[-1]}, {len(found.months)} months, {missing}."
    yield _hours_said(found)
    yield from _beside(found)
    yield (
        f"Pages then open with '{one.title}' where a link names nothing else."
        if one.opens
        else f"They are a line of their own under 'What is counted': '{one.title}'. Every other number stays as it is."
    )
    if not found.exact:
        yield (
            "You see them in bands, in one cut of place and time, and not beside other sources: exact numbers are for "
            "their analyst."
        )


def _hours_said(found: _Found) -> str:
    if not found.with_hour:
        return "No hour is known of them, so hours and Weekend nights stay closed for them."
    if not found.exact:
        return "Their hours are held; whoever sees them exactly can choose hours and Weekend nights."
    return f"The hour is known of {found.with_hour:,}: hours and Weekend nights open for them."


def _beside(found: _Found) -> Iterator[str]:
    for name, months in found.others.items():
        who = words.source(name)
        if months:
            yield f"{who} holds {months} of these months: over those the two stand side by side, never added up."
        else:
            yield f"{who} holds none of these months, so the two cannot be set side by side yet."
