"""What a network that gives its input back makes of examples it did not learn from, beside the examples themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from PIL import Image

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.figures.base import Figure, Floats, Plot, RunView, Theme
from playground.figures.classification import worst_examples
from playground.figures.drawing import axes, still_images

COLUMNS = 5
LINES = 6
"""Rows of pictures that there is room for; an example takes two of them, or three where it was disturbed."""


class Reconstructions(NamedTuple):
    """*originals* and *output* are ``(n, ...)`` in the data's own units (pictures uint8); *corrupted* ``(n, ...)`` is
    what the network saw, where that is something else than *originals*. *rows* ``(n,)`` are places within the
    validation part."""

    is_image: bool
    originals: npt.NDArray[Any]
    output: npt.NDArray[Any]
    corrupted: npt.NDArray[Any] | None
    rows: npt.NDArray[np.int64]
    names: tuple[str, ...]
    epoch: float

    @property
    def errors(self) -> Floats:
        """``(n,)`` float64: how far off each number of an example is on average (root of the mean square), in the
        data's units."""
        miss = _rows(self.output) - _rows(self.originals)
        return np.asarray(np.sqrt(np.square(miss).mean(1)), np.float64)


def _rows(values: npt.NDArray[Any]) -> Floats:
    return np.asarray(values, np.float64).reshape(len(values), -1)


def _applies_to(info: Info) -> bool:
    return info.task == "reconstruction"


def _compute(context: RunView) -> Reconstructions | None:
    snapshot = context.frame_at("reconstructions")
    if snapshot is None:
        return None
    arrays, info = snapshot.arrays, context.info
    good = np.isfinite(_rows(arrays["output"])).all(1)
    if not good.any():
        return None
    originals = arrays["given"][good]
    size = int(np.prod(originals.shape[1:]))
    names = info.feature_names if len(info.feature_names) == size else tuple(f"x{place}" for place in range(size))
    disturbed = arrays["disturbed"][good] if "disturbed" in arrays else None
    return Reconstructions(
        info.is_image, originals, arrays["output"][good], disturbed, arrays["index"][good], names, snapshot.epoch
    )


def plot(info: Reconstructions, theme: Theme) -> Plot:
    """Pictures above what comes back, points joined to where they land, or a bar for each feature."""
    if info.is_image:
        return rows_of_pictures(_lines(info), theme)
    return _points(info, theme) if len(info.names) == 2 else _features(info, theme)


def _lines(info: Reconstructions) -> list[tuple[str, npt.NDArray[Any]]]:
    """The rows of pictures, from above, with their names."""
    middle = [] if info.corrupted is None else [(_("noisy"), info.corrupted)]
    return [(_("original"), info.originals), *middle, (_("reconstructed"), info.output)]


def rows_of_pictures(lines: Sequence[tuple[str, npt.NDArray[Any]]], theme: Theme) -> Plot:
    """Blocks of rows, one for each of *lines*, pictures ``(n, h, w, c) uint8`` with their name, so that a column is one
    example: originals, what was seen of them where it was disturbed, and what came back."""
    count = min(len(pictures) for _name, pictures in lines)
    blocks = min(LINES // len(lines), -(-count // COLUMNS))
    pitch = len(lines) + 0.25
    images, notes = [], []
    font = {"size": theme.px(13), "color": theme.palette.text}
    for block in range(blocks):
        rows = range(block * COLUMNS, min((block + 1) * COLUMNS, count))
        for line, (name, pictures) in enumerate(lines):
            top = -block * pitch - line
            for column, row in enumerate(rows):
                box = {"xref": "x", "yref": "y", "x": column + 0.03, "y": top, "sizex": 0.94, "sizey": 0.94}
                source = worst_examples.image_data_url(pictures[row])
                images.append({**box, "source": source, "sizing": "contain", "layer": "below"})
            place = {"xref": "x", "x": 0, "xanchor": "right", "xshift": -theme.px(8), "y": top - 0.47}
            notes.append({**place, "yanchor": "middle", "text": name, "showarrow": False, "font": font})
    words = [line for name, _pictures_of in lines for line in name.split("<br>")]
    room = max(axes.text_width(line, theme) for line in words) + theme.px(12)
    across, up = [0, min(count, COLUMNS)], [-blocks * pitch + 0.2, 0.03]
    x = {"visible": False, "range": across, "fixedrange": True, "constrain": "domain"}
    y = {"visible": False, "range": up, "fixedrange": True, "scaleanchor": "x", "constrain": "domain"}
    margin = {"l": room, "r": 0, "t": 2, "b": 0, "pad": 0}
    layout = axes.layout(theme, x=x, y=y, margin=margin, images=images, annotations=notes, dragmode=False)
    return {"data": [], "layout": layout}


def _points(info: Reconstructions, theme: Theme) -> Plot:
    """Each point, and a line to where it lands."""
    start = info.originals if info.corrupted is None else info.corrupted
    joined = np.full((len(start), 3, 2), np.nan, np.float32)
    joined[:, 0], joined[:, 1] = start, info.output
    line = joined.reshape(-1, 2)
    way = {
        "type": "scatter",
        "mode": "lines",
        "x": line[:, 0],
        "y": line[:, 1],
        "line": {"color": theme.palette.quiet, "width": theme.px(1)},
        "opacity": 0.5,
        "hoverinfo": "skip",
    }
    first = _("noisy") if info.corrupted is not None else _("original")
    from_ = axes.scatter(start, first, {"color": theme.palette.quiet, "size": theme.px(5), "opacity": 0.6})
    landed = axes.scatter(
        info.output, _("reconstructed"), {"color": theme.palette.validation.line, "size": theme.px(6.5)}
    )
    x, y = (axes.axis(theme, name, nticks=5) for name in info.names[:2])
    y["scaleanchor"] = "x"
    legend = {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "font": {"size": theme.px(13)}}
    margin = {"l": theme.px(50), "r": 10, "t": theme.px(30), "b": theme.px(44), "pad": 2}
    layout = axes.layout(theme, x=x, y=y, margin=margin, showlegend=True, legend=legend)
    return {"data": [way | {"showlegend": False}, from_, landed], "layout": layout}


def r2_per_feature(info: Reconstructions) -> Floats:
    """``(k,)`` float64: which part of each feature's spread is given back, 0 to 1; 0 where it is no better than the
    feature's mean, or where the feature does not vary."""
    originals, output = _rows(info.originals), _rows(info.output)
    spread = np.square(originals - originals.mean(0)).sum(0)
    share = 1 - np.square(originals - output).sum(0) / np.where(spread > 0, spread, np.inf)
    return np.asarray(np.where(spread > 0, np.clip(share, 0, 1), 0.0), np.float64)


MOST = 24


def _features(info: Reconstructions, theme: Theme) -> Plot:
    """A bar for each feature: how much of it comes back, the best above."""
    shares = r2_per_feature(info)
    order = np.argsort(-shares, kind="stable")[:MOST]
    labels = [axes.shorten(info.names[place], 16) for place in order]
    places = list(range(len(order)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": 100 * shares[order],
        "y": places,
        "marker": {"color": theme.palette.validation.line, "cornerradius": 3},
        "text": [info.names[place] for place in order],
        "textposition": "none",
        "hovertemplate": "%{text}: %{x:.0f} %<extra></extra>",
    }
    room = max(axes.text_width(label, theme) for label in labels)
    x = axes.axis(theme, _("variance explained, %"), range=[0, 100])
    y = axes.axis(theme, tickvals=places, ticktext=labels, range=[len(order) - 0.4, -0.6], showgrid=False)
    margin = {"l": room, "r": 10, "t": 4, "b": theme.px(44), "pad": 4}
    return {"data": [bars], "layout": axes.layout(theme, x=x, y=y, margin=margin)}


def alt_text(info: Reconstructions) -> str:
    values: dict[str, object] = {
        "count": formatting.count(len(info.originals)),
        "epoch": formatting.short(info.epoch),
        "error": formatting.short(float(info.errors.mean())),
    }
    if info.is_image or len(info.names) == 2:
        message = N_("After {epoch} epochs, {count} examples are reconstructed {error} off on average.")
        return str(Text(message, values))
    shares = r2_per_feature(info)
    best, worst = int(shares.argmax()), int(shares.argmin())
    values |= {"best": info.names[best], "high": f"{100 * shares[best]:.0f}"}
    values |= {"worst": info.names[worst], "low": f"{100 * shares[worst]:.0f}"}
    message = N_(
        "After {epoch} epochs, {high} % of the variance of {best} is explained, and {low} % of that of {worst}."
    )
    return str(Text(message, values))


def table(info: Reconstructions) -> pd.DataFrame:
    """One row for each example, its place ``index`` first. Points and tables: each number and what came of it.
    Pictures: how far off each is (``error``, in grey levels)."""
    index = pd.DataFrame({"index": info.rows})
    if info.is_image:
        return index.assign(error=info.errors)
    originals = pd.DataFrame(_rows(info.originals), columns=list(info.names))
    back = _("reconstructed")
    output = pd.DataFrame(_rows(info.output), columns=[f"{name} ({back})" for name in info.names])
    return pd.concat([index, originals, output], axis=1)


def render_image(info: Reconstructions) -> Image.Image:
    """The rows of pictures alone, without their names."""
    return still_images.render_blocks([pictures for _name, pictures in _lines(info)])


def _can_animate(info: Info) -> bool:
    return info.is_image


FIGURE = Figure(
    name="reconstructions",
    title=N_("Reconstructions"),
    help=N_(
        "Examples of the validation set, which the network did not learn from, and what it makes of them. What it "
        "has not understood is reconstructed as what is usual."
    ),
    placeholder=N_("Examples will appear here, each with its reconstruction."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    order=5,
    is_large=True,
    height=420,
    frame_name="reconstructions",
    render_image=render_image,
    can_animate=_can_animate,
)
