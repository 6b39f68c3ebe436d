"""Choices: each widget shows what the address says and writes what the reader chooses back into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from hotspot import views
from hotspot.config import CHOICES, Parameters
from hotspot.ui import address, answers
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refusing

Place = tuple[str, int]
PLACES: dict[Place, str] = {
    ("h3", 8): "Hexagons of 0.7 km²",
    ("h3", 7): "Hexagons of 5 km²",
    ("h3", 6): "Hexagons of 36 km²",
    ("lsoa", 8): "Neighbourhoods",
}
METHODS = {
    "emerging": "Emerging hot spots",
    "gi_star": "One map of the period (Gi*)",
    "density": "Density",
}
REFERENCES = {"area": "the whole area", "district": "these districts alone"}
SETTINGS: dict[str, tuple[str, tuple[Any, ...], Mapping[Any, str]]] = {
    "rules": ("Rules of the categories", CHOICES["rules"], {"current": "Current", "legacy": "Legacy"}),
    "alpha": ("How sure a step must be", (0.10, 0.05, 0.01), {0.10: "90 %", 0.05: "95 %", 0.01: "99 %"}),
    "window": (
        "Compared with",
        CHOICES["window"],
        {"entire_cube": "the whole period", "neighbourhood_steps": "the steps near in time", "step": "the same step"},
    ),
    "edge": (
        "At the area's border",
        CHOICES["edge"],
        {"none": "density as it is", "corrected": "density mended, as if beyond it were alike"},
    ),
}


def _changed(key: str, split: Callable[[Any], dict[str, Any]]) -> None:
    address.change(**split(st.session_state[key]))


def _choose(name: str, label: str, options: Sequence[Any], value: Any, **how: Any) -> None:
    """Show one choice; ``said`` turns a value into words, ``split`` a choice into parameters."""
    said: Callable[[Any], str] = how.get("said", str)
    split: Callable[[Any], dict[str, Any]] = how.get("split", lambda chosen: {name: chosen})
    key = f"choose_{name}"
    held = list(options) if value in options else [value, *options]
    st.session_state[key] = value
    st.selectbox(label, held, key=key, format_func=said, on_change=_changed, args=(key, split))


def filters(areas: Mapping[str, str], parameters: Parameters, settings: Sequence[str]) -> Any:
    """Show the filters, folded under one line that says what is chosen; return the space for the district filter."""
    profile = answers.profile(parameters.area)
    # The key keeps it open: without one, the new words in its line make a new, closed fold at each choice.
    with st.expander(f"Change what is shown: {plain(_chosen(parameters, areas))}", key="filters"):
        row = st.columns(4)
        with row[0]:
            _choose("area", "Area", list(areas), parameters.area, said=lambda key: areas.get(key, key))
        with row[1]:
            titles = {key: one.title for key, one in profile.measures.items()}
            _choose("offence", "What is counted", list(titles), parameters.offence, said=lambda k: titles.get(k, k))
        with row[2]:
            _choose("places", "Places", list(PLACES), (parameters.geography, parameters.resolution), said=_place_said,
                    split=lambda place: {"geography": place[0], "resolution": place[1]})  # fmt: skip
        with row[3]:
            _choose("method", "Method", list(METHODS), parameters.method, said=lambda key: METHODS[key])
        row = st.columns(4)
        _dates(row, parameters)
        with row[2]:
            box = st.container()
        _more(parameters, [*settings, "edge"] if parameters.method == "density" else settings)
    return box


def _place_said(place: Place) -> str:
    return PLACES.get(place, f"{place[0]}, resolution {place[1]}")


def _chosen(parameters: Parameters, areas: Mapping[str, str]) -> str:
    place = _place_said((parameters.geography, parameters.resolution))
    place = place[:1].lower() + place[1:]
    first = _month_said(parameters.start, "the last unbroken run")
    dates = f"{first} to {_month_said(parameters.end, 'the latest month')}"
    return f"{areas[parameters.area]} · {place} · {dates if parameters.start or parameters.end else 'latest months'}"


def _month_said(month: str | None, otherwise: str) -> str:
    """Return a month of the address in words, as the pages say it; what is no month stands for itself.

    >>> _month_said("2025-12", ""), _month_said("", "the latest month"), _month_said("2025-13", "")
    ('December 2025', 'the latest month', '2025-13')
    """
    try:
        return views.words.month(date.fromisoformat(f"{month}-01")) if month else otherwise
    except ValueError:
        return str(month)


def _first(month: str) -> str:
    return _month_said(month, "as far back as there is no gap")


def _last(month: str) -> str:
    return _month_said(month, "the latest month held")


def _dates(row: Sequence[Any], parameters: Parameters) -> None:
    with refusing(), st.spinner("Reading the records…"):
        months = answers.months(parameters.area)
    with row[0]:
        _choose("start", "From", ["", *months], parameters.start, said=_first)
    with row[1]:
        _choose("end", "To", ["", *reversed(months)], parameters.end, said=_last)


def _more(parameters: Parameters, settings: Sequence[str]) -> None:
    if not settings:
        return
    for column, name in zip(st.columns(4), settings, strict=False):
        label, options, said = SETTINGS[name]
        with column:
            _choose(name, label, options, getattr(parameters, name), said=said.__getitem__)


def districts_filter(box: Any, analysis: views.Analysis) -> None:
    """Show the filter by district in the space kept for it."""
    names = _district_names(analysis)
    chosen: Parameters = st.session_state[address.PARAMETERS]
    key = "choose_csps"
    st.session_state[key] = [code for code in chosen.csps if code in names]
    box.multiselect(
        "Only these districts", list(names), key=key, format_func=lambda code: names[code], placeholder="All districts",
        on_change=_changed, args=(key, lambda codes: {"csps": tuple(codes)}),
    )  # fmt: skip
    if chosen.csps:
        with box:
            _choose("reference", "Hot compared with", list(REFERENCES), chosen.reference, said=REFERENCES.__getitem__)


def _district_names(analysis: views.Analysis) -> dict[str, str]:
    """Return code and name of every district of the area; a code whose name is not known stands for itself."""
    csp = analysis.base.csp
    known = dict(zip(csp.index, csp["name"], strict=True))
    return {
        code: str(known.get(code, code)) for code in sorted(analysis.profile.csps, key=lambda c: str(known.get(c, c)))
    }


def pick_district(analysis: views.Analysis) -> str:
    """Show the choice of one's own district and return its code, "" for all."""
    names = _district_names(analysis)
    value = address.extra(address.DISTRICT)
    st.session_state["choose_district"] = value if value in names else ""
    st.selectbox(
        "My district", ["", *names], key="choose_district", format_func=lambda code: names.get(code, "All districts"),
        on_change=lambda: address.note(csp=st.session_state["choose_district"]),
    )  # fmt: skip
    return value if value in names else ""


LAYERS = {"rate": "Rate per 1,000 residents", "count": "Number of records", "imd_decile": "Deprivation"}


def pick_layer() -> str:
    """Show the choice of what colours the neighbourhoods and return its column."""
    value = address.extra(address.LAYER)
    st.session_state["choose_layer"] = value if value in LAYERS else "rate"
    st.segmented_control(
        "Colour by", list(LAYERS), key="choose_layer", format_func=LAYERS.__getitem__, required=True,
        on_change=lambda: address.note(show=st.session_state["choose_layer"] or "rate"),
    )  # fmt: skip
    return str(st.session_state["choose_layer"] or "rate")
