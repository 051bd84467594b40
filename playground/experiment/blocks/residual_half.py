"""The residual block that halves height and width and doubles the channels (arXiv:1512.03385, option B)."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block, BlockBuilder


def _draw(drawing: BlockBuilder, channels: int) -> None:
    filters = max(2 * channels, 16)
    drawing.add("Conv2D", "input", filters=filters, kernel_size=3, strides=2, padding="same", use_bias=False)
    drawing.add("BatchNormalization")
    drawing.add("ReLU")
    drawing.add("Conv2D", filters=filters, kernel_size=3, padding="same", use_bias=False)
    made = drawing.add("BatchNormalization")
    short = drawing.add("Conv2D", "input", filters=filters, kernel_size=1, strides=2, padding="same")
    drawing.add("Add", made, short)
    drawing.add("ReLU")


BLOCK = Block(
    name="residual-half",
    title=N_("Residual block, half the size"),
    help=N_("A residual block with stride 2: half the height and width, twice the channels."),
    input_rank=3,
    order=30,
    draw=_draw,
)
