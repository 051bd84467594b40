"""Noise: a row of ``latent_dim`` numbers that chance drew from the standard normal distribution."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.info import Info
from playground.ports.base import PortKind, TensorSpec, int_param


def _spec(params: Mapping[str, object], _info: Info) -> TensorSpec:
    return TensorSpec((int_param(params, "latent_dim"),))


PORT = PortKind(name="noise", code_prefix="noise", spec=_spec, latent_source="noise")
