"""A sheet of paper: tagged PDF with embedded fonts, markings, a run card in the foot and the same bytes each time.

Every text says what it is (heading, paragraph, cell, figure), so that a screen reader can walk the page; lines, marks
and page numbers are artefacts that it may pass over. Nothing here looks at the clock: the date of the file is the last
day of its data, and its name within the file comes from its content.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import matplotlib
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos
from fpdf.prefs import ViewerPreferences
from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFArray, PDFObject

FONT = "DejaVu"
FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
MARGIN_MM = 12.0
TOP_MM = 13.0
LINE = 1.22  # height of a line, in heights of its letters
MM_PER_POINT = 25.4 / 72
Ink = tuple[int, int, int]
INK, QUIET, RULE, PALE = (20, 24, 30), (75, 82, 92), (150, 156, 164), (236, 239, 242)
MORE = " …"


@dataclass(frozen=True)
class Frame:
    """What stands on every page of a document.

    Attributes
    ----------
    title, subject : str
        The document's own title and what it is about.
    language : str
        ``en-GB`` or ``cy``.
    made : date
        The last day of the data: the file's date.
    marking : str
        Protective marking at top and bottom; may be empty.
    foot : tuple of str
        The run card: sources, dates, settings, versions.
    page_said : str
        "Page {page} of {pages}" in the document's language.
    notice : str
        Stands beside the marking, such as that a place is made up; may be empty.
    """

    title: str
    subject: str
    language: str
    made: date
    marking: str
    foot: tuple[str, ...]
    page_said: str
    notice: str = ""


class _Kids(PDFArray):  # type: ignore[type-arg,unused-ignore]
    """Every element below the document, of which only its direct children are written into its own entry."""

    def serialize(self, *args: Any, **named: Any) -> str:
        """Write the direct children; the others are written by their parents."""
        direct = [one for one in self if one.direct]
        return PDFArray(direct).serialize(*args, **named)


class _Element(StructElem):
    """One element of the tree; ``direct`` where it stands right below the document."""

    direct: bool


class _Tree(StructureTreeBuilder):
    """A structure tree of several levels: tables hold rows, rows hold cells."""

    def __init__(self) -> None:
        super().__init__()
        self.doc_struct_elem.k = _Kids()
        self.open: list[StructElem] = []
        self._marked: Counter[int] = Counter()

    def next_mcid_for_page(self, page_number: int) -> int:
        """Return the number of the next marked stretch of a page."""
        return self._marked[page_number]

    def add(self, page: int, kind: str, mcid: int | None, alt: str | None = None) -> StructElem:
        """Add an element below the one that is open."""
        parent = self.open[-1] if self.open else self.doc_struct_elem
        element = _Element(kind, parent, [] if mcid is None else [mcid], page, None, alt)
        element.direct = not self.open
        self.doc_struct_elem.k.append(element)
        if self.open:
            parent.k.append(element)
        return element

    def add_marked_content(
        self,
        page_number: int,
        struct_type: str,
        mcid: int | None = None,
        title: str | None = None,
        alt_text: str | None = None,
    ) -> tuple[StructElem, int]:
        """Add an element that holds one marked stretch of a page."""
        spid = self.spid_per_page_number.setdefault(page_number, len(self.spid_per_page_number))
        element = self.add(page_number, struct_type, mcid, alt_text)
        self.struct_tree_root.parent_tree.nums[spid].append(element)
        self._marked[page_number] += 1
        return element, spid

    def __iter__(self) -> Iterator[PDFObject]:
        """Go through every object of the tree, its root first."""
        yield self.struct_tree_root
        yield self.doc_struct_elem
        yield self.struct_tree_root.parent_tree
        yield from self.doc_struct_elem.k


class Sheet(FPDF):
    """A4 paper with a frame; its methods place tagged text, tables and figures, all sizes in millimetres."""

    def __init__(self, frame: Frame) -> None:
        super().__init__("portrait", "mm", "A4")
        self.frame = frame
        self.tree = _Tree()
        self.struct_builder = self.tree
        for style, file in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(FONT, style, str(FONTS / file))
        self.set_margins(MARGIN_MM, TOP_MM, MARGIN_MM)
        self.set_auto_page_break(False)
        self.c_margin = 0.0
        self.set_title(frame.title)
        self.set_subject(frame.subject)
        self.set_lang(frame.language)
        self.set_creator("Hotspot")
        self.set_producer("fpdf2")
        self.set_creation_date(datetime.combine(frame.made, time(), UTC))
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.ink()
        self.add_page()

    @property
    def lowest(self) -> float:
        """The lowest point that text may reach, above the foot."""
        return float(self.h - 11 - self._foot_height())

    def ink(self, colour: Ink = INK, size: float = 9, *, bold: bool = False) -> None:
        """Choose colour and size (points) of the text that follows."""
        self.set_text_color(*colour)
        self.set_font(FONT, "B" if bold else "", size)

    @contextmanager
    def artefact(self) -> Iterator[None]:
        """Mark what is drawn inside as no part of the text."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    @contextmanager
    def tagged(self, kind: str) -> Iterator[None]:
        """Mark what is written inside as one element, such as ``P``, ``H1``, ``TD``; it must stay on the page."""
        mcid = self.tree.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{kind}", mcid=mcid)
        self._out(f"/{kind} <</MCID {mcid}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def group(self, kind: str) -> Iterator[None]:
        """Hold what is tagged inside together, such as the cells of a ``TR``."""
        self.tree.open.append(self.tree.add(self.page, f"/{kind}", None))
        yield
        self.tree.open.pop()

    def header(self) -> None:
        """Write the marking at the top of a page, and the notice beside it."""
        with self.artefact():
            self._marked(5.0)
            self.ink(QUIET, 7)
            self.set_xy(MARGIN_MM, 5.0)
            self.cell(self.epw, 4, self.frame.notice, align=Align.L)
        self.ink()
        self.set_xy(MARGIN_MM, TOP_MM)

    def footer(self) -> None:
        """Write the run card, the marking and the page number at the bottom of a page."""
        top = self.h - 9 - self._foot_height()
        with self.artefact():
            self.set_draw_color(*RULE)
            self.line(MARGIN_MM, top - 1, self.w - MARGIN_MM, top - 1)
            self.ink(QUIET, 6.2)
            self.set_xy(MARGIN_MM, top)
            self.multi_cell(self.epw, 6.2 * MM_PER_POINT * LINE, "\n".join(self.frame.foot), align=Align.L)
            self._marked(self.h - 8.5)
            self.ink(QUIET, 7)
            self.set_xy(MARGIN_MM, self.h - 8.5)
            said = self.frame.page_said.format(page=self.page_no(), pages="{nb}")
            self.cell(self.epw + 3, 4, said, align=Align.R)

    def _marked(self, y: float) -> None:
        if self.frame.marking:
            self.ink(INK, 9, bold=True)
            self.set_xy(MARGIN_MM, y)
            self.cell(self.epw, 4, self.frame.marking, align=Align.C)

    def _foot_height(self) -> float:
        size = self.font_size_pt, self.font_style
        self.set_font(FONT, "", 6.2)
        lines = sum(len(self.lines(text, self.epw)) for text in self.frame.foot)
        self.set_font(FONT, size[1], size[0])
        return lines * 6.2 * MM_PER_POINT * LINE

    def lines(self, text: str, width: float) -> list[str]:
        """Return a text as the lines it takes in a width, in the present font."""
        told = self.multi_cell(width, 1, text, align=Align.L, dry_run=True, output=MethodReturnValue.LINES)
        return [str(line) for line in told]  # type: ignore[union-attr]

    def line_height(self) -> float:
        """Return the height of a line in the present font."""
        return float(self.font_size * LINE)

    def write_block(self, lines: Sequence[str], x: float, y: float, width: float, kind: str = "P") -> float:
        """Write lines that are known to fit and return where the next block may begin."""
        height = self.line_height()
        with self.tagged(kind):
            self.set_xy(x, y)
            self.multi_cell(width, height, "\n".join(lines), align=Align.L, new_x=XPos.LEFT, new_y=YPos.NEXT)
        return y + len(lines) * height

    def fitted(self, text: str, width: float, height: float, sizes: Sequence[float]) -> list[str]:
        """Return the lines of a text in the largest of the sizes that fits, cut with an ellipsis where none does.

        The font is left at that size. Sizes are in points, largest first.
        """
        for size in sizes:
            self.set_font_size(size)
            lines = self.lines(text, width)
            if len(lines) * self.line_height() <= height:
                return lines
        most = max(int(height / self.line_height()), 1)
        last = self.lines(lines[most - 1] + MORE, width)
        while len(last) > 1:
            lines[most - 1] = lines[most - 1].rpartition(" ")[0]
            last = self.lines(lines[most - 1] + MORE, width)
        return [*lines[: most - 1], last[0]]

    def heading(self, text: str, level: int = 2, size: float = 11) -> None:
        """Write a heading over the whole width, with an entry in the outline; a new page where there is no room."""
        self.ink(INK, size, bold=True)
        lines = self.lines(text, self.epw)
        above = 1.5 if self.y > TOP_MM else 0.0
        if not self.need(len(lines) * self.line_height() + 16):
            self.y += above
        self._outlined(text, level)
        self.y = self.write_block(lines, MARGIN_MM, self.y, self.epw, f"H{level}") + 1

    def _outlined(self, text: str, level: int) -> None:
        self.start_section(text, max(level - 1, 0) if self._outline else 0, strict=False)

    def paragraph(self, text: str, size: float = 8.5, *, bold: bool = False, colour: Ink = INK) -> None:
        """Write a paragraph over the whole width; a new page where there is no room."""
        self.ink(colour, size, bold=bold)
        lines = self.lines(text, self.epw)
        self.need(len(lines) * self.line_height())
        self.ink(colour, size, bold=bold)
        self.y = self.write_block(lines, MARGIN_MM, self.y, self.epw) + 1.2

    def need(self, height: float) -> bool:
        """Begin a new page where less than this height is left, and return whether one was begun."""
        if self.y + height <= self.lowest:
            return False
        self.add_page()
        return True

    def figure(self, png: bytes, alt: str, x: float, y: float, width: float) -> None:
        """Place a picture with the words that stand for it."""
        self.image(io.BytesIO(png), x=x, y=y, w=width, alt_text=alt)

    def done(self) -> bytes:
        """Return the finished file."""
        return bytes(self.output())
