"""The five-minute walk through the demonstration: a strip that says what to look at and leads from page to page.

Its seven steps are those of ``docs/demo.md``; a test opens each step's page and finds there what the step says. Which
step a reader is at stands in the address (``tour=2``), so the walk survives a reload and can be shared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from hotspot.language import phrase, to_phrase
from hotspot.ui import address
from hotspot.ui.menu import FOLDER, PAGES

AREA = {"area": "demo"}


@dataclass(frozen=True)
class Step:
    """One step of the walk.

    Attributes
    ----------
    title : str
        As in ``docs/demo.md``.
    said : str
        What to look at, and what it shows.
    page : str
        The page's file.
    link : dict
        What its address says besides the area.
    """

    title: str
    said: str
    page: str
    link: dict[str, str] = field(default_factory=dict)


STEPS = (
    Step(
        to_phrase("The count that misleads: Merrow General Hospital"),
        to_phrase(
            "By count alone the hospital would come first, with 721 records: victims are treated there. It and Gull "
            "Point Prison are set aside in a list of their own (far below: Set aside), so this list holds places where "
            "something can be done."
        ),
        "hot_now",
    ),
    Step(
        to_phrase("New: Castle Hill"),
        to_phrase(
            "In August a bar moved its closing hour from 02:00 to 04:00. On weekend nights Castle Hill holds 17 more "
            "than on the same nights last year, and they come later: 51 % from 02:00 on, before 9 %."
        ),
        "weekend",
        {"at": "88194426edfffff"},
    ),
    Step(
        to_phrase("After school: Eastgate bus interchange"),
        to_phrase(
            "71 % of the records here fall on weekday afternoons in term, and there is no youth session within 1.2 km: "
            "high violence, thin protection. Below stands what is missing, and which actions fit."
        ),
        "act",
        {"at": "881945c907fffff"},
    ),
    Step(
        to_phrase("Did it work: Station Yard"),
        to_phrase(
            "After the patrols the count fell from 57 to 39. A like place without patrols fell too, and the street "
            "round the corner rose: no effect can be claimed."
        ),
        "worked",
    ),
    Step(
        to_phrase("What patrols find: Kingsway"),
        to_phrase(
            "Possession of weapons at Kingsway jumps from May to July 2025: a knife operation found it. What police "
            "activity finds is counted apart and never asks for a decision."
        ),
        "hot_now",
        {"offence": "possession", "at": "881945ca43fffff"},
    ),
    Step(
        to_phrase("Who else knows: Chapel Wharf"),
        to_phrase(
            "In 12 months the police recorded violence here 25 times, the ambulance came 66 times and the hospital saw "
            "111. A map of police records alone leaves the place blank: read the line Who else knows."
        ),
        "hot_now",
        {"at": "881945d8cdfffff", "look": "881945d8cdfffff"},
    ),
    Step(
        to_phrase("Too few to judge: Wragmoor and Saltrigg"),
        to_phrase(
            "Two country districts with fewer than 40 serious offences a year. No hot spot may be claimed there, and "
            "none is: no place stands out."
        ),
        "hot_now",
        {"csps": "D22000006,D22000007"},
    ),
)


def at() -> int:
    """Return which step the reader is at, from 1; 0 where they are not on the walk."""
    said = address.extra(address.TOUR)
    return int(said) if said.isascii() and said.isdecimal() and 1 <= int(said) <= len(STEPS) else 0


def invite() -> None:
    """Offer the walk; shown on the demonstration alone, and not while it is being walked."""
    if not at() and st.button(phrase("Take the five-minute walk"), key="tour_begin", type="tertiary"):
        _go(1)


def strip(page: str) -> None:
    """Show the step that the reader is at, and the way on, back and out; nothing where they are not on the walk.

    Parameters
    ----------
    page : str
        Title of the page that is drawn.
    """
    number = at()
    if not number:
        return
    step = STEPS[number - 1]
    there = PAGES[step.page] == page
    with st.container(key="tour", border=True, horizontal=True, vertical_alignment="center", gap="small"):
        count = phrase("{n} of {all}").format(n=number, all=len(STEPS))
        title = f"**{phrase('The five-minute walk')}, {count}. {phrase(step.title)}**"
        st.container(width="stretch").markdown(f"{title}  \n{phrase(step.said)}")
        with st.container(horizontal=True, width="content", gap="small"):
            _buttons(number, there)


def _buttons(number: int, there: bool) -> None:
    """Show the ways on; the way to the step's own page is always there, for a reader who has looked round meanwhile."""
    last = number == len(STEPS)
    if number > 1 and st.button(phrase("Back"), key="tour_back"):
        _go(number - 1)
    if st.button(phrase("Show me again") if there else phrase("Show me"), key="tour_show", type=_kind(not there)):
        _go(number)
    if not last and st.button(phrase("Next"), key="tour_next", type=_kind(there)):
        _go(number + 1)
    st.button(phrase("End the walk"), key="tour_end", type="tertiary", on_click=lambda: address.note(tour=""))


def _kind(first: bool) -> Literal["primary", "secondary"]:
    return "primary" if first else "secondary"


def _go(number: int) -> None:
    """Open the page of a step as its link says, whatever was chosen before; the language stays."""
    step, language = STEPS[number - 1], address.extra(address.LANGUAGE)
    lasting = {address.TOUR: str(number)} | ({address.LANGUAGE: language} if language else {})
    address.start_again()
    st.switch_page(FOLDER / f"{step.page}.py", query_params=AREA | step.link | lasting)
