"""What the decoder of a run makes of codes that somebody points at, while it trains and after.

The networks are built from the run's document, once, and get the newest weights that the run has written: those of its
last checkpoint (while it trains at most some ten seconds old) or of the networks that it saved in the end.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from playground import datasets, families, seams
from playground.datasets.base import Array
from playground.decoded import Decoded
from playground.families.base import Context, Recipe
from playground.store import Run
from playground.training import checkpoint

RUNS = 4
"""Runs whose networks are kept ready."""


class _Written(NamedTuple):
    """Weights on disk: *saved* of the networks as they are after training, else those of a checkpoint. A file that is
    written anew under its name is another one."""

    step: int
    modified: int
    saved: bool


@dataclass
class _Ready:
    run: Run
    recipe: Recipe
    classes: int
    length: int
    """Of a code."""
    laid: _Written | None = None
    step: int = 0

    def refresh(self) -> None:
        """Lay the newest weights, where they are not laid yet."""
        newest = written(self.run, self.recipe)
        if newest is None or newest == self.laid:
            return
        if newest.saved:
            for name, network in self.recipe.networks.items():
                network.load_weights(self.run.folder / f"{name}.keras")
            self.step = newest.step
        elif (found := checkpoint.newest(self.run)) is not None:
            checkpoint.lay(found.state, checkpoint.state_variables(self.recipe))
            self.step = found.position.step
        self.laid = newest


@dataclass
class Decoding:
    """Answers one question after another in a process that may run TensorFlow."""

    _ready: OrderedDict[str, _Ready] = field(default_factory=OrderedDict)

    def decode(self, folder: Path, codes: Array, labels: Array) -> Decoded:
        """*codes* (k, latent_dim) decoded by the run in *folder*; *labels* (k,) are the classes that are asked for,
        where the decoder is told one. Of codes that do not fit there are no values."""
        import tensorflow as tf

        # Few codes at a time: carrying them to another device would take longer than the work.
        with tf.device("/CPU:0"):
            ready = self._of(folder)
            if codes.ndim != 2 or codes.shape[1] != ready.length or len(labels) != len(codes):
                return Decoded(None)
            ready.refresh()
            asked = np.clip(labels, 0, max(ready.classes - 1, 0))
            return Decoded(ready.recipe.decoded(np.asarray(codes, np.float32), asked), ready.step)

    def _of(self, folder: Path) -> _Ready:
        found = self._ready.pop(str(folder), None) or _built(folder)
        self._ready[str(folder)] = found
        while len(self._ready) > RUNS:
            self._ready.popitem(last=False)
        return found


def _built(folder: Path) -> _Ready:
    run = Run(folder)
    experiment = run.experiment()
    prepared = datasets.prepare(experiment.data)
    # How long a schedule is does not matter to who learns nothing.
    recipe = families.get(experiment.family).build(Context(experiment, prepared, 1))
    return _Ready(run, recipe, len(prepared.info.class_names), seams.latent_dim(experiment))


def written(run: Run, recipe: Recipe) -> _Written | None:
    """The newest weights of *run* on disk; ``None`` before its first checkpoint."""
    files = checkpoint.files(run)
    if not files:
        return None
    step, modified = int(files[-1].stem), _modified(files[-1])
    saved = [_modified(run.folder / f"{name}.keras") for name in recipe.networks]
    return _Written(step, max(saved), True) if min(saved) >= modified else _Written(step, modified, False)


def _modified(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
