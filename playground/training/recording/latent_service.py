"""What the decoder of a run makes of codes that somebody points at, and which codes examples have, while it trains and
after.

The networks are built from the run's document, once, and get the newest weights that the run has written: those of its
last checkpoint (while it trains at most some ten seconds old) or of the networks that it saved in the end.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import NamedTuple

import numpy as np

from playground import datasets, families
from playground.core.info import Array
from playground.evaluation import latent_geometry as space
from playground.evaluation import probes
from playground.families.base import Recipe
from playground.ports import connections
from playground.runs.latent_messages import Decoded, Encoded
from playground.runs.store import Run
from playground.training import checkpoint

RUNS = 4
"""Runs whose networks are kept ready."""
PROBES, PIXELS, MOVED = 2048, 20_000_000, 1.0
"""Pictures, about, that tell which numbers of noise matter; the values of all of them at most; and how far each number
is moved there, to both sides: by the noise's deviation."""
BATCH = 512
"""Codes decoded at a time."""


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
    size: int
    """Values of an example."""
    laid: _Written | None = None
    step: int = 0

    def refresh(self) -> None:
        """Lay the newest weights, where they are not laid yet."""
        newest = written(self.run, self.recipe)
        if newest is None or newest == self.laid:
            return
        # What the recipe keeps beside its networks (a codebook) is in the checkpoint alone.
        if (found := checkpoint.newest(self.run)) is not None:
            checkpoint.lay(found.state, checkpoint.state_variables(self.recipe))
            self.step = found.position.step
        if newest.saved:
            for name, network in self.recipe.networks.items():
                network.load_weights(self.run.folder / f"{name}.keras")
            self.step = newest.step
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

    def encode(self, folder: Path, *, effect: bool = False) -> Encoded:
        """What the run in *folder* knows of the examples that are looked at. With *effect*, of noise also
        ``effect`` (latent_dim,): by how much a value of what is drawn changes where a number goes from -1 to 1."""
        import tensorflow as tf

        with tf.device("/CPU:0"):
            ready = self._of(folder)
            ready.refresh()
            arrays = dict(ready.recipe.known())
            if effect and "noise" in arrays:
                arrays["effect"] = _effect(ready, arrays["noise"])
            return Encoded(arrays, ready.step)

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
    recipe = families.get(experiment.family).build(connections.context(experiment, prepared, 1))
    return _Ready(
        run,
        recipe,
        len(prepared.info.class_names),
        connections.code_length(experiment),
        prod(prepared.info.input_shape),
    )


def _effect(ready: _Ready, noise: Array) -> Array:
    """See :func:`playground.evaluation.latent_geometry.effect`; over as many rows of *noise* as :data:`PROBES`
    allow."""
    length = noise.shape[1]
    most = min(PROBES, PIXELS // ready.size)
    rows = noise[: int(np.clip(most // (2 * length), 1, 16))]
    moved_rows = space.moved(rows, MOVED)
    flat = moved_rows.reshape(-1, length)
    labels = np.tile(probes.labels(max(ready.classes, 1), len(rows)), 2 * length)
    parts = [
        ready.recipe.decoded(flat[start : start + BATCH], labels[start : start + BATCH])
        for start in range(0, len(flat), BATCH)
    ]
    drawn = np.concatenate([part for part in parts if part is not None])
    return space.effect(drawn.reshape(*moved_rows.shape[:3], *drawn.shape[1:]))


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
