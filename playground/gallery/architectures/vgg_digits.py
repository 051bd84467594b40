"""A VGG-style stack on 8 by 8 digits (K. Simonyan and A. Zisserman, 2014)."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment.network_builder import NetworkBuilder
from playground.experiment.spec import Network
from playground.gallery.architectures.branches import classes, conv, halved, on_digits
from playground.gallery.base import ARCHITECTURES, Entry


def _network() -> Network:
    sketch = NetworkBuilder()
    x = sketch.input()
    for filters in (16, 32):
        x = halved(sketch, conv(sketch, conv(sketch, x, filters), filters))
    return classes(sketch, x, dropout=0.4)


ENTRY = Entry(
    name="vgg-digits",
    title=N_("VGG-style stack"),
    help=N_("Pairs of small convolutions, then half the size and twice the filters, again and again."),
    lesson=N_(
        "Two 3×3 windows one behind the other see 5×5 pixels with fewer weights than one 5×5 window. Follow the "
        "shapes from layer to layer: the image shrinks, the channels grow."
    ),
    group=ARCHITECTURES,
    order=1,
    experiment=on_digits("vgg-digits", _network(), epochs=12, at_least=0.95),
)
