"""The commands ``erase`` and ``retention``: what is deleted for good, from every version and from the disk."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from hotspot import pipeline
from hotspot.config import Settings


def add_parsers(commands: Any) -> None:
    """Add ``erase`` and ``retention`` to the commands."""
    erase = commands.add_parser("erase", help="delete chosen records for good; without --yes only say which")
    say = erase.add_argument
    say("--sha256", default="", help="of the file, from `status --json`; its first 8 characters will do")
    say("--file", default="", help="name of the file that was added")
    say("--source", default="", help="every part of this source, such as force/derbyshire")
    say("--period", default="", help="only this month, YYYY-MM")
    _sure(erase, _erase)
    kept = commands.add_parser("retention", help="delete records of restricted feeds that are too old")
    kept.add_argument("--months", type=int, required=True, help="how many whole months stay")
    _sure(kept, _retention)


def _sure(parser: argparse.ArgumentParser, command: Any) -> None:
    parser.add_argument("--yes", action="store_true", help="really delete; no undo brings it back")
    parser.set_defaults(command=command)


def _erase(asked: argparse.Namespace) -> int:
    chosen = pipeline.Chosen(asked.sha256, asked.source, asked.period, asked.file)
    return _told(pipeline.erase_records(chosen, Settings.from_environment(), at=datetime.now(), really=asked.yes))


def _retention(asked: argparse.Namespace) -> int:
    return _told(pipeline.retention(asked.months, Settings.from_environment(), at=datetime.now(), really=asked.yes))


def _told(lines: tuple[str, ...]) -> int:
    print("\n".join(lines))
    return 0
