"""How real an example looks: one number, as it is before any sigmoid, since the loss takes it so."""

from __future__ import annotations

from collections.abc import Mapping

from playground.core.i18n import N_
from playground.core.info import Info
from playground.ports.base import PortKind, TensorSpec
from playground.ports.kinds.vectors import VectorRules


def _spec(_params: Mapping[str, object], _info: Info) -> TensorSpec:
    return TensorSpec((1,))


_RULES = VectorRules(
    code_prefix="score",
    expected=N_("one number is wanted, how real the example looks"),
    bound=N_("{activation} stands behind the score; the loss takes the number before it."),
)

PORT = PortKind(
    name="realness_score",
    code_prefix="score",
    spec=_spec,
    check=_RULES.check,
    shape_problem=_RULES.shape_problem,
    is_vector=True,
)
