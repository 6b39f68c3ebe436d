"""The mapping assistant's two steps: look at what a file would become, then keep the mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from hotspot import access, sources
from hotspot.access import LOCAL, Scope
from hotspot.config import Settings
from hotspot.errors import AccessError, HotspotError, SourceError
from hotspot.pipeline.adds import Line
from hotspot.sources import FIELDS, MENDS, ColumnMapping, Upload

__all__ = [
    "FIELDS",
    "MENDS",
    "Preview",
    "Upload",
    "clean_istv",
    "mapping_name",
    "preview",
    "save_mapping",
    "to_be_named",
]


@dataclass(frozen=True)
class Preview:
    """What a file would become under a mapping.

    Attributes
    ----------
    mapping : ColumnMapping
        The guess, or the saved mapping that fits, with the reader's changes.
    said : tuple of str
        What was assumed, and what a reader should know of the times.
    rows : DataFrame
        Ten rows as they would be stored; empty where the mapping cannot be used.
    account : str
        Rows read, kept and rejected.
    refusal : HotspotError or None
        Why the file cannot be taken as it stands.
    register : str
        The command that registers its feed, empty where it is registered.
    personal : bool
        Whether it is refused because it could lead to a person: nothing of it may be kept then.
    """

    mapping: ColumnMapping
    said: tuple[str, ...]
    rows: pd.DataFrame
    account: str
    refusal: HotspotError | None
    register: str
    personal: bool = False


def preview(
    file: Path | Upload,
    settings: Settings,
    *,
    name: str = "",
    source: str = "",
    changes: Mapping[str, Any] | None = None,
    as_of: date | None = None,
) -> Preview:
    """Return what a file would become; nothing is kept.

    Parameters
    ----------
    file : Path or Upload
        A force extract or ambulance call-outs.
    settings : Settings
        Where mappings and the register of feeds are.
    name, source : str
        For the mapping.
    changes : mapping, optional
        What the reader has decided: ``columns``, ``mend``, ``fixed`` ...
    as_of : date, optional
        Today: records of a later day are left out.

    Raises
    ------
    SourceError
        The file cannot be opened, or must never be mapped.
    """
    draft = sources.draft(file, settings.home, name=name, source=source, changes=changes, as_of=as_of)
    rows = draft.rows.to_pandas() if draft.rows is not None else pd.DataFrame()
    reasons = "; ".join(f"{n:,} {reason}" for reason, n in draft.rejected.items()) or "none"
    account = f"{draft.rows_read:,} rows read, {draft.kept:,} kept, rejected: {reasons}."
    known = draft.mapping.source in access.feeds(settings.home)
    register = "" if known else access.how_to_register(draft.mapping.source)
    shown = rows.drop(columns="source", errors="ignore")
    personal = isinstance(draft.refusal, sources.PersonalError)
    return Preview(draft.mapping, draft.said, shown, account, draft.refusal, register, personal)


def save_mapping(
    mapping: ColumnMapping, settings: Settings, *, at: datetime, by: str = access.HERE, scope: Scope = LOCAL
) -> str:
    """Keep a mapping, so that files with its headings are recognised from now on; return the sentence to show.

    Parameters
    ----------
    mapping, settings
        What to keep, and where.
    at, by
        When and by whom, for the log.
    scope : Scope
        Who asks: whoever may not add files may not say either how they are read.

    Raises
    ------
    SourceError
        Nobody has said which feed its files come from, or it cannot be saved.
    AccessError
        The role adds no files, or the feed is not among those of the role.
    """
    access.require(scope, access.ADD)
    if why := access.shut(scope, [mapping.source]).get(mapping.source):
        raise AccessError(why, "Ask whoever gave you the role.")
    if mapping.source == sources.PLACEHOLDER:
        raise SourceError(
            "The mapping does not say which feed its files come from.",
            "Choose the source on the page Data; in a terminal: --source force/NAME.",
        )
    sources.save(mapping, settings.home)
    access.note(settings.home, access.CHANGE, f"mapping {mapping.name}", f"columns of {mapping.source}", at=at, who=by)
    return f"The mapping '{mapping.name}' is saved: files with the same headings are now taken as {mapping.source}."


def mapping_name(source: str, headings: Sequence[str], settings: Settings) -> str:
    """Return the name under which a mapping of a feed is kept: a second kind of file of one feed gets a number.

    Empty while nobody has said which feed it is.
    """
    base, held = source.replace("/", "-").replace("_", "-"), sources.mappings(settings.home)
    here = ColumnMapping(base, source, tuple(headings), {}).fingerprint
    names = (base, *(f"{base}-{n}" for n in range(2, len(held) + 3)))
    free = (name for name in names if name not in held or held[name].fingerprint == here)
    return next(free) if base else ""


def to_be_named(files: Sequence[Upload], lines: Sequence[Line]) -> Upload | None:
    """Return the first file that was refused only because nobody has named its columns: it holds dates, and no shapes.

    Parameters
    ----------
    files : sequence of Upload
        What was to be added.
    lines : sequence of Line
        What became of each.
    """
    refused = {line.text.partition(": ")[0] for line in lines if line.unnamed}
    return next((file for file in files if file.name in refused), None)


def clean_istv(file: Path, gazetteer: Path, out: Path, *, resolution: int) -> str:
    """Clean an emergency department's records on the hospital's own machine; return the account to show."""
    return sources.clean_istv(file, gazetteer, out, resolution=resolution)
