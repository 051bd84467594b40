"""Every layer that a person may put into a network: one row each. Imports no Keras.

A new layer is one more row in the module of its kind; the form, the check, the builder, the documentation and the
contract test read it from :data:`LAYERS`.
"""

from __future__ import annotations

from playground.layers import (
    activation,
    augmentation,
    convolution,
    dense,
    light,
    merge,
    normalisation,
    pooling,
    regularisation,
    shape,
)
from playground.layers.base import LayerKind, LayerRow
from playground.layers.left_out import LEFT_OUT

_MODULES = (dense, convolution, pooling, normalisation, regularisation, activation, shape, merge, augmentation, light)

LAYERS: dict[str, LayerRow] = {row.name: row for module in _MODULES for row in module.ROWS}

__all__ = ["LAYERS", "LEFT_OUT", "LayerKind", "LayerRow"]
