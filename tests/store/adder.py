"""A process that adds files to a store and says each as soon as it is acknowledged: ``adder.py HOME NAME COUNT``."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa

from hotspot.store import ParquetStore


def main(home: str, name: str, count: int) -> None:
    store = ParquetStore(Path(home))
    print("ready", flush=True)
    for number in range(count):
        label = f"{name}{number}"
        table = pa.table({"lsoa21_code": [label] * 3, "x_m": [1.0, 2.0, 3.0], "y_m": [0.5] * 3})
        said = {"sha256": hashlib.sha256(label.encode()).hexdigest(), "name": label, "member": "", "source": "ons"}
        counts = {"kind": "lsoa21_centroids", "period": None, "rows_read": 3, "kept": 3, "rejected": {}, "notes": ()}
        store.accept(SimpleNamespace(**said, **counts), table, command=name)
        print(label, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
