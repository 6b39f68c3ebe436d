"""The whole flow: what the store holds (``holding``, ``accounts``) and the answers made from it (``analysis``).

The app, the command line, the tests and a notebook call the same functions, so that a number on a wall can be made
again from a terminal. Nothing here does arithmetic: each line calls one room.

A name's module is loaded when the name is first asked for, so that an answer waits only for the rooms it needs.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
