"""The commands ``brief`` and ``pack``: one page for the meeting, and the packs of a partnership, as files."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from hotspot import access, pipeline, views
from hotspot.cli import feeds
from hotspot.config import Parameters, Settings
from hotspot.errors import ParameterError
from hotspot.views import brief as paper
from hotspot.views.brief.given import LANGUAGES, MARKINGS, Paper


def add_parsers(commands: Any) -> None:
    """Add ``brief`` and ``pack`` to the commands."""
    page = commands.add_parser("brief", help="write the tasking brief: one page, its map and its tables")
    _common(page)
    page.add_argument("--place", default="", help="key of the place in hand; default: the one in the headline")
    page.set_defaults(command=_brief)
    packs = commands.add_parser("pack", help="write the needs assessment and the yearly review of one CSP")
    _common(packs)
    packs.add_argument("--csp", required=True, help="code of the Community Safety Partnership")
    packs.set_defaults(command=_pack)


def _common(parser: argparse.ArgumentParser) -> None:
    say = parser.add_argument
    say("--area", required=True, help="key of the area profile (see: profile list)")
    say("--offence", default="", help="key of one of the profile's measures; default: its first")
    say("--from", dest="start", default="", help="first month or day; default: the last unbroken run of months")
    say("--to", dest="end", default="", help="last month or day, included")
    say("--marking", default=MARKINGS[0], choices=MARKINGS, help="protective marking; '' for none")
    say("--language", default="en", choices=list(LANGUAGES), help="cy: machine-made Welsh, to be checked")
    say("--as-of", default="", help="today, YYYY-MM-DD: what is overdue is overdue on this day")
    say("--out", type=Path, required=True, metavar="DIR")


def _today(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else feeds.today()
    except ValueError as error:
        raise ParameterError(f"'{text}' is not a date.", "Write it like 2027-01-31.") from error


def _asked(asked: argparse.Namespace) -> tuple[Parameters, dict[str, Any]]:
    settings, today = Settings.from_environment(), _today(asked.as_of)
    how = {
        "settings": settings,
        "scope": access.local_scope(settings.home, as_of=today),
        "paper": Paper(asked.marking, asked.language, today),
    }
    offence = {"offence": asked.offence} if asked.offence else {}
    return Parameters(area=asked.area, start=asked.start, end=asked.end, **offence), how


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except (OSError, ValueError) as error:
        raise ParameterError(f"The files cannot be written to {folder} ({error}).", "Name another folder.") from error
    print("\n".join(str(folder / name) for name in files))


def _brief(asked: argparse.Namespace) -> int:
    parameters, how = _asked(asked)
    given = pipeline.brief(parameters, place=asked.place, **how)
    _write(asked.out, {name: paper.brief_file(name, given) for name in paper.BRIEF_FILES})
    found = given.analysis.findings
    print(views.headline(found, views.register.agreed(found, given.actions, given.paper.as_of)))  # as on the page
    return 0


def _pack(asked: argparse.Namespace) -> int:
    parameters, how = _asked(asked)
    given = pipeline.pack(parameters, asked.csp, **how)
    _write(asked.out, {name: paper.pack_file(name, given) for name in paper.PACK_FILES})
    return 0
