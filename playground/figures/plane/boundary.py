"""What a classifier believes at each place of the plane, and the examples it was given."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from PIL import Image

from playground.core import colors, formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.figures.base import Figure, Floats, Plot, RunView, Theme
from playground.figures.drawing import image_grid, predictions, still_images
from playground.figures.plane import field
from playground.figures.plane.field import Plane, Points

MOST_NAMED = 6
"""Classes that legend and sentence name: a legend of two lines would push the axis's name onto its numbers."""


class Boundary(NamedTuple):
    """*probabilities* is ``(classes, height, width)``, from 0 to 1, row 0 the lowest y."""

    plane: Plane
    probabilities: Floats
    classes: tuple[str, ...]
    training: Points
    held_out: Points


def _applies_to(info: Info) -> bool:
    return info.is_plane and info.task in ("binary", "multiclass")


def _compute(context: RunView) -> Boundary | None:
    frame = context.frame_at("field")
    if frame is None or not {"output", "extent"} <= frame.arrays.keys():
        return None
    output = frame.arrays["output"]
    belief = predictions.probabilities(output.reshape(len(output), -1).T, context.experiment)
    where = field.plane(context, frame.arrays["extent"], output.shape, frame.step, frame.epoch)
    names = (*predictions.class_names(context.info), *(str(number) for number in range(belief.shape[1])))
    classes = (
        names[: belief.shape[1]] if len(context.info.class_names) >= belief.shape[1] else names[-belief.shape[1] :]
    )
    training, held_out = field.points(context.prepared)
    return Boundary(where, belief.T.reshape(-1, *output.shape[1:]), classes, training, held_out)


def plot(info: Boundary, theme: Theme) -> Plot:
    """Two classes: belief in the second in percent, on a scale; more: their colours mixed by belief. Over it the
    examples."""
    return _binary(info, theme) if len(info.classes) == 2 else _many(info, theme)


def _marks(info: Boundary, theme: Theme) -> list[dict[str, Any]]:
    return [
        field.example_markers(
            points,
            theme,
            [theme.palette.of_class(int(number)).line for number in points.target],
            text=[info.classes[int(number)] for number in points.target],
            hovertemplate="%{text} (%{fullData.name})<br>%{x:.3~g}, %{y:.3~g}<extra></extra>",
        )
        for points in (info.training, info.held_out)
    ]


def _binary(info: Boundary, theme: Theme) -> Plot:
    first, second = info.classes
    surely = [str(Text(N_("surely {name}"), {"name": name})) for name in (first, second)]
    words = (surely[0], _("undecided"), surely[1])
    heat = field.heatmap(
        info.plane,
        info.probabilities[1] * 100,
        0,
        100,
        theme,
        hovertemplate=f"{second}: %{{z:.0f}} %<br>%{{x:.3~g}}, %{{y:.3~g}}<extra></extra>",
    )
    return {"data": [heat, *_marks(info, theme)], "layout": field.layout(info.plane, theme, words)}


def _many(info: Boundary, theme: Theme) -> Plot:
    where = info.plane
    dx, dy = where.x[1] - where.x[0], where.y[1] - where.y[0]
    image = {
        "source": image_grid.data_url(_blend(info, theme)),
        "xref": "x",
        "yref": "y",
        "x": float(where.x[0] - dx / 2),
        "y": float(where.y[-1] + dy / 2),
        "sizex": float(where.x[-1] - where.x[0] + dx),
        "sizey": float(where.y[-1] - where.y[0] + dy),
        "sizing": "stretch",
        "layer": "below",
    }
    names = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "name": name,
            "showlegend": True,
            "marker": {"color": theme.palette.of_class(number).line, "size": theme.px(11), "symbol": "square"},
        }
        for number, name in enumerate(info.classes)
        if len(info.classes) <= MOST_NAMED
    ]
    marked = [{**trace, "showlegend": False} for trace in _marks(info, theme)]
    layout = field.layout(where, theme, None, [str(entry["name"]) for entry in names], images=[image])
    return {"data": [*marked, *names], "layout": layout}


def _blend(info: Boundary, theme: Theme) -> colors.Rgb:
    """(height, width, 3), top row first: the classes' colours mixed by belief, paler where it is undecided."""
    base = np.array([colors.rgb(theme.palette.of_class(number).line) for number in range(len(info.classes))], float)
    belief = np.nan_to_num(info.probabilities, nan=0.0)
    blend = np.einsum("chw,ck->hwk", belief, base)
    count = len(info.classes)
    sure = np.clip((belief.max(0) - 1 / count) / (1 - 1 / count), 0, 1)[..., None]
    paper = colors.rgb(theme.palette.diverging[1]).astype(float)
    pale = paper + (blend - paper) * (0.15 + 0.65 * sure)
    pixels: colors.Rgb = np.rint(np.clip(pale, 0, 255)).astype(np.uint8)[::-1]
    return pixels


def _accuracy(info: Boundary, points: Points) -> float | None:
    """The share of *points* that lies where the network believes in its class."""
    if not len(points.x):
        return None
    row, column = field.nearest_cells(info.plane, points.x, points.y)
    return float((info.probabilities[:, row, column].argmax(0) == points.target).mean())


def _areas_text(info: Boundary) -> Text:
    epoch = formatting.short(round(info.plane.epoch, 1))
    if len(info.classes) > MOST_NAMED:
        values: dict[str, object] = {"epoch": epoch, "classes": len(info.classes)}
        return Text(N_("At epoch {epoch} the plane is divided among {classes} classes."), values)
    shares = info.probabilities.argmax(0)
    parts = ", ".join(
        str(Text(N_("{name} {share}"), {"name": name, "share": formatting.percent(float((shares == number).mean()))}))
        for number, name in enumerate(info.classes)
    )
    return Text(N_("At epoch {epoch} the plane is divided: {parts}."), {"epoch": epoch, "parts": parts})


def alt_text(info: Boundary) -> str:
    if not np.isfinite(info.probabilities).all():
        return _("The network's outputs are no longer numbers, so there is no boundary.")
    sentences = [_areas_text(info)]
    for message, points in (
        (N_("Of the training points, {share} lie on their own side."), info.training),
        (N_("Of the points of the validation and test set, {share} do."), info.held_out),
    ):
        if (share := _accuracy(info, points)) is not None:
            sentences.append(Text(message, {"share": formatting.percent(share)}))
    return " ".join(str(sentence) for sentence in sentences)


def table(info: Boundary) -> pd.DataFrame:
    """One row for each place of the grid: its coordinates, and the probability (0 to 1) of each class."""
    return field.table(info.plane, dict(zip(info.classes, info.probabilities, strict=True)))


def render_image(info: Boundary) -> Image.Image:
    """The plane with its points, a square of pixels without axes."""
    light, where = Theme(), info.plane
    extent = (float(where.x[0]), float(where.x[-1]), float(where.y[0]), float(where.y[-1]))
    dots = [
        still_images.Dots(
            np.stack([points.x, points.y], 1),
            [light.palette.of_class(int(number)).line for number in points.target],
            3.0,
            light.palette.test_rim if points.held_out else light.palette.rim,
        )
        for points in (info.training, info.held_out)
    ]
    return still_images.render_plane(extent, dots, _blend(info, light))


FIGURE = Figure(
    name="boundary",
    title=N_("Decision boundary"),
    help=N_(
        "Each place has the colour of the class that the network predicts there; white is undecided, and there the "
        "boundary runs. Points with a dark rim were held out (validation and test set): the network never learned "
        "from them."
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
    render_image=render_image,
)
