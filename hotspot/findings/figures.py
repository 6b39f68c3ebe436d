"""Numbers as sentences and tables for people write them: thousands marked, a true minus, no "-0".

One rule for every page, picture and paper. A column of numbers in a file stays numbers, with the hyphen that machines
read: only texts are written here.
"""

from __future__ import annotations

import re

MINUS = "−"
MOST_DIGITS = 3
_HYPHEN = re.compile(r"(?<![\w-])-(?=\d)")  # before a number, and not inside a date, a range of hours or a code


def minus(said: str) -> str:
    """Return a text in which what is less than nothing has a minus before it, as it is printed, not a hyphen.

    >>> minus("-18 (-31 to -4): 18:00-05:59, 2025-12"), minus("-0.5")
    ('−18 (−31 to −4): 18:00-05:59, 2025-12', '−0.5')
    """
    return _HYPHEN.sub(MINUS, said)


def figure(value: float, digits: int = 0) -> str:
    """Return a number as it is printed.

    >>> figure(1064.4), figure(-0.6), figure(-0.04, 1), figure(-1234.5, 2)
    ('1,064', '−1', '0.0', '−1,234.50')
    """
    return minus(f"{round(float(value), digits) + 0.0:,.{digits}f}")


def span(low: float, high: float, digits: int = 0, *, to: str = " to ") -> str:
    """Return an interval as it is printed.

    >>> span(939.2, 1064.1), span(0.5, 2.25, 1, to="–")
    ('939 to 1,064', '0.5–2.2')
    """
    return f"{figure(low, digits)}{to}{figure(high, digits)}"


def signed(value: float, digits: int = 0) -> str:
    """Return a difference with its sign, nothing before 0.

    >>> signed(9.2), signed(-0.3), signed(-1234.0), signed(-2.24, 1)
    ('+9', '0', '−1,234', '−2.2')
    """
    rounded = round(float(value), digits)
    if rounded == 0:
        return "0"
    return f"{'+' if rounded > 0 else MINUS}{abs(rounded):,.{digits}f}"


def ends(low: float, high: float, digits: int = 0) -> str:
    """Return an interval of a difference; one that leaves out 0 never ends at 0.

    >>> ends(-10.8, 55.7), ends(0.3, 14.2), ends(-9.6, -0.04)
    ('−11 to +56', '+0.3 to +14.2', '−9.60 to −0.04')
    """
    digits = clear_digits(low, high, digits)
    return f"{signed(low, digits)} to {signed(high, digits)}"


def clear_digits(low: float, high: float, digits: int = 0) -> int:
    """Return with how many digits an interval that leaves out 0 is still seen to leave it out.

    >>> clear_digits(-2.0, 0.2), clear_digits(0.3, 14.2), clear_digits(2.0, 14.2)
    (0, 1, 0)
    """
    while low * high > 0 and digits < MOST_DIGITS and not round(min(abs(low), abs(high)), digits):
        digits += 1
    return digits
