"""What a decoder made of codes, and what codes examples have, as it travels from a worker to a page."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from playground.core.problems import Problem


class DecodeReply(NamedTuple):
    """*values* ``(k, ...)`` are in the data's own units (pictures uint8), ``None`` where they could not be made; *step*
    is that of the weights, 0 before training."""

    values: npt.NDArray[Any] | None
    step: int = 0

    def to_json(self) -> dict[str, Any]:
        """The step and, where there are values, their bytes as base64 (``data``), ``shape`` and ``dtype``."""
        return {"step": self.step, **(_array_to_json(self.values) if self.values is not None else {})}

    @classmethod
    def from_json(cls, message: dict[str, Any]) -> DecodeReply:
        """The reply that :meth:`to_json` gave *message* for; its values are read-only."""
        if "data" not in message:
            return cls(None, int(message.get("step", 0)))
        return cls(_array_from_json(message), int(message["step"]))


@dataclass(frozen=True, slots=True)
class EncodeReply:
    """What the weights of *step* make of the examples that are looked at
    (:func:`playground.evaluation.probes.probe_examples`): *arrays* of
    :meth:`playground.families.base.Recipe.latent_probes`, and ``effect`` ``(latent_dim,)`` where that was asked for.
    None, and the *problems*, where they could not be had."""

    arrays: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    step: int = 0
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The step, the problems, and of each array its bytes as base64 (``data``), ``shape`` and ``dtype``."""
        arrays = {name: _array_to_json(array) for name, array in self.arrays.items()}
        return {"step": self.step, "arrays": arrays, "problems": [problem.to_json() for problem in self.problems]}

    @classmethod
    def from_json(cls, message: dict[str, Any]) -> EncodeReply:
        """The reply that :meth:`to_json` gave *message* for; its arrays are read-only."""
        arrays = {name: _array_from_json(array) for name, array in message.get("arrays", {}).items()}
        problems = tuple(Problem.from_json(entry) for entry in message.get("problems", ()))
        return cls(arrays, int(message.get("step", 0)), problems)


def _array_to_json(array: npt.NDArray[Any]) -> dict[str, Any]:
    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode("ascii")
    return {"data": data, "shape": list(array.shape), "dtype": array.dtype.name}


def _array_from_json(message: dict[str, Any]) -> npt.NDArray[Any]:
    flat = np.frombuffer(base64.b64decode(message["data"]), np.dtype(message["dtype"]))
    return flat.reshape(message["shape"])
