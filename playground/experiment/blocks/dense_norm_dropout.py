"""Dense, batch normalisation, ReLU, dropout: the step for tables."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block, Drawing


def _draw(drawing: Drawing, _channels: int) -> None:
    drawing.put("Dense", units=32, use_bias=False)
    drawing.put("BatchNormalization")
    drawing.put("ReLU")
    drawing.put("Dropout", rate=0.2)


BLOCK = Block(
    name="dense-norm-dropout",
    title=N_("Dense + batch norm + dropout"),
    help=N_("The usual step for tables: outputs brought to one scale, ReLU, and a fifth of them left out at random."),
    rank=1,
    order=80,
    draw=_draw,
)
