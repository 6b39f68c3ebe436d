"""What surrounds a place, in words and tables: need, protection, what is near; context, never cause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pandas as pd

from hotspot import context
from hotspot.context import Layer
from hotspot.views.files import guarded

CAUTION = (
    "Context, not cause: a neighbourhood's deprivation or thin protection does not make anyone violent, and both may "
    "follow a third thing. None of this ever enters a hot-spot score. It describes areas, never the persons in them."
)
NEAR = "reach_"
YOUTH = "youth_session"
DOMAINS = "income employment education health barriers environment access housing".split()


class Around(Protocol):
    """What surrounds the places of an answer."""

    @property
    def locations(self) -> pd.DataFrame:
        """One row per location of the answer."""

    @property
    def lsoas(self) -> pd.DataFrame:
        """One row per LSOA."""

    @property
    def layers(self) -> tuple[Layer, ...]:
        """What is loaded."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is not loaded."""

    @property
    def facilities(self) -> pd.DataFrame:
        """What is open and stands somewhere."""

    @property
    def correlations(self) -> pd.DataFrame:
        """Rank correlation of each layer with the records."""


def of_group(around: Around, group: str) -> dict[str, Layer]:
    """Return the loaded layers of a group by key, the one to begin with first.

    With need that is deprivation without Crime, which does not count violence itself; with protection the index of
    several parts, where there is one.
    """
    held = {layer.key: layer for layer in around.layers if layer.group == group}
    first = [key for key in ("imd_without_crime", context.INDEX) if key in held]
    return {key: held[key] for key in [*first, *(key for key in held if key not in first)]}


def columns(around: Around, index: pd.Index) -> pd.DataFrame:
    """Return what a line of the table of neighbourhoods says of its surroundings."""
    held = around.lsoas.reindex(index)
    shown = pd.DataFrame(index=index)
    if "imd_without_crime_decile" in held:
        shown["Decile without Crime (1 = most deprived)"] = held["imd_without_crime_decile"].round().astype("Int64")
    key = next((key for key in (YOUTH, *context.PROTECTIVE) if f"{NEAR}{key}_m" in held), None)
    if key is not None:
        shown[f"Nearest {context.PROTECTIVE[key]}, km"] = (held[f"{NEAR}{key}_m"] / 1000).round(1)
    return shown


def checklist(row: pd.Series) -> pd.DataFrame:
    """Return the protection checklist of one place from its row of ``Around``."""
    return context.protection({str(name).removeprefix(NEAR): value for name, value in row.items()})


def panel(around: Around, row: pd.Series) -> list[tuple[str, list[str]]]:
    """Return what is known of a place's surroundings as headings and the lines under each.

    Parameters
    ----------
    around : Around
        Which layers are loaded.
    row : Series
        The place's row of ``locations`` or ``lsoas``.
    """
    listed = checklist(row)
    there, thin = (list(listed.loc[listed["present"].eq(sign).fillna(False), "sentence"]) for sign in (True, False))
    unknown = ", ".join(listed.loc[listed["present"].isna(), "type"])
    said = [
        ("Need", [_need(row)]),
        ("Ties and assets", [_ties(around, row)]),
        ("Near", there),
        ("Thin", thin),
        ("Not known, for no list is loaded", [unknown]),
        ("Thin protection, taken together", [_together(around, row)]),
    ]
    kept = [(what, [line for line in lines if line]) for what, lines in said]
    return [(what, lines) for what, lines in kept if lines]


def _together(around: Around, row: pd.Series) -> str:
    parts = context.index_parts(around.lsoas.columns)
    index = row.get(context.INDEX)
    if len(parts) < context.FEWEST_PARTS or index is None or pd.isna(index):
        return ""
    return f"{index:,.0f} of 100, where 100 is the thinnest in this area; {len(parts)} parts, all counted alike."


def _need(row: pd.Series) -> str:
    whole = row.get("imd_without_crime_decile")
    if whole is None or pd.isna(whole):
        return ""
    tenths = {key: row.get(f"{key}_decile") for key in DOMAINS}
    known = {key: tenth for key, tenth in tenths.items() if tenth is not None and pd.notna(tenth)}
    worst = sorted(known, key=lambda key: known[key])[:3]
    named = ", ".join(f"{key} {_tenth(known[key])}" for key in worst)
    return f"Deprivation without Crime: tenth {_tenth(whole)} of 10, 1 the most deprived. Worst domains: {named}."


def _ties(around: Around, row: pd.Series) -> str:
    held = [layer for layer in around.layers if layer.key.startswith("cni_")]
    known = [layer for layer in held if pd.notna(row.get(f"{layer.key}_decile"))]
    said = "; ".join(
        f"{layer.title[:1].lower()}{layer.title[1:]} {_tenth(row[f'{layer.key}_decile'])}" for layer in known
    )
    return f"Tenths of England, 1 the most in need: {said} (Community Needs Index)." if said else ""


def _tenth(value: float) -> str:
    """Return a tenth as its whole number, or with one digit where it is an average over a hexagon."""
    return f"{value:,.0f}" if abs(value - round(value)) < 0.05 else f"{value:,.1f}"


def described(layers: Sequence[Layer]) -> list[tuple[str, str]]:
    """Return what the layers are: the names of those that share an origin, and whose it is, of when and what it lacks.

    One line for layers of one source with one caveat, so that nobody reads the same sentence ten times.
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in layers:
        alike.setdefault((one.source, one.date, one.unit, one.weighting, one.caveat), []).append(one.title)
    return [(", ".join(titles), _origin(*told)) for told, titles in alike.items()]


def _origin(source: str, date: str, unit: str, weighting: str, caveat: str) -> str:
    whose = f"{source}, {date}" if date and date not in source else source
    return " ".join(text for text in (f"{whose}; {unit}.", caveat, weighting) if text)


def written(table: pd.DataFrame, named: Any, run: str, *, key: str) -> bytes:
    """Return layers and reach as CSV bytes, a row a place, with its name, its records and the name of the run.

    Parameters
    ----------
    table : DataFrame
        ``locations`` or ``lsoas`` of an Around.
    named : DataFrame, the same places
        ``name``, ``csp_name``, ``count``.
    run : str
        The name of the analysis.
    key : str
        Heading of the index.
    """
    first = pd.DataFrame(named)[["name", "csp_name", "count"]].astype(object)
    return _csv(first.join(table, how="left").rename_axis(key).reset_index(), run)


def links(correlations: pd.DataFrame, run: str) -> bytes:
    """Return the rank correlations with their intervals as CSV bytes, with the name of the run."""
    return _csv(correlations, run)


def _csv(frame: pd.DataFrame, run: str) -> bytes:
    texts = frame.select_dtypes(include=["object", "str", "string", "category"]).columns
    safe = frame.assign(**{name: frame[name].astype(object).map(guarded, na_action="ignore") for name in texts})
    return b"\xef\xbb\xbf" + bytes(
        safe.assign(run=run).to_csv(index=False, lineterminator="\n", float_format="%.6g").encode()
    )
