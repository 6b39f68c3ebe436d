"""The commands ``map`` (what would this file become?) and ``clean-istv`` (for the hospital's own machine)."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from hotspot import pipeline
from hotspot.config import Settings
from hotspot.errors import ParameterError
from hotspot.pipeline import mapping


def add_parsers(commands: Any) -> None:
    """Add ``map`` and ``clean-istv`` to the commands."""
    one = commands.add_parser("map", help="guess which column says what, show ten rows, and save it for next month")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--source", default="", help="the feed it comes from, such as force/derbyshire")
    one.add_argument("--save", default="", metavar="NAME", help="keep the mapping under this name")
    one.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=HEADING",
        help="correct the guess, such as category=Offence or from=Date+Time; may be repeated; empty to leave it out",
    )
    one.add_argument("--category", default="", help="one type for all rows, where no column says it")
    one.add_argument("--mend", default=None, choices=[word for word in mapping.MENDS if word] + ["none"])
    one.set_defaults(command=_map)
    clean = commands.add_parser("clean-istv", help="for a hospital: turn descriptions into cells, on its own machine")
    clean.add_argument("file", type=Path, metavar="FILE")
    clean.add_argument("--gazetteer", type=Path, required=True, metavar="VENUES.csv", help="name, lon, lat, type")
    clean.add_argument("--out", type=Path, required=True, metavar="CLEANED.csv")
    clean.add_argument("--resolution", type=int, default=9, help="H3 resolution of the cells, 5 to 9")
    clean.set_defaults(command=_clean)


def _map(asked: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    names = {"name": asked.save, "source": asked.source}
    first = mapping.preview(asked.file, settings, **names)
    changes = _changes(asked, dict(first.mapping.columns))
    shown = mapping.preview(asked.file, settings, **names, changes=changes, as_of=datetime.now().date())
    _show(shown)
    if shown.refusal is not None:
        print(shown.refusal, file=sys.stderr)
        return 1
    if asked.save:
        print(mapping.save_mapping(shown.mapping, settings, at=datetime.now()))
    if shown.register and asked.source:
        print(f"Its feed is not registered yet: {shown.register}")
    return 0


def _changes(asked: argparse.Namespace, columns: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    for said in asked.column:
        what, equals, headings = said.partition("=")
        if what not in mapping.FIELDS or not equals:
            raise ParameterError(
                f"'{said}' names no field.", f"Write FIELD=HEADING with one of: {', '.join(mapping.FIELDS)}."
            )
        columns[what] = tuple(one for one in headings.split("+") if one)
    changes: dict[str, Any] = {"columns": {k: v for k, v in columns.items() if v}} if asked.column else {}
    changes |= {"fixed": {"category": asked.category}} if asked.category else {}
    changes |= {"mend": asked.mend.replace("none", "")} if asked.mend else {}
    return changes


def _show(shown: mapping.Preview) -> None:
    for what, headings in shown.mapping.columns.items():
        print(f"{mapping.FIELDS[what]}: {' + '.join(headings)}")
    unused = set(shown.mapping.headings) - {name for names in shown.mapping.columns.values() for name in names}
    print(f"Left out: {', '.join(sorted(unused)) or 'nothing'}")
    print("\n".join(shown.said))
    if len(shown.rows):
        print(shown.rows.dropna(axis="columns", how="all").to_string(index=False, max_colwidth=40))
        print(shown.account)


def _clean(asked: argparse.Namespace) -> int:
    print(pipeline.clean_istv(asked.file, asked.gazetteer, asked.out, resolution=asked.resolution))
    return 0
