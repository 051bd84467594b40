"""A figure that updates in place: zoom is kept, nothing is mounted anew, a tick costs a few kilobytes.

An own component (version 2) around plotly.js, because ``st.plotly_chart`` mounts anew for each new figure. The
library itself (4.8 MB) is copied from the installed plotly package into the app's ``static`` folder, so that the
browser fetches it once and caches it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypedDict

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.core import colors
from playground.core.i18n import N_, _
from playground.figures.base import Plot
from playground.ui.components import plot_encoding, static_files
from playground.ui.components.bundles import component

_HTML = """
<div class="live-figure">
  <div class="live-figure-plot" role="img"></div>
  <div class="live-figure-note"></div>
  <div class="live-figure-bar" role="toolbar">
    <button type="button" data-do="reset"></button>
    <button type="button" data-do="png"></button>
    <button type="button" data-do="svg"></button>
    <button type="button" data-do="csv"></button>
    <button type="button" data-do="gif"></button>
  </div>
</div>
"""


class Click(NamedTuple):
    """A point that was clicked: the trace, the place within it, and what the figure attached to it."""

    curve: int
    point: int | list[int] | None
    x: Any
    y: Any
    customdata: Any


@cache
def _source() -> tuple[str, bytes]:
    import plotly

    content = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()
    return hashlib.sha256(content).hexdigest()[:12], content


def ensure_static(app_folder: Path) -> str:
    """Put plotly.js under ``static/vendor`` beside the app's script, where it is missing or of another version.

    Returns its address relative to where the app is served. Raises :class:`PlaygroundError` where the folder
    cannot be written.
    """
    digest, content = _source()
    message = N_("Figures need plotly.js in {folder}, and that folder cannot be written: {why}.")
    return static_files.publish_static(app_folder, "plotly", digest, "min.js", content, message)


@cache
def _library(main_script: str) -> str:
    return ensure_static(Path(main_script).parent)


_mount = component("figure", html=_HTML, isolate_styles=False)


class FigureWords(TypedDict):
    """The words of a figure: for each button what stands on it, and its tooltip."""

    reset: list[str]
    png: list[str]
    svg: list[str]
    csv: list[str]
    gif: list[str]
    failed: str


class SavedTable(TypedDict):
    """The table that the browser asked for under a number."""

    request_number: int
    text: str


class SavedAnimation(TypedDict):
    """The animation that the browser asked for under a number."""

    request_number: int
    bytes: str


PackedPlot = Annotated[Any, "{ data: Array<Record<string, unknown>>; layout: Record<string, unknown> }"]
"""Traces and layout as :func:`playground.ui.components.plot_encoding.encode_plot` gives them."""


class FigureData(TypedDict):
    """What a figure is shown. ``library`` is the address of plotly.js, ``zoom`` is kept while it stays the same;
    ``table`` and ``film``: whether there is a table and an animation to save."""

    plot: PackedPlot | None
    revision: str
    library: str
    background: str
    scheme: str
    height: int
    alt: str
    empty: str
    name: str
    table: bool
    clickable: bool
    zoom: str
    words: FigureWords
    film: bool
    csv: SavedTable | None
    gif: SavedAnimation | None


class FigureClick(TypedDict):
    """A point that was clicked, as the browser says it."""

    curve: int
    point: Any
    x: Any
    y: Any
    customdata: Any


def _words() -> FigureWords:
    return {
        "reset": [_("Whole"), _("Show the whole figure again")],
        "png": ["PNG", _("Save the figure as PNG")],
        "svg": ["SVG", _("Save the figure as SVG")],
        "csv": ["CSV", _("Save the data as CSV")],
        "gif": ["GIF", _("Save all steps as an animation (GIF)")],
        "failed": _("The figure could not be shown: plotly.js did not load. Refresh the page to try again."),
    }


def _no_op() -> None:
    """Streamlit gives back only what has a callback."""


def _keep_request(key: str, what: str) -> None:
    """Keep that *what* was asked for, until the figure is drawn next."""
    if (request_number := st.session_state[key].get(what)) is not None:
        st.session_state[f"{key}:{what}"] = request_number


def _pop_request(key: str, what: str) -> int | None:
    """The number under which the browser asked for *what*, once."""
    request_number: int | None = st.session_state.pop(f"{key}:{what}", None)
    return request_number


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def live_figure(
    plot: Plot | None,
    *,
    key: str,
    height: int,
    alt: str,
    empty: str = "",
    name: str = "figure",
    csv: Callable[[], pd.DataFrame] | None = None,
    gif: Callable[[], bytes] | None = None,
    clicks: bool = False,
    on_click: Callable[[], None] | None = None,
    dark: bool | None = None,
    zoom: str = "",
) -> Click | None:
    """Draw *plot* in the space that is kept for it; ``None`` shows *empty* in the same space.

    *height* in pixels. *alt* is the figure's message in a sentence. *name* names the files that are saved. *csv* gives
    the table and *gif* the bytes of an animation; each is called only when a person asks for it. With *clicks* (or
    *on_click*), the point that was clicked comes back in the run that the click caused, once. *dark* says for which
    background *plot* was drawn (``None``: for the page's); where the browser shows the other one, the page (or
    fragment) runs once more, and then ``st.context.theme`` is right. The zoom is kept as long as *key* and *zoom* stay
    the same.
    """
    table = _pop_request(key, "csv") if csv is not None else None
    animation = _pop_request(key, "gif") if gif is not None else None
    drawn_dark = st.context.theme.type == "dark" if dark is None else dark
    context = get_script_run_ctx()
    encoded_plot = plot_encoding.encode_plot(plot) if plot is not None else None
    data: FigureData = {
        "plot": encoded_plot,
        "revision": hashlib.sha1(json.dumps(encoded_plot).encode(), usedforsecurity=False).hexdigest()[:12],
        "library": _library(context.main_script_path) if context is not None else "",
        "background": colors.palette(drawn_dark).background,
        "scheme": "dark" if drawn_dark else "light",
        "height": height,
        "alt": alt if plot is not None else empty,
        "empty": empty,
        "name": name,
        "table": csv is not None,
        "clickable": clicks or on_click is not None,
        "zoom": f"{key} {zoom}",
        "words": _words(),
        "film": gif is not None,
        "csv": {"request_number": table, "text": csv().to_csv(index=False)} if table and csv is not None else None,
        "gif": {"request_number": animation, "bytes": _base64(gif())} if animation and gif is not None else None,
    }
    result = _mount(
        key=key,
        data=data,
        height=height,
        on_click_change=on_click or _no_op,
        on_csv_change=lambda: _keep_request(key, "csv"),
        on_gif_change=lambda: _keep_request(key, "gif"),
        on_scheme_change=_no_op,
    )
    click = result.click
    return Click(**click) if isinstance(click, dict) else None
