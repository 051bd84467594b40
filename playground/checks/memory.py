"""What a network costs, counted from shapes alone.

One training step keeps, for each layer,

    parameters × 4                        the weights (float32, also where the precision is mixed)
  + parameters × 2  if mixed              their copies in half precision
  + trainable × 4                         the gradients
  + trainable × 4 × slots                 what the optimizer keeps (``slots_per_weight``)
  + 2 × batch × outputs × size            each output, kept for the way back, and its gradient (size 4, or 2 if mixed)

bytes; to all layers together come the batch itself and, once, the trainable numbers of the largest layer × 4 for
making its update. Measured growth of a process over three steps (tensorflow 2.21, CPU) against this figure, in MB:
two dense layers of 3000 units with Adam 247 (182 said), with SGD 122 (110), of 6000 with Adam 772 (724); two
convolutions of 64 filters on 8×8 pictures, batch 2048: 122 (138). Some 40 to 60 MB of it are TensorFlow's own.
"""

from __future__ import annotations

from math import prod
from pathlib import Path

import psutil

from playground.catalog.layers.base import Shape
from playground.catalog.optimizers import OPTIMIZERS
from playground.experiment.spec import Experiment, Optimizer

FLOAT = 4
HALF = 2


def node_bytes(experiment: Experiment, optimizer: Optimizer, parameters: int, trainable: int, output: Shape) -> int:
    """Bytes that one training step keeps for a layer: *output* is its shape without the batch, *optimizer* moves its
    weights; the formula stands at the top of this module."""
    row = OPTIMIZERS.get(optimizer.name)
    slots = row.slots_per_weight(optimizer.params) if row is not None else 2.0
    mixed = experiment.training.precision != "float32"
    weights = parameters * (FLOAT + HALF * mixed) + trainable * FLOAT * (1 + slots)
    return int(weights + 2 * experiment.training.batch_size * prod(output) * (HALF if mixed else FLOAT))


def update_bytes(trainable: int) -> int:
    """Bytes that making the update of a layer takes, beside what is kept."""
    return trainable * FLOAT


def batch_bytes(experiment: Experiment, inputs: list[Shape], outputs: int) -> int:
    """Bytes of one batch of inputs, of the shapes *inputs* (without the batch), and of *outputs* targets each."""
    return experiment.training.batch_size * (sum(map(prod, inputs)) + outputs) * FLOAT


def free_memory() -> int:
    """Bytes that this machine, or the container it is in, still has."""
    free = int(psutil.virtual_memory().available)
    try:
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text())
        used_bytes = int(Path("/sys/fs/cgroup/memory.current").read_text())
    except (OSError, ValueError):
        return free
    return min(free, max(limit - used_bytes, 0))
