"""Did it work, and how good were our lists: what happened next, held against what was picked and done before."""

from hotspot.evaluate.intervention import Intervention, Periods, periods
from hotspot.evaluate.scorecard import Scorecard, scorecard
from hotspot.evaluate.sentences import CANNOT, CLAIMED_IF, headline, told
from hotspot.evaluate.touching import located, touched
from hotspot.evaluate.worked import PARTS, Worked, refuse_outcome, worked

__all__ = [
    "CANNOT",
    "CLAIMED_IF",
    "PARTS",
    "Intervention",
    "Periods",
    "Scorecard",
    "Worked",
    "headline",
    "located",
    "periods",
    "refuse_outcome",
    "scorecard",
    "told",
    "touched",
    "worked",
]
