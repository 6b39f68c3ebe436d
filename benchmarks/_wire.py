"""Readers without a browser: they speak to the app over its websocket, count what comes and how long it takes."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from hotspot.ui.plain import escape
from hotspot.ui.scoring import BEING_MADE

WITHIN_S = 180.0
QUIET_S = 1.0


@dataclass
class Looked:
    """What a reader got: the seconds of each run, the frames of the last one, and how many runs failed."""

    seconds: list[float] = field(default_factory=list)
    frames: list[bytes] = field(default_factory=list)
    errors: int = 0


class Reader:
    """One session of the app, as a browser holds it."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self._socket = socket
        self.looked = Looked()
        self._being_made: dict[tuple[int, ...], bool] = {}  # by the place of each part of the page

    async def ask(self, query: str, page: str = "") -> None:
        """Ask for a page with these settings in its address, and wait until the server says that it is finished."""
        asked = BackMsg()
        asked.rerun_script.page_name, asked.rerun_script.query_string = page, query
        begun, self.looked.frames = time.monotonic(), []
        self._being_made.clear()
        await self._socket.send(asked.SerializeToString())
        while True:
            message = self._took(bytes(await asyncio.wait_for(self._socket.recv(), WITHIN_S)))
            self.looked.errors += message.delta.new_element.WhichOneof("type") == "exception"
            if _is_end(message):
                self.looked.seconds.append(time.monotonic() - begun)
                return

    async def rest(self) -> None:
        """Let in what the server draws by itself after a page, until the page says all that it has to say."""
        with contextlib.suppress(TimeoutError):
            while True:
                still_made = any(self._being_made.values())
                data = await asyncio.wait_for(self._socket.recv(), WITHIN_S if still_made else QUIET_S)
                self._took(bytes(data))
        if any(self._being_made.values()):
            raise RuntimeError(f"A part of the page did not come within {WITHIN_S:g} s.")

    def _took(self, data: bytes) -> ForwardMsg:
        """Note a message, and whether it says that something is still being made in its place on the page."""
        self.looked.frames.append(data)
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "delta":
            words = message.delta.new_element.html.body
            self._being_made[tuple(message.metadata.delta_path)] = any(escape(said) in words for said in BEING_MADE)
        return message


def _is_end(message: ForwardMsg) -> bool:
    """Tell whether a whole run ended well; the end of a part that is drawn by itself, or of a run cut short, is not."""
    ended = message.WhichOneof("type") == "script_finished"
    return ended and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY


@contextlib.asynccontextmanager
async def reader(url: str, port: int | None = None) -> AsyncIterator[Reader]:
    """Open a session; another port is that of a counter in between."""
    parts = urlsplit(url)
    async with websockets.connect(
        f"ws://{parts.netloc}/_stcore/stream", origin=websockets.Origin(url), max_size=None, proxy=None,
        subprotocols=[websockets.Subprotocol("streamlit")], ping_interval=None, host=parts.hostname,
        port=port or parts.port,
    ) as socket:  # fmt: skip
        yield Reader(socket)


def maps_in(frames: list[bytes]) -> list[bytes]:
    """Return the messages that carry a map."""
    return [one for one in frames if _kind(ForwardMsg.FromString(one)) == "deck_gl_json_chart"]


def _kind(message: ForwardMsg) -> str | None:
    return message.delta.new_element.WhichOneof("type") if message.WhichOneof("type") == "delta" else None


def deflated(message: bytes) -> int:
    """Return the bytes of a message as a websocket with compression sends it."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return len(packer.compress(message) + packer.flush(zlib.Z_SYNC_FLUSH)) - 4


async def page_bytes(url: str, query: str) -> tuple[int, list[bytes]]:
    """Return the bytes that come over the wire for a page, counted between reader and server, and its messages."""
    counted = 0

    async def carried(source: asyncio.StreamReader, to: asyncio.StreamWriter, *, down: bool) -> None:
        nonlocal counted
        while data := await source.read(65536):
            counted += len(data) if down else 0
            to.write(data)
            await to.drain()
        to.close()

    async def between(near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        far_in, far_out = await asyncio.open_connection(urlsplit(url).hostname, urlsplit(url).port)
        with contextlib.suppress(ConnectionError):
            await asyncio.gather(carried(near_in, far_out, down=False), carried(far_in, near_out, down=True))

    async with await asyncio.start_server(between, "127.0.0.1", 0) as counter:
        async with reader(url, counter.sockets[0].getsockname()[1]) as one:
            await one.ask(query)
            frames = one.looked.frames
    return counted, frames


async def crowd(url: str, queries: list[str], *, readers: int, runs: int, think_s: tuple[float, float]) -> Looked:
    """Return what many readers got who look, think for a while and change a filter, again and again.

    Their first page is not counted: it is that of a new session. Whoever cannot open a session counts as an error.
    """
    together = Looked()

    async def one(number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, think_s[1]))  # people do not open their screens in the same second
        async with reader(url) as session:
            await session.ask(queries[number % len(queries)])
            for turn in range(1, runs + 1):
                await asyncio.sleep(chance.uniform(*think_s))
                await session.ask(queries[(number + turn) % len(queries)])
            together.seconds.extend(session.looked.seconds[1:])
            together.errors += session.looked.errors

    ended = await asyncio.gather(*(one(number) for number in range(readers)), return_exceptions=True)
    together.errors += sum(isinstance(outcome, BaseException) for outcome in ended)
    return together
