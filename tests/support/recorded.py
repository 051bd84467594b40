"""Runs as a training leaves them on disk, made in a moment: real data, a real small network trained in numpy.

For tests of figures and pages, which must not wait for Keras. ``record("points_binary", store.default())`` writes a
whole run folder (experiment, events, frames) and gives what a page knows of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
from sklearn import datasets as sklearn_datasets
from sklearn.model_selection import train_test_split

from playground.core import npz
from playground.core.info import Info
from playground.datasets.dataset import AffineScaling, DataSplit, Prepared
from playground.evaluation import distribution
from playground.experiment.spec import Data, Experiment, NamedParams, Optimizer, Training, stack
from playground.figures.base import RunView
from playground.runs import events, history
from playground.runs.events import State
from playground.runs.history import History
from playground.runs.store import Run, Store

EPOCHS = 40


@dataclass(frozen=True)
class Recorded:
    """A run on disk and the data it learned from."""

    run: Run
    info: Info
    prepared: Prepared

    @property
    def history(self) -> History:
        return history.fold(self.run.read_events()[0])

    def context(self, **options: object) -> RunView:
        """The run as a figure gets it, the same run beside it."""
        this = RunView(
            self.history, self.run.folder, self.run.experiment(), self.info, lambda: self.prepared, dict(options)
        )
        return replace(this, name="This", other=replace(this, name="That"))


@dataclass(frozen=True)
class _Case:
    x: np.ndarray
    y: np.ndarray
    info: Info
    data: Data
    hidden: tuple[int, ...]
    decode: AffineScaling | None = None
    """``None``: standardised on the training part."""
    batch_size: int = 16


def _spirals(count: int, turns: float, noise: float) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    along = np.sqrt(random.uniform(0.02, 1, count))
    side = np.arange(count) % 2
    angle = along * turns * 2 * np.pi + side * np.pi
    x = np.stack([np.cos(angle), np.sin(angle)], 1) * along[:, None] * 5
    return (x + random.normal(0, noise, x.shape)).astype(np.float32), side


def _bumps(count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    x = random.uniform(-5, 5, (count, 2)).astype(np.float32)
    hill, pit = (np.exp(-((x - centre) ** 2).sum(1) / 6) for centre in (2, -2))
    y = hill - pit
    return x, y[:, None].astype(np.float32)


def facts(case: str) -> Info:
    """What is true of the data of *case*, without training; the counts of examples are not in it."""
    return _told(case, _case(case).info)


def _told(case: str, info: Info) -> Info:
    """*info* as figures get it: where a generator plays against a discriminator, there are no answers."""
    return replace(info, task="generation") if case == "points_against" else info


def _given_back(case: _Case) -> _Case:
    """The data of *case* to be given back."""
    info = replace(case.info, task="reconstruction", outputs=int(np.prod(case.info.input_shape)))
    return replace(case, info=info, hidden=(16,))


@cache
def _case(name: str) -> _Case:
    if name in _DRAWN:
        base = _case(_DRAWN[name])
        terms = ("d_loss", "g_loss", "d_real")
        if name == "images_entries":
            terms = ("reconstruction_loss", "codebook_loss", "perplexity")
        return replace(base, info=replace(base.info, is_generative=True, loss_terms=terms))
    if name in _BACK:
        back = _given_back(_case(_BACK[name]))
        return replace(back, info=replace(back.info, latent_dim=_CODED.get(name, 0)))
    if name == "points_binary":
        x, y = _spirals(400, 1.0, 0.1)
        info = Info("points", "binary", (2,), 1, ("blue", "orange"), ("x", "y"))
        return _Case(x, y, info, Data(name="spirals", params={"size": 400, "noise": 0.1}), (8, 8))
    if name == "points_multiclass":
        x, y = sklearn_datasets.make_blobs(400, centers=4, cluster_std=1.3, random_state=2)
        info = Info("points", "multiclass", (2,), 4, ("a", "b", "c", "d"), ("x", "y"))
        return _Case(x.astype(np.float32), y, info, Data(name="gaussians"), (6,))
    if name == "points_regression":
        x, y = _bumps(400)
        info = Info("points", "regression", (2,), 1, (), ("x", "y"), ("height",))
        return _Case(x, y, info, Data(name="bumps"), (8, 4))
    if name == "images":
        bunch = sklearn_datasets.load_digits()
        pictures = np.rint(bunch.images * (255 / 16)).astype(np.uint8)[..., None]
        info = Info("images", "multiclass", (8, 8, 1), 10, tuple(str(digit) for digit in range(10)))
        scale = AffineScaling(np.asarray(1 / 255, np.float32))
        return _Case(pictures, bunch.target, info, Data(name="digits"), (24,), scale, batch_size=64)
    load = {
        "table_binary": sklearn_datasets.load_breast_cancer,
        "table_multiclass": sklearn_datasets.load_iris,
        "table_regression": sklearn_datasets.load_diabetes,
    }[name]
    bunch = load() if name != "table_regression" else load(scaled=False)
    x, features = bunch.data.astype(np.float32), tuple(str(feature) for feature in bunch.feature_names)
    if name == "table_regression":
        info = Info("table", "regression", x.shape[1:], 1, (), features, ("progression",))
        return _Case(x, bunch.target[:, None].astype(np.float32), info, Data(name="diabetes"), (8,))
    classes = tuple(str(target) for target in bunch.target_names)
    if name == "table_binary":
        info = Info("table", "binary", x.shape[1:], 1, classes, features)
        return _Case(x, bunch.target, info, Data(name="breast_cancer"), (8,))
    return _Case(
        x, bunch.target, Info("table", "multiclass", x.shape[1:], 3, classes, features), Data(name="iris"), (8,)
    )


_BACK = {
    "points_back": "points_binary",
    "images_back": "images",
    "table_back": "table_multiclass",
    "images_coded": "images",
    "images_coded_asked": "images",
    "table_coded": "table_multiclass",
}
_CODED = {"images_coded": 2, "images_coded_asked": 2, "table_coded": 3}
"""Through a code of so many numbers; ``asked``: by a decoder that is told the class."""
_DRAWN = {
    "images_drawn": "images",
    "images_asked": "images",
    "points_drawn": "points_binary",
    "points_asked": "points_multiclass",
    "points_against": "points_binary",
    "images_entries": "images",
    "table_drawn": "table_multiclass",
}
"""Drawn from noise besides; ``asked``: with the class that was asked for."""
CASES = (
    "points_binary",
    "points_multiclass",
    "points_regression",
    "images",
    "table_binary",
    "table_multiclass",
    "table_regression",
    *_BACK,
    *_DRAWN,
)


def _prepared(case: _Case) -> Prepared:
    classes = case.y if case.info.task != "regression" else None
    x, test_x, y, test_y = train_test_split(case.x, case.y, test_size=0.2, random_state=0, stratify=classes)
    again = y if classes is not None else None
    x, valid_x, y, valid_y = train_test_split(x, y, test_size=0.2, random_state=0, stratify=again)
    decode = case.decode or AffineScaling(1 / x.std(0), -x.mean(0) / x.std(0))
    sizes = {"train_examples": len(x), "validation_examples": len(valid_x), "test_examples": len(test_x)}
    info = Info(**{**{name: getattr(case.info, name) for name in Info.__slots__}, **sizes})
    return Prepared(info, DataSplit(x, y), DataSplit(valid_x, valid_y), DataSplit(test_x, test_y), decode)


@dataclass
class _Mlp:
    """Dense layers with tanh; the last one sigmoid, softmax or linear (*task*). Trained by Adam."""

    sizes: tuple[int, ...]
    task: str
    weights: list[np.ndarray] = field(default_factory=list)
    moments: list[list[np.ndarray]] = field(default_factory=list)
    step: int = 0

    def __post_init__(self) -> None:
        random = np.random.default_rng(1)
        for fan_in, fan_out in zip(self.sizes, self.sizes[1:], strict=False):
            limit = np.sqrt(6 / (fan_in + fan_out))
            self.weights += [random.uniform(-limit, limit, (fan_in, fan_out)), np.zeros(fan_out)]
        self.moments = [[np.zeros_like(weight) for weight in self.weights] for _ in range(2)]

    def forward(self, x: np.ndarray) -> list[np.ndarray]:
        """The input and the output of every layer."""
        outputs = [x]
        for kernel, bias in self._layers():
            z = outputs[-1] @ kernel + bias
            last = len(outputs) == len(self.sizes) - 1
            outputs.append(self._last(z) if last else np.tanh(z))
        return outputs

    def _layers(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        return zip(self.weights[::2], self.weights[1::2], strict=True)

    def _last(self, z: np.ndarray) -> np.ndarray:
        if self.task == "regression":
            return z
        if self.task == "binary":
            return 1 / (1 + np.exp(-z))
        powers = np.exp(z - z.max(-1, keepdims=True))
        return powers / powers.sum(-1, keepdims=True)

    def learn(self, x: np.ndarray, y: np.ndarray, rate: float) -> tuple[float, float]:
        """One step of Adam; the batch's loss and metric before it."""
        outputs = self.forward(x)
        delta = (outputs[-1] - y) / len(x) * (2 if self.task == "regression" else 1)
        gradients: list[np.ndarray] = []
        for layer in range(len(self.sizes) - 2, -1, -1):
            gradients = [outputs[layer].T @ delta, delta.sum(0), *gradients]
            if layer:
                delta = delta @ self.weights[2 * layer].T * (1 - outputs[layer] ** 2)
        self.step += 1
        for index, gradient in enumerate(gradients):
            first, second = self.moments[0][index], self.moments[1][index]
            first += 0.1 * (gradient - first)
            second += 0.001 * (gradient**2 - second)
            corrected = first / (1 - 0.9**self.step), second / (1 - 0.999**self.step)
            self.weights[index] -= rate * corrected[0] / (np.sqrt(corrected[1]) + 1e-7)
        return self.score(outputs[-1], y)

    def score(self, output: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        """Loss, and accuracy (classes) or mean absolute error (regression)."""
        if self.task == "regression":
            return float(((output - y) ** 2).mean()), float(np.abs(output - y).mean())
        if self.task == "binary":
            clipped = np.clip(output, 1e-7, 1 - 1e-7)
            loss = -(y * np.log(clipped) + (1 - y) * np.log(1 - clipped)).mean()
            return float(loss), float(((output > 0.5) == y).mean())
        loss = -np.log(np.clip((output * y).sum(1), 1e-7, 1)).mean()
        return float(loss), float((output.argmax(1) == y.argmax(1)).mean())


@dataclass(frozen=True)
class _Learned:
    experiment: Experiment
    prepared: Prepared
    happened: tuple[events.Event, ...]
    frames: dict[str, dict[str, np.ndarray]]
    """By file."""


def _targets(prepared: Prepared, part: DataSplit) -> np.ndarray:
    if prepared.info.task == "reconstruction":
        return _inputs(prepared, part)
    if prepared.info.task == "regression":
        return part.y
    return part.y[:, None] if prepared.info.task == "binary" else np.eye(prepared.info.outputs)[part.y]


def _inputs(prepared: Prepared, part: DataSplit) -> np.ndarray:
    return prepared.scale_inputs(part.x).reshape(len(part), -1)


def _document(name: str, case: _Case, prepared: Prepared) -> Experiment:
    task = prepared.info.task
    last = {"binary": "sigmoid", "multiclass": "softmax"}.get(task, "linear")
    loss = {
        "binary": "BinaryCrossentropy",
        "multiclass": "SparseCategoricalCrossentropy",
        "regression": "MeanSquaredError",
        "reconstruction": "MeanSquaredError",
    }
    layers: list[tuple[str, dict[str, Any]]] = [("Flatten", {})] if prepared.info.kind == "images" else []
    layers += [("Dense", {"units": units, "activation": "tanh"}) for units in case.hidden]
    layers += [("Dense", {"units": prepared.info.outputs, "activation": last})]
    return Experiment(
        name=name.replace("_", "-"),
        title=f"Recorded {name}",
        family="denoising" if task == "reconstruction" else "supervised",
        data=case.data,
        networks=(stack(*layers),),
        loss=NamedParams(name=loss[task]),
        metrics=(NamedParams(name="mae" if task in ("regression", "reconstruction") else "accuracy"),),
        optimizer=Optimizer(params={"learning_rate": 0.01}),
        training=Training(epochs=EPOCHS, batch_size=case.batch_size),
    )


def _field(model: _Mlp, prepared: Prepared, dense: list[str]) -> dict[str, np.ndarray]:
    low, high = prepared.train.x.min(0), prepared.train.x.max(0)
    pad = (high - low) * 0.1
    (x0, y0), (x1, y1) = low - pad, high + pad

    def over(count: int) -> list[np.ndarray]:
        grid = np.stack(np.meshgrid(np.linspace(x0, x1, count), np.linspace(y0, y1, count)), -1).reshape(-1, 2)
        outputs = model.forward(prepared.scale_inputs(grid))
        return [output.T.reshape(-1, count, count).astype(np.float16) for output in outputs]

    small = over(40)
    nodes = {f"node_{name}": values for name, values in zip(["input", *dense], small, strict=True)}
    return {"output": over(100)[-1], "extent": np.array([x0, x1, y0, y1], np.float32), **nodes}


def _predictions(model: _Mlp, prepared: Prepared, part: DataSplit) -> dict[str, np.ndarray]:
    predicted = model.forward(_inputs(prepared, part))[-1].astype(np.float32)
    return {"true": part.y, "predicted": predicted, "index": np.arange(len(part))}


def _reconstructions(model: _Mlp, prepared: Prepared, *, noisy: bool) -> dict[str, np.ndarray]:
    given = np.asarray(prepared.validation.x[:50])
    x = prepared.scale_inputs(given).reshape(len(given), -1)
    if noisy:
        x = x + np.random.default_rng(3).normal(0, 0.2, x.shape)

    def stored(values: np.ndarray) -> np.ndarray:
        back = prepared.scale_inputs.inverse_transform(values.reshape(given.shape))
        return np.clip(np.rint(back), 0, 255).astype(np.uint8) if given.dtype == np.uint8 else back

    arrays = {"index": np.arange(len(given)), "given": given, "output": stored(model.forward(x)[-1])}
    return arrays | ({"disturbed": stored(x)} if noisy else {})


def _codes(name: str, prepared: Prepared, share: float) -> dict[str, np.ndarray]:
    """The principal components of the data as codes, squeezed at first (*share* 0); a decoder gives back the place."""
    part, size = prepared.validation, _CODED[name]
    x = _inputs(prepared, part)
    middle, axes = x.mean(0), np.linalg.svd(x - x.mean(0), full_matrices=False)[2][:size]
    codes = ((x - middle) @ axes.T * (0.1 + 0.9 * share)).astype(np.float32)
    arrays = {"codes": codes, "index": np.arange(len(part)), "true": part.y}
    if prepared.info.kind != "images":
        return arrays
    places = np.stack(np.meshgrid(np.linspace(-2, 2, 15), np.linspace(-2, 2, 15)), -1)
    drawn = prepared.scale_inputs.inverse_transform(
        (middle + places @ axes).reshape(15, 15, *prepared.info.input_shape)
    )
    tiles = np.clip(np.rint(drawn), 0, 255).astype(np.uint8)
    more = {"class_tiles": np.stack([tiles, 255 - tiles])} if name.endswith("_asked") else {}
    return {**arrays, "tiles": tiles, "extent": np.array([-2.2, 2.2, -2.2, 2.2], np.float32), **more}


def _samples(name: str, prepared: Prepared, share: float) -> dict[str, np.ndarray]:
    """What a generator might draw: noise at first (*share* 0), at the end (1) what looks like the training part."""
    random = np.random.default_rng(4)
    rows = random.permutation(len(prepared.train))[: 64 if prepared.info.kind == "images" else 300]
    real = np.asarray(prepared.train.x[rows], np.float64)
    spread = real.std(0)
    noise = real.mean(0) + random.normal(0, 1, real.shape) * (spread + spread.mean())
    mixed = share * real + (1 - share) * noise
    kept = prepared.train.x.dtype == np.uint8
    drawn = np.clip(np.rint(mixed), 0, 255).astype(np.uint8) if kept else mixed.astype(np.float32)
    if name == "points_against":
        return {"samples": drawn, **_against(prepared, drawn, share)}
    return {"samples": drawn} | ({"labels": prepared.train.y[rows]} if name.endswith("_asked") else {})


def _nearest(prepared: Prepared, drawn: np.ndarray) -> dict[str, np.ndarray]:
    rows, apart = distribution.nearest_rows(drawn, prepared.train.x)
    return {
        "samples": drawn,
        "index": rows,
        "apart": apart.astype(np.float32),
        "held": distribution.nearest_rows(np.asarray(prepared.validation.x), prepared.train.x)[1].astype(np.float32),
    }


def _against(prepared: Prepared, drawn: np.ndarray, share: float) -> dict[str, np.ndarray]:
    """What a discriminator says: it believes in the middle of the data, and sends what is drawn there."""
    middle, low, high = prepared.train.x.mean(0), prepared.train.x.min(0), prepared.train.x.max(0)
    grid = np.stack(np.meshgrid(*(np.linspace(low[axis], high[axis], 30) for axis in (0, 1))), -1)
    belief = np.exp(-np.square(grid - middle).sum(-1) / np.square(high - low).mean() * (1 + share))
    lines = np.stack(np.meshgrid(*(np.linspace(low[axis], high[axis], 9) for axis in (0, 1)), indexing="ij"), -1)
    return {
        "belief": belief.astype(np.float32),
        "arrows": (middle - drawn[:40]).astype(np.float32),
        "warp": lines.reshape(-1, 2).astype(np.float32),
        "extent": np.array([low[0], high[0], low[1], high[1]], np.float32),
    }


def _parts(prepared: Prepared, frame: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """One step in its parts: the discriminator grows surer, the drawn points go where they are sent."""
    drawn, pulls, belief = frame["samples"][:40], frame["arrows"], frame["belief"]
    real = np.asarray(prepared.train.x[:40], np.float32)
    return {
        **{"real": real, "drawn": drawn, "again": drawn[::-1], "moved": drawn[::-1] + 0.1 * pulls, "pulls": pulls},
        "belief": np.stack([belief, belief**2]),
        "extent": frame["extent"],
        "believed": np.array([0.6, 0.4, 0.7, 0.3], np.float32),
        "losses": np.array([1.4, 1.3, 0.8, 0.7], np.float32),
        "learned": np.array([True, True]),
    }


@cache
def _learned(name: str) -> _Learned:
    case = _case(name)
    prepared = _prepared(case)
    experiment = _document(name, case, prepared)
    metric = experiment.metrics[0].name
    x, y = _inputs(prepared, prepared.train), _targets(prepared, prepared.train)
    back = prepared.info.task == "reconstruction"
    model = _Mlp((x.shape[1], *case.hidden, y.shape[1]), "regression" if back else prepared.info.task)
    if prepared.info.task == "regression":
        model.weights[-1] += y.mean(0)
    dense = [node.id for node in experiment.networks[0].nodes if node.layer == "Dense"]
    random, begun, clock = np.random.default_rng(2), 1_790_000_000.0, 0.0
    per_epoch = -(-len(x) // case.batch_size)
    happened: list[events.Event] = [
        events.StateChanged(time=begun, state="running", pid=1, pid_started=begun),
        events.Started(
            time=begun,
            step=0,
            epoch=0,
            epochs=EPOCHS,
            steps_per_epoch=per_epoch,
            parameters=sum(weight.size for weight in model.weights),
            device="CPU",
            execution="graph",
            train_examples=len(x),
            validation_examples=len(prepared.validation),
            test_examples=len(prepared.test),
        ),
    ]
    frames: dict[str, dict[str, np.ndarray]] = {}

    def picture(frame: str, epoch: int, arrays: dict[str, np.ndarray]) -> None:
        file = f"frames/{frame}/{model.step:09d}.npz"
        frames[file] = arrays
        happened.append(events.Frame(time=begun + clock, name=frame, step=model.step, epoch=epoch, file=file))

    def pictures(epoch: int) -> None:
        if prepared.info.is_generative:
            drawn = _samples(name, prepared, epoch / EPOCHS)
            picture("samples", epoch, drawn)
            if prepared.info.kind != "table":
                picture("nearest", epoch, _nearest(prepared, drawn["samples"]))
        if name == "points_against":
            picture("parts", epoch, _parts(prepared, _samples(name, prepared, epoch / EPOCHS)))
        if name == "images_entries":
            vectors = model.weights[0][:32, :6]
            used = np.bincount(np.abs(vectors).argmax(0), minlength=32) * (epoch + 1)
            picture("codebook", epoch, {"vectors": vectors.astype(np.float32), "used": used})
        if back:
            noisy = name != "table_back" and name not in _CODED
            picture("reconstructions", epoch, _reconstructions(model, prepared, noisy=noisy))
            if name in _CODED:
                picture("codes", epoch, _codes(name, prepared, epoch / EPOCHS))
            return
        if prepared.info.kind == "points":
            picture("field", epoch, _field(model, prepared, dense))
        picture("validation", epoch, _predictions(model, prepared, prepared.validation))

    def scores(part: DataSplit) -> tuple[float, float]:
        return model.score(model.forward(_inputs(prepared, part))[-1], _targets(prepared, part))

    rate = 0.2 if name == "table_regression" else 0.01
    pictures(0)
    for epoch in range(1, EPOCHS + 1):
        order = random.permutation(len(x))
        done = [model.learn(x[rows], y[rows], rate) for rows in np.array_split(order, per_epoch)]
        clock += 0.05
        steps = list(range(model.step - per_epoch + 1, model.step + 1))
        logs = {"loss": [loss for loss, _ in done], metric: [score for _, score in done]}
        logs |= {term: [loss * (place + 1) for loss, _ in done] for place, term in enumerate(prepared.info.loss_terms)}
        speed = per_epoch / 0.05
        happened.append(
            events.StepsDone(time=begun + clock, step=steps, logs=logs, learning_rate=rate, steps_per_second=speed)
        )
        (val_loss, val_score), means = scores(prepared.validation), np.mean(done, 0)
        ended = {"loss": means[0], metric: means[1], "val_loss": val_loss, f"val_{metric}": val_score}
        happened.append(
            events.EpochEnded(
                time=begun + clock,
                epoch=epoch,
                step=model.step,
                logs={key: float(value) for key, value in ended.items()},
                seconds=clock,
            )
        )
        if epoch % 5 == 0:
            pictures(epoch)
            if prepared.info.is_generative:
                scored = {"frechet": 10 / epoch, "precision": epoch / EPOCHS}
                happened.append(events.SamplesScored(time=begun + clock, step=model.step, epoch=epoch, metrics=scored))
    if not back:
        picture("test", EPOCHS, _predictions(model, prepared, prepared.test))
    loss, score = scores(prepared.test)
    happened.append(
        events.Tested(time=begun + clock, step=model.step, metrics={"loss": loss, metric: score}, goal_met=None)
    )
    happened.append(events.StateChanged(time=begun + clock, state="complete"))
    return _Learned(experiment, prepared, tuple(happened), frames)


def record(case: str, store: Store, *, state: State = "complete", until_epoch: int | None = None) -> Recorded:
    """Write the run *case* (one of :data:`CASES`) into *store*.

    *until_epoch* breaks it off after that many epochs (0: before the first), and *state* is then the state it is
    in; a complete run has been tested.
    """
    learned = _learned(case)
    run = store.create(learned.experiment)
    for event in learned.happened:
        broken_off = until_epoch is not None and (
            getattr(event, "epoch", 0) > until_epoch
            or (isinstance(event, events.StepsDone) and event.step[-1] > _steps_until(learned, until_epoch))
        )
        if broken_off or (until_epoch is not None and isinstance(event, events.Tested)):
            continue
        if isinstance(event, events.StateChanged) and event.state == "complete":
            event = events.StateChanged(time=time.time(), state=state)
        if isinstance(event, events.Frame):
            npz.write(run.folder / event.file, learned.frames[event.file])
        run.append_events(event)
    return Recorded(run, _told(case, learned.prepared.info), learned.prepared)


def _steps_until(learned: _Learned, epoch: int) -> int:
    started = next(event for event in learned.happened if isinstance(event, events.Started))
    return epoch * started.steps_per_epoch
