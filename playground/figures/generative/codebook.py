"""The codebook and how much of it is used: how often each entry was picked for the examples held out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from playground.core import formatting
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.evaluation import latent_geometry
from playground.figures.base import Figure, Floats, Plot, RunView, Theme
from playground.figures.drawing import axes


class CodebookUsage(NamedTuple):
    """*shares* ``(codes,)``: the part of all picks, 0 to 1, that each entry got, the most used first; *vectors*
    ``(codes, code_dim)`` and the numbers *entries* ``(codes,)`` likewise."""

    shares: Floats
    vectors: Floats
    entries: Floats
    step: int

    @property
    def dead_count(self) -> int:
        """Entries that were never picked."""
        return int((self.shares == 0).sum())

    @property
    def perplexity(self) -> float:
        """To how many entries, picked equally often, the use comes."""
        return latent_geometry.perplexity(self.shares)


def _applies_to(info: Info) -> bool:
    return "codebook_loss" in info.loss_terms


def _compute(context: RunView) -> CodebookUsage | None:
    snapshot = context.frame_at("codebook")
    if snapshot is None or not snapshot.arrays["used"].sum():
        return None
    counts = np.asarray(snapshot.arrays["used"], float)
    order = np.argsort(-counts, kind="stable")
    vectors = np.nan_to_num(np.asarray(snapshot.arrays["vectors"], float))
    return CodebookUsage(counts[order] / counts.sum(), vectors[order], order.astype(float), snapshot.step)


def plot(info: CodebookUsage, theme: Theme) -> Plot:
    """A bar for each entry, its part of all picks in percent, and a line where all would be alike."""
    ink = theme.palette
    bars = {
        "type": "bar",
        "x": np.arange(1, len(info.shares) + 1),
        "y": 100 * info.shares,
        "marker": {"color": ink.generator.line},
        "customdata": info.entries,
        "hovertemplate": _("entry") + " %{customdata:.0f}: %{y:.2~f} %<extra></extra>",
    }
    even = 100 / len(info.shares)
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": even, "y1": even}
    rule = line | {"line": {"color": ink.quiet, "width": theme.px(1.5), "dash": "dot"}}
    note = {
        "text": _("all equally often"),
        "xref": "paper",
        "x": 1,
        "xanchor": "right",
        "y": even,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": theme.px(13), "color": ink.quiet},
    }
    x = axes.axis(theme, _("entries, the most used first"), showgrid=False, nticks=6)
    y = axes.axis(theme, _("share of all picks, %"), rangemode="tozero")
    margin = {"l": theme.px(56), "r": 10, "t": theme.px(10), "b": theme.px(48), "pad": 4}
    layout = axes.layout(theme, x=x, y=y, margin=margin, bargap=0.1, shapes=[rule], annotations=[note])
    return {"data": [bars], "layout": layout}


def alt_text(info: CodebookUsage) -> str:
    values: dict[str, object] = {
        "step": formatting.count(info.step),
        "codes": formatting.count(len(info.shares)),
        "dead": formatting.count(info.dead_count),
        "perplexity": formatting.short(info.perplexity),
    }
    message = N_(
        "At step {step}, the use of the codebook comes to {perplexity} of {codes} entries; {dead} were never picked."
    )
    return str(Text(message, values))


def table(info: CodebookUsage) -> pd.DataFrame:
    """One row for each entry, the most used first: its number ``entry``, its ``share`` (0 to 1), and its numbers
    ``z0``, ``z1`` ..."""
    columns = {f"z{place}": info.vectors[:, place] for place in range(info.vectors.shape[1])}
    return pd.DataFrame({"entry": info.entries.astype(int), "share": info.shares, **columns})


FIGURE = Figure(
    name="codebook",
    title=N_("Codebook"),
    help=N_(
        "How often each entry is picked for examples held out. Entries that are never picked are dead: the codebook is "
        "smaller than it looks, and restarting them makes room for detail."
    ),
    placeholder=N_("How often each entry of the codebook is picked will appear here."),
    applies_to=_applies_to,
    compute=_compute,
    plot=plot,
    alt_text=alt_text,
    table=table,
    order=6,
    is_large=True,
    frame_name="codebook",
    height=420,
)
