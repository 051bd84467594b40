"""What a row of the layer table says, and the parameters that many rows share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from playground.catalog import activations
from playground.core.i18n import N_, Text
from playground.core.params import IntOrTuple, Param, with_defaults

LayerKind = Literal[
    "input",
    "dense",
    "convolution",
    "pooling",
    "recurrent",
    "attention",
    "normalisation",
    "regularisation",
    "activation",
    "augmentation",
    "shape",
    "merge",
]
Values = Mapping[str, object]
Shape = tuple[int, ...]
Macs = Callable[[Sequence[Shape], Shape, Values], int]


def same_rank(ranks: tuple[int, ...], values: Values) -> int:  # noqa: ARG001 - one of several rules of this form
    """The output has as many axes as the (first) input."""
    return ranks[0]


def no_macs(inputs: Sequence[Shape], output: Shape, values: Values) -> int:  # noqa: ARG001 - as above
    """Nothing is multiplied with weights."""
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRow:
    """One layer that a person may put into a network.

    *name* is the Keras class (``Input`` for ``InputLayer``), or that of *keras_class* called with *fixed_args*: a name
    of the field for what Keras has as one setting of another layer. *input_ranks* counts the input's axes without the
    batch axis; ``None`` takes any. *input_count_range* is the least and the largest number of incoming edges.
    *summary_params* names the parameters that a node shows. *formula* is LaTeX. *output_rank* is the rule for the
    output's axes. *macs* counts the multiplications of one example going forward, from the shapes of the inputs and of
    the output, without the batch, and all values. *kernel_names* are Keras's names of the weights that ``l1`` and
    ``l2`` hold back. *auto_args* are arguments that the builder adds by itself (``value_range`` from the data).
    *channels* lists how many channels an image may have, *needs_nonnegative* says whether its values must begin at 0.
    *centered_range_params* names parameters that say how far from Keras's neutral 0.5 to draw, *constant_range_params*
    those that Keras would otherwise draw between 0 and the value. *wants_seed* is for layers that draw random numbers,
    *is_slow_with_xla* is for further layers of the sort that :attr:`pays_with_xla` names.
    """

    name: str
    kind: LayerKind
    title: str
    help: str
    params: tuple[Param, ...] = ()
    keras_class: str = ""
    fixed_args: tuple[tuple[str, object], ...] = ()
    input_ranks: tuple[int, ...] | None = None
    input_count_range: tuple[int, int] = (1, 1)
    summary_params: tuple[str, ...] = ()
    formula: str | None = None
    output_rank: Callable[[tuple[int, ...], Values], int] = same_rank
    macs: Macs = no_macs
    kernel_names: tuple[str, ...] = ()
    auto_args: tuple[str, ...] = ()
    channels: tuple[int, ...] | None = None
    needs_nonnegative: bool = False
    centered_range_params: tuple[str, ...] = ()
    constant_range_params: tuple[str, ...] = ()
    wants_seed: bool = False
    is_slow_with_xla: bool = False
    search_terms: tuple[str, ...] = ()
    """Other words a person may type to find it."""

    @property
    def pays_with_xla(self) -> bool:
        """Whether a network with it may be compiled by XLA: measured on two cores, XLA's convolutions and windows are
        up to twenty times slower than TensorFlow's own and take 20 s to compile; random image transforms have no XLA
        kernel at all."""
        return not self.is_slow_with_xla and self.kind not in ("convolution", "pooling", "augmentation")

    @property
    def is_removable(self) -> bool:
        """Whether a network may do without it: it multiplies nothing, so it is not what the network learns with."""
        return self.macs is no_macs

    def param(self, name: str) -> Param | None:
        """The parameter *name*; ``None`` where the layer has none of that name."""
        return next((param for param in self.params if param.name == name), None)

    def summary(self, values: Values) -> str:
        """What a node shows beside its title, such as ``64 filters, 3×3, ReLU``; defaults that say nothing left out."""
        full = with_defaults(self.params, values)
        texts = (_value_text(name, full.get(name), self.param(name)) for name in self.summary_params)
        return ", ".join(part for part in texts if part)


_VALUE_TEXTS = {
    "units": N_("{value} units"),
    "filters": N_("{value} filters"),
    "strides": N_("stride {value}"),
    "groups": N_("{value} groups"),
    "axis": N_("axis {value}"),
    "n": N_("{value} times"),
    "l1": "L1 {value}",
    "l2": "L2 {value}",
    "stddev": N_("standard deviation {value}"),
}
_SINGULAR_TEXTS = {"units": N_("1 unit"), "filters": N_("1 filter"), "groups": N_("1 group")}
_OMITTED_VALUES = frozenset({("activation", "linear"), ("strides", 1), ("l1", 0.0), ("l2", 0.0), ("offset", 0.0)})


def _value_text(name: str, value: object, param: Param | None) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if not isinstance(value, list | tuple) and (name, value) in _OMITTED_VALUES:
        return ""
    if value == 1 and name in _SINGULAR_TEXTS:
        return str(Text(_SINGULAR_TEXTS[name]))
    if name == "activation" and value in activations.ACTIVATIONS:
        return str(Text(activations.ACTIVATIONS[str(value)].title))
    sizes = value if isinstance(value, list | tuple) else [value]
    if isinstance(param, IntOrTuple) and len(sizes) == 1 and name != "strides":
        sizes = [*sizes] * param.axes
    text = "×".join(str(entry) for entry in sizes)
    return str(Text(_VALUE_TEXTS[name], {"value": text})) if name in _VALUE_TEXTS else text
