"""Check an area profile against the world: real codes, a real clock, metres, and sources that are held."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator

import pyproj

from hotspot import config
from hotspot.config import AreaProfile, Settings
from hotspot.store import ParquetStore


def check_profile(area: str, settings: Settings) -> list[str]:
    """Return what is wrong with an area profile, each with its mend; empty where nothing is.

    Raises
    ------
    ProfileError
        There is no such profile, or it cannot be read at all.
    """
    profile = config.profile(area, settings.home)
    return [*_clock(profile), *_metres(profile), *_codes(profile, settings), *_words(profile)]


def _clock(profile: AreaProfile) -> Iterator[str]:
    if profile.zone not in zoneinfo.available_timezones():
        yield f"The zone '{profile.zone}' is no time zone. Write it like Europe/London."


def _metres(profile: AreaProfile) -> Iterator[str]:
    try:
        crs = pyproj.CRS.from_user_input(profile.crs)
    except pyproj.exceptions.CRSError:
        yield f"The crs '{profile.crs}' is not known. For England and Wales write EPSG:27700."
        return
    if not crs.is_projected or crs.axis_info[0].unit_name != "metre":
        yield f"The crs '{profile.crs}' is not in metres. For England and Wales write EPSG:27700."


def _codes(profile: AreaProfile, settings: Settings) -> Iterator[str]:
    """Check the CSP codes against the lookups, where some are held."""
    lookup = ParquetStore(settings.home).table("lookup_lad_csp_pfa", columns=["csp_code"])
    known = set(lookup.column("csp_code").to_pylist())
    wrong = [code for code in profile.csps if known and code not in known and not profile.boundary]
    if wrong:
        yield f"No partnership has the code {', '.join(wrong)}. Look the codes up in the LAD to CSP lookup."
    listed = {code for codes in profile.groups.values() for code in codes}
    if not listed <= set(profile.csps):
        yield f"A group names {', '.join(sorted(listed - set(profile.csps)))}, which csps does not list. Add it there."


def _words(profile: AreaProfile) -> Iterator[str]:
    for key in ("words", "gaps"):
        if not profile.definition.get(key):
            yield f"The definition does not say '{key}'. It stands on every screen: write one sentence."
    for measure in profile.measures.values():
        if not any(measure.categories.values()):
            yield f"The measure '{measure.key}' counts no category. Name at least one."
