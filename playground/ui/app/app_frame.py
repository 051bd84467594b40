"""What stands around every page: name, language, what is training, keys, style."""

from __future__ import annotations

import html
import json
from pathlib import Path

import streamlit as st

from playground import gallery
from playground.core.formatting import count, duration
from playground.core.i18n import LANGUAGES, N_, Text, _
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.fragments import fragment

BENCH = "bench"
HTML_LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""What the browser is told of the language of the page (BCP 47)."""
_TELL_LANGUAGE = """<script>{
  const words = WORDS;
  document.documentElement.lang = words.lang;
  const link = document.querySelector('[data-testid="stSkipToContent"]');
  if (link) link.textContent = words.skip;
}</script>"""
_COMPLETE_ADDRESS = """<script>{
  const push = window.playgroundPush ??= history.pushState.bind(history);
  const asked = (address) => [...address.searchParams].map((pair) => pair.join("="));
  history.pushState = (state, title, url) => {
    const [here, next] = [new URL(location.href), new URL(url ?? "", location.href)];
    const isSame = here.pathname === next.pathname && asked(here).every((pair) => asked(next).includes(pair));
    (isSame ? history.replaceState.bind(history) : push)(state, title, url);
  };
}</script>"""
"""An address to which the app has added something, such as the name of the draft, takes the place of the one before it:
else Back would lead to that one, and the app add it again."""
STYLE = Path(__file__).with_name("style.css")


def inject_style() -> None:
    """Put the app's own style into the page.

    Streamlit tells the colour scheme to what lies in the page, not to popovers and dialogs, which hang beside it.
    """
    scheme = st.context.theme.type or "normal"
    st.html(f"<style>:root {{ color-scheme: {scheme}; }}\n{STYLE.read_text(encoding='utf-8')}</style>")


def _set_language() -> None:
    st.session_state["language"] = st.session_state["language_switch"]
    st.query_params["lang"] = st.session_state["language"]


def language_switch() -> None:
    """English and Chinese, at the right of the header, each in its own words."""
    with st.container(key="language", horizontal=True, width="content"):
        _prepare_browser()
        st.segmented_control(
            _("Language"),
            list(LANGUAGES),
            default=session.language(),
            format_func=LANGUAGES.__getitem__,
            key="language_switch",
            on_change=_set_language,
            label_visibility="collapsed",
            required=True,
        )


def _prepare_browser() -> None:
    """Screen readers pronounce by the language of the document, and Streamlit's own link speaks English alone; and Back
    leads to the page before."""
    words = json.dumps({"lang": HTML_LANGUAGES[session.language()], "skip": _("Skip to main content")})
    script = _TELL_LANGUAGE.replace("WORDS", words) + _COMPLETE_ADDRESS
    st.html(script, unsafe_allow_javascript=True, width="content")


def training_banner(page: str) -> None:
    """On every page but the bench: what is training and how it goes."""
    run = None if page == BENCH else session.shown_run(session.draft())
    if run is None or session.history(run).has_ended:
        return
    with st.container(key="strip"):
        fragment(lambda: _banner(run), run_every=1.0, key="strip_words")


def _banner(run: Run) -> None:
    history = session.history(run)
    if history.has_ended:
        st.rerun()
    experiment = run.experiment()
    values: dict[str, object] = {
        "name": Text(gallery.called(experiment)),
        "done": count(history.epoch),
        "epochs": count(history.start_event.epochs if history.start_event else experiment.training.epochs),
    }
    message = str(Text(N_("{name}: {done} of {epochs} epochs"), values))
    if history.seconds_left is not None and history.state == "running":
        time_left = Text(N_("{time} left"), {"time": duration(history.seconds_left)})
        message = f"{message} · {time_left}"
    st.html(f"<div class='strip numbers' role='status'><span class='pulse'></span>{html.escape(message)}</div>")
