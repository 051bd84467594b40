"""The dense block of Huang et al. 2016 (arXiv:1608.06993, figure 1): each layer sees all that came before it."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block
from playground.experiment.network_builder import NetworkBuilder

LAYERS, GROWTH = 3, 12


def _draw(builder: NetworkBuilder, _channels: int) -> None:
    features = "input"
    for _layer in range(LAYERS):
        builder.add("BatchNormalization", features)
        builder.add("ReLU")
        new = builder.add("Conv2D", filters=GROWTH, kernel_size=3, padding="same", use_bias=False)
        features = builder.add("Concatenate", features, new)


BLOCK = Block(
    name="dense-net",
    title=N_("Dense block (DenseNet)"),
    help=N_("Each convolution sees everything found before it and adds 12 channels of its own."),
    input_rank=3,
    order=50,
    draw=_draw,
)
