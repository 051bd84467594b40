"""Convolution, batch normalisation, ReLU: the step that most picture networks are made of."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block
from playground.experiment.network_builder import NetworkBuilder


def _draw(builder: NetworkBuilder, _channels: int) -> None:
    builder.add("Conv2D", filters=32, kernel_size=3, padding="same", use_bias=False)
    builder.add("BatchNormalization")
    builder.add("ReLU")


BLOCK = Block(
    name="conv-norm-relu",
    title=N_("Conv + batch norm + ReLU"),
    help=N_("A convolution whose outputs are brought to one scale before ReLU; it learns faster and steadier."),
    input_rank=3,
    order=10,
    draw=_draw,
)
