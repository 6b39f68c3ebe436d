"""The commands ``role add``, ``role remove`` and ``role list``: the first administrator is named here."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import Any

from hotspot import access
from hotspot.config import Settings


def add_parser(commands: Any) -> None:
    """Add ``role`` with its three actions to the commands."""
    actions = commands.add_parser("role", help="say who may see what, where people log in").add_subparsers(
        required=True, metavar="action"
    )
    actions.add_parser("list", help="list who holds which role").set_defaults(command=_list)
    add = actions.add_parser("add", help="give somebody a role, in place of any they hold")
    remove = actions.add_parser("remove", help="take somebody's role away, from their next click on")
    for one in (add, remove):
        one.add_argument("--issuer", required=True, help="who vouches for the person: the address of the login service")
        one.add_argument("--subject", required=True, help="by which unchanging name; the page shows it at the login")
    add.add_argument("--role", required=True, choices=list(access.ROLES))
    add.add_argument("--csps", nargs="*", default=[], metavar="CODE", help="only these districts; default: all")
    add.add_argument("--feeds", nargs="*", default=[], metavar="SOURCE", help="only these sources; default: all")
    add.add_argument("--audience", default="", choices=["", *access.AUDIENCES], help="default: the role's own")
    add.set_defaults(command=_add)
    remove.set_defaults(command=_remove)


def _add(asked: argparse.Namespace) -> int:
    holder = access.Holder(
        asked.issuer, asked.subject, asked.role, tuple(asked.csps), tuple(asked.feeds), asked.audience
    )
    said = access.give(Settings.from_environment().home, holder, at=datetime.now())
    print(f"{_line(holder)} ({said})")
    return 0


def _remove(asked: argparse.Namespace) -> int:
    access.take(Settings.from_environment().home, asked.issuer, asked.subject, at=datetime.now())
    print(f"{access.named(asked.issuer, asked.subject)} holds no role any more.")
    return 0


def _list(_: argparse.Namespace) -> int:
    held = access.holders(Settings.from_environment().home)
    print("\n".join(map(_line, held)) or "Nobody holds a role.")
    return 0


def _line(holder: access.Holder) -> str:
    where = ", ".join(holder.csps) or "every district"
    what = ", ".join(holder.feeds) or "every feed that is open to the role"
    who = access.named(holder.issuer, holder.subject)
    return f"{who}: {holder.role}; {where}; {what}; audience {holder.audience}"
