"""The means and log-variances of a code: a row of ``2 · latent_dim`` numbers, the means first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground.core.i18n import N_
from playground.core.info import Info
from playground.ports.base import PortKind, TensorSpec, int_param
from playground.ports.kinds.vectors import VectorRules


def _spec(params: Mapping[str, object], _info: Info) -> TensorSpec:
    return TensorSpec((2 * int_param(params, "latent_dim"),))


def _means(rows: Any) -> Any:
    return rows[:, : rows.shape[-1] // 2]


_RULES = VectorRules(
    code_prefix="moments",
    expected=N_(
        "a row of {size} numbers is wanted, a mean and a log-variance for each of the {code} of the latent code"
    ),
    bound=N_("{activation} bounds the means and log-variances, which may be any number."),
    numbers_per_code=2,
)

PORT = PortKind(
    name="mean_logvar",
    code_prefix="moments",
    spec=_spec,
    check=_RULES.check,
    shape_problem=_RULES.shape_problem,
    forward=_means,
    is_vector=True,
)
