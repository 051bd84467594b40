"""Steps a second of a run with all its watching on, against plain ``model.fit`` of the same network and data.

Both in the same process, in turns, so that whatever else the machine does falls on both: the ratio of a case is the
median over the rounds. ``fit`` is as anybody writes it: the decoded array as float32 in memory, no callback, no
validation data (which would only make it slower); its first epoch, with the tracing, is not counted. Of the run,
the time until the compiled program has run once is not counted either; evaluation at each epoch's end, pictures,
points and checkpoints are.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench._ours import Ours

CASES = {"mlp-spirals": 10.0, "mlp-digits": 4.0, "cnn-fashion-mnist": 1.0}
"""Gallery entry and the ratio wanted."""


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--case", action="append", choices=list(CASES), help="only this one")
    parser.add_argument("--seconds", type=float, default=6.0, help="of measuring, for each side and round")
    parser.add_argument("--rounds", type=int, default=3)


def rows(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    return [_row(case, arguments) for case in arguments.case or CASES]


def _row(case: str, arguments: argparse.Namespace) -> dict[str, Any]:
    from playground import gallery

    print(f"{case} ...", file=sys.stderr, flush=True)
    experiment = gallery.get(case).experiment
    theirs = _fit(experiment)
    pairs = []
    with tempfile.TemporaryDirectory() as folder, Ours(experiment, Path(folder)) as ours:
        for _ in range(arguments.rounds):
            pairs.append((ours.steps_per_second(arguments.seconds), theirs(arguments.seconds)))
        watched, execution = ours.frames(), ours.loop.compiled_steps.execution
    return {
        "case": case,
        "ratio": statistics.median(one / other for one, other in pairs),
        "wanted": CASES[case],
        "run": statistics.median(one for one, _ in pairs),
        "fit": statistics.median(other for _, other in pairs),
        "execution": execution,
        "pictures": watched,
    }


def _fit(experiment: Any) -> Any:
    """A function that runs ``fit`` for some seconds and gives steps a second."""
    import keras
    import numpy as np

    from playground import build, datasets

    prepared = datasets.prepare(experiment.data)
    info, training = prepared.info, experiment.training
    x, y = prepared.scale_inputs(np.asarray(prepared.train.x)), build.targets(experiment.loss, prepared.train.y, info)
    steps = -(-len(x) // training.batch_size)
    keras.utils.set_random_seed(training.seed)
    model = build.model(experiment.networks[0], info, seed=training.seed, precision=training.precision)
    model.compile(
        build.optimizer(experiment.optimizer, steps * training.epochs),
        build.loss(experiment.loss, info),
        metrics=build.metrics(experiment.metrics, info, experiment.loss),
    )
    few = min(len(x), 200 * training.batch_size)
    model.fit(x[:few], y[:few], batch_size=training.batch_size, epochs=1, verbose=0)

    pace = [_timed(model, x[:few], y[:few], training.batch_size, 1)]

    def measure(seconds: float) -> float:
        wanted = max(1, int(pace[0] * seconds))
        some = min(len(x), wanted * training.batch_size)
        pace[0] = _timed(model, x[:some], y[:some], training.batch_size, max(1, wanted // steps))
        return pace[0]

    return measure


def _timed(model: Any, x: Any, y: Any, batch: int, epochs: int) -> float:
    begun = time.perf_counter()
    model.fit(x, y, batch_size=batch, epochs=epochs, verbose=0)
    return -(-len(x) // batch) * epochs / (time.perf_counter() - begun)
