"""One analysis: everything that changes its result, and nothing else."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from hotspot.config import bounds
from hotspot.errors import ParameterError

Window = Literal["entire_cube", "neighbourhood_steps", "step"]
Rules = Literal["current", "legacy"]

LATER: dict[str, Any] = {"edge": "none", "lads": (), "wards": (), "outline": "", "hours": "", "hour_band": ""}
PLACES = ("csps", "lads", "wards", "outline")  # which part of the area is listed
SMALL_PARTS = PLACES[1:]
HOURS = ("hours", "hour_band")  # which hours of the week count


@dataclass(frozen=True)
class Parameters:
    """Everything that changes a result, and nothing else.

    Attributes
    ----------
    area : str
        Key of the area profile.
    sources : tuple of str
        The sources counted; empty means every published source of the area.
    offence : str
        Key of the profile's measure.
    start, end : str
        First and last month or day, both included (``2025-01`` or ``2025-01-15``); empty means the last unbroken run.
    geography, resolution
        ``h3`` with its resolution, or ``lsoa``.
    step, method, rings, lag, window, alpha, rules, mask, reference
        As in the methods document. ``lag`` None is 1 for trends and 0 for a single map.
    bandwidth_m : float or None
        Radius of the density; None lets the rule choose, never below 200 m on snapped points.
    edge : str
        ``corrected`` mends the drop of the density at the area's border, as if beyond it were as on this side.
    csps : tuple of str
        Only these CSPs; empty means the whole area.
    lads, wards : tuple of str
        Only these local authority districts; only these wards, by their codes. With several kinds of choice a place
        must lie in all of them.
    outline : str
        Only what lies in this outline, kept under the digest of its shape; a link never holds the shape itself.
    hours : str
        Only records of this window of the week (``weekend_nights``); empty means every hour.
    hour_band : str
        Only records of this part of the day or night (``21-00``); with ``hours``, of both.
    permutations : int
        How many random reallocations give a second p for the single map; 0 for none.
    seed : int
        Seed of every random draw.

    >>> Parameters(area="gwent").digest == Parameters(area="gwent", offence="recorded_violence").digest
    True
    """

    area: str
    sources: tuple[str, ...] = ()
    offence: str = "recorded_violence"
    start: str = ""
    end: str = ""
    geography: str = "h3"
    resolution: int = 8
    step: str = "month"
    method: str = "emerging"
    rings: int = 1
    lag: int | None = None
    window: Window = "entire_cube"
    alpha: float = 0.10
    rules: Rules = "current"
    mask: str = "inhabited"
    reference: str = "area"
    bandwidth_m: float | None = None
    edge: str = "none"
    csps: tuple[str, ...] = ()
    lads: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    outline: str = ""
    hours: str = ""
    hour_band: str = ""
    permutations: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse a value that no analysis can use."""
        bounds.refuse(self)

    @property
    def digest(self) -> str:
        """Twelve characters that name this analysis: equal parameters, equal digest."""
        said = dataclasses.asdict(self)
        for name, default in LATER.items():
            if said[name] == default:
                del said[name]  # so that analyses named before there was a choice keep their names
        plain = json.dumps(said, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:12]

    @property
    def is_narrow(self) -> bool:
        """Whether a part of the area was chosen."""
        return any(getattr(self, name) for name in PLACES)

    @property
    def by_the_hour(self) -> bool:
        """Whether some hours of the week were chosen."""
        return any(getattr(self, name) for name in HOURS)

    def changed(self, **changes: Any) -> Parameters:
        """Return the same parameters with some of them changed."""
        return dataclasses.replace(self, **changes)

    def without(self, *names: str) -> Parameters:
        """Return the same parameters with some of them back at their defaults.

        >>> Parameters("gwent", hours="after_school").without(*HOURS) == Parameters("gwent")
        True
        """
        defaults: dict[str, Any] = {one.name: one.default for one in dataclasses.fields(self)}
        return dataclasses.replace(self, **{name: defaults[name] for name in names})

    def to_query(self) -> dict[str, str]:
        """Return what differs from the defaults, as the text fields of an address.

        >>> Parameters(area="gwent", resolution=7, csps=("W1", "W2")).to_query()
        {'area': 'gwent', 'resolution': '7', 'csps': 'W1,W2'}
        """
        said = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        default = {f.name: f.default for f in dataclasses.fields(self)}
        return {
            name: ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in said.items()
            if value != default[name]
        }

    @classmethod
    def from_query(cls, query: Mapping[str, str | Sequence[str]]) -> Self:
        """Return the parameters that an address describes; unknown fields are passed over.

        Raises
        ------
        ParameterError
            A field holds something that cannot be used.

        >>> Parameters.from_query({"area": "gwent", "resolution": "7", "page": "2"}).resolution
        7
        """
        if not query.get("area"):
            raise ParameterError("The address does not say which area.", "Choose an area in the menu.")
        sound, wrong = cls.sound(query)
        if wrong:
            raise wrong[0]
        return sound

    @classmethod
    def sound(cls, query: Mapping[str, str | Sequence[str]]) -> tuple[Self, tuple[ParameterError, ...]]:
        """Return what of an address can be used, and what is wrong with the rest of it, fault by fault.

        A field that cannot go with those before it is left out as well.

        >>> kept, wrong = Parameters.sound({"area": "gwent", "resolution": "99", "alpha": "x", "rules": "legacy"})
        >>> kept.to_query(), len(wrong)
        ({'area': 'gwent', 'rules': 'legacy'}, 2)
        """
        kept, wrong = cls(area=str(query.get("area", ""))), []
        for one in dataclasses.fields(cls):
            if one.name in query and one.name != "area":
                try:
                    value = bounds.from_text(one.name, str(one.type), str(query[one.name]))
                    kept = dataclasses.replace(kept, **{one.name: value})
                except ParameterError as error:
                    wrong.append(error)
        return kept, tuple(wrong)
