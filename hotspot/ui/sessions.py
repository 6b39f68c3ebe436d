"""The server asks for a part of an open page by itself, as the page's own browser would."""

from __future__ import annotations

from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext


def draw_again(session: str, part_of_page: str, *, during: ScriptRunContext | None = None) -> bool:
    """Ask for one part of an open page once more, after the run that may be under way.

    Return whether it will come: not where the page was closed, nor where no server is running, as in a test.

    Parameters
    ----------
    session : str
        Whose page.
    part_of_page : str
        Which part: the name Streamlit gave the fragment when it was drawn.
    during : ScriptRunContext, optional
        The run that asks, where it is still under way: the session knows the address only as it was before that run,
        and drawn with that, the part would lose what the reader has picked.
    """
    # There is no public door to another session. The same call serves Streamlit when a source file changes.
    open_pages = getattr(runtime.get_instance(), "_session_mgr", None) if runtime.exists() else None
    held = open_pages.get_active_session_info(session) if open_pages is not None else None
    if held is None:
        return False
    asked = ClientState()
    asked.CopyFrom(held.session._client_state)
    asked.fragment_id = part_of_page
    if during is not None:
        asked.query_string, asked.page_script_hash = during.query_string, during.page_script_hash
    held.session.request_rerun(asked)
    return True
