"""A small ResNet on pictures of clothes (K. He et al., 2015)."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.experiment import spec
from playground.experiment.network_builder import NetworkBuilder
from playground.gallery.architectures.branches import conv
from playground.gallery.base import ARCHITECTURES, Entry


def _network() -> spec.Network:
    sketch = NetworkBuilder()
    x = sketch.add("ReLU", _normalised(sketch, sketch.input(), 16, strides=2))
    x = _block(sketch, x, 16)
    x = _block(sketch, x, 32, strides=2)
    row = sketch.add("GlobalAveragePooling2D", x)
    sketch.add("Dense", row, units=10, activation="softmax")
    return sketch.network()


def _block(sketch: NetworkBuilder, x: str, filters: int, strides: int = 1) -> str:
    """Two convolutions added to *x*; where they change its form, a 1×1 convolution brings *x* to the same."""
    y = sketch.add("ReLU", _normalised(sketch, x, filters, strides=strides))
    y = _normalised(sketch, y, filters)
    skip = x if strides == 1 else _normalised(sketch, x, filters, size=1, strides=strides)
    return sketch.add("ReLU", sketch.add("Add", y, skip))


def _normalised(sketch: NetworkBuilder, x: str, filters: int, size: int = 3, strides: int = 1) -> str:
    maps = conv(sketch, x, filters, size, activation="linear", use_bias=False, strides=strides)
    return sketch.add("BatchNormalization", maps, momentum=0.9)


ENTRY = Entry(
    name="small-resnet",
    title=N_("Small ResNet"),
    help=N_("Residual blocks with batch normalisation tell ten classes of clothes apart."),
    lesson=N_(
        "The second block halves the image and doubles the feature maps, so its skip connection needs a 1×1 "
        "convolution: both ways into Add must have the same shape. Change its filters and read what the page says."
    ),
    group=ARCHITECTURES,
    order=7,
    experiment=spec.Experiment(
        name="small-resnet",
        data=spec.Data(name="fashion_mnist", preparation=spec.Preparation(scale="unit")),
        networks=(_network(),),
        loss=spec.NamedParams(name="SparseCategoricalCrossentropy"),
        metrics=(spec.NamedParams(name="accuracy"),),
        optimizer=spec.Optimizer(name="Adam", params={"learning_rate": 0.002}),
        training=spec.Training(epochs=2, batch_size=64),
        goal=spec.Goal(metric="accuracy", at_least=0.8),
    ),
)
