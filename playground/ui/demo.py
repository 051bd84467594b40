"""The shelf's first card already runs: one real training for the whole server, then its own recording.

A recording costs nothing to show to thirty people; a training for each of them would.
"""

from __future__ import annotations

import threading
from pathlib import Path

import streamlit as st
from PIL.Image import Image
from PIL.Image import new as new_picture

from playground import follow, gallery, history, paths, pictures
from playground.i18n import _
from playground.store import Run, Store
from playground.ui import session

SIZE = (480, 250)
MOST_FRAMES = 40
_lock = threading.Lock()


def _demo_run() -> Run:
    """The newest demo of this server's home, or a new one that starts now."""
    store = Store(paths.cache() / "demo")
    with _lock:
        for run in store.runs():
            if follow.history(run).state not in ("failed", "stopped"):
                return run
        run = store.create(gallery.get(session.FIRST).experiment)
        session.launcher().train(run)
        return run


def _frame(run: Run, file: str) -> Image | None:
    data = session.prepared(run.experiment().data)
    stored = history.arrays(run.folder, file)
    if "output" not in stored:
        return None
    return pictures.field(stored["output"], stored["extent"].tolist(), data.train.x, data.train.y, SIZE)


@st.cache_resource(max_entries=4, show_spinner=False)
def _recording(run_folder: str) -> bytes:
    """The whole training as an animation."""
    run = Run(Path(run_folder))
    files = list(follow.history(run).frames.get("field", {}).values())
    chosen = files[:: max(1, len(files) // MOST_FRAMES)]
    drawn = [picture for file in chosen if (picture := _frame(run, file)) is not None]
    return pictures.webp(drawn) if drawn else b""


def live_picture() -> None:
    """The demo as it trains, then as its recording; space is kept from the start."""
    run = _demo_run()
    _still_training(run) if not follow.history(run).ended else _recorded(run)


def _recorded(run: Run) -> None:
    recording = _recording(str(run.folder))
    if recording:
        st.image(recording, alt=_said(), width="stretch")


@st.fragment(run_every=0.4)
def _still_training(run: Run) -> None:
    known = follow.history(run)
    if known.ended:
        st.rerun()
    newest = known.latest("field")
    picture = _frame(run, newest[1]) if newest else None
    if picture is None:
        picture = new_picture("RGB", SIZE, "#eef1f5")
    st.image(pictures.png(picture), alt=_said(), width="stretch")


def _said() -> str:
    return _("A boundary between two spirals that bends while the network learns.")
