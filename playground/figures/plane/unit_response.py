"""One unit of the network, over the plane: where it answers high, where low."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.core import formatting, pixels
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Int, Name
from playground.figures.base import Figure, Floats, Plot, RunView, Theme
from playground.figures.plane import field
from playground.figures.plane.field import Plane, Points


class UnitResponse(NamedTuple):
    """*value* is ``(height, width)``, row 0 the lowest y; the colour scale goes from minus *limit* to *limit*."""

    plane: Plane
    value: Floats
    limit: float
    node: str
    unit: int
    units: int
    training: Points
    classes: bool


def _applies_to(info: Info) -> bool:
    return info.is_plane and info.has_targets


def _compute(context: RunView) -> UnitResponse | None:
    frame = context.frame_at("field")
    if frame is None or "extent" not in frame.arrays:
        return None
    nodes = [name.removeprefix(pixels.PREFIX) for name in frame.arrays if name.startswith(pixels.PREFIX)]
    if not nodes:
        return None
    node_option = context.option("node", "")
    hidden = next((node for node in nodes if node != "input"), nodes[0])
    node = node_option if node_option in nodes else hidden
    values = np.asarray(frame.arrays[pixels.PREFIX + node], np.float32)
    unit = min(max(context.option("unit", 0), 0), len(values) - 1)
    where = field.plane(context, frame.arrays["extent"], values.shape, frame.step, frame.epoch)
    training, _held_out_points = field.points(context.prepared)
    classes = context.info.task != "regression"
    return UnitResponse(where, values[unit], pixels.symmetric_limit(values), node, unit, len(values), training, classes)


def _unit_title(info: UnitResponse) -> str:
    return str(Text(N_("{node}, unit {unit}"), {"node": info.node, "unit": info.unit + 1}))


def plot(info: UnitResponse, theme: Theme) -> Plot:
    """What the unit answers as a heat map, with the training examples where these have classes."""
    end = info.limit
    words = (formatting.short(-end), "0", formatting.short(end))
    heat = field.heatmap(
        info.plane,
        info.value,
        -end,
        end,
        theme,
        hovertemplate="%{z:.3~g}<br>%{x:.3~g}, %{y:.3~g}<extra></extra>",
    )
    points, data = info.training, [heat]
    if info.classes:
        colour = [theme.palette.of_class(int(number)).line for number in points.target]
        data.append(field.example_markers(points, theme, colour, hoverinfo="skip", opacity=0.75))
    return {"data": data, "layout": field.layout(info.plane, theme, words)}


def alt_text(info: UnitResponse) -> str:
    if not np.isfinite(info.value).all():
        return str(Text(N_("{name}: its outputs are no longer numbers."), {"name": _unit_title(info)}))
    values: dict[str, object] = {
        "name": _unit_title(info),
        "low": formatting.short(float(info.value.min())),
        "high": formatting.short(float(info.value.max())),
        "share": formatting.percent(float((info.value > 0).mean())),
    }
    if info.value.max() - info.value.min() < 1e-3 * info.limit:
        return str(Text(N_("{name} gives {low} everywhere: it tells nothing apart."), values))
    return str(Text(N_("{name} gives from {low} to {high}; above zero on {share} of the plane."), values))


def table(info: UnitResponse) -> pd.DataFrame:
    """One row for each place of the grid: its coordinates, and what the unit answers."""
    return field.table(info.plane, {f"{info.node}_{info.unit}": info.value})


def _heading(_context: RunView, info: UnitResponse | None) -> str:
    return _(FIGURE.title) if info is None else _unit_title(info)


FIGURE = Figure(
    name="neuron",
    title=N_("Neuron"),
    help=N_(
        "The output of one unit of the network at each place: orange above zero, blue below. A unit of the first "
        "layer is an edge; later layers bend and join what comes before them."
    ),
    placeholder=N_("The output of one unit at each place will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(
        Name(name="node", label=N_("Layer"), help=N_("The layer that the unit belongs to."), default=""),
        Int(name="unit", label=N_("Unit"), help=N_("Which of the layer's units."), default=0, low=0, high=31),
    ),
    heading=_heading,
    order=2,
    is_large=True,
    height=470,
    frame_name="field",
)
