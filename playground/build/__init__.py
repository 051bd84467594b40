"""The only translator from the document to Keras: networks, losses, metrics, optimizers, targets.

Imports Keras, so only workers, the command line's own process and exports may import it.
"""

from playground.build.network import (
    ValueRange,
    derive_seed,
    layer,
    layer_kwargs,
    model,
    network_seed,
    output_value_range,
)
from playground.build.objective import loss, metrics, one_hot, outputs_are_probabilities, targets
from playground.build.optimizers import OverridableSchedule, learning_rate, optimizer, set_learning_rate

__all__ = [
    "OverridableSchedule",
    "ValueRange",
    "derive_seed",
    "layer",
    "layer_kwargs",
    "learning_rate",
    "loss",
    "metrics",
    "model",
    "network_seed",
    "one_hot",
    "optimizer",
    "output_value_range",
    "outputs_are_probabilities",
    "set_learning_rate",
    "targets",
]
