"""Who holds which role: what each person who logs in may see and do, read again at every run.

A person is known by *issuer* and *subject*, the two words by which the organisation's own login names somebody for
good; an e-mail address can be given to somebody else. Whoever is not in the table sees nothing.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from hotspot.access import logbook
from hotspot.access.database import FILE, has, reading, writing
from hotspot.access.registry import feeds as registered
from hotspot.access.scope import Scope
from hotspot.errors import AccessError

ENTER, ADD, ADMINISTER = "enter", "add", "administer"


@dataclass(frozen=True)
class Role:
    """What a role is: its name on screen, the audiences it may be given (the first unless another is said), its acts.

    ``enter`` writes into the register of actions, ``add`` takes files in, ``administer`` changes roles and feeds.
    """

    title: str
    audiences: tuple[str, ...]
    acts: tuple[str, ...] = ()
    of_districts: bool = False


MEETING = ("meeting", "beyond", "public")
ROLES: Mapping[str, Role] = {
    "public": Role("Public: what anybody may see", ("public",)),
    "csp_officer": Role("Officer of community safety partnerships", MEETING, (ENTER,), of_districts=True),
    "nte_lead": Role("Lead for the night-time economy", MEETING, (ENTER,)),
    "analyst": Role("Analyst of named feeds", ("analyst", *MEETING), (ENTER, ADD)),
    "opcc": Role("Office of the Police and Crime Commissioner", MEETING, (ENTER,)),
    "admin": Role("Administrator of feeds and roles", ("public", "beyond", "meeting"), (ADD, ADMINISTER)),
}
LOCAL_ACTS = (ENTER, ADD)
_TABLE = """
CREATE TABLE IF NOT EXISTS role (
    issuer TEXT NOT NULL, subject TEXT NOT NULL, role TEXT NOT NULL, csps TEXT NOT NULL, feeds TEXT NOT NULL,
    audience TEXT NOT NULL, PRIMARY KEY (issuer, subject)
);
"""
_COLUMNS = ("issuer", "subject", "role", "csps", "feeds", "audience")
_FOUND = f"SELECT {', '.join(_COLUMNS)} FROM role"


@dataclass(frozen=True)
class Holder:
    """A person and the role they hold.

    Attributes
    ----------
    issuer, subject : str
        Who vouches for the person (an https address), and by which unchanging name.
    role : str
        One of ``ROLES``.
    csps, feeds : tuple of str
        The districts and the sources that may be seen; empty means all. An officer has at least one district, and an
        analyst sees exact numbers of the named feeds alone.
    audience : str
        For whom the answers are made; empty takes the role's own.

    Raises
    ------
    AccessError
        A word that no rule covers, or an audience that the role may not have.
    """

    issuer: str
    subject: str
    role: str
    csps: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    audience: str = ""

    def __post_init__(self) -> None:
        """Refuse what could later be read in two ways."""
        if self.role not in ROLES:
            raise AccessError(f"There is no role '{self.role}'.", f"Choose one of: {', '.join(ROLES)}.")
        if not self.issuer.strip() or not self.subject.strip():
            raise AccessError(
                "A role is held by somebody.", "Name issuer and subject: the page shows both to who logs in."
            )
        said = ROLES[self.role]
        if self.audience and self.audience not in said.audiences:
            raise AccessError(
                f"The role {self.role} is never of the audience '{self.audience}'.",
                f"Choose one of: {', '.join(said.audiences)}.",
            )
        if said.of_districts and not self.csps:
            raise AccessError("An officer belongs to a district.", "Name at least one: --csps E22000045.")
        object.__setattr__(self, "audience", self.audience or said.audiences[0])


def give(home: Path, holder: Holder, *, at: datetime, by: str = logbook.HERE) -> str:
    """Give a role, in place of any that the person held; log it and return what changed."""
    with writing(home, _TABLE + logbook.TABLE) as database:
        before = {(one.issuer, one.subject): one for one in map(_holder, database.execute(_FOUND))}
        was = before.get((holder.issuer, holder.subject))
        if was is not None and was.role == "admin" != holder.role:
            _refuse_last(list(before.values()))
        said = _changed(was, holder)
        database.execute(
            f"INSERT OR REPLACE INTO role ({', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)",
            [
                holder.issuer,
                holder.subject,
                holder.role,
                *map(json.dumps, (holder.csps, holder.feeds)),
                holder.audience,
            ],
        )
        logbook.write(database, logbook.CHANGE, f"role of {named(holder.issuer, holder.subject)}", said, at=at, who=by)
    return said


def take(home: Path, issuer: str, subject: str, *, at: datetime, by: str = logbook.HERE) -> None:
    """Take a person's role away; from their next run on they see nothing.

    Raises
    ------
    AccessError
        They hold none, or nobody would be left to give roles.
    """
    with writing(home, _TABLE + logbook.TABLE) as database:
        held = {(one.issuer, one.subject): one for one in map(_holder, database.execute(_FOUND))}
        was = held.get((issuer, subject))
        if was is None:
            raise AccessError(f"{named(issuer, subject)} holds no role.", "See who does: python -m hotspot role list")
        if was.role == "admin":
            _refuse_last(list(held.values()))
        database.execute("DELETE FROM role WHERE issuer = ? AND subject = ?", (issuer, subject))
        logbook.write(
            database, logbook.CHANGE, f"role of {named(issuer, subject)}", f"{was.role} taken away", at=at, who=by
        )


def holders(home: Path) -> tuple[Holder, ...]:
    """Return everybody who holds a role, by issuer and subject."""
    if not (home / FILE).exists():
        return ()
    with reading(home) as database:
        if not has(database, "role"):
            return ()
        return tuple(map(_holder, database.execute(f"{_FOUND} ORDER BY issuer, subject").fetchall()))


def scope_of(home: Path, issuer: str, subject: str, *, as_of: date) -> Scope:
    """Return what a person who logged in may see, from the table as it stands now.

    Parameters
    ----------
    home : Path
        The home folder.
    issuer, subject : str
        Who vouches for the person, and by which name.
    as_of : date
        Today: a feed past its review date is not opened.

    Raises
    ------
    AccessError
        They hold no role.
    """
    mine = [one for one in holders(home) if (one.issuer, one.subject) == (issuer, subject)]
    if not mine:
        raise AccessError(
            f"You are logged in as '{subject}' of '{issuer}', and hold no role here.",
            "Send these two words to whoever administers this installation; they give roles on the page Admin.",
        )
    held, known = mine[0], tuple(registered(home).values())
    # Records shared under section 17 are the Commissioner's alone, whoever else is named as an analyst.
    own = {feed.source for feed in known if held.role == "opcc" or feed.gateway != "s17"}
    exact = tuple(source for source in held.feeds if source in own) if held.audience == "analyst" else ()
    return Scope(
        role=held.role,
        audience=held.audience if held.audience != "analyst" or exact else "meeting",
        csps=held.csps,
        analyst_of=exact,
        feeds=known,
        lapsed=tuple(feed.source for feed in known if feed.lapsed(as_of)),
        sources=held.feeds,
    )


def may(scope: Scope, act: str) -> bool:
    """Return whether a reader may do something besides looking.

    >>> may(Scope(), ENTER), may(Scope(role="public"), ENTER), may(Scope(role="admin"), ADMINISTER)
    (True, False, True)
    """
    if scope.role == Scope().role:
        return act in LOCAL_ACTS
    return scope.role in ROLES and act in ROLES[scope.role].acts


def require(scope: Scope, act: str) -> None:
    """Refuse what a role may not do.

    Raises
    ------
    AccessError
        It may not.
    """
    if not may(scope, act):
        able = ", ".join(name for name, one in ROLES.items() if act in one.acts)
        raise AccessError("Your role looks at this and changes nothing.", f"Ask somebody whose role does: {able}.")


def named(issuer: str, subject: str) -> str:
    """Return a person as the log names them.

    >>> named("https://login.example", "4711")
    '4711 at https://login.example'
    """
    return f"{subject} at {issuer}"


def _holder(row: tuple[str, ...]) -> Holder:
    said = dict(zip(_COLUMNS, row, strict=True))
    lists = {name: tuple(json.loads(said.pop(name))) for name in ("csps", "feeds")}
    return Holder(**said, csps=lists["csps"], feeds=lists["feeds"])


def _row(one: Holder) -> list[str]:
    return [one.issuer, one.subject, one.role, json.dumps(one.csps), json.dumps(one.feeds), one.audience]


def _changed(before: Holder | None, after: Holder) -> str:
    if before is None:
        return f"{after.role} given"
    fields = [one.name for one in dataclasses.fields(Holder) if getattr(before, one.name) != getattr(after, one.name)]
    return f"changed: {', '.join(fields)}" if fields else "unchanged"


def _refuse_last(held: list[Holder]) -> None:
    if sum(one.role == "admin" for one in held) == 1:
        raise AccessError("Nobody would be left to give roles.", "Give somebody else the role admin first.")
