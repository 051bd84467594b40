"""The only translator from the document to Keras: networks, losses, metrics, optimizers, targets.

Imports Keras, so only workers, the command line's own process and exports may import it.
"""

from playground.build.network import Range, arguments, layer, model, seed_of, seed_of_network, value_range
from playground.build.objective import gives_chances, loss, metrics, one_hot, targets
from playground.build.optimizers import Adjustable, optimizer, set_learning_rate

__all__ = [
    "Adjustable",
    "Range",
    "arguments",
    "gives_chances",
    "layer",
    "loss",
    "metrics",
    "model",
    "one_hot",
    "optimizer",
    "seed_of",
    "seed_of_network",
    "set_learning_rate",
    "targets",
    "value_range",
]
