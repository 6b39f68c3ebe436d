"""TOML as it is read and written here: within bounds, and words of a reader on one line that nothing ends early."""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import Any

from hotspot.errors import ProfileError

LONGEST = 300
# What turns the direction of the words after it: a name may be Arabic or Hebrew, but never make another name look so.
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_NEVER = ("Cc", "Cs", "Co", "Cn")

_DEEPEST = 32  # dots in one key; the time that each takes to read grows with the square of their number
_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*"""
_DEEP_KEY = re.compile(rf"(?<![\w-])(?:{_PART}){{{_DEEPEST}}}")


def read_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text says; 64 kB of one dotted key would keep every page waiting for half a minute.

    Raises
    ------
    ValueError
        It is no TOML, holds a number of thousands of digits, or a key of more parts than any that is meant.
    RecursionError
        It is nested too deeply.

    >>> read_toml("a.b = 1"), len("a" + ".a" * 40)
    ({'a': {'b': 1}}, 81)
    >>> read_toml("a" + ".a" * 40 + " = 1")
    Traceback (most recent call last):
    ...
    ValueError: a key has more than 32 parts (line 1)
    """
    deep = _DEEP_KEY.search(text)
    if deep is not None:
        line = text.count("\n", 0, deep.start()) + 1
        raise ValueError(f"a key has more than {_DEEPEST} parts (line {line})")
    return tomllib.loads(text)


def one_line(said: str, longest: int = LONGEST) -> str:
    r"""Return what was said on one line, without characters that no screen shows, and not longer than a line.

    >>> one_line("  Made\nShire\t\u202e \x7f"), len(one_line("a" * 5_000))
    ('Made Shire', 300)
    """
    spaced = re.sub(r"\s+", " ", said)
    shown = (sign for sign in spaced if sign not in _TURNS and unicodedata.category(sign) not in _NEVER)
    return "".join(shown).strip()[:longest].strip()


def quoted(value: str | list[str]) -> str:
    r"""Return a text or a list of texts as TOML writes it: in quotes, on one line, with nothing that ends it early.

    >>> quoted('a "b"\nc = 1')
    '"a \\"b\\"\\nc = 1"'
    """
    plain = value[:LONGEST] if isinstance(value, str) else value
    whole = json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\x7f", "\\u007f")  # the one sign that JSON lets stand and TOML does not


def write_new(path: Path, text: str, already: str) -> None:
    """Write a file that was not there, and its folder, whole or not at all: two who press at once make one file.

    Raises
    ------
    ProfileError
        It is there already, which is said in the words given, or the disk refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text)
    except FileExistsError as error:
        raise ProfileError(already, "Look at the page again.") from error
    except OSError as error:
        raise ProfileError(f"Nothing could be written ({error}).", "Check the disk, and that you may write.") from error


def _write(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _put(name, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _put(name: str, path: Path) -> None:
    try:
        os.link(name, path)  # fails where somebody else's is there already
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as a memory stick
        if path.exists():
            raise FileExistsError(path) from None
        os.replace(name, path)
