"""Following runs by position: each event is read and folded once, whoever asks and however often."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import cachetools

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
        """What is known of the run now; the same object each time."""
        with self._lock:
            happened, self.position = self.run.read_events(self.position)
            return self._history.apply(happened)


_followers: cachetools.LRUCache[str, Follower] = cachetools.LRUCache(MOST)
_lock = threading.Lock()


def history(run: Run) -> History:
    """What is known of *run* now. The same object grows: readers take what they need and do not keep it."""
    with _lock:
        follower = _followers.setdefault(str(run.folder), Follower(run))
    return follower.history()


def drop(run: Run) -> None:
    """Drop what is kept of a run that was deleted."""
    with _lock:
        _followers.pop(str(run.folder), None)
