"""Following runs by position: each event is read and folded once, whoever asks and however often."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from playground.runs.history import History
from playground.runs.store import Run

MOST = 256


@dataclass(slots=True)
class Follower:
    """The history of one run, kept up to date by :meth:`history`. Safe for many threads."""

    run: Run
    position: int = 0
    _history: History = field(default_factory=History)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def history(self) -> History:
        with self._lock:
            happened, self.position = self.run.read_events(self.position)
            return self._history.apply(happened)


_followers: OrderedDict[str, Follower] = OrderedDict()
_guard = threading.Lock()


def history(run: Run) -> History:
    """What is known of *run* now. The same object grows: readers take what they need and do not keep it."""
    name = str(run.folder)
    with _guard:
        follower = _followers.pop(name, None) or Follower(run)
        _followers[name] = follower
        while len(_followers) > MOST:
            _followers.popitem(last=False)
    return follower.history()


def drop(run: Run) -> None:
    """Drop what is kept of a run that was deleted."""
    with _guard:
        _followers.pop(str(run.folder), None)
