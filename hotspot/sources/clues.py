"""How people head the columns of an incident file, and what the content must be like for the heading to be believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hotspot.sources.columns import LSOA_CODE, absent, flag, numbers, text, truth
from hotspot.sources.moments import guess_format, has_times

_EVENT = "(offen[cs]e|incident|crime|occurr?ence|occurr?ed|committed|event|call|assault|activation)"
_END = "(to|end|ended|latest|last|until|finish|finished)"
_START = "(from|start|started|earliest|first|begin|began)"
_GRID = "(bng|grid|os|osgb)(_ref)?"
_DAY, _HOUR = "(date_?time|datetime|date|dt|timestamp)", "(time|hour)"


def _mostly(test: Callable[[pa.ChunkedArray], float], share: float = 0.9) -> Callable[[pa.ChunkedArray], bool]:
    return lambda column: test(column) >= share


def _numeric(column: pa.ChunkedArray) -> float:
    values, wrong = numbers(column)
    said = int(truth(pc.is_valid(values)).sum())
    return said / max(said + int(wrong.sum()), 1) if said else 0.0


def _coded(column: pa.ChunkedArray) -> float:
    words = text(column)
    said = int((~absent(words)).sum())
    return float(truth(pc.match_substring_regex(words, LSOA_CODE)).sum()) / said if said else 0.0


def _telling(column: pa.ChunkedArray) -> float:
    """Return the share of rows that say something, 0 where a column of words is really one of numbers."""
    return 0.0 if not len(column) or _numeric(column) > 0.5 else float((~absent(text(column))).mean())


def _yes_or_no(column: pa.ChunkedArray) -> float:
    words = text(column)
    said = int((~absent(words)).sum())
    return float((~absent(flag(column))).sum()) / said if said else 0.0


def _distinct(column: pa.ChunkedArray) -> float:
    words = text(column)
    said = int((~absent(words)).sum())
    return len(pc.unique(words.drop_null())) / said if said else 0.0


def _place_word(column: pa.ChunkedArray) -> float:
    """Return the share of rows with a name of a place and no number of a house in front."""
    words = text(column)
    said = int((~absent(words)).sum())
    return (
        1 - float(truth(pc.match_substring_regex(words, r"^\d+[A-Za-z]?[ ,]|\bFlat\b")).sum()) / said if said else 0.0
    )


def _dated(column: pa.ChunkedArray) -> bool:
    return guess_format(column) is not None


def _timed(column: pa.ChunkedArray) -> bool:
    return has_times(column, alone=True)


@dataclass(frozen=True)
class Clue:
    """How a field is headed, the best heading first, and what its content must be like."""

    headings: tuple[str, ...]
    fits: Callable[[pa.ChunkedArray], bool]


CLUES: Mapping[str, Clue] = {
    "to": Clue((rf".*_{_END}_.*{_DAY}", rf"{_END}_.*{_DAY}", rf"(.*_)?{_DAY}_{_END}", rf"{_EVENT}_{_END}"), _dated),
    "to time": Clue((rf"(.*_)?{_END}_(.*_)?{_HOUR}", rf"(.*_)?{_HOUR}_{_END}"), _timed),
    "from": Clue(
        (
            *(rf"(.*_)?{_START}_(.*_)?{_DAY}", rf"(.*_)?{_DAY}_{_START}", rf"{_EVENT}_{_START}"),
            *(rf"{_EVENT}_(.*_)?{_DAY}(_.*)?", rf"{_DAY}_(of_)?(the_)?{_EVENT}", rf"{_DAY}(_hour|_local)?"),
            *(rf"{_EVENT}(_on)?", rf"day(_of_(the_)?{_EVENT})?", "(when|occurred)(_.*)?"),
        ),
        _dated,
    ),
    "from time": Clue(
        (
            rf"(.*_)?{_START}_(.*_)?{_HOUR}",
            rf"(.*_)?{_HOUR}_{_START}",
            rf"{_EVENT}_{_HOUR}",
            f"{_HOUR}(_of_.*)?",
            "clock(_time)?",
            "hh_?mm",
            "at",
        ),
        _timed,
    ),
    "easting": Clue(
        ("(.*_)?easting(s)?(_.*)?", "x(_?coord(inate)?)?", f"{_GRID}_?(e|x|east)", "east"), _mostly(_numeric)
    ),
    "northing": Clue(
        ("(.*_)?northing(s)?(_.*)?", "y(_?coord(inate)?)?", f"{_GRID}_?(n|y|north)", "north"), _mostly(_numeric)
    ),
    "lon": Clue(("(.*_)?(longitude|long|lon|lng)(_.*)?",), _mostly(_numeric)),
    "lat": Clue(("(.*_)?(latitude|lat)(_.*)?",), _mostly(_numeric)),
    "lsoa_code": Clue(("(.*_)?lsoa(_?\\d*)?(_?(code|cd))?(_.*)?",), _mostly(_coded)),
    "record_id": Clue(
        (
            r"urn|uid|crn|cad(_.*)?|log(_(no|number|ref|reference|id))?",
            rf"{_EVENT}_?(_?(number|no|num|ref|reference|id|urn))",
            "(.*_)?(reference|ref|urn|id)",
        ),
        _mostly(_distinct, 0.5),
    ),
    "category": Clue(
        (
            *("(ho_?|home_office_?)?offen[cs]e(_(title|type|description|desc|name|group))?", "mci", "crime_type"),
            *(
                ".*(offen[cs]e|crime).*(title|type|description|desc|category|class)",
                "(chief_)?complaint|nature_of_call",
            ),
            *("(call|incident|event)_(type|category|nature|code_description)", "category|determinant|problem|type"),
            rf"{_EVENT}_(wording|words|kind|nature|class|classification|text)|what_happened|nature",
        ),
        _mostly(_telling, 0.5),
    ),
    "context": Clue(
        ("(.*_)?context", "(premises|location|venue|place)_type", "setting|venue|premises"), _mostly(_telling, 0.1)
    ),
    "age": Clue(("(victim|patient)_?age(_.*)?", "age(_.*)?", "(.*_)?age_?(band|group|range)?"), lambda column: True),
    "knife": Clue((".*(knife|blade|bladed|sharp).*",), _mostly(_yes_or_no)),
    "alcohol": Clue((".*(alcohol|drink|drunk|intoxicat).*",), _mostly(_yes_or_no)),
    "police_found": Clue(
        (".*(police_(found|detected|generated)|proactive|detected_by_police).*",), _mostly(_yes_or_no)
    ),
    "location": Clue(("neighbou?rhood", "(street|road|location)(_name)?", "town|ward|district"), _mostly(_place_word)),
}
