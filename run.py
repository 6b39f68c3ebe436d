"""Set up Hotspot beside this file and start it, or run its tests: python3 run.py [test ...].

Needs nothing but Python 3.11 or newer. The virtual environment in .venv is made once, and filled again only when a
requirements file has changed. Kept to syntax that an older Python can parse, so that it can be told it is too old.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("Hotspot needs Python 3.11 or newer, this is %d.%d: get one from python.org." % sys.version_info[:2])

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
INSTALLED = VENV / "hotspot-installed.json"  # requirements file -> fingerprint of what was installed from it
NOTHING_FOUND = 5  # what pytest ends with where no test was asked for: of one half alone that is no failure
NETWORK_SIGNS = "connection|timed out|name resolution|getaddrinfo|unreachable|retries"


def module(python: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a module of a Python, such as pip or venv, and keep what it says to ourselves."""
    own = dict(os.environ, PIP_QUIET="1", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_USER="0")
    command = [python, "-m", *arguments]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", env=own, check=False)


def refuse(what: str, said: str) -> None:
    """Stop with one sentence: the network where it is to blame, else the last error that was named."""
    lines = re.findall("(?im)^error.*", said) or said.strip().splitlines() or ["no reason was given."]
    offline = re.search(NETWORK_SIGNS, said.lower())
    sys.exit("\n%s: %s" % (what, "connect to the internet and run this again." if offline else lines[-1]))


def make_environment() -> None:
    """Make .venv, or make it anew where a half-made one cannot run pip."""
    if os.path.exists(PYTHON) and module(PYTHON, "pip", "--version").returncode == 0:
        return
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        sys.exit("Python's venv is missing: install it (on Debian or Ubuntu: sudo apt install python3-venv).")
    print("Making the virtual environment in .venv", flush=True)
    made = module(sys.executable, "venv", "--clear", str(VENV))
    if made.returncode != 0:
        refuse("The virtual environment could not be made", made.stdout + made.stderr)


def fetch(packages: list[str]) -> None:
    """Install each package after those before it, so that their versions agree, and say how far it has come."""
    for n, package in enumerate(packages, start=1):
        name = re.split(r"[\[<>=~!;]", package)[0]
        start, end = ("\r", "") if sys.stdout.isatty() else ("", "\n")  # a terminal's line is written over
        print("%sInstalling %d of %d: %-30s" % (start, n, len(packages), name), end=end, flush=True)
        done = module(PYTHON, "pip", "install", *packages[:n])
        if done.returncode != 0:
            refuse("%s could not be installed" % name, done.stdout + done.stderr)
    print("\nInstalled %d packages and what they need." % len(packages), flush=True)


def installed() -> dict[str, str]:
    """Return what was installed last time; a record that cannot be read counts as nothing."""
    try:
        return dict(json.loads(INSTALLED.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def install(*names: str) -> None:
    """Install what the requirements files name; do nothing where nothing has changed since."""
    files = {name: (ROOT / name).read_bytes() for name in names}
    wanted = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    if os.path.exists(PYTHON) and wanted.items() <= installed().items():
        return
    make_environment()
    lines = (line.split("#")[0].strip() for content in files.values() for line in content.decode().splitlines())
    packages = [line for line in lines if line]
    if module(PYTHON, "pip", "install", "--no-index", *packages).returncode != 0:  # else all of it is there already
        fetch(packages)
    INSTALLED.write_text(json.dumps(dict(installed(), **wanted)), encoding="utf-8")


def free_port(wanted: int) -> int:
    """Return the wanted port, or one that is free where another program listens there."""
    with socket.socket() as probe, socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        is_free = wanted > 0 and probe.connect_ex(("127.0.0.1", wanted)) != 0
        return wanted if is_free else int(other.getsockname()[1])


def answers(url: str) -> bool:
    """Tell whether the app answers yet; a proxy is never asked about this machine."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url + "/_stcore/health", timeout=2):
            return True
    except OSError:
        return False


def start(port: int, browser: bool) -> int:
    """Start the app, open the browser once it answers, and stay until it stops."""
    url = "http://127.0.0.1:%d" % port
    own = {"MALLOC_ARENA_MAX": "1", **os.environ}  # Linux: a second heap takes more, and gives back what is needed next
    app = subprocess.Popen([PYTHON, "-m", "hotspot.ui.starting", "--server.port", str(port)], cwd=ROOT, env=own)
    try:
        while app.poll() is None and not answers(url):
            time.sleep(0.1)
        if app.poll() is None:
            print("Hotspot is at %s (Ctrl-C stops it)." % url, flush=True)
        if app.poll() is None and browser:
            webbrowser.open(url)
        return app.wait()
    finally:
        app.terminate()
        app.wait()


def test(arguments: list[str]) -> int:
    """Run the tests that are named; without a name all of them, those with a browser beside the others."""
    pytest, browser = [PYTHON, "-m", "pytest", *arguments], "tests/browser"
    if not (ROOT / browser).is_dir() or any((ROOT / word.split("::")[0]).exists() for word in arguments):
        return subprocess.run(pytest, cwd=ROOT, check=False).returncode
    log = ROOT / "artefacts" / "browser-tests.log"
    log.parent.mkdir(exist_ok=True)
    own = [*pytest, browser, "-o", "cache_dir=.pytest_cache/browser"]  # neither forgets what failed in the other
    with log.open("wb") as out:  # in a process group of its own, so that Ctrl-C reaches it once, through us
        beside = subprocess.Popen(own, cwd=ROOT, stdout=out, stderr=out, stdin=subprocess.DEVNULL, process_group=0)
    try:  # the others stand back: it is a browser that may be kept waiting too long
        nice = ["nice", "-n", "10"] if shutil.which("nice") else []
        codes = [subprocess.run([*nice, *pytest, "--ignore=" + browser], cwd=ROOT, check=False).returncode]
    except BaseException:
        beside.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            beside.wait(10)
        beside.terminate()  # where Ctrl-C is shut out, as it is from a job in the background
        raise
    finally:
        beside.wait()
    codes.append(beside.returncode)
    print("\n== The tests with a browser\n" + log.read_text(encoding="utf-8", errors="replace"))
    print("pytest ended with %d, and with %d for the tests with a browser." % (codes[0], codes[1]), flush=True)
    return max((code for code in codes if code != NOTHING_FOUND), key=abs, default=NOTHING_FOUND)


def main(arguments: list[str]) -> int:
    """Do what was asked for and return the exit code."""
    if arguments[:1] == ["test"]:
        install("requirements.txt", "requirements-dev.txt")
        return test(arguments[1:])
    options = argparse.ArgumentParser(description="Set up Hotspot and start it; 'run.py test' runs its tests instead.")
    options.add_argument("--port", type=int, default=8501, help="where to serve the app, if free (default 8501)")
    options.add_argument("--no-browser", action="store_true", help="start the app only (or set HOTSPOT_NO_BROWSER)")
    chosen = options.parse_args(arguments)
    install("requirements.txt")
    screen = os.name == "nt" or sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)
    quiet = chosen.no_browser or os.environ.get("HOTSPOT_NO_BROWSER") or not screen  # else a text browser takes over
    return start(free_port(chosen.port), browser=not quiet)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # being told to end ends the app too, as Ctrl-C does
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped.")
    except OSError as error:
        sys.exit("Hotspot could not be set up here: %s." % error)
