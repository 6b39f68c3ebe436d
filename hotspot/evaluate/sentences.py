"""What may be said of a before-and-after comparison, and what the numbers cannot carry.

No sentence here says "reduced by" or "worked": counts and a comparison show at most that one place fell more than
others, never why.
"""

from __future__ import annotations

import math

import pandas as pd

from hotspot.evaluate.matching import similar
from hotspot.evaluate.worked import APART, TYPICAL_FALL, Worked
from hotspot.findings.figures import ends, signed
from hotspot.language import phrase, phrase_many, to_phrase

CLAIMED_IF = to_phrase(
    "A fall is called larger than elsewhere only if four things hold: the 95 % interval of the net difference leaves "
    "out 0, the count afterwards lies below all that this place's own longer past leads to expect, place and "
    "comparison moved alike before, and both were of similar size."
)
LONELY = to_phrase("No effect can be claimed: no place of similar size is left to compare with.")
LONELY_AROUND = to_phrase("No effect can be claimed: no surroundings like its own are left to compare with.")
TOO = {-1: to_phrase("fell too"), 0: to_phrase("stayed the same too"), 1: to_phrase("rose too")}
OTHERWISE = {
    -1: to_phrase("fell, which chance alone allows"),
    0: to_phrase("stayed the same, which chance alone allows"),
    1: to_phrase("rose, which chance alone allows"),
}
WORTH_SAYING = 0.05
CANNOT = (
    to_phrase(
        "Why it changed: a comparison can show that one place moved otherwise than another, never that the action did "
        "it."
    ),
    to_phrase("What was not recorded: people report more or less, and police record where they are."),
    to_phrase("What happened to victims elsewhere: incidents that moved beyond the ring are not seen."),
)


def headline(result: Worked) -> str:
    """Return the verdict in one calm sentence or two, read from across the room."""
    place = result.intervention.name
    before, after = _pair(result, "target")
    moved = phrase("{place}: {before} before, {after} after.")
    said = moved.format(place=place, before=f"{before:,}", after=f"{after:,}")
    return f"{said} {_VERDICTS[result.verdict](result)}"


def _not_shown(result: Worked) -> str:
    before, after = _pair(result, "comparison")
    if not result.alike:
        return phrase(LONELY_AROUND if result.same_size else LONELY)
    if result.drift.p < APART:
        return phrase("No effect can be claimed: it and the places compared with moved apart before anything was done.")
    if result.interval[1] < 0:
        return phrase(
            "That is more than elsewhere, but no more than its own past leads to expect: no effect can be claimed."
        )
    theirs = _direction(before, after)
    moved = (TOO if _direction(*_pair(result, "target")) == theirs else OTHERWISE)[theirs]
    said = phrase_many(
        "The place compared with {moved}, from {before} to {after}: no effect can be claimed.",
        "The places compared with {moved}, from {before} to {after}: no effect can be claimed.",
        int(result.counts.at["comparison", "places"]),
    )
    return said.format(moved=phrase(moved), before=f"{before:,}", after=f"{after:,}")


def _direction(before: int, after: int) -> int:
    return (after > before) - (after < before)


def _too_few(result: Worked) -> str:
    return phrase("Too few to judge: even a fall to nothing could not be told from chance.")


def _fell_more(result: Worked) -> str:
    more = phrase(
        "It fell more than what it is compared with and more than was to be expected: with the ring round "
        "it, net {net}."
    )
    return more.format(net=_net(result))


def _rose_more(result: Worked) -> str:
    more = phrase(
        "It rose more than what it is compared with and more than was to be expected: with the ring round "
        "it, net {net}."
    )
    return more.format(net=_net(result))


_VERDICTS = {"not shown": _not_shown, "too few": _too_few, "fell more": _fell_more, "rose more": _rose_more}


def _net(result: Worked) -> str:
    low, high = result.interval
    return f"{signed(result.wdd.estimate)} (95 % interval {ends(low, high)})"


def _pair(result: Worked, part: str) -> tuple[int, int]:
    row = result.counts.loc[part]
    return int(row["before"]), int(row["after"])


def told(result: Worked) -> tuple[str, ...]:
    """Return everything a reader needs to judge the comparison, a sentence or two each."""
    said = (
        compared(result),
        net(result),
        around(result),
        expected(result),
        drift(result),
        power(result),
        sizes(result),
    )
    return tuple(one for one in (*said, *result.periods.notes) if one)


def compared(result: Worked) -> str:
    """Return which months are compared."""
    after, before = (
        phrase("{start} to {end}").format(start=first, end=last) if first != last else first
        for first, last in ((result.first_after, result.last_after), (result.first_before, result.last_before))
    )
    if result.periods.same_season:
        said = phrase("Compared: {after} with {before}, the same months a year before, so the season is the same.")
    else:
        said = phrase(
            "Compared: {after} with {before}, the time just before, which is another season: the difference may be "
            "season."
        )
    return said.format(after=after, before=before)


def net(result: Worked) -> str:
    """Return the weighted displacement difference in words, with what it rests on."""
    said = [
        phrase("Place and ring together, net of the places compared with (weighted displacement difference): {net}."),
        phrase("The interval leaves out 0.")
        if result.interval[0] > 0 or result.interval[1] < 0
        else phrase("The interval holds 0."),
    ]
    if result.wider > 1.05:
        said.append(
            phrase("The margin is {times} times that of chance: so much did places move that nothing was done to.")
        )
    return " ".join(said).format(net=_net(result), times=f"{result.wider:,.1f}")


def around(result: Worked) -> str:
    """Return what happened next door: where incidents may have gone, and what cannot be told of it."""
    if not result.counts.at["ring", "places"]:
        return phrase("No place around it holds records, so nothing can be said of displacement.")
    before, after = _pair(result, "ring")
    other_before, other_after = _pair(result, "ring_comparison")
    rose = result.ring[result.ring["after"] > result.ring["before"]].head(1)
    went = phrase("{name} went from {before} to {after}.")
    named = [
        went.format(name=row["name"], before=f"{row['before']:,}", after=f"{row['after']:,}")
        for _, row in rose.iterrows()
        if _seen(row)
    ]
    said = phrase("Around it: {before} before, {after} after, where the like went from {start} to {end}.").format(
        before=f"{before:,}", after=f"{after:,}", start=f"{other_before:,}", end=f"{other_after:,}"
    )
    return " ".join([said, *named, quotient(result)])


def _seen(row: pd.Series) -> bool:
    return bool(row["after"] >= row["before"] + 3)


def quotient(result: Worked) -> str:
    """Return the weighted displacement quotient where it can be read, with what it would mean."""
    if math.isnan(result.wdq):
        return phrase("No displacement quotient: the place did not do better than the one compared with.")
    meaning = (
        phrase("the ring, too, went better than the one compared with")
        if result.wdq > 0
        else phrase("less moved into the ring than left the place")
        if result.wdq >= -1
        else phrase("more came into the ring than left the place")
    )
    return phrase(
        "Displacement quotient {quotient}: taken at its word, {meaning}; it has no margin of error, and at counts like "
        "these it swings."
    ).format(quotient=signed(result.wdq, 1), meaning=meaning)


def expected(result: Worked) -> str:
    """Return what was to be expected with no action at all."""
    alone = result.without_action
    before, after = _pair(result, "target")
    share = (before - alone.expected) / (before - after) if after < before else 0.0
    if share >= 1:
        said = phrase(
            "With nothing done, {n} were to be expected ({low} to {high}): as large a fall as there was, or a larger "
            "one, from a count that was high for this place."
        )
    elif share >= WORTH_SAYING:
        said = phrase(
            "With nothing done, {n} were to be expected ({low} to {high}): {share} % of the fall, because the count "
            "before was high for this place."
        )
    else:
        said = phrase("With nothing done, {n} were to be expected ({low} to {high}); there were {after}.")
    low, high = f"{alone.low:,.0f}", f"{alone.high:,.0f}"
    return said.format(n=f"{alone.expected:,.0f}", low=low, high=high, share=f"{100 * share:,.0f}", after=f"{after:,}")


def drift(result: Worked) -> str:
    """Return whether place and comparison moved alike before."""
    if math.isnan(result.drift.p):
        return phrase("Whether place and comparison moved alike before cannot be tested: one of them held nothing.")
    if result.drift.p < APART:
        return phrase(
            "Before anything was done the place and its comparison already moved apart (p {p}), so the one does not "
            "show what would have happened in the other."
        ).format(p=_p(result.drift.p))
    return phrase(
        "Before, place and comparison moved alike as far as can be told (p = {p} for a drift apart); with few "
        "incidents a drift can hide."
    ).format(p=f"{result.drift.p:,.2f}")


def _p(value: float) -> str:
    return phrase("below 0.001") if value < 0.001 else f"= {value:.3f}"


def power(result: Worked) -> str:
    """Return how large a fall these counts could show."""
    before, _ = _pair(result, "target")
    said = phrase("A fall of {fall} % needs at least {needed} incidents before; there were {before}.").format(
        fall=f"{100 * TYPICAL_FALL:,.0f}", needed=f"{result.least_before:,}", before=f"{before:,}"
    )
    if result.least_fall > 1:
        return f"{said} {phrase('With these, no fall could be shown, not even to nothing.')}"
    least = phrase("The least fall that these could show is {fall} %.")
    return f"{said} {least.format(fall=math.ceil(100 * result.least_fall))}"


def sizes(result: Worked) -> str:
    """Return a warning where place and comparison are not of one size; empty where they are."""
    pairs = (
        (phrase("the place held {ours} before, the one compared with {theirs}"), "target", "comparison"),
        (phrase("the ring held {ours} before, the one compared with {theirs}"), "ring", "ring_comparison"),
    )
    held = [(text, _pair(result, mine)[0], _pair(result, other)[0]) for text, mine, other in pairs]
    said = [text.format(ours=f"{a:,}", theirs=f"{b:,}") for text, a, b in held if not similar(a, b)]
    because = phrase("the same trend moves them by different numbers, so nothing is claimed.")
    told = f"{'; '.join(said)}: {because}"
    return f"{told[0].upper()}{told[1:]}" if said else ""
