"""Readers with roles, the words that none of them may see, and everything that a page hands to a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import unquote_to_bytes

import streamlit as st
from streamlit.elements.lib import image_utils
from streamlit.elements.widgets.button import ButtonMixin
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from hotspot import access, pipeline
from hotspot.config import Parameters, Settings
from hotspot.pipeline.preparing import Prepared
from hotspot.ui import access as door
from hotspot.ui import folds, tour
from hotspot.ui.browser import SIMPLE
from tests.attacks import unpacked

PAGES = Path(__file__).resolve().parents[2] / "pages"
ISSUER = "https://login.example"
AREA = "demo"
DISTRICTS = tuple(f"D2200000{n}" for n in range(1, 7))
CODES = re.compile(rb"\b(?:[A-Z][0-9]{8}|8[0-9a-f]{14})\b")
WORDS = re.compile(rb"[\w'\x80-\xff-]+")
SAID = (*(PAGES.parent / "hotspot" / "ui").glob("*.py"), PAGES.parent / "docs" / "methods.md")  # told to everybody
PREPARING = ("Prepare ", "Make the plan")
LOOKED_AT = ("hot_now", "emerging", "weekend", "district", "act", "worked", "data", "methods", "admin")


@dataclass(frozen=True)
class Canaries:
    """What must never reach a reader of one district: codes of places elsewhere, and names that only stand there."""

    codes: frozenset[bytes]
    names: Mapping[bytes, tuple[bytes, ...]]  # each with its pairs of words that follow one another

    def found(self, handed: bytes) -> list[str]:
        """Return every canary in the bytes, in the words of a map's addresses too, where a space is %20."""
        handed = b"\n".join([handed, unquote_to_bytes(handed)])
        met = self.codes & frozenset(CODES.findall(handed))
        words = WORDS.findall(handed)
        there = {*words, *zip(words, words[1:], strict=False)}
        near = (name for name, pairs in self.names.items() if there.issuperset(pairs))
        return sorted(one.decode() for one in (*met, *(name for name in near if name in handed)))


def whole(home: Path) -> Prepared:
    return pipeline.prepare(AREA, Settings(home))


@cache
def canaries(home: Path, district: str) -> Canaries:
    """Return the codes and the names of everybody else: of districts, wards, neighbourhoods, streets and facilities."""
    scopes = access.LOCAL, access.Scope(role="csp_officer", csps=(district,))
    held, own = (pipeline.prepare(AREA, Settings(home), who) for who in scopes)
    found = [pipeline.analyse(Parameters(area=AREA), settings=Settings(home), scope=who).findings for who in scopes]
    codes = _codes(held) | {*found[0].locations.index} - {*found[1].locations.index}
    codes -= _codes(own)
    every, mine = (_names(one) | {*map(str, at.locations["name"])} for one, at in zip((held, own), found, strict=True))
    names = _only_there(every - mine, mine)
    return Canaries(frozenset(str(code).encode() for code in codes), {name: _pairs(name) for name in names})


def _codes(held: Prepared) -> set[str]:
    wards = {str(code) for code in pipeline.chosen.ward_of(held).dropna()}
    return {*held.areas.lsoa.index, *held.profile.csps, *held.areas.lsoa["lad_code"].dropna(), *wards}


def _names(held: Prepared) -> set[str]:
    """Return every name on the ground: a short one (a ward called Quay) would be found in other words."""
    lsoa = held.areas.lsoa
    districts = {str(held.areas.csp.at[code, "name"]) for code in held.profile.csps} | {*lsoa["lad_name"].dropna()}
    named = {*lsoa["name"], *held.streets["street"], *held.incidents.frame["location"].dropna()}
    named |= {*held.tables["facilities"]["name"].to_pylist(), *held.tables["base"]["name"].to_pylist()}
    return districts | {str(name) for name in named if name and len(name) > 8}


def _only_there(names: set[str], mine: Iterable[str]) -> list[bytes]:
    """Return names that stand in no name of the reader's own, nor in what the product says to everybody."""
    walk = [f"{step.title} {step.said} {step.link}" for step in tour.STEPS]  # of the demonstration, alike for everybody
    said = "\n".join([*mine, *walk, *(path.read_text("utf-8") for path in SAID)])
    return sorted(name.encode() for name in names if name not in said)


def _pairs(name: bytes) -> tuple[Any, ...]:
    words = WORDS.findall(name)
    return tuple(zip(words, words[1:], strict=False)) or tuple(words)


def give(home: Path, role: str, district: str = "") -> tuple[str, str]:
    """Give a role to a reader named after it; return who that is."""
    who = (ISSUER, f"{role}-{district or 'all'}")
    csps = (district,) if district else ()
    access.give(home, access.Holder(*who, role, csps), at=datetime(2026, 1, 1))
    return who


@contextmanager
def logged_in(who: tuple[str, str] | None) -> Iterator[None]:
    """Let the app see this person as logged in; the one function that reads the login is replaced."""

    def reader() -> tuple[str, str] | None:
        return door._ON_BEHALF.get() or who

    with mock.patch.object(door, "reader", reader):
        yield


@dataclass
class Seen:
    """A page as a reader got it: all that went to the browser, and the files behind its buttons."""

    page: AppTest
    files: dict[str, Any]
    fetched: list[bytes] = field(default_factory=list)  # what the browser fetches beside the page: ground, pictures
    drawn: list[str] = field(default_factory=list)  # the words of pictures that were drawn for it

    @property
    def sent(self) -> bytes:
        """Return every element of the page as sent, what it fetches, and the address."""
        protos = [getattr(node, "proto", None) for node in _nodes(self.page._tree)]
        elements = [proto.SerializeToString() for proto in protos if proto is not None]
        tables = [table.value.to_csv().encode() for table in self.page.dataframe]  # also what is fetched by and by
        beside = [*map(unpacked.words, self.fetched), *(said.encode() for said in self.drawn)]
        return b"\n".join([*elements, *tables, *beside, str(dict(self.page.query_params)).encode()])

    def downloads(self) -> Iterator[tuple[str, bytes]]:
        """Yield the words of every file: unpacked where it is packed, of a picture those that were drawn into it."""
        for name, make in self.files.items():
            with unpacked.listening() as drawn:
                data = make() if callable(make) else make
            words = unpacked.words(data if isinstance(data, bytes) else str(data).encode())
            yield name, b"\n".join([words, *(said.encode() for said in drawn)])


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)


def opened(
    name: str,
    who: tuple[str, str] | None,
    *,
    pictures: bool = False,
    switched: Mapping[str, Any] | None = None,
    **query: Any,
) -> Seen:
    """Open a page with every fold of it, logged in as somebody; with pictures in place of live maps if so asked."""
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=300)
    for key, value in {SIMPLE: pictures, **dict.fromkeys(folds.ALL, True), **(switched or {})}.items():
        page.session_state[key] = value
    for key, value in query.items():
        page.query_params[key] = value
    return again(Seen(page, {}), who)


def again(seen: Seen, who: tuple[str, str] | None) -> Seen:
    """Run a page once more; return it with the files it now offers."""
    files: dict[str, Any] = {}
    fetched: list[bytes] = []
    button, add, show = ButtonMixin._download_button, MediaFileManager.add, image_utils.image_to_url

    def caught(self: Any, label: str, data: Any, *rest: Any, **named: Any) -> Any:
        files[str(named.get("file_name") or label)] = data
        return button(self, label, data, *rest, **named)

    def added(self: Any, data: Any, mimetype: str, *rest: Any, **named: Any) -> Any:
        if not mimetype.startswith("image/"):  # a picture is drawn anew for the screen: the one given is kept below
            fetched.append(data if isinstance(data, bytes) else Path(data).read_bytes())
        return add(self, data, mimetype, *rest, **named)

    def shown(image: Any, *rest: Any, **named: Any) -> Any:
        fetched.append(image)
        return show(image, *rest, **named)

    with ExitStack() as stack:
        stack.enter_context(logged_in(who))
        stack.enter_context(mock.patch.object(ButtonMixin, "_download_button", caught))
        stack.enter_context(mock.patch.object(MediaFileManager, "add", added))
        stack.enter_context(mock.patch.object(image_utils, "image_to_url", shown))
        drawn = stack.enter_context(unpacked.listening())
        seen.page.run()
    return Seen(seen.page, files, fetched, drawn)


def pressed(seen: Seen, who: tuple[str, str] | None) -> Seen:
    """Press every button of a page that prepares files; return the page with all of them."""
    files = dict(seen.files)
    for label in (one.label for one in seen.page.button):
        if label.startswith(PREPARING):
            next(one for one in seen.page.button if one.label == label).set_value(True)
            seen = again(seen, who)
            files |= seen.files
    return Seen(seen.page, files, seen.fetched, seen.drawn)


def clear() -> None:
    """Empty what Streamlit keeps."""
    st.cache_data.clear()
    st.cache_resource.clear()
