"""What a figure is: data first (a pure function of a run), then plain Plotly, a sentence and a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from playground.core import colors
from playground.core.colors import Palette
from playground.core.info import Info
from playground.core.params import Param
from playground.datasets.dataset import Prepared
from playground.experiment.spec import Experiment
from playground.runs import history
from playground.runs.history import History

if TYPE_CHECKING:
    from PIL import Image

Plot = dict[str, Any]
"""``{"data": [traces], "layout": {...}}`` as Plotly's JSON has it; numbers may be numpy arrays."""

Floats = npt.NDArray[np.floating[Any]]
I = TypeVar("I")  # noqa: E741 - what a figure's info is

PROJECTOR = 1.5
"""How much larger type is on a projector."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How a figure is drawn: *palette* for the background it stands on, *scale* of type and marks."""

    palette: Palette = colors.LIGHT
    scale: float = 1.0

    def px(self, size: float) -> float:
        """*size* in pixels, larger on a projector."""
        return round(size * self.scale, 1)


def theme(*, dark: bool = False, projector: bool = False) -> Theme:
    """How figures are drawn on a light or a dark page, with larger type for a projector."""
    return Theme(colors.palette(dark), PROJECTOR if projector else 1.0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The arrays of one frame by name, as ``docs/contracts.md`` has them, and when it was taken."""

    step: int
    epoch: float
    arrays: dict[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class RunView:
    """All that a figure may look at.

    *load* gives the prepared data and is called only by figures that need it. *options* holds the values of the
    figure's own parameters, and ``step`` where a person travels in time: frames after it are not looked at. *other* is
    a run on the same data that a person has put beside this one, and *name* what the page calls each of the two.
    """

    history: History
    folder: Path
    experiment: Experiment
    info: Info
    load: Callable[[], Prepared]
    options: Mapping[str, object] = field(default_factory=dict)
    other: RunView | None = None
    name: str = ""

    @cached_property
    def prepared(self) -> Prepared:
        """The prepared data, loaded when somebody first asks. Raises :class:`PlaygroundError` where they cannot be
        had."""
        return self.load()

    def option(self, name: str, default: Any) -> Any:
        """The option *name* where it has the type of *default*, else *default*."""
        value = self.options.get(name, default)
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        return value if default is None or isinstance(value, type(default)) else default

    def frame_at(self, name: str) -> Snapshot | None:
        """The newest frame *name* that is not after the option ``step``; ``None`` where there is none yet."""
        until = self.option("step", 0) if "step" in self.options else None
        # A copy, because a training goes on adding frames while this is read.
        for step, file in reversed(list(self.history.frames.get(name, {}).items())):
            if (until is None or step <= until) and (arrays := _arrays(self.folder, file)):
                return Snapshot(step, self.epoch_of(step), arrays)
        return None

    def frame_steps(self, name: str) -> list[int]:
        """The steps of which frames *name* are kept, ascending."""
        return list(self.history.frames.get(name, {}))

    def at_step(self, step: int) -> RunView:
        """The same run as it was after *step*."""
        return replace(self, options={**self.options, "step": step})

    def epoch_of(self, step: int) -> float:
        """Epochs done at *step*, a fraction where it is within one."""
        started = self.history.start_event
        return step / started.steps_per_epoch if started and started.steps_per_epoch else 0.0


@lru_cache(maxsize=32)
def _load_cached(folder: Path, file: str, _size: int, _modified: int) -> dict[str, npt.NDArray[Any]]:
    return history.load_frame(folder, file)


def _arrays(folder: Path, file: str) -> dict[str, npt.NDArray[Any]]:
    try:
        stat = (folder / file).stat()
    except OSError:
        return {}
    return _load_cached(folder, file, stat.st_size, stat.st_mtime_ns)


def _any_data(_info: Info) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Figure(Generic[I]):
    """One figure. *title*, *help* (the caption: what to look for) and *placeholder* (what will be there) are message
    ids.

    ``compute(view)`` is ``None`` where there is nothing to show yet. ``alt_text(info)`` is the figure's message in a
    sentence, with its numbers, for those who do not see it. ``table(info)`` is its data. *opens_on_click* names the
    figure that a click on a point opens, with the point's ``customdata`` as its options; ``None`` where points open
    nothing.
    """

    name: str
    title: str
    help: str
    placeholder: str
    applies_to: Callable[[Info], bool]
    compute: Callable[[RunView], I | None]
    plot: Callable[[I, Theme], Plot]
    alt_text: Callable[[I], str]
    table: Callable[[I], pd.DataFrame]
    options: tuple[Param, ...] = ()
    heading: Callable[[RunView, I | None], str] | None = None
    """A title that depends on the run (the metric's name) or on what ``compute`` gave for it; else *title*."""
    note: Callable[[I], str] | None = None
    """Quiet words beside the title."""
    order: int = 50
    """Order among the figures; the main picture of a run is the first that fits with *picture*."""
    is_large: bool = False
    """A picture of what the network does (square, large), not a curve."""
    height: int = 240
    """Pixels to reserve where the page does not say."""
    opens_on_click: str | None = None
    needs_run: bool = True
    """Whether there is nothing to draw before a training; a picture without it stands in until the first frame."""
    frame_name: str | None = None
    """The frames by which the figure travels in time; ``None`` where it does not."""
    render_image: Callable[[I], Image.Image] | None = None
    """One picture of an animation, on a light background and of one size all along."""
    can_animate: Callable[[Info], bool] = _any_data
    """Of which data *render_image* can make one."""
