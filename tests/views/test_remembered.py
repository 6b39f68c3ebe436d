"""What sentences share is worked out once for each answer and for what is agreed, and goes with the answer."""

from __future__ import annotations

import dataclasses
import gc
import weakref

from hotspot.views import headlines, maps, remembered
from tests.views import made


def test_it_is_worked_out_once_for_each_answer_and_agreement():
    asked = []
    count = remembered.once(lambda found, agreed: asked.append((found, agreed)) or len(asked))
    one, other = made.findings(), made.findings()
    assert [count(one), count(one), count(one, {3: "Ann", 4: "Bo"}), count(one, [4, 3]), count(other)] == [
        1,
        1,
        2,
        2,
        3,
    ]
    assert count(dataclasses.replace(one)) == 4


def test_an_answer_that_goes_takes_it_along():
    found = made.findings()
    rows = weakref.ref(maps.marked(found))
    assert maps.marked(found) is rows()
    del found
    gc.collect()
    assert rows() is None


def test_of_many_agreements_the_last_are_kept():
    asked = []
    named = remembered.once(lambda _found, agreed: asked.append(agreed))
    found = made.findings()
    for place in (*range(remembered.MOST_KEPT + 1), 0, remembered.MOST_KEPT):
        named(found, (place,))
    assert len(asked) == remembered.MOST_KEPT + 2


def test_what_is_agreed_changes_what_is_urgent():
    found = made.findings()
    before = headlines.urgent(found)
    place = before["place"].iloc[0]
    assert place not in set(headlines.urgent(found, {place: "Ann"})["place"])
    assert headlines.urgent(found) is before
