"""What is said beside hours and nights: which records are in none of them, and what to do where no hour is known."""

from __future__ import annotations

from hotspot import findings, incidents
from hotspot.config import Parameters
from hotspot.errors import HoursUnknownError
from hotspot.language import sentence, sentences
from hotspot.measures import hours
from hotspot.pipeline.preparing import Prepared


def no_hours(found: hours.Spread, held: Prepared) -> HoursUnknownError:
    """Return the refusal where no hour is known: how many records there are, and why each kind is left out."""
    why = "; ".join(f"{count:,} {reason}" for reason, count in found.left_out.itertuples(index=False)) or "none is held"
    return HoursUnknownError(
        sentence(
            "No hour is known of the {n} records of {area} that are asked about, so all of them are left out here: "
            "{why}.",
            n=f"{found.total:,}",
            area=held.profile.name,
            why=why,
        ),
        sentence(
            "Add records with a date and time, such as your force's own extract: the page Data takes them. Where and "
            "in which months stands on Hot now."
        ),
    )


def beside(held: Prepared, asked: Parameters) -> tuple[str, ...]:
    """Return what is in no number of the page, so that its account of every record is one; the words of Hot now."""
    question = (held.incidents, held.profile, asked)
    aside = len(incidents.select(*question, institutions=True))
    lost = findings.lost_sentence(*incidents.without_place(*question))
    apart = sentence("{n} records at hospitals, prisons and police stations are set aside.", n=f"{aside:,}")
    months = incidents.period(incidents.of_sources(held.incidents.frame, asked), asked)
    said = sentences(lost, apart if aside else "")
    told = sentence(
        "In no hour of this page, {first} to {last}: {said}", first=months.first, last=months.last, said=said
    )
    return (told,) if said else ()
