"""The words that the records of a source name, as far as who asks may be told them.

To who sees a source in bands a word is a count of at least one: only words of at least as many records as leave the
lowest band are told, and none that is sexual or domestic, which are counted by partnership alone.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from hotspot import access, disclosure
from hotspot.access import Scope
from hotspot.config import Settings
from hotspot.errors import AccessError
from hotspot.store import ParquetStore

LEAST_TOLD = disclosure.BAND_TOP + 1


def seen_exactly(sources: Iterable[str], settings: Settings, scope: Scope) -> list[str]:
    """Return those of some sources that are open to the reader and exact, sensitive records included."""
    named = list(dict.fromkeys(sources))
    closed = {*access.shut(scope, named), *disclosure.controlled_of(named, scope)}
    closed |= {*disclosure.by_partnership_only(named, scope)}
    return [name for name in named if name not in closed]


def words_held(source: str, settings: Settings) -> dict[str, int]:
    """Return every word that the records of a source name, and how many records bear it; each record once."""
    columns = ["category", "record_id"]
    table = ParquetStore(settings.home).table("hour_records", source=source, columns=columns)
    if "record_id" in table.column_names:
        known = table.filter(pc.is_valid(table["record_id"]))
        alone = table.filter(pc.is_null(table["record_id"])).select(["category"])
        table = pa.concat_tables([known.group_by(columns).aggregate([]).select(["category"]), alone])
    counted = table.group_by("category").aggregate([([], "count_all")])
    pairs = zip(counted["category"].to_pylist(), counted["count_all"].to_pylist(), strict=True)
    return {str(word): int(n) for word, n in sorted(pairs, key=lambda pair: str(pair[0])) if word}


def words_told(source: str, settings: Settings, scope: Scope) -> list[str]:
    """Return the words of a source that this reader may be told, sorted.

    Raises
    ------
    AccessError
        The source is shut for the reader.
    """
    if why := access.shut(scope, [source]).get(source):
        raise AccessError(why, "Ask whoever gave you the role, or choose another source.")
    held = words_held(source, settings)
    if disclosure.controlled_of([source], scope):
        held = {word: n for word, n in held.items() if n >= LEAST_TOLD}
    if disclosure.by_partnership_only([source], scope):
        held = {word: n for word, n in held.items() if not disclosure.kind_of(word)}
    return list(held)
