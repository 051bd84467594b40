"""Lines from several streams in one place, with the end of each stream told.

``select`` where it works on pipes, so that the supervisor has one thread and may fork; a thread for each stream
where it does not (Windows), where nothing is forked.
"""

from __future__ import annotations

import os
import queue
import selectors
import threading
from typing import BinaryIO, Protocol

TaggedLine = tuple[str, bytes | None]
"""Who sent, and the line; ``None`` when the stream has ended."""


class Inbox(Protocol):
    def add(self, tag: str, stream: BinaryIO) -> None:
        """Take lines from *stream* under the name *tag* until it ends."""
        ...

    def get(self, timeout: float) -> list[TaggedLine]:
        """What has come, waiting up to *timeout* seconds for the first."""
        ...


class SelectInbox:
    """One thread for all."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._rest: dict[str, bytes] = {}

    def add(self, tag: str, stream: BinaryIO) -> None:
        self._selector.register(stream, selectors.EVENT_READ, tag)
        self._rest[tag] = b""

    def get(self, timeout: float) -> list[TaggedLine]:
        arrived: list[TaggedLine] = []
        for key, _ in self._selector.select(timeout):
            arrived += self._read(key)
        return arrived

    def _read(self, key: selectors.SelectorKey) -> list[TaggedLine]:
        tag = str(key.data)
        try:
            content = os.read(key.fd, 1 << 16)
        except OSError:
            content = b""
        if not content:
            self._selector.unregister(key.fileobj)
            del self._rest[tag]
            return [(tag, None)]
        *lines, self._rest[tag] = (self._rest[tag] + content).split(b"\n")
        return [(tag, line) for line in lines]


class ThreadInbox:
    """A thread for each stream."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[TaggedLine] = queue.SimpleQueue()

    def add(self, tag: str, stream: BinaryIO) -> None:
        threading.Thread(target=self._read, args=(tag, stream), daemon=True).start()

    def get(self, timeout: float) -> list[TaggedLine]:
        try:
            return [self._queue.get(timeout=timeout)]
        except queue.Empty:
            return []

    def _read(self, tag: str, stream: BinaryIO) -> None:
        try:
            for line in stream:
                self._queue.put((tag, line.rstrip(b"\n")))
        except (OSError, ValueError):
            pass
        self._queue.put((tag, None))
