"""Take the hours with you: a CSV of what is shown, and a sheet for a licensing policy of areas the reader draws."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from hotspot import views
from hotspot.language import phrase, to_phrase
from hotspot.ui import address, answers
from hotspot.ui.access import handed, part
from hotspot.ui.plain import plain
from hotspot.ui.refusals import spoken
from hotspot.ui.weekend_hours import asked_shift

USUAL = 5  # areas on a sheet unless the reader chooses
MOST = 12  # more do not fit on a page


@part  # a choice here draws this part again and nothing else
@spoken
def licensing_sheet(evening: Any) -> None:
    """Offer the hours as CSV, and the sheet of chosen areas as CSV and as a page to print."""
    st.markdown(f"### {phrase('Take it with you')}")
    usual = [str(key) for key in evening.hours.places["location"]]
    offered = views.licensing_sheet.areas_offered(evening.hours)
    areas = st.multiselect(
        phrase("Areas on the sheet for a licensing policy, in your order"), list(offered), usual[:USUAL],
        key=f"sheet_areas_{evening.window.preset}_{evening.window.where}", max_selections=MOST,
        format_func=lambda key: plain(offered[key]),
    )  # fmt: skip
    made = {
        "hours.csv": (to_phrase("Hours shown (CSV)"), "text/csv", partial(views.licensing_sheet.hours_csv, evening)),
        "licensing-sheet.csv": (to_phrase("Licensing sheet (CSV)"), "text/csv", partial(_csv, evening, tuple(areas))),
        "licensing-sheet.html": (
            to_phrase("Licensing sheet (page to print)"),
            "text/html",
            partial(_page, evening, tuple(areas)),
        ),
    }
    for column, (name, (label, mime, make)) in zip(st.columns(3), made.items(), strict=True):
        column.download_button(
            phrase(label), data=handed(make, name), file_name=name, mime=mime, on_click="ignore", width="stretch",
            key=f"download_{name}", disabled=not areas and name != "hours.csv",
        )  # fmt: skip


def _parts(evening: Any, areas: tuple[str, ...]) -> Any:
    return answers.sheet_parts(evening.parameters, evening.window, areas)


def _csv(evening: Any, areas: tuple[str, ...]) -> bytes:
    return bytes(views.licensing_sheet.sheet_csv(evening, _parts(evening, areas), areas))


def _page(evening: Any, areas: tuple[str, ...]) -> bytes:
    hours = evening.hours
    starts, ends = asked_shift(address.extra(address.SHIFT), hours.edges)
    picture = views.band_pictures.areas_png(
        hours.bands.loc[list(areas)], evening.base, f"{evening.profile.name}: areas of the list",
        credit=views.words.attribution(evening.sources),
    )  # fmt: skip
    sheet = views.licensing_sheet.sheet_html(
        evening, _parts(evening, areas), areas, hours.cover(starts, ends), picture=picture
    )
    return bytes(sheet)
