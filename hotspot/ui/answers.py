"""Answers kept ready, by who asks, which data and which parameters, so that none reaches the wrong reader."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from hotspot import config, pipeline, views
from hotspot.access import Scope
from hotspot.config import AreaProfile, Parameters, Settings
from hotspot.errors import AccessError, HotspotError
from hotspot.language import in_english
from hotspot.ui import access as door
from hotspot.ui import ground_looks
from hotspot.ui.memory import Room, long_lived
from hotspot.ui.once import in_this_run, once_a_run

QUESTION = "question_on_this_page"
MOST_READ = 3  # areas: fewer than are kept in memory, so that none of these has to be read again
_READ: dict[tuple[Any, ...], bool] = {}
_ROOM = Room(150_000)  # places of all answers together: some 3 kB each


def settings() -> Settings:
    """Return where things are on this machine."""
    return Settings.from_environment()


def scope() -> Scope:
    """Return who asks: without login, one person on one machine; with it, what the role of who is logged in opens."""
    return door.scope()


def areas() -> dict[str, str]:
    """Return key and name of every area of which something is held that the reader may see.

    Raises
    ------
    AccessError
        Something is held, and nothing of it is theirs.
    """
    held, who = dict(pipeline.areas_held(settings())), scope()
    mine = {key: name for key, name in held.items() if not who.csps or profile(key).csps}
    if held and not mine:
        raise AccessError("Your role does not extend to any area that is held here.", "Ask whoever gave you the role.")
    return mine


def version(area: str) -> str:
    """Return the name of what is held, which changes with every file added or taken back."""
    return _version(area, scope())


@once_a_run
def _version(area: str, who: Scope) -> str:
    return str(pipeline.prepare(area, settings(), who).digest)


@once_a_run
def _registered(kind: str, area: str, who: Scope) -> pd.DataFrame:
    return pipeline.register_table(kind, area, settings(), who)


def registered(kind: str, area: str) -> pd.DataFrame:
    """Return the entries of a kind in the register of an area, as far as this reader may see them."""
    return _registered(kind, area, scope())


def months(area: str) -> list[str]:
    """Return the months held of an area, oldest first, ``YYYY-MM``."""
    held = pipeline.prepare(area, settings(), scope()).incidents.frame["month"]
    return sorted({f"{month:%Y-%m}" for month in held.dropna().unique()})


def profile(area: str) -> AreaProfile:
    """Return the profile of an area, with the districts that the reader may see."""
    return _profile(area, scope())


@once_a_run
def _profile(area: str, who: Scope) -> AreaProfile:
    whole, mine = config.profile(area, settings().home), who.csps
    return dataclasses.replace(whole, csps=tuple(code for code in whole.csps if code in mine)) if mine else whole


def named_in_a_profile(source: str) -> bool:
    """Return whether any area counts the records of a source."""
    return any(source in one.sources for one in config.profiles(settings().home).values())


class Asked(NamedTuple):
    """Which answer: who asks, of which folder, which version of what is held there, and which question."""

    who: Scope
    home: str
    held: str
    parameters: Parameters


class AskedGround(NamedTuple):
    """Which ground: whose districts, of which folder, which version of what is held there, which area, how it looks."""

    csps: tuple[str, ...]
    home: str
    held: str
    area: str
    looks: ground_looks.Looks


# Told by what they say and at one go: taken apart piece by piece, as any object could be, or handed over one by one,
# they take a thousandth of a second each, at every click.
_BY_WORDS: dict[type | str, Callable[[Any], Any]] = {Asked: repr, AskedGround: repr}


@st.cache_resource(max_entries=24, show_spinner="Counting and comparing places…", hash_funcs=_BY_WORDS)
@long_lived
def _analysis(asked: Asked) -> Any:
    return pipeline.analyse(asked.parameters, settings=Settings(Path(asked.home)), scope=asked.who)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=_BY_WORDS)
@in_english
def _ground(asked: AskedGround, _base: Any) -> views.maps.Ground:
    return views.maps.ground(_base, dark=asked.looks.dark, style=asked.looks.style)


@st.cache_data(max_entries=4, show_spinner="Reading what is held…")
def _status(who: Scope, home: str, held: str) -> dict[str, Any]:
    return dict(pipeline.status(Settings(Path(home)), who))


@st.cache_data(max_entries=8, show_spinner=False)
@in_english
def _files(who: Scope, home: str, held: str, parameters: Parameters) -> dict[str, bytes]:
    return views.exports(_analysis(Asked(who, home, held, parameters)))


@lru_cache(maxsize=64)
def _offered(who: Scope, home: str, _held: str, asked: Parameters) -> pipeline.Offered:
    return pipeline.offered(asked, settings=Settings(Path(home)), scope=who)


def offered(parameters: Parameters) -> pipeline.Offered:
    """Return what this reader may choose from beside what was chosen, for each version of the data."""
    beside = ("area", "sources", "offence", "start", "end")
    asked = Parameters(**{name: getattr(parameters, name) for name in beside})
    told = _offered(scope(), str(settings().home), version(parameters.area), asked)
    _READ.pop(read := _read(parameters.area), None)
    _READ[read] = True
    for oldest in list(_READ)[:-MOST_READ]:
        _READ.pop(oldest, None)
    return told


def was_read(area: str) -> bool:
    """Return whether what is held of an area now was read lately for this reader: then nothing of it takes long."""
    return _read(area) in _READ


def _read(area: str) -> tuple[Any, ...]:
    return scope(), settings().home, pipeline.version_held(settings()), area


def analysis(parameters: Parameters) -> Any:
    """Return the analysis for this reader, made once for each version of the data."""
    asked = Asked(scope(), str(settings().home), version(parameters.area), parameters)

    def answered() -> Any:
        answer = _analysis(asked)
        _ROOM.used(asked, len(answer.findings.locations), forget=_analysis.clear)
        return answer

    return in_this_run(("analysis", *asked), answered)


@st.cache_resource(max_entries=24, show_spinner="Counting hours and nights…")
@long_lived
def _evening(who: Scope, home: str, held: str, parameters: Parameters, window: pipeline.WeekWindow) -> Any:
    return pipeline.evening(parameters, window, settings=Settings(Path(home)), scope=who)


@st.cache_resource(max_entries=8, show_spinner="Looking for emerging weekends…")
@long_lived
def _spots(who: Scope, home: str, held: str, parameters: Parameters) -> Any:
    return pipeline.weekend_spots(parameters, settings=Settings(Path(home)), scope=who)


@st.cache_resource(max_entries=8, show_spinner="Comparing sources…")
@long_lived
def _who_else(who: Scope, home: str, held: str, parameters: Parameters) -> Any:
    return pipeline.who_else(parameters, settings=Settings(Path(home)), scope=who)


def evening(parameters: Parameters, window: pipeline.WeekWindow) -> Any:
    """Return the hours of a window for this reader, every band at once, made once for each version of the data."""
    return _evening(scope(), str(settings().home), version(parameters.area), parameters, window)


@st.cache_resource(max_entries=4, show_spinner="Asking the other sources…")
def _sheet_parts(
    who: Scope, home: str, held: str, parameters: Parameters, window: pipeline.WeekWindow, areas: tuple[str, ...]
) -> Any:
    return pipeline.sheet_parts(parameters, window, areas, settings=Settings(Path(home)), scope=who)


def sheet_parts(parameters: Parameters, window: pipeline.WeekWindow, areas: tuple[str, ...]) -> Any:
    """Return what a licensing sheet needs beside the hours, for this reader."""
    return _sheet_parts(scope(), str(settings().home), version(parameters.area), parameters, window, areas)


def weekend_spots(parameters: Parameters) -> Any:
    """Return the emerging hot spots of weekend nights for this reader."""
    return _spots(scope(), str(settings().home), version(parameters.area), parameters)


def who_else(parameters: Parameters) -> Any:
    """Return what each source holds of the same places, for this reader."""
    return _who_else(scope(), str(settings().home), version(parameters.area), parameters)


def ground(of: views.Analysis) -> views.maps.Ground:
    """Return the ground under an area's maps, as the reader wants it, made once for each version of the data."""
    area, looks = of.parameters.area, ground_looks.looks(settings())
    asked = AskedGround(scope().csps, str(settings().home), version(area), area, looks)
    return in_this_run(("ground", *asked), lambda: ground_looks.sent(_ground(asked, of.base)))


def status() -> dict[str, Any]:
    """Return what is held, file by file and source by source."""
    area = next(iter(areas()), "")
    if not area or views.words.is_made_up(profile(area).sources):
        return dict(pipeline.status(settings(), scope()))  # no records held, so nothing that takes long
    try:
        held = version(area)
    except HotspotError:  # records without boundaries yet: the account is what says so
        return dict(pipeline.status(settings(), scope()))
    return _status(scope(), str(settings().home), held)


def files(parameters: Parameters) -> dict[str, bytes]:
    """Return the files of an analysis by name."""
    return _files(scope(), str(settings().home), version(parameters.area), parameters)
