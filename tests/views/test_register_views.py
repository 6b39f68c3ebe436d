"""The register in words and files: late by its day, the strip of the last meeting, no formula in a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd

from hotspot.views import register
from hotspot.views.brief import tables as files
from hotspot.views.looking import NARROW_WIDTH, View
from tests.views import made

TODAY = date(2026, 1, 10)


def actions(*rows: dict[str, Any]) -> pd.DataFrame:
    base = {
        "key": "k", "version": 1, "at": datetime(2026, 1, 1), "by": "Chair", "made_up": False, "what": "Lights",
        "place": "Castle Hill", "cells": ["a"], "resolution": 8.0, "shape": None, "tier": "primary",
        "owner": "Highways", "start": None, "end": None, "due": None, "review": None, "status": "agreed",
        "cost": float("nan"), "comparison": [], "meeting": None,
    }  # fmt: skip
    return pd.DataFrame([base | row | {"key": f"k{n}"} for n, row in enumerate(rows)], columns=list(base))


def test_what_is_open_past_its_day_is_late_and_what_is_done_is_not() -> None:
    past = date(2026, 1, 9)
    held = actions({"due": past}, {"due": TODAY}, {"due": past, "status": "done"}, {"due": past, "status": "running"})
    assert register.with_state(held, TODAY)["state"].tolist() == ["late", "agreed", "done", "late"]
    assert held["status"].tolist() == ["agreed", "agreed", "done", "running"]  # the entry itself is left alone


def test_the_strip_is_of_the_last_meeting_alone() -> None:
    old, new = date(2025, 12, 1), date(2026, 1, 5)
    held = actions({"meeting": old}, {"meeting": new, "status": "done"}, {"meeting": new, "due": new})
    assert register.strip(held, TODAY) == "2 actions: 1 done, 1 late"
    assert register.meeting_said(held, TODAY) == "Meeting of 5 January 2026"
    assert register.strip(held.iloc[:0], TODAY) == "" and register.meeting_said(held.iloc[:0], TODAY) == ""
    assert register.strip(held.iloc[:1], TODAY) == "1 action: 1 agreed"


def test_what_is_tasked_today_does_not_push_the_last_meeting_off_the_screen() -> None:
    last = date(2026, 1, 5)
    held = actions({"meeting": last, "status": "done"}, {"meeting": TODAY}, {"meeting": TODAY, "status": "running"})
    assert register.strip(held, TODAY) == "1 action: 1 done; since then: 1 running, 1 agreed"
    assert register.meeting_said(held, TODAY) == "Meeting of 5 January 2026"
    assert register.strip(held.iloc[1:], TODAY) == "2 actions: 1 running, 1 agreed"  # the first meeting of all
    assert register.meeting_said(held.iloc[1:], TODAY) == "Meeting of 10 January 2026"


def test_what_an_earlier_meeting_left_late_is_not_lost_when_the_next_one_has_met() -> None:
    first, last = date(2025, 12, 1), date(2026, 1, 5)
    past = {"meeting": first, "due": date(2025, 12, 20)}
    held = actions(past, past | {"status": "done"}, {"meeting": last}, past | {"meeting": None})
    assert register.strip(held, TODAY) == "1 action: 1 agreed; left from before: 2 late"
    unnamed = actions({"due": date(2025, 12, 20)}, {})
    assert register.strip(unnamed, TODAY) == "2 actions: 1 agreed, 1 late"  # no meeting is named: all, once


def test_the_table_begins_with_what_is_late() -> None:
    held = actions({"status": "dropped"}, {"status": "done"}, {"due": date(2026, 1, 1)}, {"due": date(2025, 1, 1)})
    shown = register.actions_table(held, TODAY)
    assert shown["Status"].tolist() == ["late", "late", "done", "dropped"]
    assert shown.index.tolist() == ["k3", "k2", "k1", "k0"]


def test_entries_of_a_place_are_found_by_its_key() -> None:
    held = actions({"cells": ["a", "b"]}, {"cells": ["c"]}, {"cells": []})
    assert register.at_place(held, "b")["key"].tolist() == ["k0"]
    assert register.at_place(held.iloc[:0], "b").empty


def test_files_hold_no_formula_and_no_drawn_area() -> None:
    flat = register.plain(actions({"what": "=HYPERLINK(1)", "shape": {"type": "Polygon"}}))
    text = files.csv(flat, "register").decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and "Polygon" not in text
    assert files.xlsx({"actions": flat})[:2] == b"PK"


def test_points_name_the_project_and_nothing_is_drawn_without_one() -> None:
    one = pd.DataFrame([{"name": "<b>Club", "status": "established", "lon": 1.23456, "lat": 54.1}])
    dots, names = register.points(one)
    assert dots.data[0]["s"] == "‹b›Club (established)" and dots.data[0]["p"] == [1.2346, 54.1]
    assert register.points(one.iloc[:0]) == []


def test_an_open_action_is_told_of_the_place_that_holds_its_hexagon() -> None:
    found = made.findings()
    second = found.places.iloc[1]
    held = register.with_state(actions({"cells": [second["peak"]], "due": date(2026, 1, 1)}), TODAY)
    assert register.owners(found, held) == {second["place"]: ["Highways: late"]}
    assert register.owners(found, held.assign(state="done")) == {}


def test_a_place_is_agreed_until_its_review_or_until_it_is_late() -> None:
    found = made.findings()
    key, place = found.locations.index[0], found.locations["place"].iloc[0]
    one = {"owner": "Street team", "status": "agreed", "due": None, "review": date(2026, 1, 14), "cells": [key]}

    def agreed(**other: object) -> dict[object, str]:
        return register.agreed(found, pd.DataFrame([{**one, **other}]), date(2025, 12, 31))

    assert agreed() == {place: "Street team, review on 14 January 2026"}
    assert agreed(status="running", review=None) == {place: "Street team, no review date"}
    for other in ({"status": "proposed"}, {"status": "done"}, {"status": "dropped"}, {"due": date(2025, 12, 30)},
                  {"review": date(2025, 12, 30)}, {"cells": ["elsewhere"]}):  # fmt: skip
        assert agreed(**other) == {}


def test_on_a_telephone_a_projects_name_covers_no_number():
    look = View(0.0, 50.0, 1.0, 51.0)
    project = pd.DataFrame({"name": ["Northmoor Youth Club"], "status": ["established"], "lon": [0.5], "lat": [50.5]})
    near = 40 / look.pixels(NARROW_WIDTH)[0]
    marked = pd.DataFrame({"lon": [0.5 + near, 0.5 - near], "lat": [50.5, 50.5]})
    wide = register.points(project, marked, look)[1].data
    narrow = register.points(project, marked, look, NARROW_WIDTH)[1].data
    assert [(one["s"], one["a"]) for one in wide] == [("Northmoor Youth Club (established)", "start")]
    assert [(one["s"], one["a"], one["o"][0]) for one in narrow] == [("Northmoor Youth Club", "middle", 0)]
    crowd = pd.DataFrame(
        [{"lon": 0.5 + x * near, "lat": 50.5 + 0.4 * y * near} for x in (-1, 0, 1) for y in (-1, 0, 1)]
    )
    dots, names = register.points(project, crowd, look, NARROW_WIDTH)
    assert len(dots.data) == 1 and names.data == []
