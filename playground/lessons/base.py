"""What a lesson is: plain words, a formula, an example worked in numbers, and a place on the bench to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from playground import gallery
from playground.core.formatting import short
from playground.core.i18n import Text
from playground.experiment import edits
from playground.experiment.spec import Experiment

Array = npt.NDArray[np.float64]
Numbers = list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A layer at work on a few numbers, computed with numpy by the lesson itself; the contract asks Keras for the same.

    *inputs* and *output* are without the batch axis, unless *batched*. *weights* are named, in Keras's order and form.
    *steps* say how single numbers of *output* come about. *chance*: the layer draws at random while training, and this
    is one of its draws.
    """

    layer: str
    params: dict[str, Any] = field(default_factory=dict)
    inputs: tuple[Array, ...]
    output: Array
    weights: tuple[tuple[str, Array], ...] = ()
    steps: tuple[Text, ...]
    batched: bool = False
    chance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where it is written. *title* is as it was published, in its own language."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One page. *name* is the kind of layer that it is about; all texts are message ids.

    *says* is one sentence, *how* are paragraphs, *formula* is LaTeX and *signs* says what its letters mean. *watch* is
    what to look at once it is open on the bench, *mistake* what often goes wrong. It opens the ready experiment
    *entry* after *change* (:mod:`playground.experiment.edits`), which puts such a layer in where the entry has none.
    """

    name: str
    order: int
    title: str
    says: str
    how: tuple[str, ...]
    formula: str
    signs: str
    example: Callable[[], Example]
    watch: str
    mistake: str
    entry: str
    change: tuple[dict[str, Any], ...] = ()
    sources: tuple[Source, ...]

    def experiment(self) -> Experiment:
        """What "Open on the bench" opens."""
        return edits.apply(gallery.get(self.entry).experiment, *self.change)


def array(numbers: Numbers) -> Array:
    return np.asarray(numbers, np.float64)


def values(**numbers: float) -> dict[str, object]:
    """Numbers for a sentence, as people read them."""
    return {name: short(float(number)) for name, number in numbers.items()}
