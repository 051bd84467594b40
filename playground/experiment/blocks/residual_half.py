"""The residual block that halves height and width and doubles the channels (arXiv:1512.03385, option B)."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block
from playground.experiment.network_builder import NetworkBuilder


def _draw(builder: NetworkBuilder, channels: int) -> None:
    filters = max(2 * channels, 16)
    builder.add("Conv2D", "input", filters=filters, kernel_size=3, strides=2, padding="same", use_bias=False)
    builder.add("BatchNormalization")
    builder.add("ReLU")
    builder.add("Conv2D", filters=filters, kernel_size=3, padding="same", use_bias=False)
    residual = builder.add("BatchNormalization")
    short = builder.add("Conv2D", "input", filters=filters, kernel_size=1, strides=2, padding="same")
    builder.add("Add", residual, short)
    builder.add("ReLU")


BLOCK = Block(
    name="residual-half",
    title=N_("Residual block, half the size"),
    help=N_("A residual block with stride 2: half the height and width, twice the channels."),
    input_rank=3,
    order=30,
    draw=_draw,
)
