"""What a decoder made of codes, as it travels from a worker to a page."""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt


class Decoded(NamedTuple):
    """*values* (k, ...) are in the data's own units (pictures uint8), ``None`` where they could not be made; *step* is
    that of the weights, 0 before training."""

    values: npt.NDArray[Any] | None
    step: int = 0

    def to_json(self) -> dict[str, Any]:
        if self.values is None:
            return {"step": self.step}
        data = base64.b64encode(np.ascontiguousarray(self.values).tobytes()).decode("ascii")
        about = {"shape": list(self.values.shape), "dtype": self.values.dtype.name}
        return {"step": self.step, "data": data, **about}

    @classmethod
    def from_json(cls, sent: dict[str, Any]) -> Decoded:
        if "data" not in sent:
            return cls(None, int(sent.get("step", 0)))
        values = np.frombuffer(base64.b64decode(sent["data"]), np.dtype(sent["dtype"]))
        return cls(values.reshape(sent["shape"]), int(sent["step"]))
