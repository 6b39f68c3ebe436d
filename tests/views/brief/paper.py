"""Reads a PDF back as a reader's program does: pages, pictures, letters with their places, structure, fonts."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass

import numpy as np
import pypdfium2
import pypdfium2.raw as raw

A4_POINTS = (595.28, 841.89)


@dataclass(frozen=True)
class Page:
    size: tuple[float, float]
    text: str
    boxes: np.ndarray  # left, bottom, right, top of every letter, in points
    grey: np.ndarray  # 0 black to 255 white
    tags: list[str]
    alts: list[str]


def read(pdf: bytes) -> list[Page]:
    document = pypdfium2.PdfDocument(pdf)
    return [_page(document[n]) for n in range(len(document))]


def _page(page: pypdfium2.PdfPage) -> Page:
    told = page.get_textpage()
    letters = [told.get_charbox(n) for n in range(told.count_chars())]
    boxes = np.array([box for box in letters if box[2] > box[0]])
    grey = np.asarray(page.render(scale=1.5).to_pil().convert("L"))
    tags, alts = _structure(page)
    return Page(page.get_size(), told.get_text_range(), boxes, grey, tags, alts)


def _structure(page: pypdfium2.PdfPage) -> tuple[list[str], list[str]]:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    tags: list[str] = []
    alts: list[str] = []

    def walk(element: object) -> None:
        tags.append(_said(raw.FPDF_StructElement_GetType, element))
        alts.append(_said(raw.FPDF_StructElement_GetAltText, element))
        for n in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, n)
            if child:
                walk(child)

    for n in range(raw.FPDF_StructTree_CountChildren(tree)):
        walk(raw.FPDF_StructTree_GetChildAtIndex(tree, n))
    raw.FPDF_StructTree_Close(tree)
    return tags, [alt for alt in alts if alt]


def _said(ask: object, element: object) -> str:
    buffer = ctypes.create_string_buffer(4000)
    size = ask(element, buffer, 4000)
    return buffer.raw[:size].decode("utf-16le").strip("\0")


def flat(text: str) -> str:
    """Return a text without its line breaks, as one who reads it."""
    return re.sub(r"\s+", " ", text)


def is_tagged(pdf: bytes) -> bool:
    return bool(pypdfium2.PdfDocument(pdf).is_tagged())


def fonts(pdf: bytes) -> tuple[set[str], bool]:
    """Return the names of the fonts, and whether each has its file embedded."""
    names = set(re.findall(rb"/BaseFont /([\w+-]+)", pdf))
    return {name.decode() for name in names}, pdf.count(b"/FontFile2") >= 2
