"""Small networks for points of a plane."""

from __future__ import annotations

from playground.experiment import spec


def dense(name: str, units: int) -> spec.Network:
    """Two hidden layers, and *units* at the end."""
    hidden = ("Dense", {"units": 64, "activation": "relu"})
    return spec.stack(hidden, hidden, ("Dense", {"units": units}), name=name)
