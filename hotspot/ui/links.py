"""A link that cannot be used as it stands: everything that is wrong with it, and the way on with what is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

import streamlit as st

from hotspot import pipeline, views
from hotspot.config import PLACES, Parameters
from hotspot.errors import HotspotError, ParameterError
from hotspot.language import phrase
from hotspot.ui import address, answers, filter_words
from hotspot.ui.refusals import refuse


@dataclass(frozen=True)
class Link:
    """What a link says.

    Attributes
    ----------
    parameters : Parameters
        What of it can be used.
    faults : tuple of HotspotError
        What cannot, each with its mend.
    """

    parameters: Parameters
    faults: tuple[HotspotError, ...] = ()


def read(areas: Mapping[str, str], page: str) -> Link:
    """Return what the link says, or without one what the page before showed.

    Parameters
    ----------
    areas : mapping
        Key and name of every area that may be chosen.
    page : str
        Choices that it leaves aside are not looked at.
    """
    query = st.query_params.to_dict()
    if not query.get("area"):
        return Link(address.before(areas))
    sound, wrong = Parameters.sound(query)
    if sound.area not in areas:
        elsewhere = ParameterError(
            f"Nothing is held for the area '{sound.area}' that this link names.",
            f"Choose one of: {', '.join(areas.values())}.",
        )
        rest = sound.changed(area=next(iter(areas))).without(*PLACES, "sources")  # of another area they mean nothing
        return Link(rest, (elsewhere, *wrong))
    kept, strange = _of_here(sound, page)
    return Link(kept, (*wrong, *strange))


def _of_here(sound: Parameters, page: str) -> tuple[Parameters, list[HotspotError]]:
    """Return the parameters without parts that the area does not have: an empty map would say that nothing happened."""
    honoured = filter_words.applied(sound, page)
    known = answers.profile(sound.area).csps
    unknown = [code for code in honoured.csps if code not in known]
    faults: list[HotspotError] = []
    changes = {}
    if unknown:
        said = f"This area has no district {views.words.listed(unknown)}."
        faults.append(ParameterError(said, "Choose districts in the filters."))
        changes["csps"] = tuple(code for code in sound.csps if code in known)
    parts = pipeline.strange_parts(honoured, settings=answers.settings(), scope=answers.scope())
    for name, (error, left) in parts.items():
        faults.append(error)
        changes[name] = left
    return sound.changed(**changes), faults


def stop(link: Link) -> NoReturn:
    """Show everything that is wrong with a link, offer the way on with the rest of it or from the start, and stop."""
    st.warning(phrase("This link cannot be used as it stands."))
    for fault in link.faults:
        refuse(fault)
    rest = filter_words.kept(link.parameters)
    with st.container(horizontal=True):
        if rest:
            keep = phrase("Go on with the rest of the link: {rest}").format(rest=rest)
            st.button(keep, key="keep_link", on_click=address.remember, args=(link.parameters,), type="primary")
        st.button(
            phrase("Start again with the first area"), key="start_again", on_click=address.start_again,
            type="secondary" if rest else "primary",
        )  # fmt: skip
    st.stop()
