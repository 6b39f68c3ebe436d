"""Laws of the list: whatever is added, undone and erased in whatever order, it stays consistent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotspot.errors import StoreError
from hotspot.store import manifest as change
from hotspot.store.manifest import Manifest
from hotspot.store.parts import Part


def part(manifest: Manifest, content: str, period: str | None, command: str) -> Part:
    counts = {"rows_read": 1, "kept": 1, "rejected": {"no month": 0}, "notes": ("Read.",), "rows": 1}
    kind = {"kind": "lsoa21_centroids", "source": "ons", "period": period}
    sha256 = f"{content}-{period}"
    file = {"sha256": sha256, "name": content, "member": "", "file": sha256, "file_sha256": sha256}
    return Part(**file, **kind, **counts, added_version=manifest.version + 1, command_id=command)


periods = st.sampled_from(["2025-01", "2025-02", None])
adds = st.tuples(st.sampled_from("abcd"), periods, st.sampled_from("XYZ"))
steps = st.lists(adds | st.sampled_from(["undo", "erase", "set aside", "forget"]), max_size=25)


def stepped(now: Manifest, step) -> Manifest:
    if isinstance(step, tuple):
        new = part(now, *step)
        known = any(held.sha256 == new.sha256 for held in now.parts)
        return now if known else change.with_part(now, new)
    if step == "undo":
        return change.undone(now)[0] if now.commands else now
    if step == "forget":
        return change.forgetting(now, 1)
    if not now.parts:
        return now
    first = now.parts[0]
    return change.without(now, first.sha256) if step == "erase" else change.set_aside(now, {first.file})


def consistent(now: Manifest) -> None:
    slots = [held.slot for held in now.parts if held.slot is not None]
    assert len(slots) == len(set(slots))
    assert len({held.sha256 for held in now.parts}) == len(now.parts)
    assert all(held.retired_by == "" for held in now.parts)
    assert all(held.retired_by in now.commands for held in now.retired)
    assert len(set(now.commands)) == len(now.commands)
    assert [held.added_version for held in now.parts] == sorted(held.added_version for held in now.parts)


@settings(deadline=None)
@given(steps)
def test_any_history_stays_consistent_and_is_written_and_read_back(history):
    now = Manifest()
    for step in history:
        after = stepped(now, step)
        assert after is now or after.version == now.version + 1
        now = after
        consistent(now)
        assert change.from_bytes(change.to_bytes(now)) == now


@settings(deadline=None)
@given(st.lists(adds | st.just("undo"), max_size=25))
def test_undoing_everything_leaves_nothing(history):
    now = Manifest()
    for step in history:
        now = stepped(now, step)
    while now.commands:
        now = change.undone(now)[0]
        consistent(now)
    assert (now.parts, now.retired) == ((), ())


@settings(deadline=None)
@given(st.lists(adds, max_size=10), st.lists(st.tuples(st.sampled_from("abcdefg"), periods), min_size=1, max_size=6))
def test_undo_is_the_inverse_of_a_command_of_its_own(history, more):
    before = Manifest()
    for step in history:
        before = stepped(before, step)
    after = before
    for content, period in more:
        after = stepped(after, (content, period, "last"))
    if after is not before:
        undone, removed, restored = change.undone(after)
        assert (undone.parts, undone.retired, undone.commands) == (before.parts, before.retired, before.commands)
        assert {held.command_id for held in removed} <= {"last"}
        assert set(held.sha256 for held in restored) <= {held.sha256 for held in before.parts}


def test_two_commands_that_alternate_on_one_month():
    """X brings a, Y replaces it by b, X adds elsewhere: undoing X keeps b, and undoing Y then leaves nothing."""
    now = Manifest()
    for step in (("a", "2025-01", "X"), ("b", "2025-01", "Y"), ("c", "2025-02", "X")):
        now = stepped(now, step)
    now, removed, restored = change.undone(now)
    assert ([p.name for p in now.parts], [p.name for p in removed], restored) == (["b"], ["c"], ())
    now, removed, restored = change.undone(now)
    assert (now.parts, [p.name for p in removed], restored) == ((), ["b"], ())


def test_what_a_command_replaced_waits_for_the_one_that_holds_its_place_now():
    """W brings a, X replaces it by b, Y by c, X adds elsewhere: a comes back only when both X and Y are undone."""
    now = Manifest()
    for step in (("a", "2025-01", "W"), ("b", "2025-01", "X"), ("c", "2025-01", "Y"), ("d", None, "X")):
        now = stepped(now, step)
    now, _, restored = change.undone(now)
    assert ([p.name for p in now.parts], restored) == (["c"], ())
    now, _, restored = change.undone(now)
    assert ([p.name for p in now.parts], [p.name for p in restored]) == (["a"], ["a"])
    assert now.commands == ("W",)


def test_nothing_to_undo_says_what_to_do():
    with pytest.raises(StoreError, match="There is nothing to undo. Add a file first"):
        change.undone(Manifest())


def test_equal_content_has_one_checksum_and_any_difference_another():
    assert Manifest(version=3).checksum == Manifest(version=3).checksum
    assert len({Manifest(version=3).checksum, Manifest(version=4).checksum, Manifest(version=3, floor=1).checksum}) == 3
