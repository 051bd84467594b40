"""Every layer that a person may put into a network: one row each. Imports no Keras.

A new layer is one more row in the module of its kind; the form, the check, the builder, the documentation and the
contract test read it from :data:`LAYERS`.
"""

from __future__ import annotations

from playground.catalog.layers.base import LayerKind, LayerRow
from playground.catalog.layers.unsupported import UNSUPPORTED
from playground.core.registry import modules

LAYERS: dict[str, LayerRow] = {row.name: row for module in modules(__name__) for row in getattr(module, "ROWS", ())}

__all__ = ["LAYERS", "UNSUPPORTED", "LayerKind", "LayerRow"]
