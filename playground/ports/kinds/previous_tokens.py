"""Which entry of a codebook came before each position, one-hot: ``(positions, codes)``."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.info import Info
from playground.ports.base import PortKind, TensorSpec, int_param


def _spec(params: Mapping[str, object], _info: Info) -> TensorSpec:
    return TensorSpec((int_param(params, "positions"), int_param(params, "codes")), (0.0, 1.0))


PORT = PortKind(name="previous_tokens", code_prefix="before", spec=_spec)
