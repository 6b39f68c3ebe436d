"""Colours with meanings: one tuple of classes per kind of map, used by the layer, the legend and the picture alike.

Neighbouring classes, as they look over the land, differ by more than 10 (CIEDE2000) to normal sight and under simulated
protan, deutan and tritan colour blindness. The words lie about ten steps of lightness apart, and the classes of a
number get darker step by step, so that a photocopy still reads; what is not hot now has a dot besides: pale on the blue
of cold places, dark on the lilac of those that were hot. Colour never speaks alone: each class has a word, and each
category its letter.
"""

from __future__ import annotations

from dataclasses import dataclass

from hotspot.language import to_phrase

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class ColourClass:
    """One class of a map.

    Attributes
    ----------
    label : str
        What the legend says.
    colour : tuple of int
        Red, green, blue, 0 to 255.
    opacity : int
        0 to 255 on the map; the class without a pattern lets the ground show through.
    words : tuple of str
        The six-word answers that fall in this class, if it is a class of words.
    dot : tuple of int, optional
        Colour of a dot in the middle of each of its places: without colour, on paper or to some eyes, they would be
        taken for others.
    """

    label: str
    colour: Colour
    opacity: int = 215
    words: tuple[str, ...] = ()
    dot: Colour | None = None


def rgb(text: str) -> Colour:
    """Return a colour from its six hexadecimal digits.

    >>> rgb("#d7301f")
    (215, 48, 31)
    """
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def css(colour: Colour) -> str:
    """Return a colour as its six hexadecimal digits.

    >>> css((215, 48, 31))
    '#d7301f'
    """
    return "#" + "".join(f"{part:02x}" for part in colour)


QUIET = 70
PALE_DOT, DARK_DOT = rgb("#ffffff"), rgb("#1c1f24")

WORDS = (
    ColourClass(to_phrase("no pattern"), rgb("#f0f0f0"), QUIET, ("",)),
    ColourClass(to_phrase("new"), rgb("#7f0000"), 235, ("new",)),
    ColourClass(to_phrase("worsening"), rgb("#d7301f"), 230, ("worsening",)),
    ColourClass(to_phrase("long-standing, or easing (▾)"), rgb("#f07022"), 225, ("long-standing", "easing")),
    ColourClass(to_phrase("on and off"), rgb("#ffc180"), 215, ("on and off",)),
    ColourClass(to_phrase("was hot"), rgb("#bda7d0"), 225, ("was hot",), DARK_DOT),
    ColourClass(to_phrase("cold"), rgb("#08519c"), 225, ("cold",), PALE_DOT),
)

SIGNIFICANCE = (
    ColourClass(to_phrase("cold, 99 % confidence"), rgb("#084594"), dot=PALE_DOT),
    ColourClass(to_phrase("cold, 95 %"), rgb("#4292c6"), dot=PALE_DOT),
    ColourClass(to_phrase("cold, 90 %"), rgb("#9ecae1"), dot=PALE_DOT),
    ColourClass(to_phrase("not clearly different"), rgb("#f0f0f0"), QUIET),
    ColourClass(to_phrase("hot, 90 %"), rgb("#fdbb84")),
    ColourClass(to_phrase("hot, 95 %"), rgb("#ef6548")),
    ColourClass(to_phrase("hot, 99 %"), rgb("#990000"), 230),
)

DENSITY = (
    ColourClass(to_phrase("none or least"), rgb("#f0f0f0"), QUIET),
    ColourClass(to_phrase("low"), rgb("#fddcae")),
    ColourClass(to_phrase("middling"), rgb("#fba455")),
    ColourClass(to_phrase("high"), rgb("#e8640c")),
    ColourClass(to_phrase("higher"), rgb("#ab2d00"), 225),
    ColourClass(to_phrase("highest"), rgb("#5c0d00"), 235),
)

_BLUES = ("#ebf3fa", "#abcbe4", "#66a1cd", "#2470b0", "#022a52")
# Seven, each apart from the next to every eye, on light and dark land.
_MORE_BLUES = ("#f3f8fc", "#aed2e6", "#6badd4", "#3b85bd", "#1c62a0", "#083d73", "#011a3d")
_PURPLES = ("#3f007d", "#6a51a3", "#9590c4", "#c2c0df", "#f4f2f9")
NOT_KNOWN = ColourClass(to_phrase("not known"), rgb("#a8a498"), 225)


@dataclass(frozen=True)
class Breaks:
    """Fixed class breaks of one number, the same through districts and periods, so that colours can be compared.

    A value belongs to the last class whose ``at_least`` it reaches.
    """

    title: str
    at_least: tuple[float, ...]
    classes: tuple[ColourClass, ...]


def _ramp(labels: tuple[str, ...], colours: tuple[str, ...]) -> tuple[ColourClass, ...]:
    return tuple(ColourClass(label, rgb(colour), 225) for label, colour in zip(labels, colours, strict=True))


VALUES = {
    "rate": Breaks(
        to_phrase("Records per 1,000 residents and year"),
        # One ladder for all recorded violence (a county's mean is some 30) and for a narrow definition (2 to 3).
        (0, 1, 3, 10, 20, 40, 80),
        _ramp(
            (
                to_phrase("under 1"),
                to_phrase("1 to under 3"),
                to_phrase("3 to under 10"),
                to_phrase("10 to under 20"),
                to_phrase("20 to under 40"),
                to_phrase("40 to under 80"),
                to_phrase("80 and more"),
            ),
            _MORE_BLUES,
        ),
    ),
    "count": Breaks(
        to_phrase("Records in the period"),
        (0, 1, 10, 30, 100),
        _ramp(
            (
                to_phrase("none"),
                to_phrase("1 to 9"),
                to_phrase("10 to 29"),
                to_phrase("30 to 99"),
                to_phrase("100 and more"),
            ),
            _BLUES,
        ),
    ),
    "imd_decile": Breaks(
        to_phrase("Deprivation, in tenths of the country"),
        (1, 3, 5, 7, 9),
        _ramp(
            (
                to_phrase("most deprived fifth (1-2)"),
                "3-4",
                "5-6",
                "7-8",
                to_phrase("least deprived fifth (9-10)"),
            ),
            _PURPLES,
        ),
    ),
}

GROUND = {
    "outside": rgb("#e4e9ed"),
    "land": rgb("#fbfaf6"),
    "lsoa": rgb("#dbd7cf"),
    "csp": rgb("#5d6570"),
    "label": rgb("#2f3640"),
    "mark": rgb("#1c1f24"),
    "paper": rgb("#ffffff"),
}
INK = css(GROUND["label"])  # letters and lines of charts
ACCENT = "#1f5f8b"


def is_dark(colour: Colour) -> bool:
    """Return whether white text reads better on a colour than dark text does.

    >>> is_dark(rgb("#7f0000")), is_dark(rgb("#fdbb84"))
    (True, False)
    """
    red, green, blue = (((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour)
    return bool(0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18)
