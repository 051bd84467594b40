"""The map of codes: where examples lie among the codes, and what the decoder makes of each place."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from PIL import Image

from playground.core import colors, formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Bool, Name
from playground.evaluation import latent_geometry as space
from playground.figures.base import Figure, Floats, RunView
from playground.figures.drawing import predictions, still_images
from playground.figures.generative import latent_map
from playground.figures.generative.latent_map import Extent, LatentMap, plot

ROOM = 0.05
"""Of the codes' range, on each side."""
TILES = Bool(
    name="tiles",
    label=N_("Decoded images"),
    help=N_("What the decoder makes of each place, behind the examples. There are none where the code is longer."),
    default=True,
)
POINTS = Bool(
    name="points",
    label=N_("Examples"),
    help=N_("Where the encoder puts examples that the networks did not learn from."),
    default=True,
)
CLASS = Name(
    name="class",
    label=N_("Generated class"),
    help=N_("Which class the decoder generates. The map of large images is kept for the first class alone."),
    default="",
)


def _applies_to(info: Info) -> bool:
    return info.latent_dim > 1


def _compute(context: RunView) -> LatentMap | None:
    snapshot = context.frame_at("codes")
    if snapshot is None:
        return None
    arrays, info = snapshot.arrays, context.info
    codes = np.asarray(arrays["codes"], np.float64)
    good = np.isfinite(codes).all(1)
    if not good.any() or codes.shape[1] < 2:
        return None
    codes, rows = codes[good], arrays["index"][good].astype(np.int64)
    classes = predictions.class_names(info)
    true = arrays["true"][good]
    labels = true.astype(np.int64) if classes and true.ndim == 1 else None
    at, shares = codes, None
    if codes.shape[1] > 2:
        plane = space.pca_plane(codes)
        at, shares = plane.project(codes), plane.explained_variance_ratio
    tiles, tile_class = _tiles(context, arrays, classes)
    bounds = arrays.get("extent")
    extent = _padded_extent(at) if bounds is None else _bounds(bounds)
    visible_tiles = tiles if context.option("tiles", True) else None
    points = context.option("points", True)
    return LatentMap(codes, at, rows, labels, classes, shares, extent, visible_tiles, tile_class, snapshot.step, points)


def _bounds(bounds: npt.NDArray[Any]) -> Extent:
    x0, x1, y0, y1 = (float(edge) for edge in bounds)
    return x0, x1, y0, y1


def _padded_extent(at: Floats) -> Extent:
    low, high = at.min(0), at.max(0)
    room = np.maximum((high - low) * ROOM, 1e-3)
    (x0, y0), (x1, y1) = low - room, high + room
    return float(x0), float(x1), float(y0), float(y1)


def _tiles(
    context: RunView, arrays: dict[str, npt.NDArray[Any]], classes: tuple[str, ...]
) -> tuple[npt.NDArray[np.uint8] | None, str]:
    """The pictures of the class that is asked for, or of the first where no other is kept; and its name."""
    if "tiles" not in arrays:
        return None, ""
    every = arrays.get("class_tiles")
    if every is not None:
        place = min(asked_class(context), len(every) - 1)
        return every[place], classes[place]
    first = arrays.get("tile_class")
    return arrays["tiles"], classes[int(first[0])] if first is not None else ""


def asked_class(context: RunView) -> int:
    """The number of the class that the option ``class`` names; the first where it names none."""
    names = context.info.class_names
    class_name = context.option("class", "")
    return names.index(class_name) if class_name in names else 0


def neighbor_agreement(info: LatentMap) -> float | None:
    """The share, 0 to 1, of examples of which the nearest other one, by its code, is of the same class; ``None`` where
    there are no classes or fewer than two examples."""
    if info.labels is None or len(info.codes) < 2:
        return None
    codes = info.codes
    squares = np.square(codes).sum(1)
    apart = squares[:, None] + squares[None] - 2 * codes @ codes.T
    np.fill_diagonal(apart, np.inf)
    return float((info.labels[apart.argmin(1)] == info.labels).mean())


def alt_text(info: LatentMap) -> str:
    values: dict[str, object] = {"step": formatting.count(info.step), "count": formatting.count(len(info.codes))}
    same = neighbor_agreement(info)
    if same is None:
        values["spread"] = ", ".join(formatting.short(float(one)) for one in info.codes.std(0)[:4])
        message = N_("At step {step}, the codes of {count} examples; their standard deviation is {spread}.")
    else:
        values["share"] = formatting.percent(same)
        message = N_(
            "At step {step}, the codes of {count} examples. Of {share} of them the nearest other one is of the same"
            " class."
        )
    sentences = [Text(message, values)]
    x0, x1, y0, y1 = info.extent
    beyond = int(((info.positions < (x0, y0)) | (info.positions > (x1, y1))).any(1).sum())
    if beyond:
        sentences.append(Text(N_("{count} lie beyond the axes."), {"count": formatting.count(beyond)}))
    return " ".join(str(sentence) for sentence in sentences)


def table(info: LatentMap) -> pd.DataFrame:
    """One row for each example: its place in the part (``index``), its ``class``, its code (``z1`` ...), and where that
    lies among the two principal components of longer ones (``pc1``, ``pc2``)."""
    columns: dict[str, Any] = {"index": info.rows}
    if info.labels is not None:
        columns["class"] = [info.name_of(int(label)) for label in info.labels]
    columns |= {f"z{place + 1}": info.codes[:, place] for place in range(info.codes.shape[1])}
    if info.explained_variance_ratio is not None:
        columns |= {f"pc{place + 1}": info.positions[:, place] for place in range(2)}
    return pd.DataFrame(columns)


def _note(info: LatentMap) -> str:
    if info.tiles is None or not info.tile_class:
        return ""
    return str(Text(N_("generated class: {name}"), {"name": info.tile_class}))


def render_image(info: LatentMap) -> Image.Image:
    """The points over what is decoded, a square of pixels without axes."""
    ink = colors.LIGHT
    fills: str | list[str] = ink.validation.line
    if info.labels is not None:
        fills = [ink.of_class(int(label)).line for label in info.labels]
    behind = latent_map.stitch_tiles(info.tiles) if info.tiles is not None else None
    field = None if behind is None else behind if behind.ndim == 3 else np.stack([behind] * 3, -1)
    dots = [still_images.Dots(info.positions, fills, 2.4, ink.background)] if info.shows_points else []
    return still_images.render_plane(info.extent, dots, field)


FIGURE = Figure(
    name="codes",
    title=N_("Latent map"),
    help=N_(
        "Where the encoder puts examples that the networks did not learn from, each as a point; behind them, where a "
        "code has two numbers, stands what the decoder makes of each place. Look whether classes find places of "
        "their own, and what lies between."
    ),
    placeholder=N_("The latent codes of examples will appear here, as points of a plane."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=(TILES, POINTS, CLASS),
    heading=lambda _context, _info: _("Latent map"),
    note=_note,
    order=6,
    is_large=True,
    height=420,
    frame_name="codes",
    render_image=render_image,
)
