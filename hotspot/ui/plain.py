"""Text as it is shown: from files, links and profiles as the characters it is made of, numbers with a true minus."""

from __future__ import annotations

import re

_HYPHEN = re.compile(r"(?<![\w-])-(?=\d)")  # before a number, and not inside a date, a range of hours or a code
_MARKS = re.compile(r"([\\`*_\[\]!<>#~$:|])")


def plain(text: object) -> str:
    r"""Return a text in which no character means anything to Markdown.

    A name or a link that is shown raw could put a picture on the page, and the browser would fetch it from wherever it
    says: nothing may leave this machine.

    >>> print(plain("![x](http://example.org/x.png)"))
    \!\[x\](http\://example.org/x.png)
    """
    return _MARKS.sub(r"\\\1", str(text))


def minus(said: str) -> str:
    """Return a sentence in which what is less than nothing has a minus before it, as it is printed, not a hyphen.

    >>> minus("-18 (-31 to -4): 18:00-05:59, 2025-12"), minus("-0.5")
    ('−18 (−31 to −4): 18:00-05:59, 2025-12', '−0.5')
    """
    return _HYPHEN.sub("−", said)
