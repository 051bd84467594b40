"""Two dense blocks on 8 by 8 digits (G. Huang et al., 2016)."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.network_builder import NetworkBuilder
from playground.experiment.spec import Network
from playground.gallery.architectures.branches import classes, conv, halved, on_digits
from playground.gallery.base import ARCHITECTURES, Entry

GROWTH = 8
"""Maps that each convolution adds to all before it."""


def _network() -> Network:
    sketch = NetworkBuilder()
    x = _block(sketch, conv(sketch, sketch.input(), 16))
    between = halved(sketch, conv(sketch, x, 20, 1))
    return classes(sketch, _block(sketch, between), dropout=0.3)


def _block(sketch: NetworkBuilder, x: str) -> str:
    for _ in range(3):
        x = sketch.add("Concatenate", x, conv(sketch, x, GROWTH))
    return x


ENTRY = Entry(
    name="densenet-digits",
    title=N_("DenseNet blocks"),
    help=N_("Every convolution sees the feature maps of all before it and adds eight of its own."),
    lesson=N_(
        "Watch the last number of the shapes grow by 8 at each Concatenate: nothing that was found is thrown away. "
        "The 1×1 convolution between the blocks brings 40 maps back to 20."
    ),
    group=ARCHITECTURES,
    order=4,
    experiment=on_digits("densenet-digits", _network(), epochs=10, at_least=0.95),
)
