"""The equality evidence sheet: for each source, who lives where hot spots are named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hotspot import findings
from hotspot.access import LOCAL, Scope
from hotspot.config import Parameters, Settings
from hotspot.context import young
from hotspot.errors import DataError, HotspotError
from hotspot.findings import equality as shared
from hotspot.pipeline.analysis import Analysis, analyse
from hotspot.pipeline.preparing import Prepared, completed, prepare
from hotspot.pipeline.side_by_side import offences_by_source
from hotspot.pipeline.surrounding import around

DEPRIVATION, AGE = "deprivation", "age"
DECILE = "imd_without_crime_decile"


@dataclass(frozen=True)
class Equality:
    """The evidence of one area, source by source.

    Attributes
    ----------
    parameters, area : Parameters, str
        The question with its defaults filled in; the area's name, with that of the chosen partnerships.
    table : DataFrame
        ``source``, ``measure``, ``period``, ``controlled``, ``by`` (``deprivation``: national tenths without the Crime
        domain, 1 the most deprived; ``age``: tenths of this area, 1 the highest share of residents under 25), then the
        columns of ``findings.equality.shares``.
    missing : tuple of str
        What is not loaded or could not be answered, a sentence each.
    notes : tuple of str
        What the sources say of themselves.
    run_card : dict
        How the question's own answer was made.
    """

    parameters: Parameters
    area: str
    table: pd.DataFrame
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    run_card: dict[str, str]


def equality_sheet(parameters: Parameters, *, settings: Settings, scope: Scope = LOCAL) -> Equality:
    """Return the equality evidence of an area, or of the partnerships chosen in it.

    Every source that is held is answered by neighbourhood and by itself: the sources of the question with its measure,
    each other one with the widest measure that it offers. Sources are never added up.

    Raises
    ------
    DataError
        Neither deprivation nor ages are loaded, so there is nothing to compare with.
    """
    held = prepare(parameters.area, settings, scope)
    answers, missing = _answers(parameters, held, settings, scope)
    layers = {AGE: shared.tenths(young.young_share(held.tables, held.areas))}
    if answers:
        first = next(iter(answers.values()))
        lsoas = around(first.parameters, settings=settings, scope=scope, analysis=first).lsoas
        layers |= {DEPRIVATION: lsoas[DECILE]} if DECILE in lsoas else {}
    missing += [said for by, said in _NOT_LOADED.items() if not _known(layers, by)]
    known = [by for by in (DEPRIVATION, AGE) if _known(layers, by)]
    if not answers or not known:
        raise DataError(
            " ".join(["Nothing can be set against deprivation or age.", *missing]),
            "Add the index of deprivation, or residents by single year of age: python -m hotspot add FOLDER.",
        )
    told = [_rows(answer, source, by, layers[by]) for source, answer in answers.items() for by in known]
    notes = [f"{source}: {note}" for source, answer in answers.items() for note in answer.notes]
    table = pd.concat(told, ignore_index=True)
    return Equality(first.parameters, _named(first), table, tuple(missing), tuple(notes), first.run_card)


def _answers(
    parameters: Parameters, held: Prepared, settings: Settings, scope: Scope
) -> tuple[dict[str, Analysis], list[str]]:
    """Return the answer of each source by neighbourhood, those of the question first, and why others have none.

    Another source's months may differ: where no dates were asked for, it is answered on its own last unbroken run.
    """
    asked = completed(parameters, held)
    other = parameters.changed(geography="lsoa", method="emerging")
    mine = other.changed(start=asked.start, end=asked.end)
    offences = offences_by_source(held, asked) | dict.fromkeys(asked.sources, asked.offence)
    answers: dict[str, Analysis] = {}
    missing: list[str] = []
    for source, offence in offences.items():
        base = mine if source in asked.sources else other
        one = base.changed(sources=(source,), offence=offence)
        try:
            answers[source] = analyse(one, settings=settings, scope=scope)
        except HotspotError as refusal:
            missing.append(f"{source} is not on this sheet. {refusal}")
    return answers, missing


_NOT_LOADED = {
    DEPRIVATION: "Deprivation without its Crime domain is not loaded for this area.",
    AGE: young.MISSING,
}


def _known(layers: dict[str, pd.Series], by: str) -> bool:
    return by in layers and bool((layers[by].fillna(0) > 0).any())


def _rows(answer: Analysis, source: str, by: str, group: pd.Series) -> pd.DataFrame:
    """Return the table of one source and one layer; the seed of the question gives the same intervals again."""
    found: findings.Findings = answer.findings
    rows = shared.shares(found, group, rng=np.random.default_rng(answer.parameters.seed))
    head = {
        "source": source,
        "measure": answer.measure.title,
        "period": f"{answer.parameters.start} to {answer.parameters.end}",
        "controlled": found.controlled,
        "by": by,
    }
    return rows.assign(**head)[[*head, *rows.columns]]


def _named(answer: Analysis) -> str:
    names = answer.base.csp["name"].reindex(list(answer.parameters.csps)).dropna()
    return ": ".join([answer.profile.name, *([", ".join(names)] if len(names) else [])])
