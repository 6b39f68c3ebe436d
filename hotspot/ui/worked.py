"""The page Did it work: pick what was done, see what the numbers can carry, change what it is compared with."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import pipeline, views
from hotspot.errors import HotspotError
from hotspot.findings.figures import minus
from hotspot.language import phrase, phrase_many, to_phrase
from hotspot.ui import address, answers, places, tables
from hotspot.ui.plain import escape
from hotspot.ui.refusals import refuse
from hotspot.ui.register import held_of
from hotspot.views import worked

OWN = "own"
LEGEND_UNIT = to_phrase("places on the map")
BANDS_ONLY = to_phrase(
    "What was done cannot be judged here: of this restricted source only bands of counts may be seen, and they "
    "cannot be subtracted from one another."
)
MATCHED = to_phrase(
    "Matched by what they held before, how that moved, and what lies around them; nothing from after the start is "
    "looked at. Choosing by the result is fooling oneself."
)
MOVED_ALIKE = 4  # which of the sentences
ASK_ELSEWHERE = to_phrase("Choose a published source in the filters, or ask the source's own analyst to look.")


def worked_answer(analysis: Any) -> None:
    """Show the choice of what was done and what may be said of it; a refusal leaves the rest of the page standing."""
    if analysis.findings.controlled:  # before anything is asked for: no answer could be given
        st.info(f"**{phrase(BANDS_ONLY)}**  \n{phrase(ASK_ELSEWHERE)}")
        return
    try:
        asked = _asked(analysis)
        if asked is None:
            return
        with st.spinner(phrase("Comparing with places that were left alone…")):
            done = pipeline.did_it_work(
                analysis.parameters, asked, settings=answers.settings(), scope=answers.scope(), of=analysis
            )
    except HotspotError as error:
        refuse(error)
        return
    _headline(done)
    _counts_and_chart(done)
    _map_and_places(done)
    _words(done)


def _asked(analysis: Any) -> Any:
    """Return what is to be evaluated, None while it is still being described."""
    begun = pipeline.actions_begun(analysis.parameters.area, answers.settings(), answers.scope())
    named = {row["key"]: _named(row) for _, row in begun.iterrows()} | {
        OWN: phrase("Something else: choose places and dates")
    }
    key = address.extra(address.TRIED)
    st.session_state["choose_tried"] = key if key in named else next(iter(named))
    st.selectbox(
        phrase("What was done"), list(named), key="choose_tried", format_func=named.__getitem__,
        on_change=lambda: address.note(tried=st.session_state["choose_tried"], like=""),
    )  # fmt: skip
    _not_offered(analysis)
    chosen = str(st.session_state["choose_tried"])
    if chosen == OWN:
        return _own(analysis)
    row = begun.set_index("key", drop=False).loc[chosen]
    return _compared(pipeline.as_tried(row.to_dict()))


def _not_offered(analysis: Any) -> None:
    """Say how many actions of the register are missing here: who tasked one looks for it."""
    held = held_of(analysis, "action")
    without = int(held["start"].isna().sum()) if "start" in held else 0
    if without:
        said = phrase_many(
            "1 action of the register says no first day, so it is not offered: choose *Something else* for it.",
            "{n} actions of the register say no first day, so they are not offered: choose *Something else* for one.",
            without,
        )
        st.caption(said.format(n=without))


def _named(row: pd.Series) -> str:
    over = isinstance(row["end"], date)
    said = phrase("{start} to {end}") if over else phrase("{start}, still running")
    days = {"start": views.words.day(row["start"]), "end": views.words.day(row["end"]) if over else ""}
    return f"{row['what']}, {row['place']} · {said.format(**days)}"


def _compared(asked: Any) -> Any:
    """Return what is asked with the comparison places of the link, where it names any."""
    like = tuple(key for key in address.extra(address.LIKE).split(",") if key)
    return pipeline.Tried(**{**vars(asked), "comparison": like}) if like else asked


def _own(analysis: Any) -> Any:
    """Return an action that the reader describes here, without keeping it; None until it is complete."""
    found = analysis.findings
    first, last = found.steps[0].start, found.steps[-1].end
    names = found.locations.sort_values("count", ascending=False)["name"]
    left, right = st.columns([2, 1], gap="medium")
    picked = places.picked(found.locations)
    chosen = left.multiselect(
        phrase("Where: the place picked on the map of another page is filled in"),
        list(names.index), default=[picked] if picked else [], format_func=names.__getitem__, key="own_places",
    )  # fmt: skip
    drawn = left.file_uploader(phrase("Or a drawn area (GeoJSON)"), type=["geojson", "json"], key="own_shape")
    start = right.date_input(
        phrase("First day"), value=None, min_value=first, max_value=last, format="DD/MM/YYYY", key="own_start"
    )
    end = right.date_input(
        phrase("Last day (empty: still running)"), value=None, min_value=first, max_value=last, format="DD/MM/YYYY",
        key="own_end",
    )  # fmt: skip
    if start is None or not (chosen or drawn):
        st.info(phrase("Choose at least one place, or a drawn area, and the first day."))
        return None
    shape = pipeline.drawn_area(drawn.getvalue()) if drawn else None
    name = str(names[chosen[0]]) if chosen else "The drawn area"
    more = f" and {len(chosen) - 1} more" if len(chosen) > 1 else ""
    return _compared(pipeline.Tried(f"{name}{more}", start, end, tuple(chosen), shape))


def _headline(done: Any) -> None:
    st.html(f'<p class="hs-headline" role="status">{escape(minus(done.headline))}</p>')
    for text in (done.words[0], done.words[2]):
        st.html(f'<p class="hs-second">{escape(minus(text))}</p>')


def _counts_and_chart(done: Any) -> None:
    result = done.worked
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.markdown(f"### {phrase('Before and after')}")
        tables.show(worked.counts_table(result), "Counts before and after in the four groups")
        st.markdown(f"### {phrase('Net of the places compared with')}")
        st.altair_chart(worked.difference_chart(result), width="stretch", alt="The net difference with its interval")
        st.html(f'<p class="hs-row" style="margin:0">{escape(done.words[1])}</p>')
    with right:
        st.markdown(f"### {phrase('Step by step')}")
        st.altair_chart(worked.series_chart(result), width="stretch", alt="Both series with the start marked")
        st.html(f'<p class="hs-row" style="margin:0">{escape(_moved_alike(done))}</p>')


def _moved_alike(done: Any) -> str:
    """Return the sentence on the time before, which stands under the chart."""
    return str(done.words[MOVED_ALIKE])


def _map_and_places(done: Any) -> None:
    result = done.worked
    left, right = st.columns(2, gap="medium")  # the tables need as much: their last column was cut off
    with left:
        picture = worked.picture(done)
        places.drawn(done.analysis, picture, "worked_map", done.headline)
        st.html(views.legends.legend(picture.shading, unit=LEGEND_UNIT))
    with right:
        st.markdown(f"### {phrase('Compared with')}")
        tables.show(worked.places_table(result.comparison), "Places compared with")
        _choose_others(done)
        st.markdown(f"### {phrase('Around it')}")
        if len(result.ring):
            tables.show(worked.places_table(result.ring), "Places around it, the busiest first")
        else:
            st.markdown(phrase("No place around it holds records."))


def _choose_others(done: Any) -> None:
    """Let the reader compare with other places: any that nothing was done to and that are not next door."""
    result = done.worked
    held = pd.concat([result.comparison, result.candidates])
    held = held[~held.index.duplicated()]
    named = {str(key): f"{row['name']} ({row['history']:,} before)" for key, row in held.iterrows()}
    with st.expander(phrase("Compare with others")):
        st.html(f'<p class="hs-row" style="margin:0">{escape(phrase(MATCHED))}</p>')
        st.session_state["choose_like"] = list(result.comparison.index)
        st.multiselect(
            phrase("Places"), list(named), key="choose_like", format_func=named.__getitem__,
            on_change=lambda: address.note(like=",".join(st.session_state["choose_like"])),
        )  # fmt: skip
        if address.extra(address.LIKE):
            st.button(phrase("Match them again"), on_click=lambda: address.note(like=""))
        candidates = worked.places_table(result.candidates)
        tables.show(candidates, "Places that could be compared with, the most alike first")


def _words(done: Any) -> None:
    st.markdown(f"### {phrase('What the numbers carry')}")
    said = [text for text in done.words[3:] if text != _moved_alike(done)]
    st.html("".join(f'<p class="hs-note">{escape(text)}</p>' for text in (*said, phrase(done.claimed_if))))
    st.markdown(f"### {phrase('What they cannot say')}")
    st.html("".join(f'<p class="hs-note">{escape(text)}</p>' for text in map(phrase, done.cannot)))
