"""A generator against a discriminator over a plane: real and drawn points, what the discriminator believes at each
place, which way it sends each drawn point, and the plane of noise as the generator lays it out (after Kahng and others
2019, "GAN Lab")."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Bool
from playground.figures.base import Figure, Floats, Plot, RunView, Theme
from playground.figures.generative import gan_traces
from playground.figures.plane import field
from playground.figures.plane.field import Plane


class GanBalance(NamedTuple):
    """*real* and *samples* ``(n, 2)``; *gradients* ``(m, 2)`` for the first of *samples*; *real_probability* ``(rows,
    columns)`` from 0 (surely drawn) to 1 (surely real); *noise_grid* ``(lines, lines, 2)``, or ``(lines, 2)`` for one
    number of noise."""

    plane: Plane
    real: Floats
    samples: Floats
    gradients: Floats
    real_probability: Floats
    noise_grid: npt.NDArray[Any] | None
    layers: frozenset[str]


LAYERS: tuple[Bool, ...] = (
    Bool(
        name="heat",
        label=N_("Discriminator"),
        help=N_("The discriminator's output at each place: how real a point there looks to it."),
        default=True,
    ),
    Bool(name="real", label=N_("Real points"), help=N_("Examples of the data set."), default=True),
    Bool(name="drawn", label=N_("Generated points"), help=N_("What the generator makes of the noise."), default=True),
    Bool(
        name="arrows",
        label=N_("Arrows"),
        help=N_("Which way each generated point would have to go to look more real."),
        default=True,
    ),
    Bool(
        name="grid",
        label=N_("Grid of noise"),
        help=N_("Lines of the plane of noise, as the generator lays them out; each cell is sampled equally often."),
        default=False,
    ),
)


def _applies_to(info: Info) -> bool:
    return info.is_plane and info.task == "generation"


def _compute(context: RunView) -> GanBalance | None:
    frame = context.frame_at("samples")
    if frame is None or "belief" not in frame.arrays:
        return None
    arrays = frame.arrays
    if not np.isfinite(arrays["samples"]).all():
        return None
    belief = arrays["belief"]
    where = field.plane(context, arrays["extent"], belief.shape, frame.step, frame.epoch)
    training, _held_out_points = field.points(context.prepared)
    warp = arrays.get("warp")
    if warp is not None:
        lines = round(len(warp) ** 0.5)
        warp = warp.reshape(lines, lines, 2) if lines * lines == len(warp) and lines > 4 else warp
    visible_layers = frozenset(layer.name for layer in LAYERS if context.option(layer.name, bool(layer.default)))
    real = np.stack([training.x, training.y], 1)
    return GanBalance(where, real, arrays["samples"], arrays["arrows"], belief, warp, visible_layers)


def plot(info: GanBalance, theme: Theme) -> Plot:
    """The layers that are chosen, one over the other: belief in percent, grid of noise, real points, arrows, drawn
    points."""
    ink, traces = theme.palette, list[dict[str, Any]]()
    if "heat" in info.layers:
        traces.append(gan_traces.probability_map(info.plane, info.real_probability, theme))
    if "grid" in info.layers and info.noise_grid is not None:
        traces.append(gan_traces.lines(gan_traces.grid_lines(info.noise_grid), ink.generator.line, theme.px(1), 0.55))
    if "real" in info.layers:
        # The ground is light in both themes.
        colour = ink.test_rim if "heat" in info.layers else ink.text
        traces.append(gan_traces.scatter(info.real, _("real"), colour, theme.px(4.5), 0.55))
    if "arrows" in info.layers:
        width = float(info.plane.x[-1] - info.plane.x[0])
        traces.append(gan_traces.arrows(info.samples[: len(info.gradients)], info.gradients, width, theme))
    if "drawn" in info.layers:
        traces.append(
            gan_traces.scatter(info.samples, _("generated"), ink.generator.line, theme.px(6), 0.95, rim=ink.rim)
        )
    words = gan_traces.colorbar_words() if "heat" in info.layers else None
    return {"data": traces, "layout": field.layout(info.plane, theme, words, (_("real"), _("generated")))}


def alt_text(info: GanBalance) -> str:
    if not np.isfinite(info.real_probability).all():
        return _("The discriminator's outputs are no longer numbers.")
    values: dict[str, object] = {
        "step": formatting.count(info.plane.step),
        "real": formatting.percent(_mean_probability(info, info.real)),
        "generated": formatting.percent(_mean_probability(info, info.samples)),
    }
    message = N_(
        "At step {step} the discriminator rates real points {real} real on average, and generated ones {generated}."
    )
    return str(Text(message, values))


def _mean_probability(info: GanBalance, points: Floats) -> float:
    """The belief at *points*, on average."""
    row, column = field.nearest_cells(info.plane, points[:, 0], points[:, 1])
    return float(info.real_probability[row, column].mean())


def table(info: GanBalance) -> pd.DataFrame:
    """Real and drawn points by ``kind``, and the way (``to_x``, ``to_y``) that the drawn ones are sent."""
    samples = pd.DataFrame(info.samples, columns=[info.plane.x_name, info.plane.y_name]).assign(kind="drawn")
    samples["to_x"], samples["to_y"] = (pd.Series(info.gradients[:, place]) for place in (0, 1))
    real = pd.DataFrame(info.real, columns=[info.plane.x_name, info.plane.y_name]).assign(kind="real")
    return pd.concat([real, samples], ignore_index=True)


FIGURE = Figure(
    name="duel",
    title=N_("Generated and real"),
    help=N_(
        "Green points are generated from noise. The ground shows where the discriminator expects real points; each "
        "arrow is the way to look more real, which the generator learns to go."
    ),
    placeholder=N_("Real and generated points will appear here, over the discriminator's output."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=LAYERS,
    order=0,
    is_large=True,
    frame_name="samples",
    height=470,
)
