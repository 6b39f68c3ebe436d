"""Statistics: numbers in, numbers out. No tables, no files, no clock, no hidden randomness.

Names whose modules need a heavy library are loaded when first asked for, so that the app's start does not pay.

>>> from hotspot.stats import CATEGORIES
>>> CATEGORIES[1], CATEGORIES[-8], CATEGORIES[0]
('new hot', 'historical cold', 'no pattern')
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
