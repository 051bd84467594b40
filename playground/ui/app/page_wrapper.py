"""What every file in ``pages/`` does: draw its page, inside the app.

Streamlit takes a ``pages/`` folder for its older kind of multipage app until ``st.navigation`` has run once in the
process. Whoever opens ``/bench`` first after a restart would get that page alone, without the app around it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunException, StopException

from playground.core.i18n import _, one_language
from playground.core.problems import PlaygroundError

_log = logging.getLogger(__name__)


def render_page(render: Callable[[], None]) -> None:
    """Run *render*; what goes wrong becomes a sentence and a way on, never a traceback."""
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
    try:
        with one_language():
            render()
    except (RerunException, StopException):
        raise
    except PlaygroundError as error:
        for problem in error.problems:
            st.html(f"<p class='trouble' role='alert'>{problem}</p>")
    except Exception:
        _log.exception("a page failed")
        _show_error()


def _show_error() -> None:
    message = _("This page met an error that it did not expect. Your experiment and your runs are saved.")
    st.html(f"<p class='trouble' role='alert'>{message}</p>")
    if st.button(_("Load the page again"), type="primary"):
        st.rerun()
