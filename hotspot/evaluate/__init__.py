"""Did it work, and how good were our lists: what happened next, held against what was picked and done before."""

from hotspot.evaluate.scorecard import Scorecard, scorecard

__all__ = ["Scorecard", "scorecard"]
