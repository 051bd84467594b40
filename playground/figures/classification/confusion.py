"""Which classes the network takes for which: a row for each true class, a column for each answer."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core import colors, formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.core.params import Param
from playground.figures.base import Figure, Plot, RunView, Theme
from playground.figures.drawing import axes, predictions

MOST_WITH_COUNTS = 15
"""Classes up to which each cell shows its count."""
MOST_WITH_SHARES = 4


class Confusion(NamedTuple):
    """*counts* ``(classes, classes)`` int64 is by true class and answer."""

    counts: npt.NDArray[np.int64]
    classes: tuple[str, ...]
    part: str
    epoch: float


def _applies_to(info: Info) -> bool:
    return info.task in ("binary", "multiclass")


def _compute(context: RunView) -> Confusion | None:
    answers = predictions.class_predictions(context)
    if answers is None:
        return None
    counts = np.zeros((len(answers.classes),) * 2, np.int64)
    np.add.at(counts, (answers.true, answers.predicted), 1)
    return Confusion(counts, answers.classes, answers.part, answers.epoch)


def _shares(info: Confusion) -> npt.NDArray[np.float64]:
    """Percent of each row; an empty row is all zero."""
    totals = info.counts.sum(1, keepdims=True)
    return np.asarray(100 * info.counts / np.maximum(totals, 1))


def _words(info: Confusion, shares: npt.NDArray[np.float64]) -> list[list[str]]:
    count = len(info.classes)
    if count > MOST_WITH_COUNTS:
        return [[""] * count] * count

    def word(row: int, column: int) -> str:
        number = int(info.counts[row, column])
        if count <= MOST_WITH_SHARES:
            return f"{formatting.count(number)}<br>{shares[row, column]:.0f} %"
        return formatting.count(number) if number else ""

    return [[word(row, column) for column in range(count)] for row in range(count)]


def plot(info: Confusion, theme: Theme) -> Plot:
    """A heat map of the percentages of each true class, with counts in the cells where classes are few."""
    shares, count = _shares(info), len(info.classes)
    low, high = theme.palette.sequential
    names = [axes.shorten(name) for name in info.classes]
    places = list(range(count))
    heat: dict[str, Any] = {
        "type": "heatmap",
        "x": places,
        "y": places,
        "z": shares,
        "zmin": 0,
        "zmax": 100,
        "colorscale": [[0, low], [1, high]],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "customdata": [[{"cell": [row, column], "part": info.part} for column in places] for row in places],
        "hovertext": [[_hover(info, row, column, shares) for column in places] for row in places],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    ticks = {"tickvals": places, "ticktext": names, "showgrid": False, "nticks": 0}
    if count > 30:
        ticks = {"showgrid": False, "nticks": 10}
    wide = max(axes.text_width(name, theme) for name in names)
    x = axes.axis(theme, _("predicted"), **ticks, tickangle=0 if wide < 380 / count else -40, automargin="height")
    y = axes.axis(theme, _("true"), autorange="reversed", **ticks, automargin="width")
    margin = {"l": theme.px(40), "r": 8, "t": 8, "b": theme.px(44), "pad": 2}
    return {"data": [heat, _counts(info, shares, theme)], "layout": axes.layout(theme, x=x, y=y, margin=margin)}


def _counts(info: Confusion, shares: npt.NDArray[np.float64], theme: Theme) -> dict[str, Any]:
    """The numbers in the cells, dark or light as each cell needs."""
    count = len(info.classes)
    rows, columns = (axis.ravel() for axis in np.mgrid[:count, :count])
    low, high = theme.palette.sequential
    words = [word for row in _words(info, shares) for word in row]
    # Plotly takes the node of an empty text away, and a later drawing then misses it.
    word_indices = [place for place, word in enumerate(words) if word]
    inks = [colors.readable_text_color(colors.mix(low, high, share / 100)) for share in shares.ravel()[word_indices]]
    return {
        "type": "scatter",
        "mode": "text",
        "x": columns[word_indices],
        "y": rows[word_indices],
        "text": [words[place] for place in word_indices],
        "textfont": {"color": inks, "size": theme.px(17 if count <= MOST_WITH_SHARES else 13 if count <= 10 else 10)},
        "hoverinfo": "skip",
    }


def _hover(info: Confusion, row: int, column: int, shares: npt.NDArray[np.float64]) -> str:
    values = {
        "count": formatting.count(int(info.counts[row, column])),
        "total": formatting.count(int(info.counts[row].sum())),
        "true": info.classes[row],
        "answer": info.classes[column],
        "share": f"{shares[row, column]:.1f}",
    }
    return str(Text(N_("{count} of {total} “{true}” predicted as “{answer}” ({share} %)"), dict(values)))


def alt_text(info: Confusion) -> str:
    total, right = int(info.counts.sum()), int(np.trace(info.counts))
    values: dict[str, object] = {
        "right": formatting.count(right),
        "total": formatting.count(total),
        "share": formatting.percent(right / max(total, 1)),
        "part": predictions.part_name(info.part),
    }
    sentences = [Text(N_("{right} of {total} examples of the {part} are predicted right ({share})."), values)]
    wrong = info.counts - np.diag(np.diag(info.counts))
    if wrong.max(initial=0) > 0:
        row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
        worst: dict[str, object] = {
            "true": info.classes[int(row)],
            "answer": info.classes[int(column)],
            "count": formatting.count(int(wrong[row, column])),
        }
        sentences.append(Text(N_("Most often “{true}” is taken for “{answer}” ({count} times)."), worst))
    return " ".join(str(sentence) for sentence in sentences)


def table(info: Confusion) -> pd.DataFrame:
    """A row for each true class (``true``), a column of counts for each answer."""
    columns = {name: info.counts[:, number] for number, name in enumerate(info.classes)}
    return pd.DataFrame({"true": list(info.classes), **columns})


def _heading(_context: RunView, info: Confusion | None) -> str:
    return predictions.heading(FIGURE.title, None if info is None else info.part)


OPTIONS: tuple[Param, ...] = (predictions.PART,)

FIGURE = Figure(
    name="confusion",
    title=N_("Confusion matrix"),
    help=N_(
        "How often each class is predicted as each. Right predictions lie on the diagonal; a strong cell beside it "
        "names two classes that the network mixes up. Choose a cell to see its examples."
    ),
    placeholder=N_("Which classes are taken for which will appear here after the first predictions."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    options=OPTIONS,
    heading=_heading,
    order=10,
    is_large=True,
    height=420,
    opens_on_click="examples_in_cell",
)
