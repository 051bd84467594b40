"""The Inception module of Szegedy et al. 2014 (arXiv:1409.4842, figure 2b): four ways side by side."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block
from playground.experiment.network_builder import NetworkBuilder


def _draw(builder: NetworkBuilder, _channels: int) -> None:
    def conv(source: str, filters: int, size: int) -> str:
        return builder.add("Conv2D", source, filters=filters, kernel_size=size, padding="same", activation="relu")

    one = conv("input", 16, 1)
    three = conv(conv("input", 16, 1), 24, 3)
    five = conv(conv("input", 4, 1), 8, 5)
    pool = builder.add("MaxPooling2D", "input", pool_size=3, strides=1, padding="same")
    builder.add("Concatenate", one, three, five, conv(pool, 8, 1))


BLOCK = Block(
    name="inception",
    title=N_("Inception module"),
    help=N_("Windows of 1×1, 3×3 and 5×5 and a pooling look side by side; what they find is put together."),
    input_rank=3,
    order=40,
    draw=_draw,
)
