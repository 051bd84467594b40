"""What the check says of memory, beside what a step takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playground.checks.keras_check import keras_report
from tests.keras.checks.test_keras_check import ROOM
from tests.support.making import ROWS, experiment


def test_memory_is_near_what_a_step_takes() -> None:
    """Weights, gradients and Adam's slots of a dense network: what its process grows by in one step (RSS)."""
    asked = experiment(ROWS, ("Dense", {"units": 3000}), ("Dense", {"units": 3000}), ("Dense", {"units": 1}))
    said = keras_report(asked, ROWS, available=ROOM).step_bytes
    measured = int(subprocess.run([sys.executable, "-c", _MEASURE.format(root=str(Path(__file__).parents[3]))],
                                  capture_output=True, text=True, check=True).stdout)  # fmt: skip
    assert 0.55 < said / measured < 1.6


_MEASURE = """
import sys; sys.path.insert(0, {root!r})
import numpy as np, psutil, tensorflow as tf
from tests.support.making import ROWS, experiment
from playground import build
def step(units):
    asked = experiment(ROWS, ("Dense", {{"units": units}}), ("Dense", {{"units": units}}), ("Dense", {{"units": 1}}))
    model = build.model(asked.networks[0], ROWS)
    model.compile(build.optimizer(asked.optimizer, 10), build.loss(asked.loss, ROWS))
    model.train_on_batch(np.zeros((32, 6), np.float32), np.zeros((32, 1), np.float32))
    return model
small = step(8)
before = psutil.Process().memory_info().rss
kept = step(3000)
print(psutil.Process().memory_info().rss - before)
"""
