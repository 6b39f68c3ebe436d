"""Every kind of file this room knows, the more particular first."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Iterator, Sequence

from hotspot import schema
from hotspot.errors import SourceError
from hotspot.sources import boundary, deprivation, facility, istv, limits, lookup, police_uk, population, severity
from hotspot.sources.columns import together
from hotspot.sources.guessing import guess_mapping, looks_like_records
from hotspot.sources.model import Member, Opened, Shaped, Taken, UnnamedError, bounded
from hotspot.sources.recogniser import Match, Recogniser, describe_unknown, match
from hotspot.sources.zipped import printable

PUBLISHED: tuple[Recogniser, ...] = police_uk.RECOGNISERS
REFERENCE: tuple[Recogniser, ...] = (
    *boundary.RECOGNISERS,
    *facility.RECOGNISERS,
    *deprivation.RECOGNISERS,
    *population.RECOGNISERS,
    *severity.RECOGNISERS,
    *lookup.RECOGNISERS,
)
_NOT_WORD = re.compile(r"[^A-Za-z0-9]+")
_TELLING = {"category", "easting", "lon", "lsoa_code"}
_NOT_KNOWN = (
    "If each of its rows is an incident, name its columns on the page Data under 'A file with hours'; what else is "
    "taken in stands there under 'Use my own data'."
)
_FIX = "Compare its first line with the publisher's file, or download it again; its name does not matter."


def taken(member: Member, tables: Sequence[Opened], local: Sequence[Recogniser] = ()) -> list[Taken]:
    """Return what the tables of one file became.

    Parameters
    ----------
    member : Member
        The file, for its name and content hash.
    tables : sequence of Opened
        Its tables: one, or one a sheet or layer.
    local : sequence of Recogniser
        What this partnership knows besides: its saved mappings and the boundaries of its profiles.

    Raises
    ------
    SourceError
        None of the tables is known, or one that is known cannot be read: nothing of the file is taken then.
    """
    if not tables:
        raise SourceError("It holds no table.", _FIX)
    istv.refuse_raw(tables)
    dated = any(one.kind == police_uk.KIND for one in local)  # it knows the day, and so which months are to come
    known = (*(() if dated else PUBLISHED), *local, *REFERENCE)
    found = [(table, hit) for table in tables if (hit := match(table, known)) is not None]
    if not found:
        raise _unknown(tables, known)
    pieces = [(table.label, hit, shaped) for table, hit in _once(found) for shaped in _shaped(table, hit)]
    bounded(len(pieces), limits.PARTS, "months and forces in it", "Split it into several files.")
    several = len(pieces) > 1
    return [_taken(member, hit, shaped, label if several else "") for label, hit, shaped in pieces]


def _unknown(tables: Sequence[Opened], known: Sequence[Recogniser]) -> SourceError:
    if any(_are_records(table) for table in tables if not table.spatial):
        return UnnamedError(
            "It looks like records with hours, and nobody has said yet what its columns mean.",
            "Name them on the page Data under 'A file with hours', or in a terminal: "
            "python -m hotspot map FILE --source force/NAME --save NAME.",
        )
    likened = describe_unknown(tables, known)
    return SourceError(likened, _FIX if "The nearest is" in likened else _NOT_KNOWN)


def _are_records(table: Opened) -> bool:
    """Return whether the headings, or the rows under them, speak of records with a date and a place or an offence."""
    if looks_like_records(table.names):
        return True
    with contextlib.suppress(SourceError):
        found = guess_mapping(table.load(list(table.names)).table).mapping.columns
        return "from" in found and len(_TELLING & set(found)) > 0
    return False


def _once(found: Sequence[tuple[Opened, Match]]) -> Iterator[tuple[Opened, Match]]:
    """Yield each sheet or layer once, though a sheet is offered under several possible header rows."""
    seen: set[str] = set()
    for table, hit in found:
        if table.label not in seen:
            seen.add(table.label)
            yield table, hit


def _shaped(table: Opened, hit: Match) -> list[Shaped]:
    raw = table.load(list(dict.fromkeys(hit.columns.values())))
    return hit.recogniser.shape(raw, hit)


def _taken(member: Member, hit: Match, shaped: Shaped, label: str) -> Taken:
    kind = shaped.kind or hit.recogniser.kind
    schema.check(shaped.table, kind)
    part = " ".join(word for word in (label, shaped.part) if word)
    return Taken(
        name=member.name,
        member=" ".join(word for word in (member.member, f"[{part}]" if part else "") if word),
        sha256=_hash_of_part(member.sha256, part),
        kind=kind,
        source=shaped.source or _source(hit.recogniser, shaped),
        period=shaped.period,
        table=shaped.table,
        rows_read=shaped.rows_read,
        kept=shaped.kept,
        rejected=together(*({printable(reason): rows} for reason, rows in shaped.rejected.items())),
        notes=tuple(printable(note) for note in shaped.notes),
        file=member.sha256,
    )


def _hash_of_part(sha256: str, part: str) -> str:
    return hashlib.sha256(f"{sha256} {part}".encode()).hexdigest() if part else sha256


def _source(recogniser: Recogniser, shaped: Shaped) -> str:
    """Return the publisher, and for an extract also which one, so that a second extract does not replace it.

    A national file replaces its predecessor. An extract for one force stands beside that for another; it replaces only
    an extract of as many rows that begins with the same code.
    """
    if shaped.kept >= recogniser.whole:
        return recogniser.publisher
    key = next(iter(recogniser.need))
    first = min((code for code in shaped.table[key].to_pylist() if code is not None), default="")
    return f"{recogniser.publisher}/{_NOT_WORD.sub('-', first).strip('-')}+{shaped.kept - 1}"
