"""The commands ``feed register`` and ``feed list``: whose records these are, by what right, until when."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from typing import Any

from hotspot import access, config
from hotspot.access import Feed
from hotspot.access.feeds import GEOGRAPHIES, WINDOWS
from hotspot.config import Settings
from hotspot.errors import ParameterError


def today() -> date:
    """Return today's date on this machine."""
    return date.today()


def add_parser(commands: Any) -> None:
    """Add ``feed`` with its two actions to the commands."""
    actions = commands.add_parser("feed", help="register whose records come in, or list them").add_subparsers(
        required=True, metavar="action"
    )
    actions.add_parser("list", help="list the registered feeds").set_defaults(command=_list)
    register = actions.add_parser("register", help="register a feed, or register it anew")
    say = register.add_argument
    say("--source", required=True, help="its name, such as force/derbyshire, ambulance/emas or ed/royal-derby")
    say("--provider", required=True, choices=access.PROVIDERS)
    say("--owner", required=True, help="who answers for the records")
    say("--gateway", required=True, choices=list(access.GATEWAYS), help="the power they are shared under")
    say("--agreement", default="", help="reference of the sharing agreement")
    say("--review", default="", help="last day before the agreement is reviewed, YYYY-MM-DD")
    say("--purpose", default="")
    say("--location", default="exact", choices=access.LOCATION_PRECISIONS)
    say("--time", default="minute", choices=access.TIME_PRECISIONS)
    say("--geography", default="", choices=GEOGRAPHIES, help="in which others see it; never changed lightly")
    say(
        "--window",
        default="",
        choices=WINDOWS,
        help="whole years, of the calendar or from another month, or quarters, in which others see it",
    )
    say(
        "--analyst", action="store_true", help="make yourself this feed's analyst, who sees exact numbers; it is logged"
    )
    say("--reason", default="", help="why you need exact numbers, with --analyst; the log keeps it")
    register.set_defaults(command=_register)


def _review(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ParameterError(f"'{text}' is not a date.", "Write it like 2027-01-31.") from error


def _register(asked: argparse.Namespace) -> int:
    words = ["source", "provider", "owner", "gateway", "agreement", "purpose", "location", "time", "analyst"]
    words += ["geography", "window"]
    feed = Feed(**{name: getattr(asked, name) for name in words}, review=_review(asked.review))
    settings = Settings.from_environment()
    changed = access.register(settings.home, feed, at=datetime.now(), reason=asked.reason)
    print(f"{feed.source} is registered ({changed}): {_line(feed)}")
    if feed.analyst:
        print("You are its analyst and see its exact numbers; the log says so.")
    if not any(feed.source in one.sources for one in config.profiles(settings.home).values()):
        print(
            f"No area counts {feed.source} yet. Once its file is added, count it in one: on the page Data, or with "
            f"python -m hotspot count-in --area AREA --source {feed.source}."
        )
    return 0


def _list(asked: argparse.Namespace) -> int:
    held = access.feeds(Settings.from_environment().home)
    shut = access.shut(access.local_scope(Settings.from_environment().home, as_of=today()))
    for source, feed in held.items():
        print(f"{source}: {_line(feed)}")
        if source in shut:
            print(f"  {shut[source]}")
    if not held:
        print(f"No feed is registered. {access.how_to_register('force/NAME')}")
    return 0


def _line(feed: Feed) -> str:
    said = [f"{feed.provider}, {feed.owner}", access.GATEWAYS[feed.gateway]]
    said += [f"agreement {feed.agreement}"] if feed.agreement else []
    said += [f"review by {feed.review:%d %B %Y}"] if feed.review else ["no review date"]
    said += [f"location {feed.location}, time {feed.time}"]
    said += [f"for {feed.purpose}"] if feed.purpose else []
    return "; ".join([*said, "you are its analyst" if feed.analyst else "controlled" if not feed.is_open else "open"])
