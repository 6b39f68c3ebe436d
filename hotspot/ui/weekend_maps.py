"""Where on weekend nights: a map a band on one colour scale, and the emerging hot spots whose step is one weekend."""

from __future__ import annotations

from typing import Any

import streamlit as st

from hotspot import views
from hotspot.language import again, phrase, to_phrase
from hotspot.ui import address, answers, places, tables
from hotspot.ui.access import part
from hotspot.ui.pickers import one_of
from hotspot.ui.plain import escape, plain
from hotspot.ui.refusals import spoken
from hotspot.ui.weekend import DEFAULT

ALL_BANDS = "all"


@part  # a choice here draws this part again and nothing else
@spoken
def band_maps(evening: Any) -> None:
    """Show a map for each band, all on one colour scale; or one of them large; or all as a picture."""
    hours = evening.hours
    heading = phrase("Where, band by band: {place}").format(place=plain(views.weekend_words.where(hours)))
    st.markdown(f"### {heading}")
    shown, simple = _chosen_bands(hours), places.is_simple()
    with st.container(key="weekend_bands"):
        for column, band in zip(st.columns(len(shown), gap="small"), shown, strict=True):
            column.markdown(f"**{band}** · {_caption(hours, band)}")
            if not simple:
                with column:
                    _band_map(evening, band, len(shown))
    if simple:
        _picture(evening, shown)
    st.html(views.band_maps.band_legend(hours))
    with st.container(horizontal=True, vertical_alignment="center"):
        places.simple_toggle(phrase("Simple maps (a picture, if the maps stay empty)"), "simple_bands")
    with st.expander(phrase("The numbers behind the maps")):
        tables.show(views.band_maps.band_table(hours), to_phrase("Incidents by place and band"))


def _chosen_bands(hours: Any) -> tuple[str, ...]:
    st.session_state["choose_band"] = one_of(address.BAND, hours.band_names, ALL_BANDS)
    st.segmented_control(
        phrase("Band"), [ALL_BANDS, *hours.band_names], key="choose_band", required=True,
        format_func=lambda band: phrase("All, side by side") if band == ALL_BANDS else band,
        on_change=lambda: address.note(band=st.session_state["choose_band"].replace(ALL_BANDS, "")),
    )  # fmt: skip
    chosen = str(st.session_state["choose_band"])
    return tuple(hours.band_names) if chosen == ALL_BANDS else (chosen,)


def _caption(hours: Any, band: str) -> str:
    count = float(hours.located[band])
    said = views.weekend_words.incidents(count, controlled=hours.controlled)
    return phrase("{incidents} with a location").format(incidents=said)


def _picture(evening: Any, bands: tuple[str, ...]) -> None:
    png = views.band_pictures.bands_png(
        evening.hours, bands, evening.base, look_at=_look(evening), credit=views.words.attribution(evening.sources)
    )
    said = phrase("Maps of incidents by band. The same numbers stand in the table below.")
    st.image(png, width="stretch", alt=said)


def _band_map(evening: Any, band: str, parts: int) -> None:
    where = evening.window.where
    deck = views.band_maps.band_deck(
        evening.hours, band, answers.ground(evening), look_at=_look(evening), picked=where, parts=parts
    )
    st.pydeck_chart(
        deck, key=f"band_{band}_{parts}_{where}",
        height=views.maps.MAP_HEIGHT if parts == 1 else views.band_maps.SMALL_HEIGHT,
        alt=phrase("Map of incidents from {band}. The same numbers stand in the table below.").format(band=band),
    )  # fmt: skip


def _look(evening: Any) -> views.maps.View | None:
    where = evening.window.where
    if where in evening.base.csp.index:
        return views.maps.view_of(evening.base.csp.geometry[where])
    if where in evening.hours.bands.index:
        return views.maps.view_of(evening.hours.bands.geometry[where].buffer(0.03))
    return None


@spoken
def spots(evening: Any) -> None:
    """Show the emerging hot spots whose step is one weekend, as a map and as a table."""
    st.markdown(f"### {phrase('Emerging hot spots, weekend by weekend')}")
    if evening.window.preset != DEFAULT:
        st.markdown(phrase("Only weekend nights are looked at in steps of weekends."))
        return
    found = answers.weekend_spots(evening.parameters)
    if found.findings is None:
        said = phrase("Too few for steps of weekends: {why}").format(why=again(found.refused))
        st.html(f'<p class="hs-note">{escape(said)}</p>')
        return
    places.hotspot_map(found, "weekend_spots", worded=True)  # a word beside each number: colours are lost in print
    table = views.tables.places(found.findings)
    same = phrase("The same {n} places as a table").format(n=f"{len(table):,}")
    with st.expander(same, expanded=len(table) <= views.maps.LISTED):
        tables.show(table, to_phrase("Emerging hot spots of weekend nights"))
    lines = [again(line) for line in found.findings.notes if not line.startswith("Cold spots")]
    asked = evening.parameters
    if (found.parameters.geography, found.parameters.resolution) != (asked.geography, asked.resolution):
        lines.insert(
            0, phrase("Places are larger than asked for: in smaller ones even thirteen weekends expect too little.")
        )
    st.html("".join(f'<p class="hs-note">{escape(line)}</p>' for line in lines))
