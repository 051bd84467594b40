"""Every layer that a person may put into a network: one row each. Imports no Keras.

A new layer is one more row in the module of its kind; the form, the check, the builder, the documentation and the
contract test read it from :data:`LAYERS`.
"""

from __future__ import annotations

from playground.catalog.layers import (
    activation,
    augmentation,
    color_augmentation,
    convolution,
    dense,
    merging,
    normalization,
    pooling,
    regularization,
    reshaping,
)
from playground.catalog.layers.base import LayerKind, LayerRow
from playground.catalog.layers.unsupported import UNSUPPORTED

_MODULES = (
    dense,
    convolution,
    pooling,
    normalization,
    regularization,
    activation,
    reshaping,
    merging,
    augmentation,
    color_augmentation,
)

LAYERS: dict[str, LayerRow] = {row.name: row for module in _MODULES for row in module.ROWS}

__all__ = ["LAYERS", "UNSUPPORTED", "LayerKind", "LayerRow"]
