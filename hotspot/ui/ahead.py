"""While a page rests, what its reader may ask next is made ready beside it."""

from __future__ import annotations

from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from hotspot import pipeline
from hotspot.ui import answers
from hotspot.ui.beside import BESIDE, DRAWN_S, Between
from hotspot.ui.memory import long_lived
from hotspot.ui.sessions import is_open


def make_ready(area: str) -> None:
    """Have the places of an area made ready that another choice of neighbourhoods or hexagons would ask for first.

    Without a server nothing is made: who asks from a terminal asks once.
    """
    here, who, settings = get_script_run_ctx(), answers.scope(), answers.settings()
    if here is None or not is_open(here.session_id):
        return

    def make(between: Between) -> None:
        pipeline.make_ready(area, settings=settings, scope=who, between=between)

    what = ("ready", who, str(settings.home), answers.version(area))
    if not BESIDE.has(what):
        BESIDE.want(what, long_lived(make), here.session_id, "", rest_s=DRAWN_S)
