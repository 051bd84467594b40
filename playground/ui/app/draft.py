"""The document being edited, with everything that can be undone; kept on disk and named in the address.

A draft is not a session: a refresh, a second tab or a restart of the server opens it again.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import threading
from dataclasses import dataclass, replace
from pathlib import Path

import cachetools

from playground.core import paths
from playground.core.problems import PlaygroundError
from playground.experiment import spec
from playground.experiment.spec import Experiment

UNDO_STEPS = 50
MAX_CACHED = 64
Stamp = tuple[str, int, int, int]
_ID = re.compile(r"^[a-z0-9]{8,32}$")


@dataclass(frozen=True, slots=True)
class Draft:
    """*past* and *future* hold whole documents as JSON, the nearest last: they are read only when somebody goes
    there. *run* is the run that the bench shows."""

    id: str
    experiment: Experiment
    past: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    run: str | None = None

    def with_edit(self, experiment: Experiment) -> Draft:
        """The draft with a new document; what was redoable is gone."""
        if experiment == self.experiment:
            return self
        past = (*self.past, self.experiment.model_dump_json())[-UNDO_STEPS:]
        return replace(self, experiment=experiment, past=past, future=())

    def with_undo(self) -> Draft:
        """The draft as it was before the last edit; the same where there is none."""
        if not self.past:
            return self
        *past, last = self.past
        future = (*self.future, self.experiment.model_dump_json())
        return replace(self, experiment=spec.load(last), past=tuple(past), future=future)

    def with_redo(self) -> Draft:
        """The draft with the last edit that was undone; the same where there is none."""
        if not self.future:
            return self
        *future, last = self.future
        past = (*self.past, self.experiment.model_dump_json())
        return replace(self, experiment=spec.load(last), past=past, future=tuple(future))

    def with_run(self, run: str | None) -> Draft:
        """The draft that shows *run*, or none."""
        return replace(self, run=run)


def new(experiment: Experiment, run: str | None = None) -> Draft:
    """A draft that is not saved yet."""
    return Draft(secrets.token_hex(6), experiment, run=run)


def _file(draft_id: str) -> Path:
    return paths.drafts() / f"{draft_id}.json"


def save(draft: Draft) -> None:
    """Write whole or not at all. Raises OSError where it cannot be written."""
    document = {
        "experiment": draft.experiment.model_dump(mode="json"),
        "past": draft.past,
        "future": draft.future,
        "run": draft.run,
    }
    file = _file(draft.id)
    stat_result = paths.write_whole(file, json.dumps(document, ensure_ascii=False).encode())
    _cache(_stamp(file, stat_result), draft)


def load(draft_id: str) -> Draft | None:
    """The draft with that id, or ``None`` where there is none that can be read."""
    if not _ID.match(draft_id):
        return None
    try:
        stamp = _stamp(_file(draft_id), _file(draft_id).stat())
        with _lock:
            cached_draft = _cached_drafts.get(stamp)
        return cached_draft or _cache(stamp, _parse_draft(draft_id, _file(draft_id).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, PlaygroundError):
        return None


_cached_drafts: cachetools.LRUCache[Stamp, Draft] = cachetools.LRUCache(MAX_CACHED)
"""Drafts as they stand in their files: a page asks for its draft a dozen times in one run."""
_lock = threading.Lock()


def _stamp(file: Path, stat_result: os.stat_result) -> Stamp:
    """What is another for each file that :func:`save` writes: it makes a new one each time."""
    return str(file), stat_result.st_ino, stat_result.st_mtime_ns, stat_result.st_size


def _cache(stamp: Stamp, draft: Draft) -> Draft:
    with _lock:
        _cached_drafts[stamp] = draft
    return draft


def _parse_draft(draft_id: str, content: bytes) -> Draft:
    document = json.loads(content)
    run = document["run"]
    return Draft(
        draft_id,
        spec.parse(document["experiment"]),
        _documents(document["past"]),
        _documents(document["future"]),
        run if isinstance(run, str) else None,
    )


def _documents(entries: list[object]) -> tuple[str, ...]:
    return tuple(entry for entry in entries if isinstance(entry, str))
