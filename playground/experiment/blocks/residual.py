"""The residual block of He et al. 2015 (arXiv:1512.03385, figure 2): what comes in is added to what two convolutions
make of it."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block
from playground.experiment.network_builder import NetworkBuilder

LEAST = 8


def _draw(builder: NetworkBuilder, channels: int) -> None:
    """As many filters as channels come in, so that both can be added; few channels are first brought to more."""
    filters = channels if channels >= LEAST else 16
    builder.add("Conv2D", "input", filters=filters, kernel_size=3, padding="same", use_bias=False)
    builder.add("BatchNormalization")
    builder.add("ReLU")
    builder.add("Conv2D", filters=filters, kernel_size=3, padding="same", use_bias=False)
    residual = builder.add("BatchNormalization")
    way = "input" if filters == channels else builder.add("Conv2D", "input", filters=filters, kernel_size=1)
    builder.add("Add", residual, way)
    builder.add("ReLU")


BLOCK = Block(
    name="residual",
    title=N_("Residual block"),
    help=N_("Two convolutions learn what to add to what came in, so that very deep networks still learn."),
    input_rank=3,
    order=20,
    draw=_draw,
)
