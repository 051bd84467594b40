"""The residual block that halves height and width and doubles the channels (arXiv:1512.03385, option B)."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block, Drawing


def _draw(drawing: Drawing, channels: int) -> None:
    filters = max(2 * channels, 16)
    drawing.put("Conv2D", "input", filters=filters, kernel_size=3, strides=2, padding="same", use_bias=False)
    drawing.put("BatchNormalization")
    drawing.put("ReLU")
    drawing.put("Conv2D", filters=filters, kernel_size=3, padding="same", use_bias=False)
    made = drawing.put("BatchNormalization")
    short = drawing.put("Conv2D", "input", filters=filters, kernel_size=1, strides=2, padding="same")
    drawing.put("Add", made, short)
    drawing.put("ReLU")


BLOCK = Block(
    name="residual-half",
    title=N_("Residual block, half the size"),
    help=N_("A residual block with stride 2: half the height and width, twice the channels."),
    rank=3,
    order=30,
    draw=_draw,
)
