"""Findings as maps, pictures, charts, tables, sentences and files; everything here also works in a notebook.

A module is loaded when it is first asked for: a page without a chart need not wait for the library that draws charts.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
