"""What a regression answers at each place of the plane, with the examples in the colour of their true value."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.core import formatting, pixels
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.figures.base import Figure, Floats, Plot, RunView, Theme
from playground.figures.plane import field
from playground.figures.plane.field import Plane, Points


class Surface(NamedTuple):
    """*value* is ``(height, width)`` in the target's units, row 0 the lowest y; *low* and *high* are the ends of the
    colour scale."""

    plane: Plane
    value: Floats
    name: str
    low: float
    high: float
    training: Points
    held_out: Points


def _applies_to(info: Info) -> bool:
    return info.is_plane and info.task == "regression"


def _compute(context: RunView) -> Surface | None:
    frame = context.frame_at("field")
    if frame is None or not {"output", "extent"} <= frame.arrays.keys():
        return None
    value = np.asarray(frame.arrays["output"][0], np.float32)
    where = field.plane(context, frame.arrays["extent"], value.shape, frame.step, frame.epoch)
    training, held_out = (points._replace(target=_first(points)) for points in field.points(context.prepared))
    low, high = _limits(training.target)
    name = (*context.info.target_names, _("value"))[0]
    return Surface(where, value, name, low, high, training, held_out)


def _first(points: Points) -> Floats:
    return np.asarray(points.target, np.float32).reshape(len(points.x), -1)[:, 0]


def _limits(values: Floats) -> tuple[float, float]:
    """The colour scale is that of the data, so that it stands still while the surface moves."""
    if not len(values):
        return -1.0, 1.0
    low, high = float(values.min()), float(values.max())
    if low < 0 < high:
        end = pixels.symmetric_limit(values)
        return -end, end
    return (low, high) if high > low else (low - 1, high + 1)


def plot(info: Surface, theme: Theme) -> Plot:
    """The network's answer as a heat map, and the examples in the colours of their true values."""
    middle = (info.low + info.high) / 2
    scale = field.colorscale(theme)
    if not info.low < 0 < info.high:
        scale = [list(stop) for stop in zip((0, 1), theme.palette.sequential, strict=True)]
    low, between, high = (formatting.short(value) for value in (info.low, middle, info.high))
    heat = field.heatmap(
        info.plane,
        info.value,
        info.low,
        info.high,
        theme,
        colorscale=scale,
        hovertemplate=f"{info.name}: %{{z:.3~g}}<br>%{{x:.3~g}}, %{{y:.3~g}}<extra></extra>",
    )
    marker = {"cmin": info.low, "cmax": info.high, "colorscale": scale}
    # A white rim would be lost on the white of zero.
    rims = (theme.palette.quiet, theme.palette.test_rim)
    marks = [
        field.example_markers(
            points,
            theme,
            np.asarray(points.target, np.float32),
            marker={**marker, "line": {"color": rim, "width": theme.px(0.8 if rim == rims[0] else 1.4)}},
            hovertemplate=f"{info.name}: %{{marker.color:.3~g}} (%{{fullData.name}})<extra></extra>",
        )
        for points, rim in zip((info.training, info.held_out), rims, strict=True)
    ]
    return {"data": [heat, *marks], "layout": field.layout(info.plane, theme, (low, between, high))}


def _mean_error(info: Surface, points: Points) -> float | None:
    if not len(points.x):
        return None
    row, column = field.nearest_cells(info.plane, points.x, points.y)
    return float(np.abs(info.value[row, column] - points.target).mean())


def alt_text(info: Surface) -> str:
    if not np.isfinite(info.value).all():
        return _("The network's outputs are no longer numbers, so there is no surface.")
    values: dict[str, object] = {
        "epoch": formatting.short(round(info.plane.epoch, 1)),
        "low": formatting.short(float(info.value.min())),
        "high": formatting.short(float(info.value.max())),
        "name": info.name,
    }
    sentences = [Text(N_("At epoch {epoch} the network's {name} goes from {low} to {high} over the plane."), values)]
    if (miss := _mean_error(info, info.held_out)) is not None:
        sentences.append(
            Text(
                N_("At the points of the validation and test set it is {miss} away on average."),
                {"miss": formatting.short(miss)},
            )
        )
    return " ".join(str(sentence) for sentence in sentences)


def table(info: Surface) -> pd.DataFrame:
    """One row for each place of the grid: its coordinates, and the answer."""
    return field.table(info.plane, {info.name: info.value})


FIGURE = Figure(
    name="surface",
    title=N_("Regression surface"),
    help=N_(
        "The ground is the network's prediction, each point has the colour of its true value: where points sink into "
        "the ground, the prediction is right. Points with a dark rim were held out (validation and test set)."
    ),
    placeholder=N_("What the network predicts at each place will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    order=1,
    is_large=True,
    height=470,
    frame_name="field",
)
