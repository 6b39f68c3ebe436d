"""The words of a file as a person can read them: those of a packed file's members, of a PDF's pages, of a picture."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pypdfium2
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

_DRAWN: dict[str, tuple[str, ...]] = {}  # words of each picture that was drawn, by the digest of its bytes
_INSIDE = re.compile(rb"data:image/png;base64,([\w+/=]+)")
_ZIP, _PDF, _PNG = b"PK\x03\x04", b"%PDF", b"\x89PNG"


def words(data: bytes) -> bytes:
    """Return all text of a file.

    Raises
    ------
    AssertionError
        A picture whose drawing nobody listened to: its words cannot be known.
    """
    if data.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return b"\n".join(words(packed.read(name)) for name in packed.namelist())
    if data.startswith(_PDF):
        return _pdf(data)
    if data.startswith(_PNG):
        return _picture(data)
    return b"\n".join([data, *(_picture(base64.b64decode(one)) for one in _INSIDE.findall(data))])


def _pdf(data: bytes) -> bytes:
    document = pypdfium2.PdfDocument(data)
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    said = [*pages, *document.get_metadata_dict().values()]
    # A name that is broken over two lines is one name.
    return "\n".join([*said, " ".join(" ".join(said).split())]).encode()


def _picture(data: bytes) -> bytes:
    digest = hashlib.sha256(data).hexdigest()
    assert digest in _DRAWN, "a picture that was drawn before anybody listened"
    with Image.open(io.BytesIO(data)) as image:
        said = map(str, image.info.items())
        return "\n".join([*said, *_DRAWN[digest]]).encode()


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect the words of every picture that is drawn meanwhile."""
    heard: list[str] = []
    save = Figure.savefig

    def saved(self: Any, target: Any, *rest: Any, **named: Any) -> None:
        said = [one.get_text() for one in self.findobj(Text) if one.get_visible() and one.get_text()]
        heard.extend(said)
        save(self, target, *rest, **named)
        if isinstance(target, io.BytesIO):
            _DRAWN[hashlib.sha256(target.getvalue()).hexdigest()] = tuple(said)

    with mock.patch.object(Figure, "savefig", saved):
        yield heard
