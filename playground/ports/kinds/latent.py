"""The code of an example: a row of ``latent_dim`` numbers that another network made, or makes something of."""

from __future__ import annotations

from collections.abc import Mapping

from playground.catalog.activations import ELEMENTWISE
from playground.core.i18n import N_
from playground.core.info import Info
from playground.ports.base import PortKind, TensorSpec, int_param
from playground.ports.kinds.vectors import VectorRules


def _spec(params: Mapping[str, object], _info: Info) -> TensorSpec:
    return TensorSpec((int_param(params, "latent_dim"),))


_RULES = VectorRules(
    code_prefix="code",
    expected=N_("the latent code is a row of {size} numbers"),
    bound=N_("{activation} binds the numbers of the code to each other, so that they say less than {size} do."),
    fits=lambda activation: activation in ELEMENTWISE,
    numbers_per_code=1,
)

PORT = PortKind(
    name="latent",
    code_prefix="code",
    spec=_spec,
    check=_RULES.check,
    shape_problem=_RULES.shape_problem,
    latent_source="code",
    is_vector=True,
)
