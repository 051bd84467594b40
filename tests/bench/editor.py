"""The canvas on the bench, in Chromium: from an edit to its shapes on the screen, with 20 and with 100 layers.

Residual blocks over digits, in the whole app. ``parameter``: a click on a stepper of the first block's convolution, to
the new shape on its card and on the card behind it, painted. ``layer``: a layer put in by a chip of the palette, and
taken out again by Delete, to the shape of what was put in, or to the shape that then travels; layers find their
places anew. Medians in milliseconds; ``ratio`` is the limit over what was measured, so 1 is enough. ``mounts`` counts
how often the canvas was made in the browser over all of it, an undo (a run of the whole page) and a training.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from typing import Any

from playwright.sync_api import Browser, Page

LIMITS_MS = {20: 120.0, 100: 200.0}
PATIENCE = 600_000
MOUNTS = """
globalThis.canvasMounts = 0;
for (const kind of [Element, DocumentFragment]) {
  const append = kind.prototype.append;
  kind.prototype.append = function (...children) {
    for (const child of children) if (child instanceof Element && child.classList.contains("editor")) canvasMounts++;
    return append.apply(this, children);
  };
}
"""
_WATCH = """
  const root = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.graphs')).shadowRoot;
  const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const until = (seen) => new Promise(done => {
    const look = () => seen() && (watcher.disconnect(), done());
    const watcher = new MutationObserver(look);
    watcher.observe(root, { subtree: true, childList: true, characterData: true });
    look();
  });
  const shape = (id) => root.querySelector(`.card[data-id="${id}"] .shape`)?.textContent ?? '';
  const waits = [];
  const measure = async (act, seen) => {
    const begun = performance.now();
    act();
    await until(seen);
    await painted();
    waits.push(performance.now() - begun);
    await new Promise(done => setTimeout(done, 200));
  };
"""
PARAMETER = f"""async (count) => {{{_WATCH}
  for (let turn = 0; turn < count; turn++) {{
    const before = ['conv_1a', 'norm_1a'].map(shape);
    await measure(
      () => root.querySelectorAll('.step')[turn % 2 ? 0 : 1].click(),
      () => shape('conv_1a') !== before[0] && shape('norm_1a') !== before[1],
    );
  }}
  return waits;
}}"""
LAYER = f"""async (count) => {{{_WATCH}
  const place = (id) => root.querySelector(`[data-node="${{id}}"]`);
  const total = () => root.querySelector('.status span').textContent;
  for (let turn = 0; turn < count; turn++) {{
    const before = total();
    if (turn % 2) {{
      const press = new KeyboardEvent('keydown', {{ key: 'Delete', bubbles: true, composed: true }});
      await measure(
        () => place('batchnormalization_1').dispatchEvent(press),
        () => !place('batchnormalization_1') && total() !== before,
      );
    }} else {{
      place('relu_1').focus();
      place('relu_1').dispatchEvent(new MouseEvent('click', {{ bubbles: true, composed: true }}));
      await new Promise(done => setTimeout(done, 100));
      await measure(
        () => root.querySelector('.chip[data-layer=BatchNormalization]').click(),
        () => shape('batchnormalization_1') !== '' && total() !== before,
      );
    }}
  }}
  return waits;
}}"""


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--layers", type=int, action="append", choices=list(LIMITS_MS), help="only so many")


def rows(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from tests.support.browser import chromium, serve

    found = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["PLAYGROUND_HOME"] = home
        with serve("app.py") as address, chromium() as browser:
            for layers in arguments.layers or LIMITS_MS:
                found += _edited(browser, address, layers, arguments.edits)
    return found


def _edited(browser: Browser, address: str, layers: int, times: int) -> list[dict[str, Any]]:
    page = _bench(browser, address, layers)
    parameter = page.evaluate(PARAMETER, times)
    layer = page.evaluate(LAYER, times)
    page.locator(".graphs [data-do=undo]").click()  # A run of the whole page.
    page.locator('.graphs .card[data-id="batchnormalization_1"]').wait_for()
    page.locator(".st-key-primary button").first.click()
    page.get_by_text("done in").wait_for()
    page.wait_for_timeout(1500)
    mounts = page.evaluate("canvasMounts")
    page.close()
    return [_row("parameter", layers, parameter, mounts), _row("layer", layers, layer, mounts)]


def _row(edit: str, layers: int, waits: list[float], mounts: int) -> dict[str, Any]:
    median = statistics.median(waits)
    return {"edit": edit, "layers": layers, "ratio": LIMITS_MS[layers] / median, "median_ms": median,
            "limit_ms": LIMITS_MS[layers], "times": len(waits), "slowest_ms": max(waits), "mounts": mounts}  # fmt: skip


def _bench(browser: Browser, address: str, layers: int) -> Page:
    from playground import gallery
    from playground.ui.app import draft as drafts
    from tests.support.canvas_networks import residual

    digits = gallery.get("cnn-digits").experiment
    training = digits.training.model_copy(update={"epochs": 1})
    draft = drafts.new(digits.model_copy(update={"networks": (residual(layers),), "training": training}))
    drafts.save(draft)
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(MOUNTS)
    page.goto(f"{address}/bench?draft={draft.id}")
    page.locator('.graphs .card[data-id="conv_1a"] .shape').filter(has_text="8×8×16").wait_for()
    page.wait_for_function("() => !document.body.innerText.includes('getting ready')")
    page.wait_for_timeout(3000)  # A person looks first; meanwhile a worker gets ready with what stands there.
    page.locator('.graphs .card[data-id="conv_1a"] .name').click()
    page.wait_for_timeout(1500)
    return page
