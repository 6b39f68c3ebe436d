"""The only room that opens outside files: recognise them by content, read them within bounds, account for every row.

``read_paths`` is the door. Formats (how bytes become rows) live one a module; kinds (what rows mean) live one a family;
``registry`` ties them together as a table of recognisers.

A name's module is loaded when the name is first asked for: an answer reads the store, and opens no outside file.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
