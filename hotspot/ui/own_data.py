"""Use my own data: three steps on the page Data, from a folder of downloads to a partnership's own Hot now."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hotspot import access, pipeline, views
from hotspot.config import Parameters
from hotspot.errors import HotspotError
from hotspot.language import phrase
from hotspot.ui import access as door
from hotspot.ui import address, answers, held, mapping, own_area, own_joining
from hotspot.ui.menu import FOLDER
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import aside, refuse

ON = "1"


def own_areas() -> dict[str, str]:
    """Return key and name of the areas that are not made up."""
    known = answers.areas()
    return {key: name for key, name in known.items() if not views.words.is_made_up(answers.profile(key).sources)}


def guiding() -> bool:
    """Return whether the page Data leads through the three steps: asked for, or nothing of one's own can be drawn."""
    return door.may(access.ADD) and (address.extra(address.OWN) == ON or _not_there_yet())


def _not_there_yet() -> bool:
    mine = own_areas()
    if not mine or pipeline.unclaimed(answers.settings(), answers.scope()):
        return True
    own_ground = any(answers.profile(key).boundary for key in mine)  # such an area brings its own small areas
    return not own_ground and any(need.needed and not there for need, there in pipeline.needs(answers.settings()))


def invite() -> None:
    """Offer the way to one's own data; shown where the screen shows the demonstration."""
    if st.button(phrase("Use my own data"), key="own_begin", type="tertiary"):
        address.note(own=ON, tour="")
        st.switch_page(FOLDER / "data.py", query_params={**st.query_params.to_dict(), address.OWN: ON})


@aside
def first_steps() -> None:
    """Show the three steps, each with what is done and what is missing; nothing for a reader who is past them."""
    for drawn in (held.DRAWN, mapping.DRAWN, own_joining.DRAWN):
        st.session_state.pop(drawn, None)  # of a drawing that a click cut short
    if not guiding():
        return
    address.note(own=ON)  # so that the steps stay while they are taken
    st.markdown(f"## {phrase('Use my own data: three steps')}")
    st.markdown(f"### {phrase('1. Add the files')}")
    _files()
    st.markdown(f"### {phrase('2. Say which area they are of')}")
    mine = _areas()
    st.markdown(f"### {phrase('3. Check, then open it')}")
    can_be_drawn = _check(mine)
    st.divider()
    if not can_be_drawn:  # the rest of the page would say the same once more
        held.holdings()
        own_joining.counted_sources()
        st.stop()
    _leave_the_demonstration(mine)


def _leave_the_demonstration(mine: dict[str, str]) -> None:
    """Turn to the reader's own area where the address still names the demonstration, which is gone by now."""
    if mine and st.query_params.get("area") not in mine:
        address.start_again()
        st.query_params["area"] = next(iter(mine))
        address.note(own=ON)


def _files() -> None:
    """Show what an area is drawn from, what of it is held, and the place to drop more."""
    known = pipeline.needs(answers.settings())
    missing = sum(need.needed and not there for need, there in known)
    st.html(f'<ul style="list-style:none;padding-left:.2rem">{"".join(_needed(*one) for one in known)}</ul>')
    if missing:
        st.markdown(
            phrase(
                "Drop files, zips or a whole folder; all at once or one after the other. Files are recognised by what "
                "is in them, never by their name, and what is not wanted is said and left out."
            )
        )
    held.add_files(key="own")
    st.markdown(f"#### {phrase('A file with hours: name its columns once')}")
    mapping.assistant()
    st.session_state[held.DRAWN] = st.session_state[mapping.DRAWN] = True


def _needed(need: pipeline.Need, there: bool) -> str:
    if there:
        mark, word = "✓", phrase("held")
    else:
        mark, word = ("✗", phrase("missing")) if need.needed else ("○", phrase("would help"))
    link = f'<a href="{escape(need.link)}" target="_blank" rel="noopener noreferrer">{escape(need.where)}</a>'
    where = "" if there else f"<br/><span style='margin-left:1.6rem'>{escape(need.why)} {link}.</span>"
    return f"<li><b>{mark} {escape(word)}</b>: {escape(need.title)}{where}</li>"


def _areas() -> dict[str, str]:
    """Show which area profile counts the records that are held, and offer to make one where none does."""
    mine = own_areas()
    for key in mine:
        _recognised(key)
    loose = pipeline.unclaimed(answers.settings(), answers.scope())
    for source in loose:
        _loose(source, mine)
    own_joining.say_counted()
    st.session_state[own_joining.DRAWN] = own_joining.SAID in st.session_state
    if not mine and not loose:
        st.markdown(phrase("No records are held yet: add those of your force first."))
    return mine


def _loose(source: str, mine: dict[str, str]) -> None:
    """Ask where records that no area counts belong: in an area of their own, or beside others in one that is there."""
    if source.startswith(own_area.FEED):
        own_area.offer(source, mine)
        return
    own_area.unseen(source)
    into = phrase("Count them in an area that is there already")
    ways = [into, phrase("Make an area of their own")]
    way = st.radio(
        phrase("Where do they belong?"), ways, index=0 if mine else 1, key=f"own_way_{source}", horizontal=True
    )
    if way == into:
        own_joining.offer(source)
    else:
        own_area.ask(source, mine)


def _recognised(key: str) -> None:
    profile = answers.profile(key)
    known = pipeline.partnerships_known(answers.settings())
    named = [plain(known.get(code, code)) for code in profile.csps]
    st.markdown(f"✓ **{plain(profile.name)}**: {plain(views.words.listed([*profile.sources]))}")
    with st.expander(phrase("What this area counts, and which partnerships it has")):
        st.markdown("\n".join(f"- {name}" for name in named))
        st.markdown(plain(str(profile.definition.get("words", ""))))
        st.markdown(
            phrase(
                "These words and what is counted stand in the area's profile. To change them, copy it from "
                "hotspot/profiles into the folder profiles of your data folder and edit it there. To count another "
                "source besides, no file is needed: it is done on this page."
            )
        )
    for fault in pipeline.check_profile(key, answers.settings()):
        st.warning(plain(fault))


def _check(mine: dict[str, str]) -> bool:
    """Say of each own area what stands in its way, or what was read; return whether every one can be drawn."""
    refused = False
    if not mine:
        st.markdown(phrase("What was read, what was kept and what is missing will stand here."))
    for key, name in mine.items():
        try:
            with st.spinner(phrase("Reading and checking…")):
                found = answers.analysis(Parameters(area=key))
        except HotspotError as error:
            st.markdown(f"✗ **{plain(name)}**")
            refuse(error)
            refused = True
            continue
        _told(key, name, found)
    return not refused


def _told(key: str, name: str, found: Any) -> None:
    if found.findings.controlled:  # no exact number of it leaves, not even how many rows there are
        bands = phrase("Shown in bands, to keep anybody from being found in them: {period}.")
        lines = [bands.format(period=views.words.period(found.findings))]
    else:
        lines = _counts(found)
    st.markdown("\n".join([f"✓ **{plain(name)}**", "", *(f"- {plain(line)}" for line in lines)]))
    if st.button(phrase("Open Hot now"), key=f"own_open_{key}", type="primary"):
        address.start_again()
        st.switch_page(FOLDER / "hot_now.py", query_params={"area": key})


def _counts(found: Any) -> list[str]:
    quality = found.quality
    rows, lost = int(quality["rows"].sum()), int(quality["no_location"].sum())
    gaps = [str(text) for text in quality["gaps"] if str(text)]
    lines = [
        phrase("{rows} rows kept, {lost} of them without a location.").format(rows=f"{rows:,}", lost=f"{lost:,}"),
        phrase("Shown: {period}.").format(period=views.words.period(found.findings)),
        phrase("Institutions set aside: {n}.").format(n=len(found.institutions)),
    ]
    missing = phrase("Months missing between: {gaps}. No map is drawn across a gap.")
    return [*lines, missing.format(gaps=views.words.listed(gaps)) if gaps else phrase("No month is missing between.")]
