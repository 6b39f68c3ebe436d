"""Record references as salted hashes: the same reference is known again next month, and none can be read back.

The salt is a secret of this home folder. Without it a short reference could be found by trying them all.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa

from hotspot.errors import SourceError

FILE = Path("mappings") / "salt"
Salt = Callable[[], bytes]


def salt(home: Path) -> bytes:
    """Return the salt of a home folder, made on first use and readable by its owner alone.

    Raises
    ------
    SourceError
        It cannot be made, or what lies there is no salt.
    """
    path = home / FILE
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make(path)
        held = path.read_bytes()
    except OSError as error:
        what = f"The secret for record references {path} cannot be used ({error.strerror})."
        raise SourceError(what, "Check that you may read and write there.") from error
    if len(held) != 32:
        raise SourceError(f"The secret for record references {path} is damaged.", "Put it back from a backup.")
    return held


def _make(path: Path) -> None:
    """Write a new salt in one step, so that two writers never leave half of one."""
    fresh = path.with_name(f"salt.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def hashed(references: pa.Array, source: str, secret: bytes) -> pa.Array:
    """Return references of one feed as 128-bit keyed hashes; the same text in two feeds gives two hashes.

    >>> found = hashed(pa.array(["A1", None, "A1"]), "force/x", bytes(32)).to_pylist()
    >>> found[0] == found[2], found[1], len(found[0])
    (True, None, 32)
    """
    words = references.dictionary_encode()
    made = [
        hmac.new(secret, f"{source}\0{word}".encode(), hashlib.sha256).hexdigest()[:32]
        for word in words.dictionary.to_pylist()
    ]
    codes = words.indices.to_numpy(zero_copy_only=False)
    return pa.array([None if np.isnan(code) else made[int(code)] for code in codes], pa.string())
