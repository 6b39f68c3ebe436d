"""Text as it is shown: from files, links and profiles as the characters it is made of."""

from __future__ import annotations

import html
import re

_PER_CENT = re.compile(r"(?<=\d) (?=%)")
_MARKS = re.compile(r"([\\`*_\[\]!<>#~$:|])")


def plain(text: object) -> str:
    r"""Return a text in which no character means anything to Markdown.

    A name or a link that is shown raw could put a picture on the page, and the browser would fetch it from wherever it
    says: nothing may leave this machine.

    >>> print(plain("![x](http://example.org/x.png)"))
    \!\[x\](http\://example.org/x.png)
    """
    return _MARKS.sub(r"\\\1", str(text))


def escape(text: object) -> str:
    """Return a text as HTML shows it, letter by letter; no line of a narrow page ends between a number and its "%".

    >>> escape("<b> holds 58 % of it").replace("\N{NO-BREAK SPACE}", "_")
    '&lt;b&gt; holds 58_% of it'
    """
    return _PER_CENT.sub("\N{NO-BREAK SPACE}", html.escape(str(text)))
