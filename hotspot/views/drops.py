"""What became of a monthly drop, file by file, in a sentence that adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hotspot.views import words

NAMED = 3  # institutions that are said by name


def shown(file: Mapping[str, Any]) -> str:
    """Return a file's name as the add said it: a zip's member stands behind it.

    >>> shown({"name": "june.zip", "member": "2025-06/street.csv"})
    'june.zip › 2025-06/street.csv'
    """
    return f"{file['name']} › {file['member']}" if file.get("member") else str(file["name"])


def said(file: Mapping[str, Any]) -> str:
    """Return what was read, kept and left out of a file, and what of the kept rows the map cannot show.

    Rows read are rows kept and rows left out, always. Rows without a location are kept: they count for their district
    and stand on no map. Rows at an institution are kept too, listed apart and out of the ranking.

    Parameters
    ----------
    file : mapping
        An entry of ``status["files"]``.

    Examples
    --------
    >>> said(
    ...     {
    ...         "rows_read": 2214,
    ...         "kept": 2190,
    ...         "rejected": {"no month": 24},
    ...         "flagged": {},
    ...         "apart": {"Royal Hospital": 19},
    ...     }
    ... )
    '2,214 read, 2,190 kept, 24 left out (no month); 19 at Royal Hospital listed apart.'
    """
    if file.get("in_bands"):
        return "Exact numbers of this source are not shown to your role."
    parts = [f"{file['rows_read']:,} read, {file['kept']:,} kept{_left_out(file['rejected'])}"]
    lost, repeats = (int(file["flagged"].get(flag, 0)) for flag in ("no_location", "repeated_id"))
    told = [f"{lost:,} without a location"] if lost else []
    told += [f"{repeats:,} repeating one already counted"] if repeats else []
    parts += [f"of the kept {words.listed(told)}"] if told else []
    parts += [f"{words.listed(_sites(file['apart']))} listed apart"] if file.get("apart") else []
    return f"{'; '.join(parts)}."


def _left_out(rejected: Mapping[str, int]) -> str:
    held = {reason: n for reason, n in rejected.items() if n}
    if not held:
        return ", none left out"
    why = ", ".join(reason if len(held) == 1 else f"{n:,} {reason}" for reason, n in held.items())
    return f", {sum(held.values()):,} left out ({why})"


def _sites(apart: Mapping[str, int]) -> Sequence[str]:
    order = sorted(apart.items(), key=lambda one: -one[1])
    named = [f"{n:,} at {site}" for site, n in order[:NAMED]]
    rest = [n for _, n in order[NAMED:]]
    others = "1 other institution" if len(rest) == 1 else f"{len(rest)} other institutions"
    return [*named, *([f"{sum(rest):,} at {others}"] if rest else [])]
