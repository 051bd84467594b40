"""What a generative network draws from one fixed batch of noise vectors, so that only the network changes."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.datasets import grid2d
from playground.datasets.dataset import Prepared
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.drawing import predictions, still_images
from playground.figures.generative import sample_grid
from playground.figures.generative.sample_grid import Samples

REAL = 500
"""Real examples beside the drawn ones."""
MARGIN = 0.2
"""Of the data's width, on each side of a plane: what is drawn may stray."""


def _applies_to(info: Info) -> bool:
    return info.is_generative


def _can_animate(info: Info) -> bool:
    return info.is_drawable


def _compute(context: RunView) -> Samples | None:
    snapshot = context.frame_at("samples")
    if snapshot is None or not len(snapshot.arrays.get("samples", ())):
        return None
    info, samples, labels = context.info, snapshot.arrays["samples"], snapshot.arrays.get("labels")
    good = np.isfinite(samples.reshape(len(samples), -1)).all(1)
    if not good.any():
        return None
    samples, labels = samples[good], labels[good].astype(np.int64) if labels is not None else None
    if not info.is_image:
        samples = samples.reshape(len(samples), -1)
    size = samples.shape[-1]
    names = info.feature_names if len(info.feature_names) == size else tuple(f"x{place}" for place in range(size))
    extent = _extent(context.prepared) if not info.is_image and size == 2 else None
    classes, real = predictions.class_names(info), _real(context.prepared)
    return Samples(info.is_image, samples, labels, classes, real, names, extent, snapshot.step)


def _real(prepared: Prepared) -> npt.NDArray[Any]:
    """Up to 500 real examples, always the same: the first of the validation part, at most half where the training part
    has as many, then the first of the training part."""
    parts = [np.asarray(part.x[:REAL]) for part in (prepared.validation, prepared.train)]
    half = max(REAL - len(parts[1]), REAL // 2)
    first = parts[0][:half]
    return np.concatenate([first, parts[1][: REAL - len(first)]])


def _extent(prepared: Prepared) -> tuple[float, float, float, float]:
    """Of all points, with room around them."""
    every = np.concatenate([np.asarray(part.x, np.float64) for part in (prepared.train, prepared.validation)])
    return grid2d.padded_extent(every, MARGIN)


def plot(info: Samples, theme: Theme) -> Plot:
    """The pictures in a grid, the points among real ones, or the features beside the real ones."""
    if info.is_image:
        return sample_grid.plot_images(info, theme)
    return sample_grid.plot_features(info, theme) if info.extent is None else sample_grid.plot_plane(info, theme)


def alt_text(info: Samples) -> str:
    values: dict[str, object] = {"step": formatting.count(info.step), "count": formatting.count(len(info.samples))}
    if info.is_image:
        return _images_text(info, values)
    return _features_text(info, values) if info.extent is None else _points_text(info, values)


def mean_difference(pictures: npt.NDArray[Any]) -> float:
    """How far two of *pictures* ``(n, h, w, c) uint8`` are apart: the root of the mean square over all pairs and
    pixels, in grey levels."""
    flat = np.asarray(pictures, np.float64).reshape(len(pictures), -1)
    return float(np.sqrt(2 * flat.var(0).mean() * len(flat) / max(len(flat) - 1, 1)))


def _images_text(info: Samples, values: dict[str, object]) -> str:
    values |= {
        "apart": formatting.short(mean_difference(info.samples)),
        "real": formatting.short(mean_difference(info.real)),
    }
    message = N_(
        "At step {step}, {count} images are generated. On average two of them differ by {apart} of 255 levels at "
        "each pixel, two real ones by {real}."
    )
    return str(Text(message, values))


def nearest_distances(points: npt.NDArray[Any], others: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """``(n,)`` float64: how far each of *points* ``(n, k)`` is from the nearest of *others* ``(m, k)``, at least
    one."""
    apart = np.asarray(points, np.float64)[:, None] - np.asarray(others, np.float64)[None]
    return np.asarray(np.sqrt(np.square(apart).sum(-1).min(1)))


def _points_text(info: Samples, values: dict[str, object]) -> str:
    half = len(info.real) // 2
    # As near as nineteen of twenty real points are to other real ones.
    near = float(np.quantile(nearest_distances(info.real[:half], info.real[half:]), 0.95)) if half else 0.0
    values["share"] = formatting.percent(float((nearest_distances(info.samples, info.real) <= near).mean()))
    values["reached"] = formatting.percent(float((nearest_distances(info.real, info.samples) <= near).mean()))
    message = N_(
        "At step {step}, {count} points are generated. {share} of them lie among real ones, and {reached} of the "
        "real ones have a generated one near."
    )
    x0, x1, y0, y1 = info.extent or (-np.inf, np.inf, -np.inf, np.inf)
    x, y = info.samples[:, 0], info.samples[:, 1]
    beyond = int(((x < x0) | (x > x1) | (y < y0) | (y > y1)).sum())
    sentences = [Text(message, values)]
    if beyond:
        sentences.append(Text(N_("{count} lie beyond the axes."), {"count": formatting.count(beyond)}))
    return " ".join(str(sentence) for sentence in sentences)


def _features_text(info: Samples, values: dict[str, object]) -> str:
    sample_quantiles, real = sample_grid.quantiles(info.samples), sample_grid.quantiles(info.real)
    spread = real[-1] - real[0]
    off = np.abs(sample_quantiles - real).mean(0) / np.where(spread > 0, spread, np.inf)
    worst = int(off.argmax())
    values |= {
        "name": info.names[worst],
        "low": formatting.short(sample_quantiles[1, worst]),
        "high": formatting.short(sample_quantiles[3, worst]),
    }
    values |= {"from": formatting.short(real[1, worst]), "to": formatting.short(real[3, worst])}
    message = N_(
        "At step {step}, {count} rows are generated. {name} is furthest off: the middle half goes from {low} to "
        "{high}, of the real ones from {from} to {to}."
    )
    return str(Text(message, values))


def table(info: Samples) -> pd.DataFrame:
    """One row for each sample: its number (``sample``), the ``class`` that was asked for, and all its values (of a
    picture, pixels by row, column and channel: ``0_0_0`` ...)."""
    index: dict[str, Any] = {"sample": np.arange(len(info.samples))}
    if info.labels is not None:
        index["class"] = [info.name_of(int(label)) for label in info.labels]
    names = info.names
    if info.is_image:
        _count, rows, columns, channels = info.samples.shape
        names = tuple(
            f"{row}_{column}_{at}" for row in range(rows) for column in range(columns) for at in range(channels)
        )
    values = pd.DataFrame(info.samples.reshape(len(info.samples), -1), columns=list(names))
    return pd.concat([pd.DataFrame(index), values], axis=1)


def _note(info: Samples) -> str:
    return str(Text(N_("always the same {n} noise vectors"), {"n": formatting.count(len(info.samples))}))


FIGURE = Figure(
    name="samples",
    title=N_("Samples"),
    help=N_(
        "What the network generates, from the same noise vectors at every step, so what changes is the network. Look "
        "whether samples come to look like real examples, and whether they still differ from each other."
    ),
    placeholder=N_("What the network generates from noise will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    heading=lambda _context, _info: _("Samples"),
    note=_note,
    order=2,
    is_large=True,
    height=420,
    frame_name="samples",
    render_image=still_images.render_samples,
    can_animate=_can_animate,
)
