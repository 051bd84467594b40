"""Convolution, batch normalisation, ReLU: the step that most picture networks are made of."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block, Drawing


def _draw(drawing: Drawing, _channels: int) -> None:
    drawing.put("Conv2D", filters=32, kernel_size=3, padding="same", use_bias=False)
    drawing.put("BatchNormalization")
    drawing.put("ReLU")


BLOCK = Block(
    name="conv-norm-relu",
    title=N_("Conv + batch norm + ReLU"),
    help=N_("A convolution whose outputs are brought to one scale before ReLU; it learns faster and steadier."),
    rank=3,
    order=10,
    draw=_draw,
)
