"""The register of feeds on the page Admin: whose records, by what right, until when, and who sees what of them."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from hotspot import access, disclosure
from hotspot.access import Feed
from hotspot.access.feeds import GEOGRAPHIES, WINDOWS
from hotspot.errors import HotspotError
from hotspot.ui import access as door
from hotspot.ui import admin, answers, tables
from hotspot.ui.plain import plain
from hotspot.ui.refusals import refuse, spoken

SAID = "said_of_feeds"
NEW = ""
USUAL = {
    "geography": "usual: hexagons of size 8, of size 7 for health care",
    "window": "usual: whole calendar years",
}
CUTS = {
    "h3-8": "hexagons of size 8",
    "h3-7": "hexagons of size 7",
    "h3-6": "hexagons of size 6",
    "lsoa": "neighbourhoods (LSOA)",
    "year": "whole calendar years",
    "year-04": "whole years from April",
    "year-07": "whole years from July",
    "year-10": "whole years from October",
    "quarter": "whole calendar quarters",
}


@spoken
def feed_table() -> None:
    """Show the register of feeds, with the form to register one, or to review one and register it anew."""
    held = access.feeds(answers.settings().home)
    st.markdown("### Feeds")
    if said := st.session_state.pop(SAID, ""):
        st.success(plain(said))
    if held:
        tables.show(_feeds(list(held.values())), "Registered feeds")
    else:
        st.markdown("No feed is registered: what is held is published or made up.")
    named = {NEW: "a new feed"} | {source: plain(f"{source} ({one.owner})") for source, one in held.items()}
    chosen = str(st.selectbox("Register or review", list(named), format_func=named.__getitem__, key="feed_of"))
    _feed_form(held.get(chosen), chosen)


def _feeds(held: list[Feed]) -> pd.DataFrame:
    today = date.today()
    return pd.DataFrame({
        "Source": [one.source for one in held],
        "State": ["past its review: not opened" if one.lapsed(today) else "open" for one in held],
        "Review by": [one.review for one in held],
        "Owner": [one.owner for one in held],
        "Provider": [one.provider for one in held],
        "Shared under": [access.GATEWAYS[one.gateway] for one in held],
        "Agreement": [one.agreement for one in held],
        "Purpose": [one.purpose for one in held],
        "Location, time": [f"{one.location}, {one.time}" for one in held],
        "Who sees what": [disclosure.who_sees(one) for one in held],
    })  # fmt: skip


def _feed_form(was: Feed | None, key: str) -> None:
    with st.form(f"feed_{key}", clear_on_submit=False):
        left, right = st.columns(2)
        said = _whose(left, right, was, key) | _until(left, right, was, key) | _how_exact(left, right, was, key)
        kept = st.form_submit_button("Register it anew" if was else "Register this feed", type="primary")
    if not kept:
        return
    try:
        feed = Feed(**said, analyst=was.analyst if was else False)
    except HotspotError as error:
        refuse(error)
        return
    admin.done(partial(_register, feed), SAID)


def _register(feed: Feed) -> str:
    changed = access.register(answers.settings().home, feed, at=datetime.now(), by=door.log_name())
    return f"{feed.source} is registered ({changed})"


def _whose(left: Any, right: Any, was: Feed | None, key: str) -> dict[str, str]:
    source = left.text_input(
        "Source: family and name, such as force/derbyshire, ambulance/emas or ed/royal-derby",
        was.source if was else "", key=f"feed_source{key}", disabled=was is not None,
    )  # fmt: skip
    owner = right.text_input("Owner: who answers for the records", was.owner if was else "", key=f"feed_owner{key}")
    gateways = list(access.GATEWAYS)
    return {
        "source": was.source if was else source.strip(),
        "owner": owner.strip(),
        "provider": str(_one(left, "Provider", list(access.PROVIDERS), was.provider if was else "police", key)),
        "gateway": str(_one(right, "Shared under", gateways, was.gateway if was else "cda", key, access.GATEWAYS)),
    }


def _until(left: Any, right: Any, was: Feed | None, key: str) -> dict[str, Any]:
    agreement = left.text_input(
        "Reference of the sharing agreement", was.agreement if was else "", key=f"feed_agreement{key}"
    )
    review = right.date_input(
        "Review by: after this day it is not opened until it is registered anew", was.review if was else None,
        format="DD/MM/YYYY", key=f"feed_review{key}",
    )  # fmt: skip
    purpose = left.text_input("Purpose", was.purpose if was else "", key=f"feed_purpose{key}")
    return {"agreement": agreement.strip(), "review": review, "purpose": purpose.strip()}


def _how_exact(left: Any, right: Any, was: Feed | None, key: str) -> dict[str, str]:
    places, times = list(access.LOCATION_PRECISIONS), list(access.TIME_PRECISIONS)
    return {
        "location": _one(right, "How exact its places are", places, was.location if was else "exact", key),
        "time": _one(left, "How exact its times are", times, was.time if was else "minute", key),
        "geography": _cut(right, "In which places others see it", "geography", GEOGRAPHIES, was, key),
        "window": _cut(left, "Over which time others see it", "window", WINDOWS, was, key),
    }


def _cut(column: Any, label: str, name: str, known: tuple[str, ...], was: Feed | None, key: str) -> str:
    titles = {NEW: USUAL[name]} | {one: CUTS[one] for one in known}
    return _one(column, label, list(titles), str(getattr(was, name)) if was else NEW, key, titles)


def _one(column: Any, label: str, known: list[str], chosen: str, key: str, titles: Any = None) -> str:
    said = titles or {one: one for one in known}
    named = "".join(letter for letter in label.lower() if letter.isalpha())
    return str(
        column.selectbox(label, known, known.index(chosen), key=f"feed_{named}{key}", format_func=said.__getitem__)
    )
