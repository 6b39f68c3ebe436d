"""The planner of visits and the visit logs on the page Places to act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from hotspot import pipeline, views
from hotspot.access import CHANGE, Scope
from hotspot.config import Parameters, Settings
from hotspot.errors import HotspotError
from hotspot.findings.hours import WEEKDAYS, clock
from hotspot.language import phrase
from hotspot.ui import answers, places, tables
from hotspot.ui.access import handed, note
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import refuse

WANTED = "patrol_wanted"
NEW = "patrol_just_kept"
AUTO = -1
WHERE_MOST = "Where most happens"
HOW_LOG = (
    "CSV with the columns place, start, end (or minutes) and unit. A log that names officers or numbers them by "
    "collar, shoulder or warrant is refused whole."
)


@st.cache_resource(max_entries=8, show_spinner="Planning visits…")
def _planned(who: Scope, home: str, held: str, parameters: Parameters, wanted: pipeline.Wanted) -> Any:
    return pipeline.visit_plan(parameters, wanted, settings=Settings(Path(home)), scope=who)


@st.cache_resource(max_entries=8, show_spinner="Holding the log against the plan…")
def _compared(who: Scope, home: str, held: str, parameters: Parameters, asked: tuple[str, str, bytes]) -> Any:
    log, of, plan = asked
    planned = pipeline.read_visits(plan).visits if plan else None
    return pipeline.visits_compared(parameters, log, of, settings=Settings(Path(home)), planned=planned, scope=who)


@contextmanager
def told() -> Iterator[None]:
    """Show a refusal where it arises and go on: the rest of the page does not hang on this part."""
    try:
        yield
    except HotspotError as error:
        refuse(error)


def held_now(area: str) -> str:
    """Return the name of what is held, zones and logs included: it changes with every new version of one of them."""
    asked = (area, answers.settings(), answers.scope())
    kept = (*pipeline.zone_sets(*asked), *pipeline.visit_logs(*asked))
    return "|".join([answers.version(area), *(f"{one.key} {one.version}" for one in kept)])


def pick_zones(area: str, widget: str, *, none: str = "", label: str = "Zones") -> str:
    """Return the zone set that the reader chose; empty where there is none to choose."""
    sets = {
        one.key: f"{one.name} ({one.said})" for one in pipeline.zone_sets(area, answers.settings(), answers.scope())
    }
    options = {"": none} | sets if none else sets
    if st.session_state.get(NEW) in options and not none:
        st.session_state[widget] = st.session_state.pop(NEW)  # what was just kept is what is looked at
    if not options:
        st.markdown(phrase("No zones of this area are kept yet."))
        return ""
    return str(st.selectbox(label, list(options), format_func=options.__getitem__, key=widget))


def under_map(part: str) -> None:
    """Let the reader choose a picture, or the dark ground, below a map: one choice for every map of the app."""
    with st.container(key=f"under_patrol_{part}", horizontal=True, vertical_alignment="center"):
        places.simple_toggle(phrase("Simple map (a picture, if the map stays empty)"), f"patrol_simple_{part}")


def planner(parameters: Parameters, acting: Any) -> None:
    """Show the form of the planner, and the plan that was made last."""
    st.markdown(
        phrase(
            "15-minute visits, each place about every two hours of the peak, in an order and at minutes that nobody "
            "can learn; more where more happens."
        )
    )
    key = pick_zones(parameters.area, "plan_where", none=WHERE_MOST, label="Where")
    with st.form("patrol_plan"):
        wanted = _asked(key)
        if st.form_submit_button(phrase("Make the plan"), type="primary"):
            st.session_state[WANTED] = wanted
    if WANTED in st.session_state:
        home, held = str(answers.settings().home), held_now(parameters.area)
        with told():
            _plan(_planned(answers.scope(), home, held, parameters, st.session_state[WANTED]), acting)


def _asked(key: str) -> pipeline.Wanted:
    one, two, three, four = st.columns(4)
    with one:
        hours = st.number_input(phrase("Officer-hours in all"), 1.0, 5000.0, 48.0, 4.0, format="%.0f", key="plan_hours")
        seed = st.number_input(phrase("Seed (another gives other times)"), 0, 999_999, 1, key="plan_seed")
    with two:
        units = st.number_input(phrase("Units out at once"), 1, 40, 2, key="plan_units")
        officers = st.number_input(phrase("Officers in each"), 1, 10, 2, key="plan_officers")
    with three:
        days = st.multiselect(
            phrase("Nights of the week"), range(7), [4, 5], key="plan_days", format_func=WEEKDAYS.__getitem__
        )
        first = st.date_input(phrase("From"), date.today() + timedelta(days=1), format="DD/MM/YYYY", key="plan_first")
        weeks = st.number_input(phrase("Weeks"), 1, 8, 1, key="plan_weeks")
    with four:
        length = st.number_input(phrase("Hours a night"), 1, 12, 6, key="plan_length")
        starts = st.selectbox(
            phrase("Beginning at"), [AUTO, *range(10, 28)], key="plan_starts",
            format_func=lambda hour: "the peak, found for me" if hour == AUTO else clock(hour),
        )  # fmt: skip
        speed = st.number_input(
            phrase("km/h between places, straight line"), 2.0, 60.0, 20.0, format="%.0f", key="plan_speed"
        )
    nights = tuple(day for n in range(7 * int(weeks)) if (day := first + timedelta(days=n)).weekday() in days)
    return pipeline.Wanted(
        float(hours), nights, int(length), None if starts == AUTO else int(starts), int(units), int(officers),
        float(speed), key, int(seed),
    )  # fmt: skip


def _plan(planned: Any, acting: Any) -> None:
    shown = views.patrol
    st.html(f'<p class="hs-second" role="status">{escape(shown.plan_sentence(planned))}</p>')
    left, right = st.columns([1, 1], gap="medium")
    with left:
        said = "Map of the places of the plan, numbered as in the table."
        if places.is_simple():
            st.image(views.patrol_pictures.plan_png(planned), width="stretch", alt=said)
        else:
            deck = shown.plan_deck(planned, answers.ground(acting))
            st.pydeck_chart(deck, key=f"plan_map_{hash(planned.wanted)}", height=480, alt=said)
        under_map("plan")
        tables.show(shown.places_table(planned), "Places of the plan, most records first")
    with right:
        tables.show(shown.plan_table(planned), "Visits, in order of night and unit")
        st.html("".join(f'<p class="hs-note">{escape(line)}</p>' for line in shown.plan_explained(planned)))
    for column, (name, mime) in zip(st.columns(len(shown.PLAN_FILES)), shown.PLAN_FILES.items(), strict=True):
        column.download_button(
            name, data=handed(partial(_file, planned, name), name), file_name=name, mime=mime, on_click="ignore",
            width="stretch", key=f"download_{name}",
        )  # fmt: skip


def _file(planned: Any, name: str) -> bytes:
    return views.patrol.plan_files(planned)[name]


def done(parameters: Parameters, acting: Any) -> None:
    """Show a visit log against what was planned at the zones."""
    area = parameters.area
    logs = {
        one.key: f"{one.name} ({one.said})" for one in pipeline.visit_logs(area, answers.settings(), answers.scope())
    }
    left, right = st.columns(2)
    with left:
        key = pick_zones(area, "done_zone_set")
    with right:
        log = (
            st.selectbox(phrase("Visit log"), list(logs), format_func=logs.__getitem__, key="done_log")
            if logs
            else None
        )
    plan = st.file_uploader(
        phrase("Hold it against a plan made here (its CSV) instead of the zones' minutes"), key="done_plan"
    )
    if key and log:
        home, held = str(answers.settings().home), held_now(area)
        data = plan.getvalue() if plan is not None else b""
        with told():
            _dosage(_compared(answers.scope(), home, held, parameters, (log, key, data)))
    elif not logs:
        st.markdown(phrase("No visit log of this area is kept yet."))
    _upload(area, is_open=not logs)


def _dosage(found: Any) -> None:
    shown = views.patrol
    st.html(f'<p class="hs-second" role="status">{escape(shown.dosage_sentence(found))}</p>')
    tables.show(shown.dosage_table(found), "Visits planned and done, by place")
    st.html("".join(f'<p class="hs-note">{escape(line)}</p>' for line in shown.dosage_explained(found)))
    st.download_button(
        "visits-by-night.csv", data=handed(partial(shown.dosage_csv, found), "visits-by-night.csv"),
        file_name="visits-by-night.csv", mime="text/csv",
        on_click="ignore", key="download_dosage",
    )  # fmt: skip


def _upload(area: str, *, is_open: bool) -> None:
    with st.expander(phrase("Bring a visit log"), expanded=is_open):
        st.markdown(HOW_LOG)
        chosen = st.file_uploader(phrase("One visit log"), key="patrol_log_file")
        if chosen is not None:
            with told():
                _keep(chosen.name, chosen.getvalue(), area)


def _keep(file: str, data: bytes, area: str) -> None:
    read = pipeline.read_visits(data)
    gone = "; ".join(f"{count:,} with {reason}" for reason, count in read.rejected.items())
    kept = f"{read.rows_read:,} rows read, {len(read.visits):,} kept{f', left out: {gone}' if gone else ''}."
    st.markdown(plain(" ".join([kept, *read.notes])))
    tables.show(read.visits.head(5), "The first visits as they would be kept")
    name = st.text_input(phrase("Name of this log"), value=Path(file).stem[:60], key=f"patrol_log_name_{file}")
    by = st.text_input(phrase("Kept by (a role or a team, never a person's name)"), key="patrol_log_by")
    if st.button(phrase("Keep this log"), type="primary", key="patrol_log_keep", disabled=not (name and by)):
        pipeline.keep_visits(read, name, area, answers.settings(), at=datetime.now(), by=by, scope=answers.scope())
        note(CHANGE, "register: visit_log", "a new entry")
        st.rerun()
