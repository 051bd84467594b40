"""Codes under a hand, in Chromium: from the move of the mouse to the decoded picture.

``while-training`` and ``after-training``: on the bench's map of a variational autoencoder of digits;
``sliders-while-training`` and ``sliders-after-training``: in the latent studio, a slider of one with sixteen numbers.
Medians in milliseconds over single moves, each made after the picture of the last was there; ``changed`` is how many of
them gave another picture. ``ratio`` is the limit that the project set itself over what was measured, so 1 is enough.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
from typing import Any

from playwright.sync_api import Page

WANTED_MS = 150.0
PATIENCE = 120_000
LISTEN = """(name) => {
  const root = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector(name)).shadowRoot;
  const pad = root.querySelector(name);
  const seen = () => root.querySelector('canvas').toDataURL();
  window.listening?.abort();
  window.listening = new AbortController();
  const { signal } = window.listening;
  window.moves = [];
  let moved = 0;
  let before = seen();
  window.addEventListener('pointermove', () => (moved = performance.now()), { capture: true, signal });
  const turns = new MutationObserver(() => {
    const now = seen();
    window.moves.push([performance.now() - moved, now !== before]);
    before = now;
  });
  turns.observe(pad, { attributes: true, attributeFilter: ['data-turn'] });
  signal.addEventListener('abort', () => turns.disconnect());
}"""


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--moves", type=int, default=20)


def rows(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from tests.support.browser import chromium, serve

    with tempfile.TemporaryDirectory() as home:
        os.environ["PLAYGROUND_HOME"] = home
        with serve("app.py") as address, chromium() as browser:
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.set_default_timeout(PATIENCE)
            train(page, address)
            page.wait_for_timeout(3000)
            first = _row("while-training", moves(page, arguments.moves))
            stop(page)
            found = [first, _row("after-training", moves(page, arguments.moves))]
            train_for_sliders(page, address)
            page.wait_for_timeout(3000)
            to_studio(page)
            found.append(_row("sliders-while-training", slides(page, arguments.moves)))
            to_bench(page)
            stop(page)
            to_studio(page)
            return [*found, _row("sliders-after-training", slides(page, arguments.moves))]


def _row(case: str, found: list[tuple[float, bool]]) -> dict[str, Any]:
    waits = [wait for wait, _changed in found]
    median = statistics.median(waits)
    return {"case": case, "ratio": WANTED_MS / median, "median_ms": median, "wanted_ms": WANTED_MS, "times": len(waits),
            "slowest_ms": max(waits), "changed": sum(changed for _wait, changed in found)}  # fmt: skip


def train(page: Page, address: str) -> None:
    """Let a variational autoencoder of digits learn for as long as nobody stops it, and open its map."""
    begin(page, address, "vae-digits")
    page.get_by_role("radio", name="Latent map").click()
    page.locator(".latent .caption", has_text="Decoded").wait_for()
    page.locator(".st-key-figure_codes .latent-cross").wait_for()


def begin(page: Page, address: str, name: str) -> None:
    """Open the ready experiment *name* on the bench, and let it learn for as long as nobody stops it."""
    from playground import gallery
    from playground.experiment import spec
    from playground.ui.app import draft as drafts

    draft = drafts.new(spec.with_value(gallery.get(name).experiment, "training.epochs", 100_000))
    drafts.save(draft)
    page.goto(f"{address}/bench?draft={draft.id}")
    page.locator(".st-key-primary button:enabled").first.click()


def train_for_sliders(page: Page, address: str) -> None:
    """The same of one whose code has sixteen numbers."""
    begin(page, address, "vae-beside-gan-vae")


def to_studio(page: Page) -> None:
    """From the bench to the latent studio of its run, with something drawn there."""
    page.locator(".st-key-to_studio button:visible").click()
    page.locator(".sliders .caption, .codes .caption", has_text=re.compile("Decoded|Generated")).wait_for()


def to_bench(page: Page) -> None:
    page.locator(".st-key-studio_bench button").click()
    page.locator(".st-key-to_studio button:visible").wait_for()


def stop(page: Page) -> None:
    page.locator(".st-key-stop button:enabled").first.click()
    page.get_by_text("stopped", exact=True).wait_for()
    page.wait_for_timeout(1000)


def moves(page: Page, count: int) -> list[tuple[float, bool]]:
    """Milliseconds until the picture of each move, and whether it was another one."""
    page.locator(".st-key-figure_codes").scroll_into_view_if_needed()
    box = page.locator(".st-key-figure_codes .nsewdrag").first.bounding_box()
    assert box is not None
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in places(count + 1)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.wait_for_timeout(1000)
    return _made(page, ".latent", at[1:])


def slides(page: Page, count: int) -> list[tuple[float, bool]]:
    """The same of moves of the slider of the number that is used most."""
    slider = page.locator(".sliders input[type=range]").first
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] / 2) for x, _y in places(count + 1)]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.wait_for_timeout(1000)
    return _made(page, ".sliders", at[1:])


def _made(page: Page, name: str, at: list[tuple[float, float]]) -> list[tuple[float, bool]]:
    """Drag over the places *at*, waiting for the picture of each in the component *name*."""
    page.evaluate(LISTEN, name)
    for done, (x, y) in enumerate(at, start=1):
        page.mouse.move(x, y)
        page.wait_for_function(f"window.moves.length >= {done}")
        page.wait_for_timeout(100)
    page.mouse.up()
    return [(float(wait), bool(changed)) for wait, changed in page.evaluate("window.moves")]


def places(count: int) -> list[tuple[float, float]]:
    """Shares of the map's width and height, there and back across its middle."""
    return [(0.2 + 0.6 * ((7 * place) % count) / count, 0.25 + 0.5 * place / count) for place in range(count)]
