"""Readers with roles, the words that none of them may see, and everything that a page hands to a browser."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import streamlit as st
from streamlit.elements.widgets.button import ButtonMixin
from streamlit.testing.v1 import AppTest

from hotspot import access, pipeline
from hotspot.config import Parameters, Settings
from hotspot.pipeline.preparing import Prepared
from hotspot.ui import access as door

PAGES = Path(__file__).resolve().parents[2] / "pages"
ISSUER = "https://login.example"
AREA = "demo"
DISTRICTS = tuple(f"D2200000{n}" for n in range(1, 7))
CODES = re.compile(rb"\b(?:[A-Z][0-9]{8}|8[0-9a-f]{14})\b")
LOOKED_AT = ("hot_now", "emerging", "weekend", "district", "act", "worked", "data", "methods", "admin")


@dataclass(frozen=True)
class Canaries:
    """What must never reach a reader of one district: codes of places elsewhere, and names that only stand there."""

    codes: frozenset[bytes]
    names: tuple[bytes, ...]

    def found(self, handed: bytes) -> list[str]:
        """Return every canary in the bytes."""
        met = self.codes & frozenset(CODES.findall(handed))
        return sorted(one.decode() for one in (*met, *(name for name in self.names if name in handed)))


def whole(home: Path) -> Prepared:
    return pipeline.prepare(AREA, Settings(home))


@cache
def canaries(home: Path, district: str) -> Canaries:
    """Return the codes, hexagons, districts, neighbourhoods, streets and facilities of everybody else."""
    held = whole(home)
    mine = held.areas.lsoa["csp_code"] == district
    own = pipeline.prepare(AREA, Settings(home), access.Scope(role="csp_officer", csps=(district,)))
    cells = [set(pipeline.analyse(Parameters(area=AREA), settings=Settings(home), scope=who).findings.locations.index)
             for who in (access.LOCAL, access.Scope(role="csp_officer", csps=(district,)))]  # fmt: skip
    codes = {*held.areas.lsoa.index[~mine], *(set(held.areas.csp.index) - {district}), *(cells[0] - cells[1])}
    names = {str(name) for name in held.areas.csp["name"].drop(district)}
    names |= {str(name) for name in _lads(held, ~mine) - _lads(held, mine)}
    names |= _facilities(held) - _facilities(own)
    return Canaries(frozenset(str(code).encode() for code in codes), tuple(name.encode() for name in sorted(names)))


def _lads(held: Prepared, which: Any) -> set[str]:
    return set(held.areas.lsoa.loc[which, "lad_name"].dropna())


def _facilities(held: Prepared) -> set[str]:
    return {str(name) for name in held.tables["facilities"]["name"].to_pylist() if name and len(name) > 8}


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

    @property
    def sent(self) -> bytes:
        """Return every element of the page as sent, and the address."""
        protos = [getattr(node, "proto", None) for node in _nodes(self.page._tree)]
        elements = [proto.SerializeToString() for proto in protos if proto is not None]
        tables = [table.value.to_csv().encode() for table in self.page.dataframe]  # also what is fetched by and by
        return b"\n".join([*elements, *tables, str(dict(self.page.query_params)).encode()])

    def downloads(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file, unpacked where it is packed; pictures and pages to print are left out."""
        for name, make in self.files.items():
            data = make() if callable(make) else make
            yield name, _unpacked(data if isinstance(data, bytes) else str(data).encode())


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)


def _unpacked(data: bytes) -> bytes:
    if data[:4] != b"PK\x03\x04":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def opened(name: str, who: tuple[str, str] | None, **query: Any) -> Seen:
    """Open a page as a link to it does, logged in as somebody."""
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=300)
    for key, value in query.items():
        page.query_params[key] = value
    return again(Seen(page, {}), who)


def again(seen: Seen, who: tuple[str, str] | None) -> Seen:
    """Run a page once more; return it with the files it now offers."""
    files: dict[str, Any] = {}
    real = ButtonMixin._download_button

    def caught(self: Any, label: str, data: Any, *rest: Any, **named: Any) -> Any:
        files[str(named.get("file_name") or label)] = data
        return real(self, label, data, *rest, **named)

    with logged_in(who), mock.patch.object(ButtonMixin, "_download_button", caught):
        seen.page.run()
    return Seen(seen.page, files)


def clear() -> None:
    """Empty what Streamlit keeps."""
    st.cache_data.clear()
    st.cache_resource.clear()
