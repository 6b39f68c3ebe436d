"""Small files made on the spot, and the two questions every test asks of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hotspot.sources import Known, Refused, Taken, read_paths

Result = Taken | Refused | Known
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)


def street_rows(count: int, month: str = "2025-06", force: str = "Derbyshire Constabulary") -> list[str]:
    return [
        f"id{place},{month},{force},{force},-1.4{place:05d},52.9{place:05d},On or near High Street,E01013453,"
        "Derby 013A,Violence and sexual offences,Under investigation,"
        for place in range(count)
    ]


@pytest.fixture
def street() -> Callable[..., bytes]:
    """Return a maker of police street files."""

    def make(*rows: str, count: int = 0, **more: str) -> bytes:
        return "\n".join([HEADER, *street_rows(count, **more), *rows, ""]).encode()

    return make


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Return a writer of files in a folder of their own."""

    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return write


@pytest.fixture
def read(put: Callable[[str, bytes], Path]) -> Callable[..., list[Result]]:
    """Return what becomes of one file with this content."""

    def results(content: bytes, name: str = "some.file") -> list[Result]:
        return list(read_paths([put(name, content)]))

    return results


@pytest.fixture
def take(read: Callable[..., list[Result]]) -> Callable[..., Taken]:
    """Return the one table that a file becomes."""

    def one(content: bytes, name: str = "some.file") -> Taken:
        (result,) = read(content, name)
        assert isinstance(result, Taken), result
        assert result.kept + sum(result.rejected.values()) == result.rows_read
        return result

    return one


@pytest.fixture
def refuse(read: Callable[..., list[Result]]) -> Callable[..., Refused]:
    """Return why a file is refused."""

    def one(content: bytes, name: str = "some.file") -> Refused:
        (result,) = read(content, name)
        assert isinstance(result, Refused), result
        assert result.what.endswith(".") and result.fix.endswith(".")
        return result

    return one


@pytest.fixture
def packed() -> Callable[[Mapping[str, bytes]], bytes]:
    """Return a maker of zips."""

    def make(members: Mapping[str, bytes]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return stream.getvalue()

    return make
