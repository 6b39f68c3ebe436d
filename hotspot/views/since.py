"""What changed on the list since the last meeting: what joined it, what left it and what moved.

"New" is never said of the list: it is a word of the records, for places that are hot only of late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
import pydeck as pdk

from hotspot.findings import Findings
from hotspot.language import phrase, to_phrase
from hotspot.views import maps, tooltips, words
from hotspot.views.looking import MAP_WIDTH, View
from hotspot.views.palettes import GROUND
from hotspot.views.word_sides import beside

NO_WORD = to_phrase("no word")
JOINED, UP, DOWN, OTHER, LEFT = "joined", "up", "down", "other word", "left"
TAGS = {
    JOINED: to_phrase("+ joined the list"), UP: to_phrase("▲ more"), DOWN: to_phrase("▼ fewer"),
    OTHER: to_phrase("◆ before: {then}"), LEFT: to_phrase("× left the list"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What one place's row and mark say of the last meeting.

    Attributes
    ----------
    kind : str
        ``joined``, ``up``, ``down``, ``other word`` or ``left``.
    said : str
        In words, for the list.
    tag : str
        In two or three words and a sign, for the map: never colour alone.
    lon, lat : float
        Where the tag stands.
    """

    kind: str
    said: str
    tag: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Since:
    """The difference between today's list and the one that was kept at the last meeting.

    Attributes
    ----------
    day : date or None
        Of the last meeting whose list was kept; None where none was.
    changes : mapping
        Busiest cell of a listed place -> what changed there; a place that is not in it is as it was.
    gone : tuple of Change
        What stood on the list then and does not now.
    elsewhere : int
        Rows of the old list that are not on this map: of other districts, or places of another size.
    other : date or None
        Of the last meeting whose list was kept, where it was of another choice: two lists of different records, hours
        or places differ for that reason alone, so they are not compared.
    """

    day: date | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    gone: tuple[Change, ...] = ()
    elsewhere: int = 0
    other: date | None = None

    @property
    def said(self) -> str:
        """The difference in one line, or what to do where no list was ever kept.

        >>> Since().said
        'No list of an earlier meeting is kept: keep today’s (below the table), and the next one shows what changed.'
        """
        if self.other is not None:
            said = phrase(
                "The list kept on {day} was made with other choices, so it is not compared with this one: what differs "
                "could come from the choice."
            )
            return said.format(day=words.day(self.other))
        if self.day is None:
            return phrase(
                "No list of an earlier meeting is kept: keep today’s (below the table), and the next one shows what "
                "changed."
            )
        kinds = [one.kind for one in self.changes.values()]
        moved = len(kinds) - kinds.count(JOINED)
        numbers = {
            phrase("{n} joined the list"): kinds.count(JOINED), phrase("{n} left it"): len(self.gone),
            phrase("{n} moved"): moved,
        }  # fmt: skip
        parts = ", ".join(what.format(n=n) for what, n in numbers.items() if n)
        there = phrase(" {n} of that list are not on this map.").format(n=self.elsewhere) if self.elsewhere else ""
        told = parts or phrase("no place joined the list, left it or moved")
        return phrase("Since {day}: {told}.").format(day=words.day(self.day), told=told) + there


def since(found: Findings, meetings: pd.DataFrame, *, asked: str = "", today: date | None = None) -> Since:
    """Return what changed between the last list that was kept and today's.

    A list kept today is for the next meeting: until then the one before it is what today's is compared with.

    A place *joined* when it was not on the list then, and either needs a decision now or stands as high as that list
    was long: a list that is merely longer today lets nothing join. It *moved* when its word is another one, or when its
    rank or count is another one and its last step lies outside its usual range: ranks that change within that range
    are chance. It *left* when it was listed then and is not now.

    Parameters
    ----------
    found : Findings
        Of today.
    meetings : DataFrame
        Of the register: ``date``, ``asked`` and ``list`` (rows of ``location``, ``rank``, ``word`` and, if kept,
        ``count``).
    asked : str
        What this list is of: only a list of the same is compared with it.
    today : date, optional
        The day on which a list that was kept does not count yet, where an earlier one is there.
    """
    if meetings.empty:
        return Since()
    ordered = meetings.sort_values("date", kind="stable")
    alike = ordered[ordered["asked"] == asked]
    if alike.empty:
        return Since(other=ordered["date"].iloc[-1])
    earlier = alike[alike["date"] != today]
    last = (alike if earlier.empty else earlier).iloc[-1]
    place_of, listed = found.locations["place"], maps.marked(found)
    rows = [row for row in last["list"] if row.get("location") in place_of.index]
    then = {place_of[row["location"]]: row for row in reversed(rows)}
    day, long = last["date"], len(last["list"])
    changes = {
        str(place["peak"]): change
        for _, place in listed.iterrows()
        if (change := _changed(place, then.get(place["place"]), day, long, controlled=found.controlled))
    }
    gone = [_gone(found, place, row, day) for place, row in then.items() if place not in set(listed["place"])]
    return Since(day, changes, tuple(gone), long - len(rows))


def _changed(
    place: pd.Series, row: Mapping[str, Any] | None, day: date, long: int, *, controlled: bool
) -> Change | None:
    when = words.day(day)
    if row is None:
        joined = bool(place["decide"]) or int(place["rank"]) <= long
        return _change(JOINED, phrase("Joined the list since {day}").format(day=when), place) if joined else None
    if row["word"] != place["word"]:
        was = phrase(row["word"] or NO_WORD)
        return _change(OTHER, phrase("Before, on {day}: {word}").format(day=when, word=was), place, then=was)
    kind = "" if controlled or not _is_other(place, row) else _beyond(place)
    if not kind:
        return None
    said = {
        UP: phrase("More than usual; place {rank} on the list of {day}"),
        DOWN: phrase("Fewer than usual; place {rank} on the list of {day}"),
    }[kind]
    return _change(kind, said.format(rank=row.get("rank", "–"), day=when), place)


def _is_other(place: pd.Series, row: Mapping[str, Any]) -> bool:
    """Return whether rank or count is another one than then; a list kept without counts is judged by its ranks."""
    return any(name in row and int(row[name]) != int(place[name]) for name in ("rank", "count"))


def _beyond(place: pd.Series) -> str:
    if place["count_last"] > place["usual_high"]:
        return UP
    return DOWN if place["count_last"] < place["usual_low"] else ""


def _change(kind: str, said: str, at: pd.Series, *, then: str = "") -> Change:
    return Change(kind, said, phrase(TAGS[kind]).format(then=then), float(at["lon"]), float(at["lat"]))


def _gone(found: Findings, place: Any, row: Mapping[str, Any], day: date) -> Change:
    here = found.locations.loc[row["location"]]
    ranked = found.places[found.places["place"] == place]
    now = phrase("nothing recorded now")
    if len(ranked):
        now = phrase("place {rank} now").format(rank=int(ranked["rank"].iloc[0]))
    point = here.geometry.representative_point()
    was = phrase("{name}: place {rank} on {day}, {now}")
    said = was.format(name=here["name"], rank=row.get("rank", "–"), day=words.day(day), now=now)
    return Change(LEFT, said, phrase(TAGS[LEFT]), point.x, point.y)


def tags(changes: Since, listed: pd.DataFrame, look: View, width_px: int = MAP_WIDTH) -> list[pdk.Layer]:
    """Return the words beside the marks of what changed, and a ring with a cross where something left the list.

    Parameters
    ----------
    changes : Since
        What changed.
    listed : DataFrame
        The places that this map numbers: no word stands where no number does.
    look : View
        Where the map looks: a word goes to the side on which it covers no number.
    width_px : int
        Width of the map: on a small one the numbers are nearer to one another.
    """
    numbered = set(listed["peak"])
    held = [*(one for peak, one in changes.changes.items() if peak in numbered), *changes.gone]
    if not held:
        return []
    rings = [{"p": [round(one.lon, 4), round(one.lat, 4)]} for one in changes.gone]
    said = [{"p": [round(one.lon, 4), round(one.lat, 4)], "s": tooltips.plain(one.tag)} for one in held]
    pixels = pdk.types.String("pixels")
    ring = pdk.Layer(
        "ScatterplotLayer", rings, id="gone", get_position="p", get_radius=9, radius_units=pixels, filled=False,
        stroked=True, get_line_color=list(GROUND["mark"]), get_line_width=2.5, line_width_units=pixels, pickable=False,
    )  # fmt: skip
    return [*([ring] if rings else []), beside("since", said, listed, look, width_px)]
