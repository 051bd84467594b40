"""Starting, queueing and stopping trainings. One file, one way: here in processes of this machine."""

from __future__ import annotations

from playground.core import registry
from playground.core.i18n import N_, Text
from playground.core.problems import PlaygroundError, Problem
from playground.launch.base import Launcher

__all__ = ["Launcher", "get"]


def get(name: str = "local") -> Launcher:
    """The launcher *name*, not started yet. Raises :class:`PlaygroundError` where there is none."""
    launchers: list[Launcher] = registry.collect(__name__, "LAUNCHER")
    found = {launcher.name: launcher for launcher in launchers}
    if name not in found:
        said = Text(
            N_("There is no launcher called {name}; the known ones are {known}."),
            {"name": name, "known": ", ".join(found)},
        )
        raise PlaygroundError(Problem("no_such_launcher", said))
    return found[name]
