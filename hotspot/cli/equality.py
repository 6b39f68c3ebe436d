"""The command ``equality``: who lives where hot spots are named, source by source, as a table and a page."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from hotspot import access, pipeline
from hotspot.cli import feeds
from hotspot.config import Parameters, Settings
from hotspot.errors import ParameterError
from hotspot.views import equality


def add_parser(commands: Any) -> None:
    """Add ``equality`` to the commands."""
    parser = commands.add_parser("equality", help="write the equality evidence sheet: a table and a page to print")
    say = parser.add_argument
    say("--area", required=True, help="key of the area profile (see: profile list)")
    say("--offence", default="", help="key of one of the profile's measures; default: its first")
    say("--csp", action="append", default=[], help="only this CSP (code); may be repeated")
    say("--from", dest="start", default="", help="first month or day; default: each source's last unbroken run")
    say("--to", dest="end", default="", help="last month or day, included")
    say("--out", type=Path, required=True, metavar="DIR")
    parser.set_defaults(command=_equality)


def _equality(asked: argparse.Namespace) -> int:
    settings = Settings.from_environment()
    offence = {"offence": asked.offence} if asked.offence else {}
    question = Parameters(asked.area, start=asked.start, end=asked.end, csps=tuple(asked.csp), **offence)
    scope = access.local_scope(settings.home, as_of=feeds.today())
    sheet = pipeline.equality_sheet(question, settings=settings, scope=scope)
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
        for name in equality.FILES:
            (asked.out / name).write_bytes(equality.equality_file(name, sheet))
    except (OSError, ValueError) as error:
        raise ParameterError(
            f"The files cannot be written to {asked.out} ({error}).", "Name another folder."
        ) from error
    for _, rows in sheet.table.groupby(["source", "by"], sort=False):
        print(f"{rows['source'].iloc[0]}: {equality.sentence(rows)}")
    print("\n".join([*sheet.missing, *(str(asked.out / name) for name in equality.FILES)]))
    return 0
