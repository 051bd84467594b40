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

    *inputs* and *output* are without the batch axis, unless *is_batched*. *weights* are named, in Keras's order and
    form. *steps* say how single numbers of *output* come about. *is_random*: the layer draws at random while training,
    and this is one of its draws.
    """

    layer: str
    params: dict[str, Any] = field(default_factory=dict)
    inputs: tuple[Array, ...]
    output: Array
    weights: tuple[tuple[str, Array], ...] = ()
    steps: tuple[Text, ...]
    is_batched: bool = False
    is_random: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where it is written. *title* is as it was published, in its own language."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One page. *name* is the kind of layer that it is about; all texts are message ids.

    *summary* is one sentence, *paragraphs* are paragraphs, *formula* is LaTeX and *symbols* says what its letters mean.
    *watch_for* is what to look at once it is open on the bench, *common_mistake* what often goes wrong. It opens the
    ready experiment *entry* after *edits* (:mod:`playground.experiment.edits`), which puts such a layer in where the
    entry has none.
    """

    name: str
    order: int
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    formula: str
    symbols: str
    example: Callable[[], Example]
    watch_for: str
    common_mistake: str
    entry: str
    edits: tuple[dict[str, Any], ...] = ()
    sources: tuple[Source, ...]

    def experiment(self) -> Experiment:
        """What "Open on the bench" opens."""
        return edits.apply(gallery.get(self.entry).experiment, *self.edits)


def array(numbers: Numbers) -> Array:
    """*numbers*, a list or a list of lists, as an array of that shape, float64."""
    return np.asarray(numbers, np.float64)


def text_values(**numbers: float) -> dict[str, object]:
    """Numbers for a sentence, as people read them."""
    return {name: short(float(number)) for name, number in numbers.items()}
