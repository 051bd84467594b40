"""Values of a family's parameters that a person may change while a run trains.

Until the first is turned they are constants of the compiled step, so that a run that nobody touches is as fast as one
that could not be touched, and gives the same numbers. From then on they are variables, which costs a step a little, and
each further change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from playground.core.params import Choice, Param, with_defaults

Value = Any
"""A Python float while nothing was turned, a scalar tensor afterwards; of a choice, the number of the option."""
Tensor = Any


class LiveParams:
    """The parameters called *names* of *params*, at first as in *values*."""

    def __init__(
        self, params: Sequence[Param] = (), names: Sequence[str] = (), values: Mapping[str, object] | None = None
    ) -> None:
        self._params = {param.name: param for param in params if param.name in names}
        param_values = with_defaults(params, values or {})
        self._values = {name: _as_float(param, param_values[name]) for name, param in self._params.items()}
        self._variables: dict[str, Any] = {}

    @property
    def any_changed(self) -> bool:
        """Whether any was; what was compiled before is of no use then."""
        return bool(self._variables)

    def set(self, name: str, value: object) -> bool:
        """Set it; whether there is such a dial and *value* fits."""
        import tensorflow as tf

        param = self._params.get(name)
        if param is None or param.check(value) is not None:
            return False
        self._values[name] = _as_float(param, value)
        if not self._variables:
            self._variables = {one: tf.Variable(at, dtype=tf.float32, name=one) for one, at in self._values.items()}
        self._variables[name].assign(self._values[name])
        return True

    def __getitem__(self, name: str) -> Value:
        """The value of *name*: a Python float, or a float32 scalar tensor once any was changed. Raises KeyError where
        there is no such dial."""
        return self._variables[name].value() if self._variables else self._values[name]

    def switch_case(self, name: str, branches: Sequence[Callable[[], Tensor]]) -> Tensor:
        """What the branch of the option that is chosen gives; all give the same shapes and dtypes."""
        import tensorflow as tf

        at = self[name]
        return branches[int(at)]() if isinstance(at, float) else tf.switch_case(tf.cast(at, tf.int32), list(branches))


def cond(condition: bool | Tensor, true_fn: Callable[[], Any], false_fn: Callable[[], Any]) -> Any:
    """One of the two, in the graph where *condition* is a bool scalar tensor and known only there; both then give the
    same shapes and dtypes."""
    import tensorflow as tf

    if isinstance(condition, bool):
        return true_fn() if condition else false_fn()
    return tf.cond(condition, true_fn, false_fn)


def _as_float(param: Param, value: object) -> float:
    if isinstance(param, Choice):
        return float(param.options.index(str(value)))
    return float(str(value))
