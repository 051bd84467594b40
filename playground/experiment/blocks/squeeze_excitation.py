"""Squeeze and excitation of Hu et al. 2017 (arXiv:1709.01507): the whole picture weighs each channel."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block
from playground.experiment.network_builder import NetworkBuilder

RATIO = 4


def _draw(builder: NetworkBuilder, channels: int) -> None:
    builder.add("GlobalAveragePooling2D", "input")
    builder.add("Dense", units=max(channels // RATIO, 1), activation="relu")
    builder.add("Dense", units=channels, activation="sigmoid")
    weights = builder.add("Reshape", target_shape=[1, 1, channels])
    builder.add("Multiply", "input", weights)


BLOCK = Block(
    name="squeeze-excitation",
    title=N_("Squeeze and excitation"),
    help=N_("A small network looks at the mean of each channel and says how much that channel counts."),
    input_rank=3,
    order=60,
    draw=_draw,
)
