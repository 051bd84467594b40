"""Squeeze and excitation of Hu et al. 2017 (arXiv:1709.01507): the whole picture weighs each channel."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block, Drawing

RATIO = 4


def _draw(drawing: Drawing, channels: int) -> None:
    drawing.put("GlobalAveragePooling2D", "input")
    drawing.put("Dense", units=max(channels // RATIO, 1), activation="relu")
    drawing.put("Dense", units=channels, activation="sigmoid")
    weights = drawing.put("Reshape", target_shape=[1, 1, channels])
    drawing.put("Multiply", "input", weights)


BLOCK = Block(
    name="squeeze-excitation",
    title=N_("Squeeze and excitation"),
    help=N_("A small network looks at the mean of each channel and says how much that channel counts."),
    rank=3,
    order=60,
    draw=_draw,
)
