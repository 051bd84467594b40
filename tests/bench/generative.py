"""Steps a second of a GAN's training with all its watching on, against the usual two ``train_on_batch`` calls a step.

The other side is the idiom of the Keras book (Chollet, "Deep Learning with Python", on GANs) with the same networks,
data, batch size, optimizers and losses: fakes from ``generator.predict_on_batch`` (the book's ``predict`` costs more)
on NumPy's noise, real and fake in one array to ``discriminator.train_on_batch``, then noise to ``train_on_batch`` of
generator and frozen discriminator in one model. Batches are rows of an array in memory; as many samples as ours are
drawn every second, and thrown away. Freezing: Keras 3 reads ``trainable`` when a step is traced, not when it is
compiled. So each model is traced once while its weights are as they should be, no batch has another size afterwards
(that would be traced anew, with the discriminator frozen for good), and a check at the end proves who moves whom.

Both sides in one process, in turns; the ratio of a case is the median over the rounds. Of neither is the warming up
counted: tracing, XLA's compiling, the first two of each picture and score, the classifier whose features scores are
made of. All else of our run is: pictures of samples and of layers, scores, evaluation at each epoch's end, points,
checkpoints. ``watching`` is the share of the seconds that pictures and scores took by a clock around them, ``told``
what the run's history says of it (``spent_watching``), ``samples`` how many pictures of them came a second.
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

import numpy as np

from tests.bench._ours import Ours

CASES = {"gan-ring": 10.0, "dcgan-digits": 2.0, "dcgan-fashion-mnist": 1.1}
"""Gallery entry and the ratio wanted."""
WATCHING = 0.1
"""The most that pictures and scores may take of the time."""
EVERY = 1.0
"""Seconds from one drawing of samples to the next, on the other side."""


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--case", action="append", choices=list(CASES), help="only this one")
    parser.add_argument("--seconds", type=float, default=10.0, help="of measuring, for each side and round")
    parser.add_argument("--rounds", type=int, default=3)


def rows(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    return [_row(case, arguments) for case in arguments.case or CASES]


def _row(case: str, arguments: argparse.Namespace) -> dict[str, Any]:
    from playground import gallery

    print(f"{case} ...", file=sys.stderr, flush=True)
    experiment = gallery.get(case).experiment
    pairs = []
    with tempfile.TemporaryDirectory() as folder, Ours(experiment, Path(folder)) as ours:
        theirs = _Naive(experiment)
        watched, told, samples = ours.watched, ours.told(), ours.frames("samples")
        for _ in range(arguments.rounds):
            pairs.append((ours.steps_per_second(arguments.seconds), theirs.steps_per_second(arguments.seconds)))
        theirs.check()
        seconds = arguments.seconds * arguments.rounds
        return {
            "case": case,
            "ratio": statistics.median(one / other for one, other in pairs),
            "wanted": CASES[case],
            "run": statistics.median(one for one, _ in pairs),
            "naive": statistics.median(other for _, other in pairs),
            "watching": (ours.watched - watched) / seconds,
            "told": (ours.told() - told) / seconds,
            "at most": WATCHING,
            "samples": (ours.frames("samples") - samples) / seconds,
            "execution": ours.loop.compiled_steps.execution,
        }


class _Naive:
    """The same networks, trained as a book has it."""

    def __init__(self, experiment: Any) -> None:
        from playground import datasets
        from playground.evaluation import probes
        from playground.ports import connections

        prepared = datasets.prepare(experiment.data)
        self.x = prepared.scale_inputs(np.asarray(prepared.train.x))
        self.batch = experiment.training.batch_size
        self.latent_dim = connections.latent_dim(experiment)
        self.fixed = probes.fixed_noise(
            experiment.training.seed, connections.latent_dim(experiment), prepared.info.data_kind.sample_count
        )
        self.labels = np.concatenate([np.zeros((self.batch, 1), "float32"), np.ones((self.batch, 1), "float32")])
        self.chance = np.random.default_rng(experiment.training.seed)
        self.generator, self.discriminator = _networks(experiment, prepared)
        steps = len(self.x) // self.batch * experiment.training.epochs
        _compiled(self.discriminator, experiment, steps)
        self._teach_discriminator()
        self.combined = _combined(self.generator, self.discriminator)
        _compiled(self.combined, experiment, steps)
        self._teach_generator()
        self.generator.predict_on_batch(self.fixed)

    def steps_per_second(self, seconds: float) -> float:
        begun = now = time.perf_counter()
        done, drawn = 0, begun
        while now < begun + seconds:
            self._teach_discriminator()
            self._teach_generator()
            done += 1
            now = time.perf_counter()
            if now >= drawn + EVERY:
                self.generator.predict_on_batch(self.fixed)
                drawn = now
        return done / (time.perf_counter() - begun)

    def check(self) -> None:
        """Each call moves the weights of one network, and leaves those of the other."""
        for teach, (moved, still) in (
            (self._teach_discriminator, (self.discriminator, self.generator)),
            (self._teach_generator, (self.generator, self.discriminator)),
        ):
            before = [[np.array(weight) for weight in network.get_weights()] for network in (moved, still)]
            teach()
            after = [network.get_weights() for network in (moved, still)]
            changed = [any(map(_differs, old, new)) for old, new in zip(before, after, strict=True)]
            if changed != [True, False]:
                raise AssertionError(f"{teach.__name__} moved {changed}: not the training that is to be compared")

    def _noise(self) -> Any:
        return self.chance.standard_normal((self.batch, self.latent_dim), "float32")

    def _teach_discriminator(self) -> None:
        fakes = self.generator.predict_on_batch(self._noise())
        real = self.x[self.chance.integers(0, len(self.x), self.batch)]
        self.discriminator.train_on_batch(np.concatenate([fakes, real]), self.labels)

    def _teach_generator(self) -> None:
        self.combined.train_on_batch(self._noise(), self.labels[self.batch :])


def _differs(one: Any, other: Any) -> bool:
    return not np.array_equal(one, other)


def _networks(experiment: Any, prepared: Any) -> tuple[Any, Any]:
    from playground.families import joint_recipe
    from playground.ports import connections

    networks = joint_recipe.build_networks(connections.context(experiment, prepared, 1))
    return networks["generator"], networks["discriminator"]


def _combined(generator: Any, discriminator: Any) -> Any:
    """The one behind the other, which is frozen."""
    import keras

    discriminator.trainable = False
    entry = keras.Input(generator.input_shape[1:])
    return keras.Model(entry, discriminator(generator(entry)))


def _compiled(model: Any, experiment: Any, steps: int) -> None:
    import keras

    from playground import build

    model.compile(build.optimizer(experiment.optimizer, steps), keras.losses.BinaryCrossentropy(from_logits=True))
