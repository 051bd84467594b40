"""Two Inception modules on 8 by 8 digits (C. Szegedy et al., 2014)."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.network_builder import NetworkBuilder
from playground.experiment.spec import Network
from playground.gallery.architectures.branches import classes, conv, halved, on_digits
from playground.gallery.base import ARCHITECTURES, Entry


def _network() -> Network:
    sketch = NetworkBuilder()
    x = halved(sketch, _module(sketch, conv(sketch, sketch.input(), 16), 8))
    return classes(sketch, _module(sketch, x, 16), dropout=0.4)


def _module(sketch: NetworkBuilder, x: str, filters: int) -> str:
    """Four ways side by side; 1×1 convolutions make the channels few before the wide windows."""
    pooled = sketch.add("MaxPooling2D", x, pool_size=[3, 3], strides=1, padding="same")
    ways = (
        conv(sketch, x, filters, 1),
        conv(sketch, conv(sketch, x, filters // 2, 1), filters, 3),
        conv(sketch, conv(sketch, x, filters // 2, 1), filters, 5),
        conv(sketch, pooled, filters, 1),
    )
    return sketch.add("Concatenate", *ways)


ENTRY = Entry(
    name="inception-digits",
    title=N_("Inception modules"),
    help=N_("Windows of three sizes and a pooling look at the same image side by side."),
    lesson=N_(
        "No one has to choose the window's size: every way gives its maps, and what follows takes what it needs. "
        "Compare the parameters of the 5×5 convolution with and without the 1×1 convolution before it."
    ),
    group=ARCHITECTURES,
    order=3,
    experiment=on_digits("inception-digits", _network(), epochs=12, at_least=0.94),
)
