"""What the network will learn from, before it has learned anything."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.classification import worst_examples
from playground.figures.drawing import axes, predictions
from playground.figures.plane import field

PICTURES = 24
COLUMNS = 6


class TrainingExamples(NamedTuple):
    """Some of the training part: *x* as stored, pictures ``(n, height, width, channels) uint8`` or points ``(n, 2)``,
    with targets *y* ``(n,)`` int64 or ``(n, outputs)``; *labels* is what is true of each, in words."""

    is_image: bool
    x: npt.NDArray[Any]
    y: npt.NDArray[Any]
    labels: tuple[str, ...]
    classes: tuple[str, ...]
    axes: tuple[str, str]
    total: int


def _applies_to(info: Info) -> bool:
    return info.is_plane or info.is_image


def _compute(context: RunView) -> TrainingExamples | None:
    info, train = context.info, context.prepared.train
    if not len(train):
        return None
    most = PICTURES if info.is_image else field.MOST["train"]
    x, y = np.asarray(train.x[:most]), np.asarray(train.y[:most])
    classes = predictions.class_names(info)
    words = worst_examples.extra_input_labels(train, range(len(y)))
    labels = tuple(word + _label_text(classes, value) for word, value in zip(words, y, strict=True))
    axes = info.feature_names if len(info.feature_names) == 2 else ("x", "y")
    return TrainingExamples(info.is_image, x, y, labels, classes, (axes[0], axes[1]), len(train))


def _label_text(classes: tuple[str, ...], value: Any) -> str:
    if not classes:
        return ", ".join(formatting.short(float(part)) for part in np.ravel(value))
    number = int(value)
    return classes[number] if number < len(classes) else str(number)


def plot(info: TrainingExamples, theme: Theme) -> Plot:
    """The pictures in rows with what is true below each, or the points in the colours of their targets."""
    return _grid(info, theme) if info.is_image else _points(info, theme)


def _points(info: TrainingExamples, theme: Theme) -> Plot:
    x, y = (np.asarray(info.x[:, column], np.float32) for column in (0, 1))
    rim = {"color": theme.palette.background, "width": 1}
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "text": list(info.labels),
        "hovertemplate": "%{text}<br>%{x:.3~g}, %{y:.3~g}<extra></extra>",
        "marker": {
            "size": theme.px(8),
            "line": rim,
            **_colour(info, theme),
        },
    }
    across, up = (axes.axis(theme, name, nticks=5) for name in info.axes)
    up["scaleanchor"] = "x"
    return {"data": [marks], "layout": axes.layout(theme, x=across, y=up)}


def _colour(info: TrainingExamples, theme: Theme) -> dict[str, Any]:
    if info.classes:
        return {"color": [theme.palette.of_class(int(number)).line for number in info.y]}
    values = np.asarray(info.y, np.float32).reshape(len(info.y), -1)[:, 0]
    end = float(np.abs(values).max()) or 1.0
    return {"color": values, "cmin": -end, "cmax": end, "colorscale": field.colorscale(theme)}


def _grid(info: TrainingExamples, theme: Theme) -> Plot:
    pitch = 1.28
    images, notes = [], []
    for place, (pixels, label) in enumerate(zip(info.x, info.labels, strict=True)):
        x, y = place % COLUMNS, -(place // COLUMNS) * pitch
        box = {"xref": "x", "yref": "y", "x": x + 0.04, "y": y, "sizex": 0.92, "sizey": 0.92, "layer": "below"}
        images.append({**box, "source": worst_examples.image_data_url(pixels), "sizing": "contain"})
        font = {"size": theme.px(12), "color": theme.palette.text}
        words = axes.shorten(label, 10)
        notes.append({"x": x + 0.5, "y": y - 0.93, "yanchor": "top", "text": words, "showarrow": False, "font": font})
    rows = -(-len(info.x) // COLUMNS)
    across = {"visible": False, "range": [0, COLUMNS], "fixedrange": True}
    up = {"visible": False, "range": [-rows * pitch, 0.02], "fixedrange": True}
    margin = {"l": 0, "r": 0, "t": 2, "b": 0, "pad": 0}
    layout = axes.layout(theme, x=across, y=up, margin=margin, images=images, annotations=notes, dragmode=False)
    return {"data": [], "layout": layout}


def alt_text(info: TrainingExamples) -> str:
    values: dict[str, object] = {"shown": formatting.count(len(info.x)), "all": formatting.count(info.total)}
    if not info.classes:
        return str(Text(N_("{shown} of {all} training examples."), values))
    numbers, counts = np.unique(info.y, return_counts=True)
    each = ", ".join(f"{info.classes[int(number)]} {count}" for number, count in zip(numbers, counts, strict=True))
    return str(Text(N_("{shown} of {all} training examples: {each}."), {**values, "each": each}))


def table(info: TrainingExamples) -> pd.DataFrame:
    """One row for each example shown: what is ``true`` of it, and before that its inputs where they are two."""
    true = pd.DataFrame({_("true"): list(info.labels)})
    if info.is_image:
        return true
    return pd.concat([pd.DataFrame(np.asarray(info.x, np.float32), columns=list(info.axes)), true], axis=1)


FIGURE = Figure(
    name="examples",
    title=N_("Examples"),
    help=N_("What the network learns from: some of the training set, each with its true class or value."),
    placeholder=N_("Examples of the training set will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    order=40,
    is_large=True,
    needs_run=False,
)
