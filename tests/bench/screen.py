"""What a person waits for, in Chromium: from Train to the first point, from an edit to new shapes, from Stop to rest.

``train-to-point``: from the click on Train to the first point that the loss figure has drawn, with a warm worker.
``stop-to-rest``: from the click on Stop to the worker's word, with its last checkpoint written, that it has stopped.
``edit-to-shapes``: from a click on a stepper of the second of 20 layers to its new parameter count on its card.
``single-step``: from a click on Step to the number of the step, of gan-ring. ``restart``: from a click on Restart, in
the middle of a run, to the first steps of the new one. ``data-page``: from a click on Data on the workbench to the
points. All are medians in milliseconds; ``ratio`` is the limit that the project set itself over what was measured, so 1
is enough. With ``--before COMMIT`` the last three are measured in that version too, by turns, and the limit is half of
what it takes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from typing import Any

from playwright.sync_api import Browser, Page

from tests.bench import _waits

TRAIN_MS, EDIT_MS, STOP_MS = 1000.0, 150.0, 500.0
HALF_MS = {"single-step": 600.0, "restart": 1500.0, "data-page": 900.0}
"""Half of what a newcomer waited when these waits were written down."""
LAYERS = 20
PATIENCE = 120_000
POINTS = """() => [...document.querySelectorAll('.st-key-figure_loss .js-plotly-plot')]
    .some(plot => (plot._fullData ?? []).some(trace => trace.x?.length > 0))"""
EDITS = """async (count) => {
  const root = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.editor')).shadowRoot;
  const card = root.querySelectorAll('.card')[1];
  const waits = [];
  for (let turn = 0; turn < count; turn++) {
    const before = card.querySelector('.count').textContent;
    const begun = performance.now();
    root.querySelectorAll('.step')[turn % 2 ? 0 : 1].click();
    await new Promise(done => {
      const seen = new MutationObserver(() => {
        if (card.querySelector('.count').textContent !== before) { seen.disconnect(); done(); }
      });
      seen.observe(card, { subtree: true, childList: true, characterData: true });
    });
    waits.push(performance.now() - begun);
    await new Promise(done => setTimeout(done, 150));
  }
  return waits;
}"""


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--trainings", type=int, default=7)
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--waits", type=int, default=7, help="how often each of the last three rows")
    parser.add_argument("--before", metavar="COMMIT", help="another version, for the last three rows")


def rows(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    from tests.support.browser import chromium, serve

    with tempfile.TemporaryDirectory() as home:
        os.environ["PLAYGROUND_HOME"] = home
        with serve("app.py") as address, chromium() as browser:
            found = [_row("train-to-point", _trainings(browser, address, arguments.trainings), TRAIN_MS),
                     _row("edit-to-shapes", _edits(browser, address, arguments.edits), EDIT_MS),
                     _row("stop-to-rest", _stops(browser, address, arguments.trainings), STOP_MS)]  # fmt: skip
    waits = _waits.measured(arguments.waits, arguments.before)
    return [*found, *(_wait_row(case, *of_case) for case, of_case in waits.items())]


def _wait_row(case: str, now: list[float], before: list[float] | None = None) -> dict[str, Any]:
    if before is None:
        return _row(case, now, HALF_MS[case])
    median = statistics.median(before)
    return {**_row(case, now, median / 2), "before_ms": median}


def _row(case: str, waits: list[float], wanted: float) -> dict[str, Any]:
    median = statistics.median(waits)
    return {"case": case, "ratio": wanted / median, "median_ms": median, "wanted_ms": wanted, "times": len(waits),
            "slowest_ms": max(waits)}  # fmt: skip


def _bench(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    _waits.look(page, 3000)
    return page


def _trainings(browser: Browser, address: str, times: int) -> list[float]:
    waits = []
    for _ in range(times):
        page = _bench(browser, f"{address}/bench")
        begun = time.perf_counter()
        page.locator(".st-key-primary button").first.click()
        page.wait_for_function(POINTS, polling=20)
        waits.append(1000 * (time.perf_counter() - begun))
        page.get_by_text("done in").wait_for()
        page.close()
    return waits


def _stops(browser: Browser, address: str, times: int) -> list[float]:
    from playground import gallery
    from playground.experiment import spec
    from playground.runs import events, store
    from playground.ui.app import draft as drafts

    waits = []
    for _ in range(times):
        long = spec.with_value(gallery.get("mlp-spirals").experiment, "training.epochs", 100_000)
        draft = drafts.new(long)
        drafts.save(draft)
        page = _bench(browser, f"{address}/bench?draft={draft.id}")
        page.locator(".st-key-primary button").first.click()
        page.wait_for_function(POINTS)
        page.wait_for_timeout(4000)
        begun = time.time()
        page.locator(".st-key-stop button").first.click()
        page.get_by_text("stopped", exact=True).wait_for()
        run = next(iter(store.default().runs()))
        waits += [1000 * (event.time - begun) for event in run.read_events()[0] if _is_rest(event, events)]
        page.close()
    return waits


def _is_rest(event: Any, events: Any) -> bool:
    return isinstance(event, events.StateChanged) and event.state == "stopped"


def _edits(browser: Browser, address: str, times: int) -> list[float]:
    from playground import gallery
    from playground.experiment import spec
    from playground.ui.app import draft as drafts

    hidden = [("Dense", {"units": 8, "activation": "tanh"})] * (LAYERS - 1)
    network = spec.stack(*hidden, ("Dense", {"units": 1, "activation": "sigmoid"}))
    draft = drafts.new(gallery.get("mlp-spirals").experiment.model_copy(update={"networks": (network,)}))
    drafts.save(draft)
    page = _bench(browser, f"{address}/bench?draft={draft.id}")
    page.locator(".editor .card").nth(1).locator(".name").click()
    page.wait_for_timeout(1500)
    waits: list[float] = page.evaluate(EDITS, times)
    return waits
