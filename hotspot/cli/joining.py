"""The command ``count-in``: let an area that is there count a source of one's own, or no longer."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from hotspot import access, config, pipeline
from hotspot.config import Counted, Settings


def add_parser(commands: Any) -> None:
    """Add ``count-in`` to the commands."""
    one = commands.add_parser(
        "count-in", help="count a source of your own in an area that is there; without --yes only say what it means"
    )
    say = one.add_argument
    say("--area", required=True, help="key of the area (see: profile list)")
    say("--source", required=True, help="the source, such as ambulance/east-midlands")
    say("--role", default="other", choices=list(config.ROLES), help="what its records are")
    say("--offence", action="append", default=[], help="a word of the records that counts; may be repeated")
    say("--title", default="", help="what they are called under 'What is counted'; default: by their role")
    say("--opens", action="store_true", help="pages open with these records where a link names nothing else")
    say("--out", action="store_true", help="take the source out again; its records stay")
    say("--yes", action="store_true", help="really change what the area counts")
    one.set_defaults(command=_count_in)


def _count_in(asked: argparse.Namespace) -> int:
    settings, now = Settings.from_environment(), datetime.now()
    scope = access.local_scope(settings.home, as_of=now.date())
    if asked.out:
        pipeline.count_no_longer(asked.area, asked.source, settings, scope, at=now)
        return _told(f"{asked.area} counts {asked.source} no longer.")
    offences = tuple(asked.offence) or tuple(pipeline.offences_held(asked.source, settings, scope)[1])
    one = Counted(asked.source, asked.role, asked.title or config.ROLES[asked.role].title, offences, asked.opens)
    if not asked.yes:
        said = pipeline.foresee_counting(asked.area, one, settings, scope)
        return _told("Nothing is changed. This is what it would mean:", *said, "Add --yes to do it.")
    said = pipeline.count_in(asked.area, one, settings, scope, at=now)
    return _told(f"{asked.area} counts {asked.source} too, as '{one.title}'.", *said)


def _told(*lines: str) -> int:
    print("\n".join(lines))
    return 0
