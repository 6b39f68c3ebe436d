"""Everything a page is composed of; the only room that knows Streamlit.

A name's module is loaded when a page first asks for the name, so that a page waits only for what it shows.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
