"""Which census an LSOA code belongs to, as far as a list of codes can tell.

Codes are numbered in the order in which they were made. A code above the last of 2011 exists only since 2021; a lower
one may belong to both. So newer codes settle the question one way, and a layer heading decides the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from hotspot.errors import SourceError

LAST_2011 = {"E": "E01033768", "W": "W01001958"}


def newer(codes: Iterable[str]) -> list[str]:
    """Return the codes that exist only since 2021.

    >>> newer(["E01000001", "E01035762", "W01001959"])
    ['E01035762', 'W01001959']
    """
    return sorted(code for code in codes if code > LAST_2011.get(code[:1], "~"))


def refuse_newer(codes: Iterable[str]) -> None:
    """Raise where codes said to be of 2011 cannot be.

    Raises
    ------
    SourceError
        Naming one such code.
    """
    found = newer(codes)
    if found:
        raise SourceError(
            f"Its heading says LSOA 2011, but {len(found):,} codes exist only since 2021 (such as {found[0]}).",
            "Rename the code column LSOA21CD if these are the 2021 areas, or download the 2011 file.",
        )


def decide(codes: Iterable[str]) -> int:
    """Return 2021 where the codes prove it.

    Raises
    ------
    SourceError
        Where they could be of either year: guessing would misplace one row in ten.
    """
    if newer(codes):
        return 2021
    raise SourceError(
        "Its LSOA codes could be of 2011 or of 2021, and no heading says which.",
        "Rename the code column LSOA11CD or LSOA21CD.",
    )
