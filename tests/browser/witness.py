"""What is told of a test that failed: the page as it stood, what its scripts complained of, what the server did."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Error, Page

MOST = 2_000  # letters of each: whoever reads a gate's output sees the end of it
STATE = """() => [document.querySelector('[data-test-script-state]')?.dataset.testScriptState ?? 'no app',
                  document.querySelectorAll('[data-stale=true]').length,
                  document.querySelectorAll('[data-testid=stSkeleton]').length]"""


@dataclass(frozen=True)
class Server:
    """A server that a test has started, and where it writes."""

    app: subprocess.Popen[bytes]
    url: str
    log: Path


@dataclass
class Complaints:
    """What the scripts of a page complain of, as it comes."""

    errors: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def failed(self, error: Error) -> None:
        """Note a script that broke off."""
        self.errors.append(str(error))

    def said(self, message: ConsoleMessage) -> None:
        """Note a line that the browser writes as an error."""
        if message.type == "error":
            self.lines.append(message.text)


def of_page(page: Page, complaints: Complaints) -> str:
    """Return where a page is, whether it is at rest, what can be read on it, and what its scripts complained of."""
    lines = [page.url]
    try:
        body = page.locator("body").inner_text(timeout=5_000)
        state, stale, skeletons = page.evaluate(STATE)
        lines += [f"script {state}, {stale} stale elements, {skeletons} skeletons"]
        lines += [" / ".join(body.split("\n\n"))[:MOST] or "(an empty page)"]
    except Error as error:
        lines.append(f"(it does not answer: {str(error)[:200]})")
    return "\n".join([*lines, *complaints.errors[-5:], *(line[:300] for line in complaints.lines[-10:])])


def of_server(server: Server) -> str:
    """Return the end of what a server wrote, and where each of its threads is that runs something of ours."""
    before = server.log.read_text(errors="replace")
    if server.app.poll() is not None:
        return f"{before[-MOST:]}\n(it has ended with {server.app.poll()})"
    if not hasattr(signal, "SIGUSR1"):
        return before[-MOST:]
    os.kill(server.app.pid, signal.SIGUSR1)
    time.sleep(1)
    threads = server.log.read_text(errors="replace")[len(before) :].split("\n\n")
    return "\n".join([before[-MOST:], *(_ours(thread.splitlines()) for thread in threads if "/hotspot/" in thread)])


def _ours(thread: list[str]) -> str:
    """Return where a thread is and how it came there, as far as that is our code; the latest call first."""
    return "\n".join([*thread[:2], *(line for line in thread[2:] if "/hotspot/" in line)])[:MOST]
