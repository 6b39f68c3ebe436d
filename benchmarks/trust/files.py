"""Ten thousand damaged files through the whole door: none may crash, hang, fill the memory or be held in part."""

from __future__ import annotations

import io
import multiprocessing
import random
import resource
import signal
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from benchmarks.trust import Row
from benchmarks.trust._files import street

TITLE = "Ten thousand damaged files"
FILES, SLOW_S, MOST_MB = 10_000, 10, 1024
CODES = [f"E0100000{n}" for n in range(1, 9)]
NASTY = (
    b"",
    b"\0",
    b'"',
    b"\n",
    b",",
    b"\xff\xff\xff\x7f",
    b"NaN",
    b"1e999",
    b"[" * 60,
    b"=1+1",
    b"-0",
    b"\xef\xbb\xbf",
)


def layer() -> gpd.GeoDataFrame:
    """Return eight square small areas with official column names."""
    squares = [shapely.box(-1.5 + n / 50, 52.9, -1.48 + n / 50, 52.92) for n in range(len(CODES))]
    return gpd.GeoDataFrame({"LSOA21CD": CODES, "LSOA21NM": CODES}, geometry=squares, crs=4326)


def geopackage() -> bytes:
    """Return the layer as a GeoPackage."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "layer.gpkg"
        layer().to_file(path, layer="lsoa", driver="GPKG")
        return path.read_bytes()


def parquet() -> bytes:
    """Return the layer as a Parquet file of codes and outlines."""
    stream = io.BytesIO()
    table = pa.table({"LSOA21CD": CODES, "LSOA21NM": CODES, "geometry": layer().geometry.to_wkb()})
    pq.write_table(table, stream)
    return stream.getvalue()


def workbook() -> bytes:
    """Return residents by small area as a workbook."""
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    sheet.append(["LSOA 2021 Code", "LSOA 2021 Name", "Year", "Population"])
    for number, code in enumerate(CODES):
        sheet.append([code, code, 2022, 1500 + number])
    book.save(stream)
    return stream.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    """Return a zip of one file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


SOUND: dict[str, Callable[[], bytes]] = {
    "street.csv": lambda: street("2025-06", 30),
    "layer.geojson": lambda: layer().to_json().encode(),
    "layer.parquet": parquet,
    "residents.xlsx": workbook,
    "layer.gpkg": geopackage,
    "street.zip": lambda: zipped("2025-06-made-street.csv", street("2025-06", 30)),
}


def mutated(name: str, content: bytes, rng: random.Random) -> bytes:
    """Return a file with one to six places changed; of a folder, every second time inside one of its members."""
    if name.endswith((".zip", ".xlsx")) and rng.random() < 0.5:
        return inside(content, rng)
    result = bytearray(content)
    for _ in range(rng.choice((1, 2, 6))):
        at = rng.randrange(max(len(result), 1))
        until = at + rng.choice((1, 4, 40, 4000))
        piece = bytes(result[at:until])
        result[at:until] = rng.choice((*NASTY, piece * 9, piece[::-1], rng.randbytes(len(piece))))
    cut = bytes(result[: rng.randrange(len(result) + 1)] if rng.random() < 0.1 else result)
    return cut if cut != content else mutated(name, content, rng)  # a byte turned round is no damage


def inside(content: bytes, rng: random.Random) -> bytes:
    """Return a folder one of whose members is mutated and packed again, so that its checksum is right."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = rng.choice(old.namelist())
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, mutated("member", data, rng) if member == chosen else data)
    return stream.getvalue()


def judged(name: str, content: bytes, home: Path) -> str:
    """Add one file to a store, and say what came of it; a broken promise starts with an exclamation mark."""
    from hotspot import pipeline
    from hotspot.config import Settings
    from hotspot.sources import Upload
    from hotspot.store import ParquetStore

    before = ParquetStore(home).snapshot()
    lines = list(pipeline.add([Upload(name, content)], Settings(home)))
    after = ParquetStore(home).snapshot()
    if not any(line.ok for line in lines):
        said = all(_explains(name, line.text) for line in lines)
        untouched = before.digest == after.digest
        return (
            "refused" if said and untouched else "!a refusal that does not say what to do" if untouched else "!partial"
        )
    if not all(line.ok for line in lines):
        return "!partial" if not name.endswith((".zip", ".xlsx")) else "taken in part by member"
    if after.version > before.version:
        pipeline.undo(Settings(home), at=datetime.now())
    return "taken"


def _explains(name: str, text: str) -> bool:
    return text.startswith(name) and text.endswith(".") and "Traceback" not in text and len(text) > len(name) + 30


def work(share: int, of: int, out: multiprocessing.Queue) -> None:  # type: ignore[type-arg]
    """Attack with every ``of``-th file; each try is announced first, so that a death names its file."""
    signal.signal(signal.SIGALRM, _too_slow)
    sound = {name: make() for name, make in SOUND.items()}
    names = list(sound)
    with tempfile.TemporaryDirectory(prefix="hotspot-trust-") as folder:
        for name, content in sound.items():
            assert judged(name, content, Path(folder)) == "taken", f"{name} must be sound before it is damaged"
        for number in range(share, FILES, of):
            name, rng = names[number % len(names)], random.Random(number)
            content, start = mutated(name, sound[name], rng), time.monotonic()
            signal.alarm(SLOW_S)
            try:
                outcome = judged(name, content, Path(folder))
            except Exception as error:
                outcome = f"!crash: {type(error).__name__}: {str(error)[:80]}"
            signal.alarm(0)
            out.put((number, name, outcome, time.monotonic() - start, _peak_mb()))
    out.put(None)


def _too_slow(*_: object) -> None:
    raise TimeoutError("over ten seconds")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows() -> list[Row]:
    """Return one row per format."""
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    workers = [context.Process(target=work, args=(share, 2, out)) for share in range(2)]
    for worker in workers:
        worker.start()
    seen: list[tuple[int, str, str, float, float]] = []
    finished = 0
    while finished < len(workers):
        item = out.get(timeout=120)  # a worker that died says nothing: that is a failure of its own
        if item is None:
            finished += 1
        else:
            seen.append(item)
    return [_row(name, [one for one in seen if one[1] == name]) for name in SOUND]


def _row(name: str, tries: list[tuple[int, str, str, float, float]]) -> Row:
    outcomes = Counter(outcome for _, _, outcome, _, _ in tries)
    broken = {word: n for word, n in outcomes.items() if word.startswith("!")}
    slowest, memory = max(one[3] for one in tries), max(one[4] for one in tries)
    over = int(memory > MOST_MB) + sum(one[3] > SLOW_S for one in tries)
    words = ", ".join(f"{n:,} {word.lstrip('!')}" for word, n in outcomes.most_common())
    found = f"{words}; slowest {slowest:.2f} s, peak memory {memory:,.0f} MB"
    return Row(f"Damaged {name.split('.')[1]} files", len(tries), found, sum(broken.values()) + over)
