"""What a launcher does; pages know no more of where a training runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from playground.core.problems import Problem
from playground.experiment.report import Report
from playground.experiment.spec import Experiment
from playground.runs.latent_messages import DecodeReply, EncodeReply
from playground.runs.store import Run, Store


class DownloadStatus(Protocol):
    """A download under way; ask it again and again."""

    @property
    def progress(self) -> tuple[int, int]:
        """Bytes done and in all; ``(0, 0)`` before the first are known."""
        ...

    @property
    def is_done(self) -> bool: ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why it failed; empty where it did not."""
        ...


class Launcher(Protocol):
    """Safe to call from many threads."""

    name: str
    """What :func:`playground.launch.get` knows it by."""

    def start(self) -> None:
        """Begin to get ready; returns at once, and does nothing where that was done before."""
        ...

    def ready(self) -> bool:
        """Whether a check or a training begins at once. Never blocks."""
        ...

    def check(self, experiment: Experiment, timeout: float = 60.0) -> Report:
        """Keras's verdict on *experiment*; what goes wrong on the way, also that it takes longer than *timeout*
        seconds, is a problem in the report."""
        ...

    def request_outputs(self, experiment: Experiment, nodes: Mapping[str, Sequence[str]], owner: str) -> Path | None:
        """The frame (:mod:`playground.runs.activation_previews`) of what the layers *nodes*, by network, put out before
        training; ``None`` while it is not there: it is wished for then, and comes later. A file that is missing in the
        end says that it failed. A later wish of the same *owner* takes the place of the one before. Returns at once."""
        ...

    def decode(
        self, run: Run, codes: Sequence[Sequence[float]], labels: Sequence[int], owner: str, timeout: float = 10.0
    ) -> DecodeReply | None:
        """What the decoder of *run* makes of *codes* ``(k, latent_dim)``, and of the class numbers *labels* ``(k,)``
        where it is told the class, by the newest weights that the run has written. ``None`` where the answer did not
        come in *timeout* seconds, or a later question of the same *owner* took its place."""
        ...

    def encode(self, run: Run, owner: str, timeout: float = 10.0, *, effect: bool = False) -> EncodeReply | None:
        """What *run* makes of the examples that are looked at, by the newest weights that it has written; with *effect*
        also how much each number of noise matters. ``None`` as for :meth:`decode`, with which it shares its owners."""
        ...

    def prepare(self, experiment: Experiment, owner: str) -> None:
        """Make *experiment* ready to train, as *owner* (a draft) will probably ask for it soon; a later wish of the
        same owner takes the place of the one before. Returns at once; nothing is promised."""
        ...

    def train(self, run: Run, epochs: int | None = None, *, paused: bool = False) -> None:
        """Put *run* into the queue, to go on from its newest checkpoint where it has one, until *epochs* epochs are
        done in all (its experiment's, where ``None``); *paused* before its first step, where that is asked. A run that
        waits or runs already is left alone."""
        ...

    def queue(self) -> tuple[str, ...]:
        """Ids of the runs that wait, the next one first."""
        ...

    def fetch(self, name: str) -> DownloadStatus:
        """Download the data set *name*; the download under way, where there is one already."""
        ...

    def mark_orphans(self, store: Store) -> None:
        """Mark the runs whose worker is gone as failed, with the cause, so that they can be continued."""
        ...

    def close(self) -> None:
        """End all of it; running trainings write a checkpoint first."""
        ...
