"""The only room that opens outside files: recognise them by content, read them within bounds, account for every row.

``read_paths`` is the door. Formats (how bytes become rows) live one a module; kinds (what rows mean) live one a family;
``registry`` ties them together as a table of recognisers.
"""

from hotspot.sources.model import Known, Member, Refused, Taken
from hotspot.sources.paths import read_paths

__all__ = ["Known", "Member", "Refused", "Taken", "read_paths"]
