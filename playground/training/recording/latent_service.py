"""What the decoder of a run makes of codes that somebody points at, and which codes examples have, while it trains and
after.

The networks are built from the run's document, once, and get the newest weights that the run has written: those of its
last checkpoint (while it trains at most some ten seconds old) or of the networks that it saved in the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import NamedTuple

import cachetools
import numpy as np

from playground import datasets, families
from playground.core.info import Array
from playground.evaluation import latent_geometry as space
from playground.evaluation import probes
from playground.families.base import Recipe
from playground.ports import connections
from playground.runs.latent_messages import DecodeReply, EncodeReply
from playground.runs.store import Run
from playground.training import checkpoint

RUNS = 4
"""Runs whose networks are kept ready."""
PROBES, PIXELS, PERTURBATION = 2048, 20_000_000, 1.0
"""Pictures, about, that tell which numbers of noise matter; the values of all of them at most; and how far each number
is moved there, to both sides: by the noise's deviation."""
BATCH = 512
"""Codes decoded at a time."""


class _SavedWeights(NamedTuple):
    """Weights on disk: *is_final* of the networks as they are after training, else those of a checkpoint. A file that
    is written anew under its name is another one."""

    step: int
    modified: int
    is_final: bool


@dataclass
class _LoadedRun:
    run: Run
    recipe: Recipe
    classes: int
    latent_length: int
    """Of a code."""
    example_size: int
    """Values of an example."""
    loaded_weights: _SavedWeights | None = None
    step: int = 0

    def refresh(self) -> None:
        """Lay the newest weights, where they are not laid yet."""
        newest = newest_weights(self.run, self.recipe)
        if newest is None or newest == self.loaded_weights:
            return
        # What the recipe keeps beside its networks (a codebook) is in the checkpoint alone.
        if (newest_checkpoint := checkpoint.newest(self.run)) is not None:
            checkpoint.restore(newest_checkpoint.state, checkpoint.state_variables(self.recipe))
            self.step = newest_checkpoint.progress.step
        if newest.is_final:
            for name, network in self.recipe.networks.items():
                network.load_weights(self.run.folder / f"{name}.keras")
            self.step = newest.step
        self.loaded_weights = newest


@dataclass
class LatentService:
    """Answers one question after another in a process that may run TensorFlow."""

    _loaded_runs: cachetools.LRUCache[Path, _LoadedRun] = field(default_factory=lambda: cachetools.LRUCache(RUNS))

    def decode(self, folder: Path, codes: Array, labels: Array) -> DecodeReply:
        """*codes* ``(k, latent_dim)`` decoded by the run in *folder*, ``(k, *input_shape)`` in the data's own units;
        *labels* ``(k,)`` int are the classes that are asked for, where the decoder is told one. Of codes that do not
        fit there are no values. Raises :class:`PlaygroundError` where the run cannot be built."""
        import tensorflow as tf

        # Few codes at a time: carrying them to another device would take longer than the work.
        with tf.device("/CPU:0"):
            run = self._loaded_run(folder)
            if codes.ndim != 2 or codes.shape[1] != run.latent_length or len(labels) != len(codes):
                return DecodeReply(None)
            run.refresh()
            valid_labels = np.clip(labels, 0, max(run.classes - 1, 0))
            return DecodeReply(run.recipe.decode_latents(np.asarray(codes, np.float32), valid_labels), run.step)

    def encode(self, folder: Path, *, effect: bool = False) -> EncodeReply:
        """What the run in *folder* knows of the examples that are looked at
        (:meth:`playground.families.base.Recipe.latent_probes`). With *effect*, of noise also ``effect``
        ``(latent_dim,)`` float64: by how much a value of what is drawn changes where a number goes from -1 to 1. Raises
        :class:`PlaygroundError` where the run cannot be built."""
        import tensorflow as tf

        with tf.device("/CPU:0"):
            run = self._loaded_run(folder)
            run.refresh()
            arrays = dict(run.recipe.latent_probes())
            if effect and "noise" in arrays:
                arrays["effect"] = _noise_sensitivity(run, arrays["noise"])
            return EncodeReply(arrays, run.step)

    def _loaded_run(self, folder: Path) -> _LoadedRun:
        if folder not in self._loaded_runs:
            self._loaded_runs[folder] = _build_run(folder)
        return self._loaded_runs[folder]


def _build_run(folder: Path) -> _LoadedRun:
    run = Run(folder)
    experiment = run.experiment()
    prepared = datasets.prepare(experiment.data)
    # How long a schedule is does not matter to who learns nothing.
    recipe = families.get(experiment.family).build(connections.context(experiment, prepared, 1))
    return _LoadedRun(
        run,
        recipe,
        len(prepared.info.class_names),
        connections.latent_length(experiment),
        prod(prepared.info.input_shape),
    )


def _noise_sensitivity(run: _LoadedRun, noise: Array) -> Array:
    """See :func:`playground.evaluation.latent_geometry.sensitivity`; over as many rows of *noise* as :data:`PROBES`
    allow."""
    length = noise.shape[1]
    most = min(PROBES, PIXELS // run.example_size)
    rows = noise[: int(np.clip(most // (2 * length), 1, 16))]
    moved_rows = space.perturb(rows, PERTURBATION)
    flat = moved_rows.reshape(-1, length)
    labels = np.tile(probes.balanced_labels(max(run.classes, 1), len(rows)), 2 * length)
    parts = [
        run.recipe.decode_latents(flat[start : start + BATCH], labels[start : start + BATCH])
        for start in range(0, len(flat), BATCH)
    ]
    samples = np.concatenate([part for part in parts if part is not None])
    return space.sensitivity(samples.reshape(*moved_rows.shape[:3], *samples.shape[1:]))


def newest_weights(run: Run, recipe: Recipe) -> _SavedWeights | None:
    """The newest weights of *run* on disk; ``None`` before its first checkpoint."""
    files = checkpoint.files(run)
    if not files:
        return None
    step, modified = int(files[-1].stem), _modified_time(files[-1])
    saved = [_modified_time(run.folder / f"{name}.keras") for name in recipe.networks]
    return _SavedWeights(step, max(saved), True) if min(saved) >= modified else _SavedWeights(step, modified, False)


def _modified_time(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
