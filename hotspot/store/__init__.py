"""What has been accepted: immutable Parquet parts, a manifest, versions, undo, and questions over them.

A writer adds one file at a time, of however many tables, and each becomes a version before ``accept_all`` returns.
A reader pins a version::

    store = ParquetStore(Settings.from_environment().home)
    now = store.snapshot()
    incidents = now.table("police_uk_street", columns=["month", "lon", "lat"])

``Store`` is the protocol that another keeper, such as a database, would have to honour with the same tests.
"""

from hotspot.store.foreseen import foreseen, foreseen_undo
from hotspot.store.marking import mark
from hotspot.store.parquet_store import ParquetStore
from hotspot.store.parts import Part, PartInfo, Problem, Reading, Receipt, Store, Undone

__all__ = [
    "ParquetStore",
    "Part",
    "PartInfo",
    "Problem",
    "Reading",
    "Receipt",
    "Store",
    "Undone",
    "foreseen",
    "foreseen_undo",
    "mark",
]
