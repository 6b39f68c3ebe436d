"""Text as it is shown: from files, links and profiles as the characters it is made of."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_\[\]!<>#~$:|])")


def plain(text: object) -> str:
    r"""Return a text in which no character means anything to Markdown.

    A name or a link that is shown raw could put a picture on the page, and the browser would fetch it from wherever it
    says: nothing may leave this machine.

    >>> print(plain("![x](http://example.org/x.png)"))
    \!\[x\](http\://example.org/x.png)
    """
    return _MARKS.sub(r"\\\1", str(text))
