"""The pictures on the shelf's cards, drawn from real trainings: ``python -m scripts.pictures [NAME ...]``.

Trains each ready experiment here (or takes a finished run of it from ``PLAYGROUND_HOME``) and draws what it learned
into ``playground/gallery/pictures``. Entries whose files are not here keep the picture that they have.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from playground import datasets, gallery
from playground.core import colors
from playground.datasets.dataset import Prepared
from playground.gallery import card_images
from playground.runs import history, live_history, store
from playground.runs.history import History
from playground.runs.store import Run

FOLDER = Path(gallery.__file__).with_name("pictures")
SIZE = (480, 250)
CELL = 56
PAIRED, PAIRS = 122, 4
"""Size and number of pictures beside each other, where there are two rows."""
MOVING = "mlp-spirals"
"""The card that moves: the recording of its training, from the first weights to the last, costs a server nothing."""
MOST_FRAMES = 40


def main(names: list[str]) -> int:
    FOLDER.mkdir(exist_ok=True)
    for entry in gallery.all_entries():
        if names and entry.name not in names:
            continue
        if datasets.missing_files(entry.experiment.data) is not None:
            print(f"{entry.name}: its files are not here")
            continue
        run = _finished(entry.name)
        drawn = _draw(run, live_history.history(run), datasets.prepare(run.experiment().data))
        if drawn is None:
            print(f"{entry.name}: nothing to draw")
            continue
        frames = _moving(run) if entry.name == MOVING else [drawn]
        (FOLDER / f"{entry.name}.webp").write_bytes(card_images.webp(frames))
        print(f"{entry.name}: drawn from {run.id}")
    return 0


def _finished(name: str) -> Run:
    wanted = gallery.get(name).experiment
    for run in store.default().runs():
        if run.experiment() == wanted and live_history.history(run).has_ended:
            return run
    # A failed training is what some entries are for, so its exit status is no error here.
    subprocess.run([sys.executable, "-m", "playground", "train", name], check=False)
    return next(run for run in store.default().runs() if run.experiment() == wanted)


def _draw(run: Run, known: History, data: Prepared) -> Image.Image | None:
    if known.state == "failed":
        return _runaway(known)
    field, tested, back, drawn = (_arrays(run, known, name) for name in ("field", "test", "reconstructions", "samples"))
    if "belief" in drawn:
        return _against(drawn, data)
    if drawn and data.info.kind == "images":
        return card_images.grid(_large(drawn["samples"]), SIZE, CELL)
    if back and data.info.kind == "images":
        return _given_back(back)
    if "output" in field:
        limits = (0.0, 1.0) if data.info.task == "binary" else _limits(data)
        return card_images.field(
            field["output"], field["extent"].tolist(), data.train.x, data.train.y, SIZE, limits=limits
        )
    if data.info.kind == "images":
        return _recognised(data, tested)
    return _table(data, tested)


def _against(drawn: dict[str, np.ndarray], data: Prepared) -> Image.Image:
    """Real points and drawn ones, each in the colour of its side, over what the discriminator believes."""
    real = np.asarray(data.train.x[: len(drawn["samples"])])
    points = np.concatenate([real, drawn["samples"]])
    side = np.repeat([1.0, 0.0], [len(real), len(drawn["samples"])])
    return card_images.field(drawn["belief"][None], drawn["extent"].tolist(), points, side, SIZE, limits=(0.0, 1.0))


def _moving(run: Run) -> list[Image.Image]:
    data = datasets.prepare(run.experiment().data)
    files = list(live_history.history(run).frames["field"].values())
    shown = [
        history.load_frame(run.folder, file) for file in files[:: max(1, -(-len(files) // MOST_FRAMES))] + files[-1:]
    ]
    x, y = data.train.x, data.train.y
    return [card_images.field(stored["output"], stored["extent"].tolist(), x, y, SIZE) for stored in shown]


def _arrays(run: Run, known: History, name: str) -> dict[str, np.ndarray]:
    newest = known.newest_frame(name)
    return history.load_frame(run.folder, newest[1]) if newest else {}


def _limits(data: Prepared) -> tuple[float, float]:
    end = float(np.abs(np.asarray(data.train.y, float)).max())
    return -end, end


def _recognised(data: Prepared, tested: dict[str, np.ndarray]) -> Image.Image:
    """Test pictures as they are; those that were taken for something else in a vermilion frame."""
    shown = np.asarray(tested["index"][:60])
    images = _large(np.asarray(data.test.x[shown]))
    answered = _answered(tested["predicted"][:60])
    for image, wrong in zip(images, answered != tested["true"][:60], strict=True):
        if wrong:
            _frame(image)
    return card_images.grid(images, SIZE, CELL)


def _given_back(back: dict[str, np.ndarray]) -> Image.Image:
    """What went in, above what came back of it."""
    given, output = (_large(back[name][:PAIRS]) for name in ("disturbed" if "disturbed" in back else "given", "output"))
    return card_images.grid(np.concatenate([given, output]), SIZE, PAIRED)


def _large(images: np.ndarray) -> np.ndarray:
    """Pictures ``(n, h, w, 1 or 3)`` in colour, each pixel so often that a picture is at least a cell."""
    images = images.repeat(-(-CELL // images.shape[1]), 1).repeat(-(-CELL // images.shape[2]), 2)
    return np.repeat(images, 3, axis=-1) if images.shape[-1] == 1 else images


def _answered(predicted: np.ndarray) -> np.ndarray:
    """The class numbers that outputs ``(n, k)`` say."""
    return np.asarray(predicted.argmax(1) if predicted.shape[1] > 1 else (predicted[:, 0] > 0.5).astype(int))


def _frame(image: np.ndarray) -> None:
    ink, width = colors.rgb(colors.LIGHT.discriminator.line), max(2, image.shape[0] // 14)
    image[:width] = image[-width:] = ink
    image[:, :width] = image[:, -width:] = ink


def _table(data: Prepared, tested: dict[str, np.ndarray]) -> Image.Image:
    """Regression: answered against true. Classes: the two main directions of the test part in the answers' colours."""
    predicted = np.asarray(tested["predicted"], float)
    if data.info.task == "regression":
        true = data.unscale_targets(np.asarray(tested["true"], float)).ravel()
        answered = data.unscale_targets(predicted).ravel()
        return card_images.scatter(true, answered, [colors.LIGHT.training.line] * len(true), SIZE, diagonal=True)
    x = data.scale_inputs(data.test.x[tested["index"]])
    x = np.asarray(x - x.mean(0), float)
    main_directions = x @ np.linalg.svd(x, full_matrices=False)[2][:2].T
    fills = [colors.LIGHT.of_class(int(number)).line for number in _answered(predicted)]
    return card_images.scatter(main_directions[:, 0], main_directions[:, 1], fills, SIZE)


def _runaway(known: History) -> Image.Image:
    """The loss on its way out, on a log axis, to the last step that was a number."""
    series = known.by_step["loss"]
    loss = np.array([value for value in series.y if np.isfinite(value) and value > 0])
    down = np.log10(loss)
    over, pad = card_images.OVER, 24 * card_images.OVER
    width, height = SIZE[0] * over, SIZE[1] * over
    picture = Image.new("RGB", (width, height), colors.LIGHT.surface)
    across = np.linspace(pad, width - pad, len(down))
    up = height - pad - (down - down.min()) / max(float(np.ptp(down)), 1e-9) * (height - 2 * pad)
    line = [(float(x), float(y)) for x, y in zip(across, up, strict=True)]
    ImageDraw.Draw(picture).line(line, fill=colors.LIGHT.discriminator.line, width=4 * over, joint="curve")
    return picture.resize(SIZE, Image.Resampling.LANCZOS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
