"""Dense, batch normalisation, ReLU, dropout: the step for tables."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block
from playground.experiment.network_builder import NetworkBuilder


def _draw(builder: NetworkBuilder, _channels: int) -> None:
    builder.add("Dense", units=32, use_bias=False)
    builder.add("BatchNormalization")
    builder.add("ReLU")
    builder.add("Dropout", rate=0.2)


BLOCK = Block(
    name="dense-norm-dropout",
    title=N_("Dense + batch norm + dropout"),
    help=N_("The usual step for tables: outputs brought to one scale, ReLU, and a fifth of them left out at random."),
    input_rank=1,
    order=80,
    draw=_draw,
)
