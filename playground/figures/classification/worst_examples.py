"""Showing single examples with what is true of them and what was answered: pictures, rows of a table, points."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.kinds import KINDS
from playground.datasets.dataset import DataSplit
from playground.figures.base import Plot, RunView, Theme
from playground.figures.drawing import axes, predictions

MOST_ROWS = KINDS["table"].mistake_count
COLUMNS = 4
_SMALLEST = 112
"""Pixels a picture is enlarged to at least, by whole factors: its own pixels stay sharp."""


class Example(NamedTuple):
    """*row* is its place within its part. *badness* says how bad it is (loss, or distance); *confidence* is the
    probability given to the answer, ``None`` for regression."""

    row: int
    true: str
    predicted: str
    confidence: float | None
    badness: float


class Examples(NamedTuple):
    """The examples to show, worst first. *x* ``(n, ...)`` are their inputs as stored, *backdrop* ``(m, 2)`` (points
    only) the first 1,000 of the part."""

    is_image: bool
    items: tuple[Example, ...]
    x: npt.NDArray[Any]
    backdrop: npt.NDArray[Any] | None
    match_count: int
    """How many there are; the worst are shown."""
    examined_count: int
    part: str
    axes: tuple[str, ...]


def split_of(context: RunView, part: str) -> DataSplit:
    """The test part, or the validation part for any other name."""
    return context.prepared.test if part == "test" else context.prepared.validation


def collect(context: RunView, part: str, examined_count: int, bad: list[Example]) -> Examples:
    """The worst of *bad* with their inputs."""
    info = context.info
    stored = split_of(context, part).x
    inside = [example for example in bad if example.row < len(stored)]
    worst = sorted(inside, key=lambda example: -example.badness)[: info.data_kind.mistake_count]
    rows = [example.row for example in worst]
    words = extra_input_labels(split_of(context, part), rows)
    examples = tuple(example._replace(true=label + example.true) for label, example in zip(words, worst, strict=True))
    x = np.asarray(stored[rows]) if rows else np.asarray(stored[:0])
    others = np.asarray(stored[:1000], np.float32) if info.is_plane else None
    return Examples(info.is_image, examples, x, others, len(inside), examined_count, part, info.feature_names)


def extra_input_labels(part: DataSplit, rows: Sequence[int]) -> list[str]:
    """What the table says that stands beside the pictures of these *rows*, to go before what is true: ``4: ``; empty
    where there is none."""
    if not part.extra_inputs:
        return [""] * len(rows)
    values = np.column_stack([array[list(rows)] for array in part.extra_inputs])
    return [", ".join(formatting.short(float(value)) for value in row) + ": " for row in values]


def plot(info: Examples, theme: Theme, nothing: str) -> Plot:
    """Pictures with their answers, points over all of the part, or bars for the rows of a table; *nothing* is said
    where there are no examples."""
    if not info.items:
        return _empty(theme, nothing)
    if info.is_image:
        return _pictures(info, theme)
    if info.backdrop is not None:
        return _points(info, theme)
    return _rows(info, theme)


def _empty(theme: Theme, nothing: str) -> Plot:
    off = {"visible": False, "range": [0, 1]}
    note = {"text": nothing, "x": 0.5, "y": 0.5, "showarrow": False, "font": {"size": theme.px(15)}}
    return {"data": [], "layout": axes.layout(theme, x=off, y=dict(off), annotations=[note])}


def _prediction_text(example: Example) -> str:
    values: dict[str, object] = {"answer": example.predicted}
    if example.confidence is None:
        return str(Text(N_("predicted {answer}"), values))
    values["share"] = f"{100 * example.confidence:.0f}"
    return str(Text(N_("predicted {answer}, {share} %"), values))


def _hover(example: Example) -> str:
    values: dict[str, object] = {
        "row": formatting.count(example.row),
        "true": example.true,
        "told": _prediction_text(example),
    }
    return str(Text(N_("No. {row}: true {true}, {told}"), values))


def _pictures(info: Examples, theme: Theme) -> Plot:
    pitch = 1.42
    rows = -(-len(info.items) // COLUMNS)
    images, notes, xs, ys = [], [], [], []
    for place, (example, pixels) in enumerate(zip(info.items, info.x, strict=True)):
        x, y = place % COLUMNS, -(place // COLUMNS) * pitch
        box = {"xref": "x", "yref": "y", "x": x + 0.04, "y": y, "sizex": 0.92, "sizey": 0.92, "layer": "below"}
        images.append({**box, "source": image_data_url(pixels), "sizing": "contain"})
        for line, words, colour in (
            (0, f"<b>{axes.shorten(example.true, 12)}</b>", theme.palette.text),
            (1, axes.shorten(_prediction_text(example), 16), theme.palette.discriminator.text),
        ):
            font = {"size": theme.px(12.5), "color": colour}
            note = {"x": x + 0.5, "y": y - 0.94, "yanchor": "top", "yshift": -line * theme.px(15), "text": words}
            notes.append({**note, "showarrow": False, "font": font})
        xs.append(x + 0.5)
        ys.append(y - 0.46)
    hits = _hits(info, xs, ys, {"size": 84, "symbol": "square", "opacity": 0})
    x_axis = {"visible": False, "range": [0, COLUMNS], "fixedrange": True}
    y_axis = {"visible": False, "range": [-max(rows, 3) * pitch + 0.02, 0.02], "fixedrange": True}
    margin = {"l": 0, "r": 0, "t": 2, "b": 0, "pad": 0}
    layout = axes.layout(theme, x=x_axis, y=y_axis, margin=margin, images=images, annotations=notes, dragmode=False)
    return {"data": [hits], "layout": layout}


def _hits(info: Examples, x: Any, y: Any, marker: dict[str, Any]) -> dict[str, Any]:
    """Marks that give the example's row when they are clicked."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": x,
        "y": y,
        "marker": marker,
        "customdata": [example.row for example in info.items],
        "text": [_hover(example) for example in info.items],
        "hovertemplate": "%{text}<extra></extra>",
    }


def image_data_url(pixels: npt.NDArray[Any]) -> str:
    """*pixels* ``(h, w, 1 or 3) uint8`` as a PNG address, enlarged without smoothing."""
    from PIL import Image

    flat = pixels[..., 0] if pixels.shape[-1] == 1 else pixels[..., :3]
    factor = max(-(-_SMALLEST // max(flat.shape[:2])), 1)
    large = np.ascontiguousarray(flat).astype(np.uint8).repeat(factor, 0).repeat(factor, 1)
    stream = io.BytesIO()
    Image.fromarray(large).save(stream, "PNG")
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode("ascii")


def _points(info: Examples, theme: Theme) -> Plot:
    others = np.asarray(info.backdrop, np.float32)
    backdrop = {
        "type": "scatter",
        "mode": "markers",
        "x": others[:, 0],
        "y": others[:, 1],
        "marker": {"size": theme.px(6), "color": theme.palette.quiet, "opacity": 0.3},
        "hoverinfo": "skip",
    }
    ring = {"size": theme.px(11), "color": theme.palette.discriminator.line}
    ring["line"] = {"color": theme.palette.background, "width": 1}
    hits = _hits(info, info.x[:, 0].astype(np.float32), info.x[:, 1].astype(np.float32), ring)
    names = (*info.axes, "x", "y")[:2] if len(info.axes) == 2 else ("x", "y")
    x, y = (axes.axis(theme, name) for name in names)
    return {"data": [backdrop, hits], "layout": axes.layout(theme, x=x, y=y)}


def _rows(info: Examples, theme: Theme) -> Plot:
    """A bar for each example, as long as it is bad, with what is true and what was said."""
    sure = info.items[0].confidence is not None
    lengths = [100 * (example.confidence or 0) if sure else example.badness for example in info.items]
    places = list(range(len(info.items)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": places,
        "width": 0.22,
        "marker": {"color": theme.palette.discriminator.line, "cornerradius": 3},
        "customdata": [example.row for example in info.items],
        "text": [_hover(example) for example in info.items],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }
    notes = [
        {
            "text": f"<b>{example.true}</b>  {_prediction_text(example)}",
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "y": place,
            "yanchor": "bottom",
            "yshift": theme.px(3),
            "showarrow": False,
            "font": {"size": theme.px(13)},
        }
        for place, example in zip(places, info.items, strict=True)
    ]
    title = _("probability of the wrong class, %") if sure else _("distance from the true value")
    x = axes.axis(theme, title, range=[0, 100] if sure else [0, max(lengths) * 1.02])
    labels = [str(Text(N_("No. {row}"), {"row": formatting.count(example.row)})) for example in info.items]
    y = axes.axis(theme, tickvals=places, ticktext=labels, range=[MOST_ROWS - 0.5, -0.8], showgrid=False)
    margin = {"l": theme.px(64), "r": 10, "t": 4, "b": theme.px(44), "pad": 4}
    return {"data": [bars], "layout": axes.layout(theme, x=x, y=y, margin=margin, annotations=notes)}


def table(info: Examples) -> pd.DataFrame:
    """One row for each example shown: its ``index``, ``true``, ``answered``, ``confidence`` (0 to 1), and its inputs
    where they are few."""
    base = pd.DataFrame(
        {
            "index": [example.row for example in info.items],
            "true": [example.true for example in info.items],
            "answered": [example.predicted for example in info.items],
            "confidence": [example.confidence for example in info.items],
        }
    )
    if info.is_image or not len(info.items):
        return base
    flat = info.x.reshape(len(info.items), -1)
    names = info.axes if len(info.axes) == flat.shape[1] else tuple(f"x{place}" for place in range(flat.shape[1]))
    return pd.concat([base, pd.DataFrame(flat, columns=list(names))], axis=1)


def first_three_text(info: Examples) -> str:
    """The first three in words."""
    return "; ".join(_hover(example) for example in info.items[:3])


def caption_values(info: Examples) -> dict[str, object]:
    """The values of a sentence about the examples: how many there are, of how many, in which part, and the first
    three."""
    return {
        "found": formatting.count(info.match_count),
        "asked": formatting.count(info.examined_count),
        "part": predictions.part_name(info.part),
        "listed": first_three_text(info),
    }
