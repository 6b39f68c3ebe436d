"""A login service for one machine, the app behind it, and readers that speak to it as a browser does."""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import websockets
from joserfc import jwt
from joserfc.jwk import RSAKey
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette import starlette_app_utils as signing

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a long random text that only this attack knows"
CLIENT = "hotspot"
MEDIA = re.compile(rb"/media/[0-9a-f]+\.\w+")
ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)
START_S, PAGE_S = 90, 900


class Issuer:
    """An OpenID Connect service that lets in whoever it is told to, without a password."""

    def __init__(self) -> None:
        self.subject = ""
        self._key = RSAKey.generate_key(2048, {"kid": "one"})
        self._nonces: dict[str, tuple[str, str]] = {}
        service = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service._get(self)

            def do_POST(self) -> None:
                service._token(self)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()

    def _get(self, asked: BaseHTTPRequestHandler) -> None:
        path = urllib.parse.urlsplit(asked.path)
        if path.path == "/authorize":
            said = dict(urllib.parse.parse_qsl(path.query))
            code = f"code{len(self._nonces)}"
            self._nonces[code] = (said.get("nonce", ""), self.subject)
            asked.send_response(302)
            back = urllib.parse.urlencode({"code": code, "state": said["state"]})
            asked.send_header("Location", f"{said['redirect_uri']}?{back}")
            asked.end_headers()
        elif path.path == "/keys":
            self._json(asked, {"keys": [self._key.as_dict(private=False)]})
        else:
            self._json(asked, {
                "issuer": self.address, "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token", "jwks_uri": f"{self.address}/keys",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            })  # fmt: skip

    def _token(self, asked: BaseHTTPRequestHandler) -> None:
        body = asked.rfile.read(int(asked.headers["Content-Length"])).decode()
        nonce, subject = self._nonces.pop(dict(urllib.parse.parse_qsl(body))["code"])
        now = int(time.time())
        claims = {"iss": self.address, "sub": subject, "aud": CLIENT, "iat": now, "exp": now + 3600, "nonce": nonce}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key)
        self._json(asked, {"access_token": "x", "token_type": "Bearer", "expires_in": 3600, "id_token": token})

    def _json(self, asked: BaseHTTPRequestHandler, said: dict[str, Any]) -> None:
        body = json.dumps(said).encode()
        asked.send_response(200)
        asked.send_header("Content-Type", "application/json")
        asked.send_header("Content-Length", str(len(body)))
        asked.end_headers()
        asked.wfile.write(body)


@contextmanager
def served(home: Path, issuer: Issuer) -> Iterator[str]:
    """Serve the app as it ships, with this login service in its secrets; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    home.mkdir(parents=True, exist_ok=True)
    secrets = home / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "{url}/oauth2callback"\ncookie_secret = "{SECRET}"\nclient_id = "{CLIENT}"\n'
        f'client_secret = "x"\nserver_metadata_url = "{issuer.address}/.well-known/openid-configuration"\n'
    )
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "HOTSPOT_HOME": str(home), "STREAMLIT_SECRETS_FILES": str(secrets)}
    with (home / "app.log").open("wb") as log:
        app = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait(url, app)
        yield url
    finally:
        app.terminate()
        app.wait()


def _wait(url: str, app: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until and app.poll() is None:
        try:
            opener.open(f"{url}/_stcore/health", timeout=2).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The app did not start.")


@dataclass(frozen=True)
class Looked:
    """What a session got: the bytes of every frame and of what frames tell to fetch, and how many pages came whole."""

    frames: bytes
    finished: int


async def look(url: str, issuer: str, subject: str, pages: tuple[str, ...]) -> Looked:
    """Open pages one after the other in one session, logged in as somebody, and keep every byte that comes."""
    claims = {"origin": url, "is_logged_in": True, "iss": issuer, "sub": subject, "iat": int(time.time())}
    signed = signing.create_signed_value(SECRET, "_streamlit_user", json.dumps(claims))
    token = signing.generate_xsrf_token_string()
    cookie = f"_streamlit_xsrf={token}; _streamlit_user={signed.decode() if isinstance(signed, bytes) else signed}"
    frames, finished = bytearray(), 0
    had: set[bytes] = set()
    async with websockets.connect(
        url.replace("http", "ws") + "/_stcore/stream", origin=websockets.Origin(url), max_size=None,
        additional_headers={"Cookie": cookie}, subprotocols=[websockets.Subprotocol("streamlit"),
        websockets.Subprotocol(token)], proxy=None, ping_interval=None,
    ) as socket_:  # fmt: skip
        for page in pages:
            broke = False
            ask = BackMsg()
            ask.rerun_script.page_name = page
            await socket_.send(ask.SerializeToString())
            while True:
                data = await asyncio.wait_for(socket_.recv(), PAGE_S)
                frames += data if isinstance(data, bytes) else data.encode()
                message = ForwardMsg()
                message.ParseFromString(data)
                broke |= message.delta.new_element.WhichOneof("type") == "exception"
                # A part that is filled in later, or a run that begins again, is not the end of the page.
                if message.WhichOneof("type") == "script_finished" and message.script_finished in ENDS:
                    finished += message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY and not broke
                    break
            fresh = set(MEDIA.findall(frames)) - had
            had |= fresh
            for address in sorted(fresh):
                frames += await asyncio.to_thread(_fetched, f"{url}{address.decode()}")
    return Looked(bytes(frames), finished)


def _fetched(address: str) -> bytes:
    """Return what lies at an address of the app, as the browser gets it; nothing where it is gone."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=60) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError:
        return b""
