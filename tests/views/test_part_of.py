"""What a place is part of: the words named beside it are as many as the parts it is said to have."""

from __future__ import annotations

import re
from dataclasses import replace

from hotspot.findings.ranking import ranked
from hotspot.views import words
from tests.views import made


def test_a_hot_hexagon_without_a_record_is_in_neither_the_parts_nor_their_words() -> None:
    """Of three adjoining hot hexagons one holds nothing: two parts, and two words."""
    analysis = made.analysis()
    locations = analysis.findings.locations.copy()
    keys = locations.index[:3]
    locations.loc[keys, ["place", "word", "count"]] = [
        [1, "long-standing", 9],
        [1, "long-standing", 4],
        [1, "was hot", 0],
    ]
    locations.loc[~locations.index.isin(keys), "place"] = range(2, len(locations) - 1)
    found = replace(analysis.findings, locations=locations, places=ranked(locations))
    said = words._part_of(found, locations.loc[keys[0]])
    told = re.search(r"(\d+) adjoining parts with 13 records together: (.*)\.", said)
    assert told and told[1] == "2" and told[2] == "2 long-standing"
