"""Two dense layers, the hidden one wide: the block that transformers and mixers repeat."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.blocks.base import Block
from playground.experiment.network_builder import NetworkBuilder


def _draw(builder: NetworkBuilder, channels: int) -> None:
    builder.add("Dense", units=min(4 * channels, 256), activation="gelu")
    builder.add("Dense", units=min(max(channels, 8), 256))


BLOCK = Block(
    name="mlp",
    title=N_("MLP block"),
    help=N_("A wide dense layer with GELU and a narrow one behind it."),
    input_rank=1,
    order=70,
    draw=_draw,
)
