"""Five hundred planted identifiers, each in a file that is sound otherwise; and every real file of incidents."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.trust import Row
from benchmarks.trust._files import street
from hotspot.sources import Refused, Upload, read_paths
from hotspot.sources.screening import is_nhs_number

TITLE = "The personal-data screen"
PLANTED = 500
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL = ("police_uk", "incidents_with_time")
LETTERS = "ABCEGHJKLMNPRSTWXYZ"


def nhs(rng: random.Random) -> str:
    """Return a ten-digit number that passes the check of an NHS number, written one of three ways."""
    while True:
        digits = str(rng.randrange(4_000_000_000, 8_000_000_000))
        if is_nhs_number(digits):
            gap = rng.choice(("", " ", "-"))
            return gap.join((digits[:3], digits[3:6], digits[6:]))


def insurance(rng: random.Random) -> str:
    """Return a National Insurance number."""
    numbers = [f"{rng.randrange(100):02d}" for _ in range(3)]
    return rng.choice(("", " ")).join((rng.choice(("AB", "JK", "PW", "SX")), *numbers, rng.choice("ABCD")))


def phone(rng: random.Random) -> str:
    """Return a phone number of the ranges kept for drama, in four ways of writing."""
    last = f"{rng.randrange(1000):03d}"
    return rng.choice((f"07700 900{last}", f"+447700900{last}", f"020 7946 0{last}", f"(01632) 960{last}"))


def address(rng: random.Random) -> str:
    """Return an e-mail address."""
    return f"{rng.choice(('j.smith', 'sam_99', 'a-b'))}{rng.randrange(99)}@{rng.choice(('example.com', 'nhs.example'))}"


def postcode(rng: random.Random) -> str:
    """Return a full postcode."""
    inward = f"{rng.randrange(10)}{rng.choice('ABDEFGHJLN')}{rng.choice('PQRSTUWXYZ')}"
    return f"{rng.choice(('DE', 'S', 'NG', 'TR', 'CB'))}{rng.randrange(1, 29)}{rng.choice((' ', ''))}{inward}"


def birthday(rng: random.Random) -> str:
    """Return a date of birth, in two ways of writing."""
    year, month, day = rng.randrange(1940, 2008), rng.randrange(1, 13), rng.randrange(1, 29)
    return rng.choice((f"{year}-{month:02d}-{day:02d}", f"{day:02d}/{month:02d}/{year}"))


def story(rng: random.Random) -> str:
    """Return a free text about a person."""
    who = rng.choice(("The victim", "His brother", "A neighbour"))
    day = rng.randrange(1, 29)
    return f"{who} told the officer that the man from the corner house had followed her twice since the {day}th."


KINDS: dict[str, Callable[[random.Random], str]] = {
    "NHS number": nhs,
    "National Insurance number": insurance,
    "phone number": phone,
    "e-mail address": address,
    "full postcode": postcode,
    "date of birth": birthday,
    "free text": story,
}


def planted(kind: str, rng: random.Random) -> bytes:
    """Return a street file of sixty rows, one of whose cells holds an identifier, alone or within words."""
    rows = list(csv.reader(io.StringIO(street("2025-06", 60, seed=rng.randrange(10**6)).decode())))
    value = KINDS[kind](rng)
    if kind not in ("date of birth", "free text") and rng.random() < 0.5:
        value = f"{rng.choice(('call', 'see', 'ref'))} {value}"
    column = rng.choice(("Location", "Context", "Last outcome category", "Notes"))
    if column == "Notes":
        rows = [[*row, "" if number else "Notes"] for number, row in enumerate(rows)]
    rows[rng.randrange(1, len(rows))][rows[0].index(column)] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def refused(content: bytes) -> bool:
    """Return whether all of a file is refused for a person's sake."""
    results = list(read_paths([Upload("extract.csv", content)]))
    return all(isinstance(one, Refused) for one in results)


def rows() -> list[Row]:
    """Return one row for each kind of identifier, and one for the real files."""
    caught, tried = Counter[str](), Counter[str]()
    for number in range(PLANTED):
        rng, kind = random.Random(number), list(KINDS)[number % len(KINDS)]
        tried[kind] += 1
        caught[kind] += refused(planted(kind, rng))
    share = sum(caught.values()) / PLANTED
    told = [Row(f"Planted {kind}", tried[kind], f"{caught[kind]} refused", 0) for kind in KINDS]
    enough = Row(
        "All planted identifiers together", PLANTED, f"{100 * share:.1f} % refused (goal 99 %)", int(share < 0.99)
    )
    return [*told, enough, _real()]


def _real() -> Row:
    if not SHARED.is_dir():
        return Row("Real files of incidents", 0, "not run: the real files are not beside the checkout", 0)
    paths = [path for name in REAL for path in sorted((SHARED / name).iterdir()) if path.suffix in (".zip", ".csv")]
    results = [one for one in read_paths(paths) if not (isinstance(one, Refused) and "MANIFEST" in one.name)]
    wrong = [one for one in results if isinstance(one, Refused) and "personal" in one.what]
    return Row("Real files of incidents", len(results), f"{len(wrong)} refused by the screen", len(wrong))
