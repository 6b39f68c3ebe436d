"""The start of the app: the server and, while the browser is still opening, the first page's answer.

``python -m hotspot.ui.starting`` takes the options of ``streamlit run``. ``streamlit run app.py`` serves the same app;
its first page is then worked out when it is first asked for.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st

from hotspot.config import Parameters
from hotspot.errors import HotspotError

APP = Path(__file__).resolve().parents[2] / "app.py"


@st.cache_resource(show_spinner=False)  # inside it no answer shows a spinner: there is no page yet to show one on
def first_answer() -> None:
    """Make what the first page shows to a reader who asks for nothing; what stands in the way is said by that page."""
    answers, memory = import_module("hotspot.ui.answers"), import_module("hotspot.ui.memory")
    memory.let_go()  # from now on what is deleted for good is let go
    with contextlib.suppress(HotspotError):
        area = next(iter(answers.areas()))
        analysis = answers.analysis(Parameters(area=area))
        answers.ground(analysis)


def warm_up() -> None:
    """Make the first answer without looking for rubbish, then keep all that is loaded out of every later search."""
    gc.disable()
    try:
        first_answer()
    finally:
        gc.freeze()
        gc.enable()


def start(options: list[str]) -> None:
    """Serve the app until it is stopped."""
    Thread(target=warm_up, name="first answer", daemon=True).start()
    import_module("streamlit.web.cli").main(["run", str(APP), *options], prog_name="streamlit")


if __name__ == "__main__":
    start(sys.argv[1:])
