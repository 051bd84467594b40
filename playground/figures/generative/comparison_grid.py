"""What two networks drew, in two plots of the same kind, each under its name and its scores."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from playground.catalog.sample_metrics import SAMPLE_METRICS
from playground.core import formatting
from playground.core.i18n import _
from playground.figures.base import Plot, Theme
from playground.figures.drawing import axes, image_grid

SIDE = 6
"""Pictures in a row, at most, and rows."""
BYTES = 56_000
"""Of the pictures of one side, unenlarged."""
CELL = 48
ACROSS = (0.0, 0.48), (0.52, 1.0)
HEAD = 3
"""Lines of words above each side."""


class SampleSet(NamedTuple):
    """*samples* ``(n, ...)`` in the data's units (pictures uint8) after *step*; *labels* ``(n,)`` int64 where classes
    were asked for."""

    name: str
    samples: npt.NDArray[Any]
    labels: npt.NDArray[np.int64] | None
    step: int
    scores: dict[str, float]


def plot(
    is_image: bool,
    sides: tuple[SampleSet, SampleSet],
    real: npt.NDArray[Any],
    extent: tuple[float, float, float, float] | None,
    names: tuple[str, ...],
    theme: Theme,
) -> Plot:
    """Grids of pictures, or drawn points among *real* ones ``(m, 2)`` on axes of the same *extent* (x0, x1, y0, y1),
    which are called *names*."""
    data: list[dict[str, Any]] = []
    axes_by_name: dict[str, Any] = {}
    images, notes = [], []
    for number, side in enumerate(sides):
        suffix = "" if number == 0 else "2"
        notes += _head(side, ACROSS[number][0], theme)
        if is_image:
            image, size = _grid_of(side, suffix, theme)
            images.append(image)
            off = {"visible": False, "fixedrange": True, "constrain": "domain", "constraintoward": "left"}
            axes_by_name[f"x{suffix}"] = {**off, "range": [0, size[1]], "domain": ACROSS[number]}
            up = {**off, "constraintoward": "top", "range": [size[0], 0], "scaleanchor": f"x{suffix}"}
            axes_by_name[f"y{suffix}"] = up
        else:
            data += _points(side, real, suffix, theme)
            x0, x1, y0, y1 = extent or (-1.0, 1.0, -1.0, 1.0)
            axes_by_name[f"x{suffix}"] = axes.axis(theme, names[0], range=[x0, x1], domain=ACROSS[number])
            axes_by_name[f"y{suffix}"] = axes.axis(theme, names[1] if number == 0 else "", range=[y0, y1])
        axes_by_name[f"x{suffix}"]["anchor"], axes_by_name[f"y{suffix}"]["anchor"] = f"y{suffix}", f"x{suffix}"
    points = not is_image
    margin = {"l": theme.px(50) if points else 2, "r": 4, "b": theme.px(44) if points else 2, "pad": 2}
    margin["t"] = theme.px(18 * HEAD + 2)
    second = {"xaxis2": axes_by_name["x2"], "yaxis2": axes_by_name["y2"]}
    layout = axes.layout(
        theme,
        x=axes_by_name["x"],
        y=axes_by_name["y"],
        margin=margin,
        images=images,
        annotations=notes,
        dragmode=False,
        **second,
    )
    return {"data": data, "layout": layout}


def _head(side: SampleSet, left: float, theme: Theme) -> list[dict[str, Any]]:
    """Its name, and below that what was measured."""
    texts = [f"{_(SAMPLE_METRICS[name].title)} {score_text(name, value)}" for name, value in side.scores.items()]
    lines = [f"<b>{side.name}</b>", " · ".join(texts[:1]), " · ".join(texts[1:3])]
    at = {"xref": "paper", "x": left, "xanchor": "left", "yref": "paper", "y": 1, "yanchor": "bottom"}
    inks = (theme.palette.text, theme.palette.quiet, theme.palette.quiet)
    return [
        {
            **at,
            "yshift": theme.px(18) * (HEAD - 1 - place),
            "text": words,
            "showarrow": False,
            "font": {"size": theme.px(13), "color": ink},
        }
        for place, (words, ink) in enumerate(zip(lines, inks, strict=True))
        if words
    ]


def score_text(name: str, value: float) -> str:
    """The score *name* as people read it."""
    unit = SAMPLE_METRICS[name].unit
    if unit == "count":
        return formatting.count(round(value))
    return formatting.percent(value) if unit == "part" else formatting.short(value)


def _grid_of(side: SampleSet, suffix: str, theme: Theme) -> tuple[dict[str, Any], tuple[int, int]]:
    """As many pictures as there is room for, and the height and width of all together."""
    fits = max(int(np.sqrt(BYTES / max(side.samples[0].size, 1))), 1)
    across = max(min(SIDE, fits, int(np.ceil(np.sqrt(len(side.samples))))), 1)
    count = min(across * across, len(side.samples))
    # Where classes were asked for, they come in rows: some of each.
    spread = np.linspace(0, len(side.samples) - 1, count).round().astype(np.int64)
    indices = np.arange(count) if side.labels is None else spread
    places = np.full((-(-count // across), across), -1, np.int64)
    places.flat[:count] = indices
    dark = theme.palette.name == "dark"
    grid = image_grid.tile(side.samples, places, least=CELL, line=78 if dark else 190, empty=17 if dark else 255)
    height, width = grid.pixels.shape[:2]
    box = {"xref": f"x{suffix}", "yref": f"y{suffix}", "x": 0, "y": 0, "sizex": width, "sizey": height}
    return {**box, "layer": "below", "sizing": "stretch", "source": image_grid.data_url(grid.pixels)}, (height, width)


def _points(side: SampleSet, real: npt.NDArray[Any], suffix: str, theme: Theme) -> list[dict[str, Any]]:
    traces = []
    quiet = {"color": theme.palette.quiet, "size": theme.px(4), "opacity": 0.35}
    ink = {"color": theme.palette.generator.line, "size": theme.px(5), "opacity": 0.85}
    for name, at, marker in ((_("real"), real, quiet), (_("generated"), side.samples, ink)):
        places = {"x": np.asarray(at[:, 0], np.float32), "y": np.asarray(at[:, 1], np.float32)}
        where = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "name": name, "marker": marker}
        hover = name + "<br>%{x:.3~g}, %{y:.3~g}<extra></extra>"
        traces.append({"type": "scatter", "mode": "markers", **places, **where, "hovertemplate": hover})
    return traces
