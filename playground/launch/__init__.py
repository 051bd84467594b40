"""Starting, queueing and stopping trainings. One file, one way: here in processes of this machine."""

from __future__ import annotations

from playground.core.i18n import N_
from playground.core.registry import Registry
from playground.launch.base import Launcher

__all__ = ["Launcher", "get"]

_LAUNCHERS = Registry[Launcher](
    "LAUNCHER",
    __name__,
    code="no_such_launcher",
    missing=N_("There is no launcher called {name}; the known ones are {known}."),
)


def get(name: str = "local") -> Launcher:
    """The launcher *name*, not started yet. Raises :class:`PlaygroundError` where there is none."""
    return _LAUNCHERS.get(name)
