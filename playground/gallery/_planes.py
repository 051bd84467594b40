"""Small networks for points of a plane."""

from __future__ import annotations

from playground import specs


def dense(name: str, units: int) -> specs.Network:
    """Two hidden layers, and *units* at the end."""
    hidden = ("Dense", {"units": 64, "activation": "relu"})
    return specs.stack(hidden, hidden, ("Dense", {"units": units}), name=name)
