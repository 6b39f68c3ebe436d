"""The sentence for the wall: which places need a decision, the clearest first, and which are settled already."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from hotspot.findings import Findings
from hotspot.findings.bands import whole_bands
from hotspot.language import phrase, phrase_many, to_phrase
from hotspot.views import parts, words
from hotspot.views.firm import firm
from hotspot.views.remembered import once

COUNTED = 3  # places named with their counts; where more need a decision there is room for the names alone
NOT_TOLD = to_phrase("Which places need a decision is not told of a restricted source.")
Agreed = Mapping[Any, str]  # place -> who has it and until when
NONE: Agreed = {}
_NEAR = re.compile(r"^(?P<where>.+) \((?P<near>(?:near|on or near) .+)\)$")


def split(name: str) -> tuple[str, str]:
    """Return ward and district, and the street that tells the place from others there.

    >>> split("Castle ward, Merrowgate (near Castle Hill)")
    ('Castle ward, Merrowgate', 'near Castle Hill')
    >>> split("Allenton")
    ('Allenton', '')
    """
    found = _NEAR.match(name)
    return (found["where"], found["near"]) if found else (name, "")


@once
def urgent(findings: Findings, agreed: Collection[Any] = ()) -> pd.DataFrame:
    """Return the places that need a decision, the clearest first: the farther above usual, the clearer.

    How far is measured between square roots, so that 19 where 1 is usual comes before 24 where 14 is. In a restricted
    source neither is known: there what is new comes first. A place where something is agreed needs none.
    """
    places = findings.places
    decides = places["decide"].to_numpy(dtype=bool)
    rows = np.flatnonzero(decides & ~_agreed(places, agreed) if agreed else decides)
    if not len(rows):  # a part of the work of taking no rows
        return places.iloc[:0]
    if findings.controlled:
        return places.iloc[rows[np.argsort(places["word"].array[rows] != "new", kind="stable")]]
    last, usual = (places[name].to_numpy(dtype=float)[rows] for name in ("count_last", "usual"))
    beyond = np.sqrt(last) - np.sqrt(usual.clip(min=0))
    return places.iloc[rows[np.argsort(-beyond, kind="stable")]]


def _agreed(places: pd.DataFrame, agreed: Collection[Any]) -> NDArray[np.bool_]:
    return np.asarray(places["place"].isin(list(agreed)), dtype=bool)


@once
def settled(findings: Findings, agreed: Collection[Any]) -> pd.DataFrame:
    """Return the places that would need a decision, were nothing agreed there."""
    places = findings.places
    if not agreed:
        return places.iloc[:0]
    asks = places["decide"].to_numpy(dtype=bool) | places["place"].isin(parts.deciding(findings)["place"]).to_numpy()
    return places[asks & _agreed(places, agreed)]


def first_place(findings: Findings, agreed: Agreed = NONE) -> str:
    """Return the location that a headline names first: what a page is about until a reader picks another."""
    wanted = urgent(findings, agreed)
    if wanted.empty and len(hidden := parts.deciding(findings, agreed)):
        return str(parts.busiest(hidden).name)
    held = wanted if len(wanted) else _most(findings)
    return str(held["peak"].iloc[0]) if len(held) else ""


def headline(findings: Findings, agreed: Agreed = NONE) -> str:
    """Return the one sentence for the wall: how many places need a decision, and which, the clearest first.

    A place needs a decision when it is new or worsening and its last step is above its usual range. Old hot spots are
    known; they stay on the list. Offences that police activity finds never ask for one: they follow patrols.

    Parameters
    ----------
    findings : Findings
        Of one answer.
    agreed : mapping
        Places where something is agreed: they are said apart and no longer counted.
    """
    if findings.places.empty:
        return phrase("Nothing recorded {period}.").format(period=words.period(findings))
    wanted, done = urgent(findings, agreed), settled(findings, agreed)
    said = [_to_decide(wanted, findings)] if len(wanted) else [_none_urgent(findings, agreed, done)]
    if len(done) and (len(wanted) or parts.opening(findings, agreed)):
        said += [phrase("Agreed already: {names}.").format(names=words.listed(_named(done)))]
    return " ".join(said)


def _to_decide(wanted: pd.DataFrame, findings: Findings) -> str:
    n = len(wanted)
    many = phrase_many("1 place needs a decision.", "{n} places need a decision.", n).format(n=n)
    if n == 1:
        only = wanted.iloc[0]
        return f"{many} {_opened(only['word'])}: {only['name']}. {told(only, findings)}"
    told_of = zip(wanted["word"], _named(wanted), _counts(wanted, findings), strict=True)
    runs = [
        f"{_opened(word)}: {'; '.join(f'{name}{count}' for _, name, count in run)}."
        for word, run in groupby(told_of, key=lambda one: one[0])
    ]
    return f"{many} {' '.join(runs)}"


def _opened(word: str) -> str:
    return phrase(word).capitalize()


def _named(places: pd.DataFrame) -> list[str]:
    """Return names as short as they can be told apart: the ward, with its district, with its street."""
    whole = [str(name) for name in places["name"]]
    ladder = list(zip(*([split(name)[0].partition(", ")[0], split(name)[0], name] for name in whole), strict=True))
    return [
        next(step[n] for step in ladder if step.count(step[n]) == 1 or step is ladder[-1]) for n in range(len(whole))
    ]


def _counts(wanted: pd.DataFrame, findings: Findings) -> list[str]:
    """Return the last count of each with what is usual, the month with the first; nothing where there are many."""
    if len(wanted) > COUNTED:
        return [""] * len(wanted)
    said = []
    for n, (_, place) in enumerate(wanted.iterrows()):
        when = "" if n else f" {words.last_step(findings)}"
        usual = phrase(", usually {usual}").format(usual=f"{place['usual']:,.0f}") if pd.notna(place["usual"]) else ""
        said.append(f", {words.number(place['count_last'], findings)}{when}{'' if findings.controlled else usual}")
    return said


def _none_urgent(findings: Findings, agreed: Agreed, done: pd.DataFrame) -> str:
    if hidden := parts.opening(findings, agreed):
        part = findings.locations.loc[parts.busiest(parts.deciding(findings, agreed)).name]
        return f"{hidden} {_opened(part['word'])}: {part['name']}. {told(part, findings)}"
    if len(done):
        return phrase("Nothing is left to decide. Agreed: {names}.").format(names=words.listed(_named(done)))
    calm = phrase(NOT_TOLD) if findings.controlled else _calm(findings.places)
    top = findings.places.iloc[0]
    first = _most(findings)
    if len(first) != 1:
        return f"{calm} {_level(first, findings)}"
    most = phrase("Most recorded: {name}.").format(name=top["name"])
    # Without a word there is nothing to be sure of: "Confidence: high" would be read of the place itself.
    return f"{calm} {most} {told(top, findings) if top['word'] else words.counted(top, findings)}"


def _most(findings: Findings) -> pd.DataFrame:
    """Return the most recorded place; in a restricted source all of the highest band, or none where they are many."""
    if not findings.controlled:
        return findings.places.head(1)
    level = findings.places[findings.places["count"] == findings.places["count"].iloc[:1].sum()]
    return whole_bands(level, COUNTED)


def _level(first: pd.DataFrame, findings: Findings) -> str:
    """Return which places share the highest band: in bands nobody knows which of them holds most."""
    top = findings.places.iloc[0]
    if first.empty:
        many = int((findings.places["count"] == top["count"]).sum())
        said = phrase("None comes first: {n} places share the highest band, {count}.")
        return said.format(n=f"{many:,}", count=words.number(top["count"], findings))
    said = phrase("Most recorded, in one band: {names}. Each {count}")
    return said.format(names=words.listed(_named(first)), count=words.counted(top, findings))


def _calm(places: pd.DataFrame) -> str:
    """Return the opening where nothing is new or worsening; one map of a period has only more than chance."""
    if (places["word"] != "").any():
        return phrase("No place needs a decision now.")
    hot = int((places["bin"] > 0).sum())
    if not hot:
        return phrase("No place stands out.")
    return phrase_many(
        "1 place has more than chance would give.", "{n} places have more than chance would give.", hot
    ).format(n=hot)


def told(place: pd.Series, findings: Findings) -> str:
    """Return the last count of a place with its usual range, and how firm its word is."""
    return " ".join(text for text in (words.counted(place, findings), firm(place)) if text)


def sureness(findings: Findings, agreed: Agreed = NONE) -> str:
    """Return how firm the words of several places to decide are, or nothing: of a single one the headline says it."""
    wanted = urgent(findings, agreed)
    if len(wanted) < 2:
        return ""
    said: dict[str, list[str]] = {}
    for name, (_, place) in zip(_named(wanted), wanted.iterrows(), strict=True):
        said.setdefault(firm(place), []).append(name)
    return " ".join(f"{words.listed(names)}: {_lower(how)}" for how, names in said.items() if how)


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]


def within(findings: Findings, agreed: Agreed = NONE) -> str:
    """Return a sentence on new and worsening parts of a place known for something else, or nothing.

    Adjoining cells are one place with the word of its busiest cell; what is new at its edge must not be lost.
    """
    hidden = parts.deciding(findings, agreed)
    if hidden.empty or (len(hidden) == 1 and urgent(findings, agreed).empty):  # the headline itself says the only one
        return ""
    return phrase_many(
        "Also, inside larger places: {mixture} part. Busiest of them: {name}.",
        "Also, inside larger places: {mixture} parts. Busiest of them: {name}.",
        len(hidden),
    ).format(mixture=_mixture(hidden["word"]), name=parts.busiest(hidden)["name"])


def _mixture(said: Sequence[str]) -> str:
    return words.listed([f"{n} {phrase(str(word))}" for word, n in pd.Series(said).value_counts().items()])
