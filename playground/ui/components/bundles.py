"""The programs of components: one file for each, which ``scripts/web.py`` makes of ``web/src`` and the browser fetches
once. Every component is loaded by :func:`component`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground.core.i18n import N_
from playground.ui.components import static_files

FOLDER = Path(__file__).parents[1] / "web" / "bundles"
_LOADER = """
const ADDRESS = "";
// What is registered here is sent again with each change, so that it only says where the program is.
let program;

/** Where the app is served from: its own script's address knows every prefix that a proxy adds. */
function base() {
  const own = document.querySelector('script[src*="static/js/"]');
  return own ? own.src.split("static/js/")[0] : new URL("/", document.baseURI).href;
}

async function loaded({ data, parentElement }) {
  try {
    return (await (program ??= import(base() + ADDRESS))).default;
  } catch (error) {
    // The next change tries again.
    program = undefined;
    if (!data.load_error_text) throw error;
    if (!parentElement.textContent) parentElement.textContent = data.load_error_text;
    console.error(error);
  }
}

// How often each place was called. Streamlit closes what a call gives where a later one has overtaken it, as happens
// while the program is on its way, and perhaps before the later one begins; what stands there is the later one's. So a
// place that is still on the page is given a moment, and one that has left it is closed at once.
const calls = new WeakMap();
const MOMENT = 1000;

export default async function (component) {
  const place = component.parentElement;
  const call = (calls.get(place) ?? 0) + 1;
  calls.set(place, call);
  const close = (await loaded(component))?.(component);
  const unlessOvertaken = () => calls.get(place) === call && close?.();
  return () => void (place.isConnected ? setTimeout(unlessOvertaken, MOMENT) : unlessOvertaken());
}
"""


class Bundle(NamedTuple):
    """A component's program and, where it has a look of its own, its CSS; *digest* changes with the program."""

    js: bytes
    css: str | None
    digest: str


@cache
def load(name: str) -> Bundle:
    """The bundle of the component *name*."""
    js, look = (FOLDER / f"{name}.js").read_bytes(), FOLDER / f"{name}.css"
    css = look.read_text(encoding="utf-8") if look.exists() else None
    return Bundle(js, css, hashlib.sha256(js).hexdigest()[:12])


@cache
def ensure_static(name: str, app_folder: Path) -> str:
    """Put the program of *name* beside the app's script and return its address. Raises :class:`PlaygroundError` where
    it cannot be written."""
    bundle = load(name)
    message = N_("The page needs its programs in {folder}, and that folder cannot be written: {why}.")
    return static_files.publish_static(app_folder, name, bundle.digest, "js", bundle.js, message)


def loader(address: str) -> str:
    """The script that Streamlit calls: it fetches the program at *address*, and calls that."""
    return _LOADER.replace('ADDRESS = ""', f"ADDRESS = {json.dumps(address)}")


def component(name: str, *, html: str | None = None, isolate_styles: bool = True) -> Callable[..., Any]:
    """The component *name*: what it gives mounts it, as a component of Streamlit (version 2) does.

    *html* is what its program finds when it comes. Mounting raises :class:`PlaygroundError` where the program cannot be
    put beside the app's script.
    """

    @cache
    def registered(address: str) -> Callable[..., Any]:
        css = load(name).css
        renderer: Callable[..., Any] = st.components.v2.component(
            f"playground_{name}", html=html, css=css, js=loader(address), isolate_styles=isolate_styles
        )
        return renderer

    def mount(**arguments: Any) -> Any:
        context = get_script_run_ctx()
        folder = Path(context.main_script_path).parent if context is not None else Path.cwd()
        return registered(ensure_static(name, folder))(**arguments)

    return mount
