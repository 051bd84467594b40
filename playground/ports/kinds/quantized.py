"""Rows that become entries of a codebook: ``(positions, code_dim)``."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.i18n import N_
from playground.core.info import Info
from playground.ports.base import PortKind, TensorSpec, int_param
from playground.ports.kinds.arrays import ArrayRules

_WRONG_SHAPE = N_("{network} gives {came}; the codes are {wanted}, one row for each.")


def _spec(params: Mapping[str, object], _info: Info) -> TensorSpec:
    return TensorSpec((int_param(params, "positions"), int_param(params, "code_dim")))


_RULES = ArrayRules(code_prefix="codes", message=lambda _info: _WRONG_SHAPE)

PORT = PortKind(
    name="quantized",
    code_prefix="codes",
    spec=_spec,
    check=_RULES.check,
    shape_problem=_RULES.shape_problem,
    latent_source="entries",
    latent_length_param="positions",
)
