"""What a page of the studio knows of the run that it shows: what can be decoded, of which examples, how they look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import streamlit as st

from playground.core.formatting import count
from playground.core.i18n import N_, Text, _
from playground.core.info import Info
from playground.datasets.grid2d import Extent
from playground.evaluation import latent_geometry as space
from playground.evaluation import probes
from playground.experiment.spec import Experiment
from playground.families.autoencoders import latent_frames
from playground.ports import connections
from playground.runs.latent_messages import EncodeReply
from playground.runs.store import Run
from playground.ui.app import session
from playground.ui.app.forms import localized_key
from playground.ui.components.example_strip import StripItem
from playground.ui.studio import latent_requests

SHOWN = 60
"""Examples to choose from."""
REACH = 3.09
"""The 99.9 % quantile of the standard normal distribution: as far as sliders go where codes are held to noise."""
ROOM = 0.05
"""Of the codes' range, on each side of it."""


@dataclass(frozen=True)
class LatentView:
    """*codes* ``(n, k)`` float64 are of examples *pictures* ``(n, h, w, c) uint8``, numbered *rows* ``(n,)`` int64, of
    the classes *labels* ``(n,)`` int64; where they are noise, *pictures* is what is drawn from it. *label* is the class
    that is asked for."""

    run: Run
    experiment: Experiment
    info: Info
    encoded: EncodeReply
    codes: npt.NDArray[np.float64]
    pictures: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.int64]
    labels: npt.NDArray[np.int64] | None
    label: int

    @property
    def is_noise(self) -> bool:
        """Whether the codes are noise, and not codes of examples."""
        return "noise" in self.encoded.arrays

    @property
    def is_variational(self) -> bool:
        """Whether a code is a normal distribution, whose means *codes* are."""
        return "log_var" in self.encoded.arrays

    @property
    def length(self) -> int:
        """How many numbers a code has."""
        return int(self.codes.shape[1])

    @property
    def cache_key(self) -> str:
        """Changes with what is drawn."""
        return f"{self.run.id}/{self.label}"

    def bounds(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Between which values each number moves, ``(k,)`` float64 each: as far as noise goes, and as far as codes
        do."""
        low, high = self.codes.min(0), self.codes.max(0)
        if self.is_noise or self.is_variational:
            return np.minimum(low, -REACH), np.maximum(high, REACH)
        room = np.maximum((high - low) * ROOM, 1e-3)
        return low - room, high + room

    def extent(self, places: npt.NDArray[np.float64]) -> Extent:
        """The part of a plane that is shown, where the codes lie at *places* ``(n, 2)``."""
        if self.is_noise or (self.is_variational and self.length == 2):
            return -REACH, REACH, -REACH, REACH
        return latent_frames.padded_range(places.astype(np.float32))

    def example_label(self, row: int) -> str:
        """The example at *row* of the arrays here, in words."""
        values: dict[str, object] = {"row": count(int(self.rows[row]))}
        if self.labels is None:
            return str(Text(N_("No. {row}"), values))
        values["name"] = class_name(self.info, int(self.labels[row]))
        return str(Text(N_("No. {row}: {name}"), values))

    def choices(self) -> npt.NDArray[np.int64]:
        """Rows ``(m,)`` int64 of the examples that can be chosen: some of each class, at most :data:`SHOWN`."""
        labels = self.labels if self.labels is not None else np.zeros(len(self.codes), np.int64)
        return space.stratified_pick(labels, SHOWN)

    def items(self, *, classes: bool = False) -> list[StripItem]:
        """The examples to choose from; with *classes* before each class the middle of all of its codes."""
        strip_items: list[StripItem] = []
        last = None
        for row in self.choices():
            label = int(self.labels[row]) if self.labels is not None else None
            if classes and label is not None and label != last:
                words = Text(N_("all of {name}"), {"name": class_name(self.info, label)})
                strip_items.append(StripItem(f"class {label}", str(words)))
            last = label
            strip_items.append(StripItem(f"row {row}", self.example_label(int(row)), self.pictures[row]))
        return strip_items

    def code_of(self, name: str) -> npt.NDArray[np.float64]:
        """The code ``(k,)`` float64 of the item *name*: an example, or the middle of a class."""
        kind, number = name.split()
        if kind == "class" and self.labels is not None:
            return space.class_mean(self.codes, self.labels, int(number))
        return np.asarray(self.codes[int(number)])

    def picture_of(self, name: str) -> npt.NDArray[np.uint8] | None:
        """The picture ``(h, w, c) uint8`` of the item *name*; ``None`` where it is the middle of a class."""
        kind, number = name.split()
        return self.pictures[int(number)] if kind == "row" else None


def anchor_code(key: str, film: str, code: npt.NDArray[np.float64], *, follows: bool) -> npt.NDArray[np.float64]:
    """The code ``(k,)`` at which a hand began: *code* ``(k,)`` as it is now while it *follows* the weights, and as it
    was then once somebody has moved something of *film*."""
    anchor = st.session_state.get(key)
    if not follows and anchor is not None and anchor[0] == film:
        start: npt.NDArray[np.float64] = anchor[1]
        return start
    st.session_state[key] = film, code
    return code


def class_name(info: Info, label: int) -> str:
    """What the class *label* is called; its number where it has no name."""
    return info.class_names[label] if 0 <= label < len(info.class_names) else str(label)


def is_conditioned(experiment: Experiment) -> bool:
    """Whether the network that draws is told the class."""
    family = connections.family_of(experiment)
    roles = family.networks if family is not None else ()
    return any(role.conditioned and role.output_kind == "example" for role in roles)


def select_class(experiment: Experiment, info: Info) -> int:
    """The number of the class that a person asks for; 0 where the network is not told any."""
    if not is_conditioned(experiment):
        return 0
    names = info.class_names
    class_number = st.selectbox(
        _("Generated class"),
        range(len(names)),
        format_func=lambda number: str(Text(N_("Generate: {name}"), {"name": names[number]})),
        key=localized_key("studio_class"),
        label_visibility="collapsed",
        width=180,
    )
    return int(class_number or 0)


def load_view(run: Run, label: int, encoded: EncodeReply) -> LatentView | None:
    """``None`` where there is nothing to show yet, or no code is a number."""
    experiment = run.experiment()
    arrays, info = encoded.arrays, session.info(experiment.data)
    if "noise" in arrays:
        return _of_noise(run, experiment, info, label, encoded)
    codes = np.asarray(arrays["codes" if "codes" in arrays else "entries"], np.float64)
    good = np.isfinite(codes).all(1)
    if not good.any():
        return None
    part = probes.probe_examples(session.prepared_data(experiment.data))
    rows = np.flatnonzero(good)
    pictures: npt.NDArray[Any] = np.asarray(part.x)[rows]
    labels = np.asarray(part.y)[rows].astype(np.int64) if info.class_names else None
    return LatentView(run, experiment, info, encoded, codes[good], pictures, rows, labels, label)


def _of_noise(run: Run, experiment: Experiment, info: Info, label: int, encoded: EncodeReply) -> LatentView | None:
    noise = np.asarray(encoded.arrays["noise"], np.float64)
    reply = latent_requests.request_decode(run, noise, label, "noise")
    if reply is None or reply.values is None:
        return None
    return LatentView(run, experiment, info, encoded, noise, reply.values, np.arange(len(noise)), None, label)
