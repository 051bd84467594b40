"""Everything needed to go on bit for bit: weights, optimizer, random states, where in which epoch, running sums.

A checkpoint is one ``.npz`` without pickle, written beside its name and then renamed, so that a kill at any
moment leaves a whole one. The last two are kept.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from playground.core.i18n import N_, Text
from playground.core.npz import write
from playground.core.problems import PlaygroundError, Problem
from playground.families.base import Recipe
from playground.runs.store import Run

KEEP_LAST = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a training stands, besides its variables. *sums* are the metrics' of the epoch under way."""

    step: int = 0
    epoch: int = 0
    seconds: float = 0.0
    execution: str = "graph"
    learning_rates: dict[str, float] = field(default_factory=dict)
    """Set by a person while it ran, by optimizer."""
    dials: dict[str, float | str] = field(default_factory=dict)
    """What else a person changed while it ran."""
    best: float | None = None
    best_epoch: int = 0
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """*state* holds the values of every variable in a fixed order, *sums* ``(size,)`` float64 those of the metrics;
    *best_weights* the weights to restore at the end, or nothing."""

    progress: Progress
    state: list[np.ndarray]
    sums: np.ndarray
    best_weights: list[np.ndarray] = field(default_factory=list)


def state_variables(recipe: Recipe) -> list[Any]:
    """Every Keras variable that training changes: weights, statistics, random states, the optimizers' own, and what
    else the recipe names."""
    owners = (*recipe.networks.values(), *recipe.optimizers.values())
    variables = [*(entry for owner in owners for entry in owner.variables), *recipe.extra_variables]
    return list({id(entry): entry for entry in variables}.values())


def save(run: Run, checkpoint: Checkpoint) -> str:
    """Write it and delete all but the last two; returns the file relative to the run's folder. Raises OSError where it
    cannot be written."""
    name = f"{checkpoint.progress.step:09d}.npz"
    arrays = {f"state_{index:04d}": value for index, value in enumerate(checkpoint.state)}
    arrays |= {f"best_{index:04d}": value for index, value in enumerate(checkpoint.best_weights)}
    words = json.dumps(asdict(checkpoint.progress)).encode()
    about = {"position": np.frombuffer(words, np.uint8), "sums": checkpoint.sums}
    write(run.checkpoints / name, {**about, **arrays})
    for old in files(run)[:-KEEP_LAST]:
        old.unlink(missing_ok=True)
    return f"checkpoints/{name}"


def files(run: Run) -> list[Path]:
    """The whole checkpoints of *run*, oldest first."""
    return sorted(run.checkpoints.glob("[0-9]*.npz"))


def newest(run: Run) -> Checkpoint | None:
    """The last one that can be read; a damaged one is passed over."""
    for file in reversed(files(run)):
        try:
            return _load(file)
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            continue
    return None


def _load(file: Path) -> Checkpoint:
    # Opened here, as np.load leaves a file open that turns out to be damaged.
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        position = Progress(**json.loads(stored["position"].tobytes()))
        names = sorted(stored.files)
        state = [stored[name] for name in names if name.startswith("state_")]
        best = [stored[name] for name in names if name.startswith("best_")]
        return Checkpoint(position, state, stored["sums"], best)


def restore(values: list[np.ndarray], variables: list[Any]) -> None:
    """Put *values*, an array for each of *variables* and of its shape, into them. Raises :class:`PlaygroundError` where
    they belong to another network."""
    if [value.shape for value in values] != [tuple(entry.shape) for entry in variables]:
        message = Text(N_("The checkpoint belongs to another network than the experiment describes."))
        raise PlaygroundError(Problem("checkpoint_of_another", message))
    for value, entry in zip(values, variables, strict=True):
        entry.assign(value)


def snapshot(variables: list[Any]) -> list[np.ndarray]:
    """The values of *variables* now, an array of each one's shape; bfloat16 as float32 (which holds it exactly; NumPy's
    files do not know it)."""
    values = [np.asarray(entry.value) for entry in variables]
    return [
        value.astype(np.float32) if value.dtype.kind == "V" or value.dtype.name == "bfloat16" else value
        for value in values
    ]
