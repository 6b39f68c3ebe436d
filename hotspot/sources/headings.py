"""How publishers head the columns of codes and names, in every year and style met so far."""

from __future__ import annotations

from hotspot.sources.recogniser import Heading

_CODE = "(cd|cod|code|co)"
_NAME = "(nm|nam|name|na)"
_YEAR = r"(\d\d|20\d\d)?"


def dated(area: str, year: str, like: str, ending: str = _CODE) -> Heading:
    r"""Return the heading of a column whose year matters: ``LSOA21CD``, ``lsoa21_code``, ``LSOA code (2021)``.

    >>> heading = dated("lsoa", "21", "LSOA21CD")
    >>> [bool(heading.find({h: h})) for h in ("lsoa21cd", "lsoa_code_2021", "lsoa_2021_code", "lsoa11cd", "lsoa21_cod")]
    [True, True, True, False, True]
    """
    when = f"(20)?{year}"
    return Heading(f"{area}_?{when}_?{ending}|{area}_?{ending}_?{when}|{when}_{area}_{ending}", like)


def _undated(area: str, like: str, ending: str) -> Heading:
    return Heading(f"{area}_?{_YEAR}_?{ending}|{area}_{ending}_?{_YEAR}", like)


LSOA21, LSOA21_NAME = dated("lsoa", "21", "LSOA21CD"), dated("lsoa", "21", "LSOA21NM", _NAME)
LSOA11, LSOA11_NAME = dated("lsoa", "11", "LSOA11CD"), dated("lsoa", "11", "LSOA11NM", _NAME)
LSOA, LSOA_NAME = Heading(f"lsoa_?{_CODE}", "LSOA21CD"), Heading(f"lsoa_?{_NAME}", "LSOA21NM")
_LAD = "(lad|ltla|local_authority_district|local_authority|la)"
LAD, LAD_NAME = _undated(_LAD, "LAD24CD", _CODE), _undated(_LAD, "LAD24NM", _NAME)
_CSP = "(csp|community_safety_partnership)"
CSP, CSP_NAME = _undated(_CSP, "CSP24CD", _CODE), _undated(_CSP, "CSP24NM", _NAME)
_PFA = "(pfa|police_force_area|police_force)"
PFA, PFA_NAME = _undated(_PFA, "PFA23CD", _CODE), _undated(_PFA, "PFA23NM", _NAME)
COUNTY = _undated("(cty|ctyua|utla)", "CTYUA24CD", _CODE)
_WARD = "(wd|ward|electoral_ward)"
WARD, WARD_NAME = _undated(_WARD, "WD24CD", _CODE), _undated(_WARD, "WD24NM", _NAME)
CHANGE = Heading("chgind|change_?ind(icator)?", "CHGIND")
