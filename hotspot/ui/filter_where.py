"""Where: the area, and which part of it is listed and mapped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from hotspot import pipeline
from hotspot.config import Parameters
from hotspot.language import phrase, to_phrase
from hotspot.ui import address, own_outline
from hotspot.ui.choosing import choose, choose_some, row
from hotspot.ui.filter_words import NOT_HERE
from hotspot.ui.looking import PART, look_at
from hotspot.ui.plain import plain

CHOOSING = "choosing_part"
NONE: dict[str, Any] = {"csps": (), "lads": (), "wards": (), "outline": ""}
KINDS = {
    "csps": to_phrase("Districts (community safety partnerships)"),
    "lads": to_phrase("Local authority districts"),
    "wards": to_phrase("Wards"),
    "outline": to_phrase("My own outline"),
}
WHICH = {
    "csps": to_phrase("Only these districts"),
    "lads": to_phrase("Only these local authorities"),
    "wards": to_phrase("Only these wards"),
}
EVERYWHERE = {
    "csps": to_phrase("All districts"),
    "lads": to_phrase("All local authorities"),
    "wards": to_phrase("All wards"),
}
GROUP = "group:"
REFERENCES = {"area": to_phrase("the whole area"), "district": to_phrase("the chosen part alone")}


def where(
    areas: Mapping[str, str],
    parameters: Parameters,
    offered: pipeline.Offered,
    outlines: Mapping[str, str],
    page: str,
) -> None:
    """Show the choice of the area and of a part of it; a page that asks for a place of its own offers no part."""
    left_out = NOT_HERE.get(page, ())
    kinds = _kinds(offered, outlines, left_out)
    with row("where", phrase("Where")):
        choose("area", phrase("Area"), list(areas), parameters.area, said=lambda key: areas.get(key, key))
        if kinds:
            _part(parameters, offered, outlines, kinds)
    if kinds and parameters.is_narrow and not left_out:
        _of_the_part(parameters)


def _part(
    parameters: Parameters, offered: pipeline.Offered, outlines: Mapping[str, str], kinds: Mapping[str, str]
) -> None:
    chosen = _kind(parameters, offered, kinds)
    st.session_state["choose_part"] = chosen
    st.selectbox(
        phrase("Which part of it"), list(kinds), key="choose_part", format_func=lambda kind: phrase(kinds[kind]),
        on_change=_part_changed, args=(offered,),
    )  # fmt: skip
    _which(chosen, parameters, offered, outlines)


def _kinds(offered: pipeline.Offered, outlines: Mapping[str, str], left_out: Sequence[str]) -> dict[str, str]:
    """Return the kinds of parts that can be chosen here: none of a restricted source but whole districts."""
    held = {"csps": True, **dict.fromkeys(("lads", "wards", "outline"), not offered.restricted)}
    held |= {kind: held[kind] and bool(offered.parts[kind]) for kind in ("csps", "lads", "wards")}
    kinds = {kind: title for kind, title in KINDS.items() if held[kind] and kind not in left_out}
    groups = {f"{GROUP}{name}": plain(name) for name in offered.groups} if "csps" in kinds else {}
    if "lads" not in kinds and "csps" in kinds:
        kinds["csps"] = "Districts"
    return {kind: title for kind, title in kinds.items() if kind == "csps"} | groups | kinds


def _kind(parameters: Parameters, offered: pipeline.Offered, kinds: Mapping[str, str]) -> str:
    """Return the kind of part that the address says, else the one that was last opened."""
    for kind in ("outline", "wards", "lads"):
        if getattr(parameters, kind) and kind in kinds:
            return kind
    if parameters.csps:
        named = (f"{GROUP}{name}" for name, codes in offered.groups.items() if set(codes) == set(parameters.csps))
        return next((key for key in named if key in kinds and st.session_state.get(CHOOSING) != "csps"), "csps")
    opened = st.session_state.get(CHOOSING, "")
    return opened if opened in kinds and not opened.startswith(GROUP) else next(iter(kinds))


def _part_changed(offered: pipeline.Offered) -> None:
    """Open another kind of part; a group of districts is a choice in itself, of the others nothing is chosen yet."""
    kind = str(st.session_state["choose_part"])
    st.session_state[CHOOSING] = kind
    group = offered.groups.get(kind.removeprefix(GROUP), ()) if kind.startswith(GROUP) else ()
    address.change(**{**NONE, "csps": tuple(group), "reference": "area"})


def _which(kind: str, parameters: Parameters, offered: pipeline.Offered, outlines: Mapping[str, str]) -> None:
    if kind == "outline":
        with st.container():
            choose("outline", phrase("Which outline"), ["", *outlines], parameters.outline,
                   said=lambda key: outlines.get(key, "One that is not held here" if key else "None yet"))  # fmt: skip
            own_outline.bring(parameters.area)
        return
    name = "csps" if kind.startswith(GROUP) else kind
    names = offered.parts[name]
    choose_some(name, phrase(WHICH[name]), list(names), getattr(parameters, name),
                said=lambda code: names.get(code, code), split=lambda codes: _only(name, codes),
                empty=EVERYWHERE[name])  # fmt: skip


def _only(name: str, codes: Sequence[str]) -> dict[str, Any]:
    """Return the choice of some parts of one kind; without any, the reference is the whole area again."""
    return {**NONE, name: tuple(codes)} | ({} if codes else {"reference": "area"})


def _of_the_part(parameters: Parameters) -> None:
    with row("part"):
        choose(
            "reference",
            phrase("Hot compared with"),
            list(REFERENCES),
            parameters.reference,
            said=REFERENCES.__getitem__,
        )
        st.button(phrase("Look at it on the map"), key="look_at_part", on_click=look_at, args=(PART,), width="stretch")
