"""The residual block of He et al. 2015 (arXiv:1512.03385, figure 2): what comes in is added to what two convolutions
make of it."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block, Drawing

LEAST = 8


def _draw(drawing: Drawing, channels: int) -> None:
    """As many filters as channels come in, so that both can be added; few channels are first brought to more."""
    filters = channels if channels >= LEAST else 16
    drawing.put("Conv2D", "input", filters=filters, kernel_size=3, padding="same", use_bias=False)
    drawing.put("BatchNormalization")
    drawing.put("ReLU")
    drawing.put("Conv2D", filters=filters, kernel_size=3, padding="same", use_bias=False)
    made = drawing.put("BatchNormalization")
    way = "input" if filters == channels else drawing.put("Conv2D", "input", filters=filters, kernel_size=1)
    drawing.put("Add", made, way)
    drawing.put("ReLU")


BLOCK = Block(
    name="residual",
    title=N_("Residual block"),
    help=N_("Two convolutions learn what to add to what came in, so that very deep networks still learn."),
    rank=3,
    order=20,
    draw=_draw,
)
